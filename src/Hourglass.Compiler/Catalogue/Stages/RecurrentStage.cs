using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>A stage that goes through a sequence step by step and gives its state at each.</summary>
internal abstract class RecurrentStage : StageEntry
{
    /// <summary>The named call of the layer: its module gives more than the states.</summary>
    internal const string Call = "recurrent";

    public override string ShapeRule => "[T, a] → [T, n]";
    public override string LayerPrefix => Name;
    public override bool HasWeights => true;
    public override bool IsDerivedOnce => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("n", ParameterKind.Size),
        new Parameter("reverse", ParameterKind.Flag, "false", NamedOnly: true));

    /// <summary>Itself, with its article.</summary>
    protected abstract string Described { get; }

    /// <summary>What it does at each step.</summary>
    protected abstract Cell Cell { get; }

    public override Shape? InferShape(StageBinding binding) =>
        binding.TakesSequence(Described, $"`tile(T)` gives it to {Described} at every step")
            ? binding.Input.With(1, binding.Arguments.Int("n"))
            : null;

    public override Layout? LayoutOf(BoundArguments arguments) => arguments.Flag("reverse") ? Layout.SequenceFromBehind : Layout.Sequence;

    /// <summary>Means of values of tanh, and products of such with shares.</summary>
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => new(-1, 1);

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var layer = at.Layer(stage, Definition(stage));
        var recurrence = new Recurrence(Cell, stage.Arguments.Flag("reverse"));
        return at.Call(Call, stage.Output, [layer, recurrence.Backwards], [input], of => Run(of[0], layer, recurrence));
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.ImpossibleWithout(
        $"its states lie between -1 and 1; write the decoder's stages out, `tile({NumberText.Of(stage.Input[0])}) -> {Name}"
        + $"({NumberText.Of(stage.Output[1])}) -> dense({NumberText.Of(stage.Input[1])})` say");

    public override long CountParameters(BoundStage stage) =>
        Definition(stage).Parameters.Aggregate(0L, (sum, parameter) => checked(sum + parameter.Shape.Count));

    public override long CountFlops(BoundStage stage) =>
        checked(stage.Input[0] * (2 * CountParameters(stage)) + (10L * stage.Output.Count));

    /// <summary>
    /// The gates as far as the input gives them, all steps at once, and the states. What is the same at every step is multiplied once.
    /// </summary>
    private static Value Run(Value x, Layer layer, Recurrence recurrence)
    {
        var (state, bias) = (x.Weight(layer, "weight_hh_l0"), x.Weight(layer, "bias_hh_l0"));
        var same = x is { IsNamed: false, Op: ExpandOp and not DetachOp }
            && x.Inputs[0] is { Extent.HasRows: true, Shape.Rank: 2 } one
            && one.Shape[0] == 1;
        var isLstm = recurrence.Cell == Cell.Lstm;
        var inputBias = isLstm ? x.Weight(layer, "bias_ih_l0") + bias : x.Weight(layer, "bias_ih_l0");
        var once = (same ? x.Inputs[0] : x).Affine(x.Weight(layer, "weight_ih_l0"), transposed: false, inputBias);
        var gates = same ? x.Build.Expand(once, once.Extent with { Shape = once.Shape.With(0, x.Shape[0]) }) : once;
        Value[] inputs = isLstm ? [gates, state] : [gates, state, bias];
        var scope = x.Build.Scope ?? recurrence.Cell.ToString();
        var states = x.Build.Add(new StatesOp(recurrence), scope + "_states", inputs);
        return x.Build.Add(new HiddenOp(recurrence), scope, [states, .. inputs]);
    }

    private RecurrentLayer Definition(BoundStage stage) => new(Cell, stage.Input[1], stage.Output[1]);
}
