using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;

namespace Hourglass.Compiler.Catalogue.Priors;

/// <summary>The prior <c>uniform</c>.</summary>
internal sealed class UniformPrior : PriorEntry
{
    public override string Name => "uniform";

    public override string Summary =>
        "The distribution of the code's own family that is even over all its values: fair coins, say, or numbers from 0 to 1.";

    internal override (string Reason, string Help)? Refuse(ModelScope model, BoundBinding code) =>
        code.Distribution!.Entry.UniformParameters is null
            ? ($"no distribution is even over all values of `{code.Distribution.Entry.Name}`", $"write `{code.Distribution.Entry.Name}`")
            : null;

    public override Density Lower(PriorLowering at, Density posterior, BoundArguments arguments) => posterior with
    {
        Flow = null,
        Parameters =
        [
            .. posterior.Entry.UniformParameters!.Select(
                parameter => (parameter.Name, at.Constant(parameter.Value, posterior.Entry.ShapeOf(parameter.Name, posterior.Event)))),
        ],
    };
}
