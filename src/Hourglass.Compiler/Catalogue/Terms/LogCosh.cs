using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>logcosh</c>.</summary>
internal sealed class LogCosh : ErrorTerm
{
    /// <summary>From here on log cosh a is a - log 2 to the last digit, in double precision too.</summary>
    private const double Straight = 20;

    public override string Name => "logcosh";

    public override string Summary =>
        "The logarithm of the error's hyperbolic cosine: half the square of a small error, the size of a large one less log 2, and smooth "
        + "between. Averaged over the event.";

    public override string Source => "Chen et al. (2019), section 3";
    public override string Formula => "mean log cosh(y - x)";
    public override TermKind Kind => TermKind.Mean;

    /// <summary>log cosh a = log(1 + sinh² a) / 2, which keeps the digits of small errors.</summary>
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x)
    {
        var error = (y - x).Abs().As("error");
        var bent = error.AtMost(Straight).As("bent");
        var sinh = (0.5 * (bent.Expm1() - (-bent).Expm1())).As("sinh");
        return (0.5 * sinh.Square().Log1p()) + (error - bent);
    }
}
