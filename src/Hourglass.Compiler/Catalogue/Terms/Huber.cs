using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>huber</c>.</summary>
internal sealed class Huber : ErrorTerm
{
    public override string Name => "huber";
    public override string Summary =>
        "Half the squared error up to delta, from there on a straight line: outliers pull less. Averaged over the event.";
    public override string Source => "Huber (1964), section 2";
    public override string Formula => "mean of a²/2 up to δ, δ (a - δ/2) beyond, a = |y - x|";
    public override TermKind Kind => TermKind.Mean;

    public override Signature Signature { get; } = Compared.With(new Parameter("delta", ParameterKind.Positive, "1", NamedOnly: true));

    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x)
    {
        var error = (y - x).Abs().As("error");
        var bent = error.AtMost(term.Arguments.Number("delta")).As("bent");
        return bent * (error - (0.5 * bent));
    }
}
