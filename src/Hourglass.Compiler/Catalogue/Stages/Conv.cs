using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>conv</c>.</summary>
internal sealed class Conv : StageEntry
{
    public override string Name => "conv";
    public override string Summary =>
        "A convolution with c filters of width k, over one to three spatial dimensions by the input's rank; "
        + "padding same gives ⌈size / stride⌉.";
    public override string Source => "LeCun et al. (1989)";
    public override string ShapeRule => "[i, H, W] → [c, H', W']";
    public override string LayerPrefix => "conv";
    public override bool HasWeights => true;
    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Map;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("c", ParameterKind.Size),
        new Parameter("k", ParameterKind.Size),
        new Parameter("act", ParameterKind.Activation, Optional: true),
        new Parameter("stride", ParameterKind.Size, "1", NamedOnly: true),
        new Parameter("padding", ParameterKind.Padding, "same", NamedOnly: true),
        new Parameter("bias", ParameterKind.Flag, "true", NamedOnly: true));

    public override Shape? InferShape(StageBinding binding)
    {
        var input = binding.Input;
        if (!binding.TakesMap("a convolution"))
        {
            return null;
        }

        var geometry = ConvGeometry.Of(binding.Arguments, input);
        if (geometry.Output.Dimensions.Any(size => size < 1))
        {
            binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, binding.Arguments.Int("k"), input));
            return null;
        }

        return geometry.Output;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var geometry = ConvGeometry.Of(stage.Arguments, stage.Input);
        var layer = at.Layer(stage, Definition(stage, geometry));
        return at.Call(layer, stage.Output, input.Pad(geometry.Padded), x => x.Convolve(layer, stage.Output));
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.By(
        Vocabulary.Stages["deconv"],
        stage.Arguments.With("c", (double)stage.Input[0]).With(Deconv.OutputArgument, stage.Input));

    public override long CountParameters(BoundStage stage)
    {
        var layer = Definition(stage, ConvGeometry.Of(stage.Arguments, stage.Input));
        return checked(((long)layer.In * layer.Out * Power(layer.Kernel, layer.Rank)) + (layer.Bias ? layer.Out : 0));
    }

    public override long CountFlops(BoundStage stage) =>
        2L * stage.Input[0] * Power(stage.Arguments.Int("k"), stage.Input.Rank - 1) * stage.Output.Count;

    internal static long Power(int width, int rank) => Enumerable.Repeat((long)width, rank).Aggregate(1L, (a, b) => checked(a * b));

    private static ConvLayer Definition(BoundStage stage, ConvGeometry geometry) => new(
        stage.Input.Rank - 1,
        stage.Input[0],
        stage.Arguments.Int("c"),
        stage.Arguments.Int("k"),
        stage.Arguments.Int("stride"),
        geometry.Symmetric,
        stage.Arguments.Flag("bias"));
}

/// <summary>Padding and sizes of a convolution.</summary>
/// <param name="Symmetric">Zeros on both sides, left to the layer.</param>
/// <param name="Padded">Zeros added before the layer, where the sides differ.</param>
/// <param name="Output">The output's shape; a size below 1 where the kernel does not fit.</param>
internal sealed record ConvGeometry(EquatableArray<int> Symmetric, EquatableArray<(int Before, int Behind)> Padded, Shape Output)
{
    /// <summary>An odd kernel pads (k - 1) / 2 on both sides; an even one what ⌈size / stride⌉ needs, an odd rest behind.</summary>
    public static ConvGeometry Of(BoundArguments arguments, Shape input)
    {
        var (kernel, stride, fixedPadding) = (arguments.Int("k"), arguments.Int("stride"), arguments.Padding("padding"));
        var sizes = input.Spatial.Select(size => Axis(size, kernel, stride, fixedPadding)).ToArray();
        return new ConvGeometry(
            sizes.Select(axis => axis.Symmetric).ToEquatable(),
            sizes.Select(axis => axis.Padded).ToEquatable(),
            Shape.Of([arguments.Int("c"), .. sizes.Select(axis => axis.Size)]));
    }

    private static (int Symmetric, (int Before, int Behind) Padded, int Size) Axis(int size, int kernel, int stride, int? fixedPadding)
    {
        if (fixedPadding is { } padding)
        {
            var room = checked(size + (2 * padding) - kernel);
            return (padding, default, room < 0 ? 0 : (room / stride) + 1);
        }

        var output = ((size - 1) / stride) + 1;
        if (kernel % 2 == 1)
        {
            return ((kernel - 1) / 2, default, output);
        }

        var total = Math.Max(0, checked(((output - 1) * stride) + kernel - size));
        return total % 2 == 0 ? (total / 2, default, output) : (0, (total / 2, total - (total / 2)), output);
    }
}
