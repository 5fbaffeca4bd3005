using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>unpool</c>.</summary>
internal sealed class Unpool : StageEntry
{
    public override string Name => "unpool";
    public override string Summary =>
        "A map k times as large: each element at one place of its window, zeros at the others. `max`: at the place where the encoder's "
        + "pool(max, k) found the largest, the last such pool that gives this shape and that no other undoes; where the decoder is called "
        + "by itself, at the first. `stochastic`: at the one that the mirrored pool drew; where there is none, each has the same "
        + "probability. Outside of training each place has its share.";
    public override string Source =>
        "`max`: Zeiler and Fergus (2014), section 2.1, by itself Dosovitskiy et al. (2015), section 3; `stochastic`: Pu et al. (2016), "
        + "section 2.1";
    public override string ShapeRule => "[c, H, W] → [c, H·k, W·k]";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("kind", ParameterKind.Word, Words: EquatableArray.Of("max", "stochastic")),
        new Parameter("k", ParameterKind.Size));

    public override Shape? InferShape(StageBinding binding) => Bind(binding)?[0].Output;

    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding)
    {
        if (!binding.TakesMap("an `unpool`"))
        {
            return null;
        }

        if (binding.Arguments.Is("kind", "max"))
        {
            return BindMax(binding);
        }

        return binding.Undone is { } pool && pool.Output == binding.Input
            ? [binding.Complete(this, pool.Input) with { Tied = pool }]
            : [binding.Complete(this, new Windows(binding.Input, binding.Arguments.Int("k")).Whole)];
    }

    private IReadOnlyList<BoundStage>? BindMax(StageBinding binding)
    {
        var k = binding.Arguments.Int("k");
        if (binding.TakeEncoderStage(stage => stage.Entry is Pool
            && stage.Arguments.Is("kind", "max")
            && stage.Arguments.Int("k") == k
            && stage.Output == binding.Input) is { } pool)
        {
            return [binding.Complete(this, pool.Input) with { Tied = pool }];
        }

        binding.Report(ShapeErrors.NothingToUnpool(binding.Span, k, binding.Input));
        return null;
    }

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Map;

    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) =>
        new(Math.Min(input.Low, 0), Math.Max(input.High, 0));
    public override string ResultName => "unpooled";

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var windows = new Windows(stage.Input, stage.Arguments.Int("k"));
        if (stage is { Tied: { } largest } && stage.Arguments.Is("kind", "max"))
        {
            // Of equal elements, the first is the largest.
            var map = at.Encoded(largest, Pool.Map, Windows.Fit(input.Enlarge(windows.Whole, linear: false), largest.Input));
            return input.Unpool(map, stage.Arguments.Int("k"), Pool.LeavesRest(largest));
        }

        var even = windows.EvenShares(at, input);
        var switches = stage.Tied is { } pool ? at.Encoded(pool, Pool.Switches, even) : even;
        return Windows.Fit((switches * windows.Each(input)).Reshape(windows.Whole), stage.Output);
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.By(Vocabulary.Stages["pool"], stage.Arguments);

    /// <summary>Switches that come from the encoder are not those that are drawn.</summary>
    internal override BoundArguments Written(BoundStage stage) =>
        stage.Tied is null ? stage.Arguments : stage.Arguments.With(Pool.Switches, "encoder");

    public override long CountFlops(BoundStage stage) => stage.Output.Count;
}
