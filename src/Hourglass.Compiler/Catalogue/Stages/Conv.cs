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
        "A convolution with c filters of width k, over one to three spatial dimensions by the input's rank; k, stride and dilation may be "
        + "one for each, `(3, 5)`. Padding same gives ⌈size / stride⌉; causal, in one dimension, gives the same size, and no element reads "
        + "one behind it. Each filter reads the channels of one of so many groups.";
    public override string Source => "LeCun et al. (1989); dilated and causal: van den Oord et al. (2016), section 2.1";
    public override string ShapeRule => "[i, H, W] → [c, H', W']";
    public override string LayerPrefix => "conv";
    public override bool HasWeights => true;
    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Map;

    /// <summary>Padding before alone.</summary>
    internal const string Causal = "causal";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("c", ParameterKind.Size),
        new Parameter("k", ParameterKind.Axes),
        new Parameter("act", ParameterKind.Activation, Optional: true),
        new Parameter("stride", ParameterKind.Axes, "1", NamedOnly: true),
        new Parameter("padding", ParameterKind.Padding, "same", NamedOnly: true, Words: EquatableArray.Of(Causal)),
        new Parameter("dilation", ParameterKind.Axes, "1", NamedOnly: true),
        new Parameter("groups", ParameterKind.Size, "1", NamedOnly: true),
        new Parameter("bias", ParameterKind.Flag, "true", NamedOnly: true));

    public override Shape? InferShape(StageBinding binding)
    {
        if (!binding.TakesMap("a convolution") || !Fits(binding))
        {
            return null;
        }

        var geometry = ConvGeometry.Of(binding.Arguments, binding.Input);
        if (geometry.Output.Dimensions.All(size => size > 0))
        {
            return geometry.Output;
        }

        binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, geometry.Window, binding.Input));
        return null;
    }

    /// <summary>
    /// Whether a convolution's arguments fit its input: a number for each axis, groups that divide the channels, causal padding along a
    /// line alone.
    /// </summary>
    internal static bool Fits(StageBinding binding)
    {
        var (rank, name, signature) = (binding.Input.Rank - 1, binding.Syntax.Name.Text, Vocabulary.Stages["conv"].Signature);
        void Report(string parameter, string found, string help) => binding.Report(NameErrors.WrongArgument(
            name,
            signature.Parameters.First(candidate => candidate.Name == parameter),
            found,
            binding.Arguments.SpanOf(parameter),
            help));
        foreach (var parameter in new[] { "k", "stride", "dilation" })
        {
            if (binding.Arguments.AxisCount(parameter) is { } count && count != rank)
            {
                Report(
                    parameter,
                    $"{NumberText.Of(count)} numbers",
                    $"{binding.Input.Described()} has {NumberText.Of(rank)} spatial dimension{(rank == 1 ? "" : "s")}");
                return false;
            }
        }

        if (rank > 1 && binding.Arguments.Is("padding", Causal))
        {
            binding.Report(ShapeErrors.WrongRank(
                binding.Arguments.SpanOf("padding"),
                $"a causal `{name}`",
                "a line [c, L]",
                binding.Input,
                "only a line has a before and a behind; write `padding: same`"));
            return false;
        }

        var (groups, channels, filters) = (Groups(binding.Arguments), binding.Input[0], binding.Arguments.Int("c"));
        if (channels % groups == 0 && filters % groups == 0)
        {
            return true;
        }

        binding.Report(ShapeErrors.WrongGroups(binding.Arguments.SpanOf("groups"), name, groups, channels, filters));
        return false;
    }

    internal static int Groups(BoundArguments arguments) => arguments.Has("groups") ? arguments.Int("groups") : 1;

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
        return checked((layer.In / layer.Window.Groups * (long)layer.Out * layer.Window.Count) + (layer.Bias ? layer.Out : 0));
    }

    public override long CountFlops(BoundStage stage)
    {
        var window = ConvGeometry.Of(stage.Arguments, stage.Input).Window;
        return 2L * (stage.Input[0] / window.Groups) * window.Count * stage.Output.Count;
    }

    private static ConvLayer Definition(BoundStage stage, ConvGeometry geometry) =>
        new(stage.Input[0], stage.Arguments.Int("c"), geometry.Window, stage.Arguments.Flag("bias"));
}

/// <summary>Padding and sizes of a convolution.</summary>
/// <param name="Window">What it looks at; zeros on both sides are left to the layer.</param>
/// <param name="Padded">Zeros added before the layer, where the sides differ.</param>
/// <param name="Output">The output's shape; a size below 1 where the kernel does not fit.</param>
internal sealed record ConvGeometry(ConvWindow Window, EquatableArray<(int Before, int Behind)> Padded, Shape Output)
{
    /// <summary>Before the first element of each dimension: the layer's zeros, and those added before it.</summary>
    public int Before(int axis) => Window.Padding[axis] + Padded[axis].Before;

    /// <summary>
    /// A window from its first element to its last, if that is an odd number s, pads (s - 1) / 2 on both sides; an even one what
    /// ⌈size / stride⌉ needs, an odd rest behind. Causal padding is all before.
    /// </summary>
    public static ConvGeometry Of(BoundArguments arguments, Shape input)
    {
        var window = WindowOf(arguments, input.Rank - 1);
        var (fixedPadding, isCausal) = (arguments.Padding("padding"), arguments.Is("padding", Conv.Causal));
        var sizes = input.Spatial.Select((size, i) => Axis(size, window.Span(i), window.Stride[i], fixedPadding, isCausal)).ToArray();
        return new ConvGeometry(
            window with { Padding = sizes.Select(axis => axis.Symmetric).ToEquatable() },
            sizes.Select(axis => axis.Padded).ToEquatable(),
            Shape.Of([arguments.Int("c"), .. sizes.Select(axis => axis.Size)]));
    }

    /// <summary>The window that the arguments of a convolution describe, its padding left open.</summary>
    public static ConvWindow WindowOf(BoundArguments arguments, int rank) => new(
        arguments.Axes("k", rank),
        arguments.Axes("stride", rank),
        Enumerable.Repeat(0, rank).ToEquatable(),
        arguments.Axes("dilation", rank),
        Conv.Groups(arguments));

    private static (int Symmetric, (int Before, int Behind) Padded, int Size) Axis(
        int size,
        int span,
        int stride,
        int? fixedPadding,
        bool isCausal)
    {
        if (fixedPadding is { } padding)
        {
            var room = checked(size + (2 * padding) - span);
            return (padding, default, room < 0 ? 0 : (room / stride) + 1);
        }

        var output = ((size - 1) / stride) + 1;
        if (isCausal)
        {
            return (0, (span - 1, 0), output);
        }

        if (span % 2 == 1)
        {
            return ((span - 1) / 2, default, output);
        }

        var total = Math.Max(0, checked(((output - 1) * stride) + span - size));
        return total % 2 == 0 ? (total / 2, default, output) : (0, (total / 2, total - (total / 2)), output);
    }
}
