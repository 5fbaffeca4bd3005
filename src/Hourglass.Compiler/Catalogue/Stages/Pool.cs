using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>pool</c>.</summary>
internal sealed class Pool : StageEntry
{
    public override string Name => "pool";
    public override string Summary =>
        "The largest, the mean or a random element of each window of k, without overlap. `stochastic` draws an element with a probability "
        + "in proportion to its positive part, and takes the expectation outside of training. A rest smaller than a window is dropped; "
        + "with padding same it is a window of its own, of the elements that are there.";
    public override string Source => "`stochastic`: Zeiler and Fergus (2013), equations 1 to 3";
    public override string ShapeRule => "[c, H, W] → [c, ⌊H/k⌋, ⌊W/k⌋], or ⌈H/k⌉, ⌈W/k⌉";

    /// <summary>The share of each element of the windows in their results.</summary>
    internal const string Switches = "switches";

    /// <summary>What it pools: from it, <see cref="Unpool"/> finds the places of the largest elements.</summary>
    internal const string Map = "map";

    /// <summary>Too little to count beside a positive element: a window without one is drawn from evenly.</summary>
    private const double SmallestRate = 1e-30;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("kind", ParameterKind.Word, Words: EquatableArray.Of("max", "avg", "stochastic")),
        new Parameter("k", ParameterKind.Size),
        new Parameter("padding", ParameterKind.Padding, "0", NamedOnly: true));

    public override Shape? InferShape(StageBinding binding)
    {
        var (input, kernel) = (binding.Input, binding.Arguments.Int("k"));
        if (!binding.TakesMap("a pool"))
        {
            return null;
        }

        if (binding.Arguments.Has("padding") && binding.Arguments.Padding("padding") is > 0 and var padding)
        {
            binding.Report(ShapeErrors.PoolPadding(binding.Span, padding));
            return null;
        }

        if (IsSame(binding.Arguments))
        {
            // The last windows are filled up before they are taken apart.
            if (input.Spatial.Aggregate((double)input[0], (product, size) => product * kernel * (((size - 1) / kernel) + 1)) > int.MaxValue)
            {
                binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, kernel, input));
                return null;
            }

            return Shape.Of([input[0], .. input.Spatial.Select(size => ((size - 1) / kernel) + 1)]);
        }

        if (input.Spatial.Any(size => size < kernel))
        {
            binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, kernel, input));
            return null;
        }

        return Shape.Of([input[0], .. input.Spatial.Select(size => size / kernel)]);
    }

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Map;
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;
    public override string ResultName => "pooled";

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var (k, rest) = (stage.Arguments.Int("k"), LeavesRest(stage));
        at.Keep(stage, Map, input);
        return stage.Arguments.Word("kind") switch
        {
            "max" => input.MaxPool(k, rest, stage.Output),
            "avg" => AveragePool(input, k, rest, stage.Output),
            _ => RandomOfWindows(at, stage, input),
        };
    }

    /// <summary>The mean of each window without overlap.</summary>
    internal static Value AveragePool(Value x, int kernel, bool withRest, Shape output) => x.Call(
        "avg_pool",
        x.Extent with { Shape = output },
        [x],
        of => MeanOfWindows(of[0], kernel, withRest, output),
        kernel,
        withRest);

    /// <summary>A random element of each window, or its expectation. What each element's share is, <see cref="Unpool"/> reads.</summary>
    private static Value RandomOfWindows(StageLowering at, BoundStage stage, Value input)
    {
        var windows = new Windows(stage.Output, stage.Arguments.Int("k"));
        var shares = windows.Shares(at, windows.Fit(input.AtLeast(0) + SmallestRate)).As("switches");
        at.Keep(stage, Switches, shares);
        return (shares * windows.Of(windows.Fit(input))).Sum(windows.Axes).Reshape(stage.Output);
    }

    /// <summary>The mean of each window; where the last one is not full, of the elements that are there.</summary>
    private static Value MeanOfWindows(Value x, int kernel, bool withRest, Shape output)
    {
        var windows = new Windows(output, kernel);
        var means = (windows.Of(windows.Fit(x)).Sum(windows.Axes) / Math.Pow(kernel, windows.Axes.Count)).Reshape(output);
        return withRest
            ? Enumerable.Range(1, windows.Axes.Count).Aggregate(means, (value, axis) => OfRest(value, axis, x.Shape[axis] % kernel, kernel))
            : means;
    }

    /// <summary>The last window along an axis has fewer elements: its mean is over those.</summary>
    private static Value OfRest(Value means, int axis, int rest, int kernel)
    {
        if (rest == 0)
        {
            return means;
        }

        var start = means.Shape.Dimensions.Select((size, i) => i == axis ? size - 1 : 0).ToArray();
        return means + (((double)kernel / rest) - 1) * means.Cut(start, means.Shape.With(axis, 1)).Embed(means.Shape, start);
    }

    public override MirrorStep Mirror(BoundStage stage) => stage.Arguments.Word("kind") == "stochastic"
        ? MirrorStep.By(
            Vocabulary.Stages["unpool"],
            BoundArguments.None.With("kind", "stochastic").With("k", (double)stage.Arguments.Int("k")))
        : MirrorStep.By(
            Vocabulary.Stages["up"],
            BoundArguments.None.With("k", (double)stage.Arguments.Int("k"))
                .With("mode", "nearest")
                .With(Deconv.OutputArgument, stage.Input));

    public override long CountFlops(BoundStage stage) => stage.Input.Count;

    /// <summary>A mirror's pools have no padding.</summary>
    private static bool IsSame(BoundArguments arguments) => arguments.Has("padding") && arguments.Padding("padding") is null;

    /// <summary>Whether the last windows are smaller than the others.</summary>
    internal static bool LeavesRest(BoundStage stage) =>
        IsSame(stage.Arguments) && stage.Input.Spatial.Any(size => size % stage.Arguments.Int("k") != 0);
}
