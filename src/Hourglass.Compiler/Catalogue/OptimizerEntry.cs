using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>An optimizer.</summary>
public abstract class OptimizerEntry : CatalogueEntry
{
    /// <summary>The runtime's plan record; its parameters are the signature's, in order.</summary>
    public abstract string PlanType { get; }

    /// <summary>The plan's arguments, in the order of the record's parameters.</summary>
    public IEnumerable<double> PlanArguments(BoundArguments arguments) => Signature.Parameters.Select(parameter => arguments.Number(parameter.Name));

    /// <summary>Numbers that it keeps for each parameter, besides the gradient.</summary>
    public abstract int Slots(BoundArguments arguments);

    /// <summary>
    /// Its step as lines of TorchScript, over all parameters at once. There are lists of one flat tensor each for the parameters (<c>flat</c>), their
    /// gradients (<c>flat_gradient</c>), what it keeps (<c>slot0</c>, <c>slot1</c>) and the number of steps (<c>counts</c>), and a <c>learning_rate</c>.
    /// Lists are handed on as they come: TorchScript drops the call of a fused operator whose lists are literals.
    /// </summary>
    public abstract IEnumerable<string> Script(BoundArguments arguments);

    /// <summary>How many tensors of the parameters' size the portable step's lines make while they run.</summary>
    internal virtual int PassingTensors => 0;

    /// <summary>A number of the optimizer's, as a literal.</summary>
    private protected static string Number(BoundArguments arguments, string name) => NumberText.Literal(arguments.Number(name));
}
