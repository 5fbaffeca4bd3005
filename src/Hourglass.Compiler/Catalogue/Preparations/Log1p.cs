using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Preparations;

/// <summary>The preparation <c>log1p</c>.</summary>
internal sealed class Log1p : PreparationEntry
{
    public override string Name => "log1p";
    public override string Summary =>
        "log(1 + x): long tails become short.";
    public override string Takes => "numbers above -1";

    private static double Above(double x) => x <= -1 ? double.NegativeInfinity : Math.Log(1 + x);

    public override Prepared? Of(Prepared before, BoundArguments arguments) =>
        before.Domain.Name == "class" || before.Range.High <= -1 ? null : Prepared.All("real") with { Range = before.Range.Through(Above) };
    internal override Value Lower(PreparationLowering at, Value x) => x.Log1p();
    internal override Value Undo(PreparationLowering at, Value y) => y.Expm1();
}
