using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Preparations;

/// <summary>The preparation <c>log1p</c>.</summary>
internal sealed class Log1p : PreparationEntry
{
    private const double Pole = -1;

    public override string Name => "log1p";
    public override string Summary => "log(1 + x): long tails become short.";
    public override string Takes => "numbers above -1";
    public override double? Above => Pole;

    public override Prepared? Of(Prepared before, BoundArguments arguments) =>
        before.Range.High <= Pole ? null : Prepared.All("real") with { Range = before.Range.Through(Logarithm) };

    internal override Value Lower(PreparationLowering at, Value x) => x.Log1p();
    internal override Value Undo(PreparationLowering at, Value y) => y.Expm1();

    private static double Logarithm(double x) => x <= Pole ? double.NegativeInfinity : Math.Log(1 + x);
}
