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
        "A transposed convolution; padding same exactly undoes a same convolution's sizes, padding 0 gives (size - 1) · stride + k. "
        + "Causal padding undoes a causal convolution's size, and no element reads one behind it.";
    public override string Source => "Zeiler et al. (2010)";
    public override string ShapeRule => "[i, H, W] → [c, H·s, W·s]";
    public override string LayerPrefix => "deconv";
    public override bool HasWeights => true;
    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Map;
    public override Signature Signature => Vocabulary.Stages["conv"].Signature;

    public override Shape? InferShape(StageBinding binding)
    {
        if (!binding.TakesMap("a deconvolution") || !Conv.Fits(binding))
        {
            return null;
        }

        var geometry = Geometry(binding.Arguments, binding.Input);
        if (geometry.Output.Dimensions.All(size => size > 0))
        {
            return geometry.Output;
        }

        binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, geometry.Window, binding.Input));
        return null;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var geometry = Geometry(stage.Arguments, stage.Input);
        var definition = new ConvTransposeLayer(
            stage.Input[0],
            stage.Arguments.Int("c"),
            geometry.Window,
            geometry.OutputPadding,
            stage.Arguments.Flag("bias"));
        var layer = at.Layer(stage, definition);
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

    public override long CountParameters(BoundStage stage)
    {
        var window = ConvGeometry.WindowOf(stage.Arguments, stage.Input.Rank - 1);
        return checked((stage.Output[0] / window.Groups * (long)stage.Input[0] * window.Count)
            + (stage.Arguments.Flag("bias") ? stage.Output[0] : 0));
    }

    public override long CountFlops(BoundStage stage)
    {
        var window = ConvGeometry.WindowOf(stage.Arguments, stage.Input.Rank - 1);
        return 2L * (stage.Output[0] / window.Groups) * window.Count * stage.Input.Count;
    }

    internal static (ConvWindow Window, EquatableArray<int> OutputPadding, Shape Uncropped, Shape Output) Geometry(
        BoundArguments arguments,
        Shape input)
    {
        var window = ConvGeometry.WindowOf(arguments, input.Rank - 1);
        var (padding, isCausal) = (arguments.Padding("padding"), arguments.Is("padding", Conv.Causal));
        var target = arguments.Has(OutputArgument) ? arguments.Shape(OutputArgument) : (Shape?)null;
        var axes = input.Spatial.Select((size, i) => Axis(
            checked(((size - 1) * window.Stride[i]) + window.Span(i)),
            window.Stride[i],
            isCausal ? 0 : padding,
            isCausal,
            target is { } shape ? shape[i + 1] : padding is null ? checked(size * window.Stride[i]) : null)).ToArray();
        var channels = arguments.Int("c");
        return (
            window with { Padding = axes.Select(axis => axis.Padding).ToEquatable() },
            axes.Select(axis => axis.Extra).ToEquatable(),
            Shape.Of([channels, .. axes.Select(axis => axis.Uncropped)]),
            Shape.Of([channels, .. axes.Select(axis => axis.Size)]));
    }

    /// <summary>
    /// The largest padding that leaves at least the wanted size; a rest below the stride is output padding. Where the window is even and
    /// the stride 1, no padding fits exactly, and one element is cut off behind. Causal padding cuts off behind alone.
    /// </summary>
    private static (int Padding, int Extra, int Uncropped, int Size) Axis(
        int natural,
        int stride,
        int? fixedPadding,
        bool isCausal,
        int? wanted)
    {
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

        padding = isCausal ? 0 : excess / 2;
        return (padding, 0, natural - (2 * padding), target);
    }
}
