using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Preparations;

/// <summary>The preparation <c>rescale</c>.</summary>
internal sealed class Rescale : PreparationEntry
{
    public override string Name => "rescale";
    public override string Summary =>
        "To [0, 1], the least and the largest value of each element over the training examples; what lies beyond them is moved to them.";
    public override string Takes => "numbers";
    public override StatisticKind Statistics => StatisticKind.Range;

    public override Prepared? Of(Prepared before, BoundArguments arguments) => Prepared.All("unit");
    internal override Value Lower(PreparationLowering at, Value x) => ((x - at.First) / at.Second).Clamp(0, 1);
    internal override Value Undo(PreparationLowering at, Value y) => (y * at.Second) + at.First;
}
