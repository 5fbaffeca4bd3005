using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Preparations;

/// <summary>The preparation <c>clip</c>.</summary>
internal sealed class Clip : PreparationEntry
{
    public override string Name => "clip";
    public override string Summary => "What lies outside of an interval is moved to its end.";
    public override string Takes => "numbers, and an interval whose first end is below its second";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("least", ParameterKind.Number),
        new Parameter("most", ParameterKind.Number));

    public override Prepared? Of(Prepared before, BoundArguments arguments)
    {
        var (least, most) = (arguments.Number("least"), arguments.Number("most"));
        if (least >= most || least > before.Range.High || most < before.Range.Low)
        {
            return null;
        }

        var range = new ValueRange(Math.Max(least, before.Range.Low), Math.Min(most, before.Range.High));
        var keeps = before.Domain.Name is "real" or "unit" || (IsWhole(range.Low) && IsWhole(range.High));
        var domain = keeps && before.Domain.Name != "real" ? before.Domain.Name : range.IsWithin(ValueRange.Unit) ? "unit" : "real";
        return Prepared.All(domain) with { Range = range };
    }

    internal override Value Lower(PreparationLowering at, Value x) => x.Clamp(at.Number("least"), at.Number("most"));

    internal override Value Undo(PreparationLowering at, Value y) => y;

    private static bool IsWhole(double number) => double.IsInfinity(number) || number == Math.Floor(number);
}
