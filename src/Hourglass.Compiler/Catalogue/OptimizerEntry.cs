using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>An optimizer.</summary>
public abstract class OptimizerEntry : CatalogueEntry
{
    /// <summary>The slot that counts steps: a number for each parameter.</summary>
    internal const string StepSlot = "step";

    /// <summary>
    /// What it keeps for each parameter besides the gradient, under PyTorch's names: numbers in the parameter's shape, <c>step</c> counts.
    /// </summary>
    public abstract IReadOnlyList<string> Slots(BoundArguments arguments);

    /// <summary>
    /// Its update as the body of a TorchScript function. There are lists of tensors, with an element for each parameter or one for all of
    /// them, one behind the other: <c>parameters</c>, <c>gradients</c> and each slot under its name; and the number <c>learning_rate</c>.
    /// Lists are handed on as they come: TorchScript drops the call of a fused operator whose lists are literals.
    /// </summary>
    private protected abstract IEnumerable<string> Update(BoundArguments arguments);

    /// <summary>The class of <c>torch.optim</c> that does the same, and its arguments, <c>lr</c> among them.</summary>
    public abstract (string Class, IReadOnlyList<(string Name, string Value)> Arguments) InPyTorch(BoundArguments arguments);

    /// <summary>All of its parameters but the learning rate; each has a default.</summary>
    public IEnumerable<Parameter> Settings => Signature.Parameters.Where(parameter => parameter.Name != "rate");

    /// <summary>How many tensors of the parameters' size the update makes while it runs.</summary>
    internal virtual int TemporaryTensors => 0;

    /// <summary>The update as a TorchScript function <c>update</c>, a line each.</summary>
    public IEnumerable<string> Script(BoundArguments arguments) =>
    [
        "def update(parameters: List[Tensor], gradients: List[Tensor], "
            + $"{string.Concat(Slots(arguments).Select(slot => $"{slot}: List[Tensor], "))}learning_rate: float) -> Tensor:",
        .. Update(arguments).Select(line => "    " + line),
        "    return gradients[0]",
    ];

    /// <summary>Two numbers as a tuple of Python.</summary>
    private protected static string Pair(BoundArguments arguments, string first, string second) =>
        $"({Number(arguments, first)}, {Number(arguments, second)})";

    /// <summary>A number of the optimizer's, as a literal.</summary>
    private protected static string Number(BoundArguments arguments, string name) => NumberText.Literal(arguments.Number(name));
}
