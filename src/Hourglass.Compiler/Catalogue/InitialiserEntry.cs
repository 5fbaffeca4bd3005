using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A way to draw initial weights.</summary>
public abstract class InitialiserEntry : CatalogueEntry
{
    /// <summary>The method of the runtime that draws them.</summary>
    public abstract string RuntimeName { get; }

    /// <summary>The numbers that the method takes behind the model.</summary>
    public IEnumerable<double> Numbers(BoundArguments arguments) =>
        Signature.Parameters.Select(parameter => arguments.Number(parameter.Name));
}
