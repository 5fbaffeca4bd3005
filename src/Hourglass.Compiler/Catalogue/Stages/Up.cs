using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>up</c>.</summary>
internal sealed class Up : StageEntry
{
    public override string Name => "up";
    public override string Summary =>
        "A map k times as large, by repetition or by linear interpolation along each spatial dimension, be it one, two or three.";
    public override string ShapeRule => "[c, H, W] → [c, H·k, W·k]";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("k", ParameterKind.Size),
        new Parameter("mode", ParameterKind.Word, "nearest", Words: EquatableArray.Of("nearest", "bilinear")));

    public override Shape? InferShape(StageBinding binding)
    {
        var input = binding.Input;
        if (!binding.TakesMap("an `up`"))
        {
            return null;
        }

        return binding.Arguments.Has(Deconv.OutputArgument)
            ? binding.Arguments.Shape(Deconv.OutputArgument).With(0, input[0])
            : Shape.Of([input[0], .. input.Spatial.Select(size => checked(size * binding.Arguments.Int("k")))]);
    }

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Map;
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;
    public override string ResultName => "enlarged";

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        // A mirror undoes the windows of a pool: what the last one lacked is cut off, and what a pool had dropped is spread over all.
        var linear = stage.Arguments.Word("mode") == "bilinear";
        var whole = Shape.Of([stage.Output[0], .. stage.Input.Spatial.Select(size => checked(size * stage.Arguments.Int("k")))]);
        return stage.Output == whole || stage.Output.Spatial.Zip(whole.Spatial, (wanted, size) => wanted > size).Any(isMissing => isMissing)
            ? input.Enlarge(stage.Output, linear)
            : input.Enlarge(whole, linear).Crop(stage.Output);
    }

    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(Vocabulary.Stages["pool"], BoundArguments.None.With("kind", "avg").With("k", (double)stage.Arguments.Int("k")));

    /// <summary>The shape that a mirrored stage comes back to is written only where it is not k times the input's.</summary>
    internal override BoundArguments Written(BoundStage stage)
    {
        var whole = stage.Input.Spatial.Select(size => (long)size * stage.Arguments.Int("k"));
        return whole.SequenceEqual(stage.Output.Spatial.Select(size => (long)size))
            ? stage.Arguments.Without(Deconv.OutputArgument)
            : stage.Arguments;
    }

    public override long CountFlops(BoundStage stage) => stage.Output.Count;
}
