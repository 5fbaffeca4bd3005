using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Preparations;

/// <summary>The preparation <c>standardize</c>.</summary>
internal sealed class Standardize : PreparationEntry
{
    public override string Name => "standardize";
    public override string Summary =>
        "Mean 0 and deviation 1 of each element over the training examples; one that never differs stays 0.";
    public override string Takes => "numbers";
    public override StatisticKind Statistics => StatisticKind.Moments;

    public override Prepared? Of(Prepared before, BoundArguments arguments) => Prepared.All("real");
    internal override Value Lower(PreparationLowering at, Value x) => (x - at.First) / at.Second;
    internal override Value Undo(PreparationLowering at, Value y) => (y * at.Second) + at.First;
}
