using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>An optimizer.</summary>
public abstract class OptimizerEntry : CatalogueEntry
{
    /// <summary>The runtime's plan record; its parameters are the signature's, in order.</summary>
    public abstract string PlanType { get; }

    /// <summary>The plan's arguments, in the order of the record's parameters.</summary>
    public IEnumerable<double> PlanArguments(BoundArguments arguments) => Signature.Parameters.Select(parameter => arguments.Number(parameter.Name));
}
