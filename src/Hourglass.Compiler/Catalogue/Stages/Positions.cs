using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>positions</c>.</summary>
internal sealed class Positions : StageEntry
{
    private const string Learned = "learned";

    /// <summary>Of the numbers that a learned table begins with (Devlin et al., 2019).</summary>
    private const double Deviation = 0.02;

    public override string Name => "positions";
    public override string Summary =>
        "Adds to each vector of a sequence what tells its step: sines and cosines of the step's number at wavelengths from 2π to "
        + "10000 · 2π, or with `learned` a table of learned numbers.";
    public override string Source => "Vaswani et al. (2017), section 3.5; learned: Gehring et al. (2017), section 3.1";
    public override string ShapeRule => "[T, n] → [T, n]";
    public override string LayerPrefix => Name;
    public override string ResultName => "placed";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("kind", ParameterKind.Word, "sinusoidal", Words: EquatableArray.Of("sinusoidal", Learned)));

    public override Shape? InferShape(StageBinding binding) =>
        binding.TakesSequence("`positions`", "`tile(T)` makes a sequence of it") ? binding.Input : null;

    /// <summary>Sinusoids have no layer that a name would be for.</summary>
    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding) => InferShape(binding) is not { } shape ? null
        : IsLearned(binding.Arguments) ? [binding.Complete(this, shape)]
        : [binding.Complete(this, shape) with { LayerName = null }];

    public override Layout LayoutBehind(Layout before, BoundArguments arguments) => before == Layout.Open ? Layout.Sequence : before;

    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) =>
        IsLearned(arguments) ? ValueRange.Any : input.Plus(new ValueRange(-1, 1));

    public override Value Lower(StageLowering at, BoundStage stage, Value input) => input + (IsLearned(stage.Arguments)
        ? at.Weight(at.Layer(stage, new ParameterLayer(stage.Input) { Deviation = Deviation }), "")
        : input.Build.Add(new SinusoidsOp(stage.Input[0], stage.Input[1]), "positions"));

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;
    public override long CountParameters(BoundStage stage) => IsLearned(stage.Arguments) ? stage.Input.Count : 0;
    public override long CountFlops(BoundStage stage) => stage.Output.Count;

    private static bool IsLearned(BoundArguments arguments) => arguments.Is("kind", Learned);
}
