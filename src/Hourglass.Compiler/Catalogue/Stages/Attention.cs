using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>attention</c>.</summary>
internal sealed class Attention : StageEntry
{
    /// <summary>The named call of the layer: its module takes steps before examples, and gives more than the vectors.</summary>
    internal const string Call = "attention";

    /// <summary>What a score has to be below others so that its exponential is zero beside theirs.</summary>
    private const double Unseen = 1e30;

    /// <summary>Vectors up to this size are worth advising where the heads need wider ones.</summary>
    private const int WideEnough = 64;

    public override string Name => "attention";
    public override string Summary =>
        "Self-attention: each step of a sequence reads from all steps, or with `causal: true` from none behind it, by shares that the "
        + "heads take of their scaled products. The heads divide n among them.";
    public override string Source => "Vaswani et al. (2017), section 3.2";
    public override string ShapeRule => "[T, n] → [T, n]";
    public override string LayerPrefix => Name;
    public override bool HasWeights => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("heads", ParameterKind.Size),
        new Parameter("causal", ParameterKind.Flag, "false", NamedOnly: true));

    public override Shape? InferShape(StageBinding binding)
    {
        var heads = binding.Arguments.Int("heads");
        if (!binding.TakesSequence("an `attention`", "`tile(T)` makes a sequence of it", heads))
        {
            return null;
        }

        var (steps, width) = (binding.Input[0], binding.Input[1]);
        if (width % heads == 0)
        {
            // What it computes on the way is larger than what it gives.
            _ = checked((heads * steps * steps) + (3 * steps * width));
            return binding.Input;
        }

        var fewer = Enumerable.Range(1, Math.Min(heads, width)).Last(number => width % number == 0);
        var wider = (long)heads * ((width / heads) + 1);
        var help = $"take `attention({NumberText.Of(fewer)}{(binding.Arguments.Flag("causal") ? ", causal: true" : "")})`";
        binding.Report(ShapeErrors.WrongHeads(
            binding.Arguments.SpanOf("heads"),
            heads,
            binding.Input,
            wider <= Math.Max(WideEnough, 2L * width) ? $"{help}, or put `dense({NumberText.Of(wider)})` before it" : help));
        return null;
    }

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Sequence;

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var layer = at.Layer(stage, Definition(stage));
        var isCausal = stage.Arguments.Flag("causal");
        return at.Call(Call, stage.Output, [layer, isCausal], [input], of => Attend(of[0], layer, isCausal));
    }

    /// <summary>Another attention takes its place, with as many heads and weights of its own.</summary>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.By(this, stage.Arguments);

    public override long CountParameters(BoundStage stage) =>
        Definition(stage).Parameters.Aggregate(0L, (sum, parameter) => checked(sum + parameter.Shape.Count));

    public override long CountFlops(BoundStage stage) =>
        checked((8L * stage.Input[1] * stage.Output.Count) + (4L * stage.Input[0] * stage.Output.Count));

    /// <summary>
    /// The shares of the steps that are read stand along the first dimension, along which exponentials are normalised.
    /// </summary>
    private static Value Attend(Value x, Layer layer, bool isCausal)
    {
        var (steps, width, heads) = (x.Shape[0], x.Shape[1], ((AttentionLayer)layer.Definition).Heads);
        var size = width / heads;
        var projected = x.Affine(x.Weight(layer, "in_proj_weight"), transposed: false, x.Weight(layer, "in_proj_bias")).As("projected");
        Value Part(int place) => projected.Cut([0, place * width], Shape.Of(steps, width)).Reshape(steps, heads, size);
        var (queries, keys, values) = (Part(0).As("queries"), Part(1).As("keys"), Part(2).As("values"));
        var scores = (queries.Contract(keys, "thd", "shd", "sht") / Math.Sqrt(size)).As("scores");
        if (isCausal)
        {
            var build = x.Build;
            var behind = build.Expand(build.Constant(1), new Extent(0, Shape.Of(steps, steps))).Triangle(-1).As("behind");
            scores -= Unseen * behind.Reshape(steps, 1, steps);
        }

        var shares = scores.Softmax().As("shares");
        var read = shares.Contract(values, "sht", "shd", "thd").As("read").Reshape(steps, width);
        return read.Affine(x.Weight(layer, "out_proj.weight"), transposed: false, x.Weight(layer, "out_proj.bias"));
    }

    private static AttentionLayer Definition(BoundStage stage) => new(stage.Input[1], stage.Arguments.Int("heads"));
}

/// <summary>An attention over steps, with PyTorch's parameters: the maps to queries, keys and values are one.</summary>
/// <param name="Width">Numbers of a vector.</param>
/// <param name="Heads">Among how many they are divided.</param>
internal sealed record AttentionLayer(int Width, int Heads) : LayerDefinition
{
    public override string Module => "MultiheadAttention";
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Width), new(null, Heads)];

    public override IReadOnlyList<LayerParameter> Parameters =>
    [
        new("in_proj_weight", Shape.Of(Rows, Width)),
        new("in_proj_bias", Shape.Of(Rows)),
        new("out_proj.weight", Shape.Of(Width, Width)),
        new("out_proj.bias", Shape.Of(Width)),
    ];

    public override IReadOnlyList<string> WeightMembers => ["in_proj_weight", "out_proj.weight"];

    public override string Summary =>
        $"Attention of {NumberText.Of(Heads)} heads over vectors of {NumberText.Of(Width)}: weights "
        + $"{Shape.Of(Rows, Width).InBrackets()} and {Shape.Of(Width, Width).InBrackets()}.";

    private int Rows => checked(3 * Width);

    public override string Member(string member) => $"get_parameter(\"{member}\")!";
}
