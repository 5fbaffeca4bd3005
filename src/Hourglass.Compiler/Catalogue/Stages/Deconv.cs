using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>deconv</c>.</summary>
internal sealed class Deconv : StageEntry
{
    /// <summary>The shape to come back to, set by a mirror.</summary>
    internal const string OutputArgument = "output shape";

    public override string Name => "deconv";
    public override string Summary =>
        "A transposed convolution; padding same exactly undoes a same convolution's sizes, padding 0 gives (size - 1) · stride + k.";
    public override string Source => "Zeiler et al. (2010)";
    public override string ShapeRule => "[i, H, W] → [c, H·s, W·s]";
    public override string LayerPrefix => "deconv";
    public override bool HasWeights => true;
    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Map;
    public override Signature Signature => Vocabulary.Stages["conv"].Signature;

    public override Shape? InferShape(StageBinding binding)
    {
        var input = binding.Input;
        if (!binding.TakesMap("a deconvolution"))
        {
            return null;
        }

        var output = Geometry(binding.Arguments, input).Output;
        if (output.Dimensions.Any(size => size < 1))
        {
            binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, binding.Arguments.Int("k"), input));
            return null;
        }

        return output;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var geometry = Geometry(stage.Arguments, stage.Input);
        var layer = at.Layer(stage, new ConvTransposeLayer(
            stage.Input.Rank - 1,
            stage.Input[0],
            stage.Arguments.Int("c"),
            stage.Arguments.Int("k"),
            stage.Arguments.Int("stride"),
            geometry.Padding,
            geometry.OutputPadding,
            stage.Arguments.Flag("bias")));
        return at.Call(layer, geometry.Uncropped, input, x => x.ConvolveTransposed(layer, geometry.Uncropped)).Crop(geometry.Output);
    }

    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(Vocabulary.Stages["conv"], stage.Arguments.With("c", (double)stage.Input[0]));

    /// <summary>The shape that a mirrored stage comes back to is written only where it would come out otherwise.</summary>
    internal override BoundArguments Written(BoundStage stage)
    {
        var free = stage.Arguments.Without(OutputArgument);
        return Geometry(free, stage.Input).Equals(Geometry(stage.Arguments, stage.Input)) ? free : stage.Arguments;
    }

    public override long CountParameters(BoundStage stage) =>
        checked(((long)stage.Input[0] * stage.Output[0] * Conv.Power(stage.Arguments.Int("k"), stage.Input.Rank - 1))
            + (stage.Arguments.Flag("bias") ? stage.Output[0] : 0));

    public override long CountFlops(BoundStage stage) =>
        2L * stage.Output[0] * Conv.Power(stage.Arguments.Int("k"), stage.Input.Rank - 1) * stage.Input.Count;

    internal static (EquatableArray<int> Padding, EquatableArray<int> OutputPadding, Shape Uncropped, Shape Output) Geometry(
        BoundArguments arguments,
        Shape input)
    {
        var (kernel, stride, padding) = (arguments.Int("k"), arguments.Int("stride"), arguments.Padding("padding"));
        var target = arguments.Has(OutputArgument) ? arguments.Shape(OutputArgument) : (Shape?)null;
        var axes = input.Spatial
            .Select((size, i) => Axis(
                size,
                kernel,
                stride,
                padding,
                target is { } shape ? shape[i + 1] : padding is null ? checked(size * stride) : null))
            .ToArray();
        var channels = arguments.Int("c");
        return (
            axes.Select(axis => axis.Padding).ToEquatable(),
            axes.Select(axis => axis.Extra).ToEquatable(),
            Shape.Of([channels, .. axes.Select(axis => axis.Uncropped)]),
            Shape.Of([channels, .. axes.Select(axis => axis.Size)]));
    }

    /// <summary>
    /// The largest padding that leaves at least the wanted size; a rest below the stride is output padding. Where the kernel is even and
    /// the stride 1, no padding fits exactly, and one element is cut off behind.
    /// </summary>
    private static (int Padding, int Extra, int Uncropped, int Size) Axis(int size, int kernel, int stride, int? fixedPadding, int? wanted)
    {
        var natural = checked(((size - 1) * stride) + kernel);
        if (wanted is not { } target)
        {
            var output = checked(natural - (2 * fixedPadding!.Value));
            return (fixedPadding.Value, 0, output, output);
        }

        var excess = natural - target;
        if (excess < 0)
        {
            return (0, -excess, target, target);
        }

        var padding = fixedPadding ?? ((excess + 1) / 2);
        var extra = target - (natural - (2 * padding));
        if (extra >= 0 && extra < Math.Max(stride, 1) && (stride > 1 || extra == 0))
        {
            return (padding, extra, target, target);
        }

        padding = excess / 2;
        return (padding, 0, natural - (2 * padding), target);
    }
}
