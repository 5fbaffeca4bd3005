using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Emit.Native;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>
/// Every primitive has an arm of the interpreter, a derivative that differences prove, a line of the portable step, and is a part of a
/// native step or named among what the native step lacks. A primitive that comes without one of them fails here.
/// </summary>
public sealed class EveryPrimitiveTests
{
    /// <summary>Two groups of channels, a stride along one dimension and a dilation along the other.</summary>
    private static readonly ConvSizes Sizes = new(
        Shape.Of(2, 4, 3),
        Shape.Of(4, 2, 2),
        new ConvWindow(EquatableArray.Of(2, 2), EquatableArray.Of(1, 2), EquatableArray.Of(0, 1), EquatableArray.Of(2, 1), 2));

    private static readonly Extent Map = Extent.Of(1, 2, 5, 4);

    private static readonly ScriptedFunction Halves = new(
        "halves",
        "Halves.",
        "def halves(x: Tensor) -> Tensor:\n    return 0.5 * x",
        Temporaries: 1,
        "halves");

    /// <summary>A function with the primitive for each, and the extents of its leaves.</summary>
    internal static readonly Dictionary<Type, (Func<GraphBuilder, Value[], Value> Function, Extent[] Leaves)> Samples = new()
    {
        [typeof(PlusOp)] = (Of(new PlusOp()), [Extent.Of(1, 2), Extent.Of(0, 2)]),
        [typeof(MinusOp)] = (Of(new MinusOp()), [Extent.Of(1, 2), Extent.Of(0, 2)]),
        [typeof(TimesOp)] = (Of(new TimesOp()), [Extent.Of(1, 2), Extent.Of(0, 2)]),
        [typeof(OverOp)] = ((build, x) => build.Over(x[0], x[1] + 3), [Extent.Of(1, 2), Extent.Of(0, 2)]),
        [typeof(ScaleOp)] = (Of(new ScaleOp(Factor.Of(0.3))), [Extent.Of(1, 2)]),
        [typeof(ShiftOp)] = (Of(new ShiftOp(0.3)), [Extent.Of(1, 2)]),
        [typeof(MapOp)] = ((build, x) => build.Map(Functions.Exp, x[0]), [Extent.Of(1, 2)]),
        [typeof(SlopeOp)] = ((build, x) => Slope(build, build.Map(Functions.Tanh, x[0])), [Extent.Of(1, 2)]),
        [typeof(LogitsEntropyOp)] = (Of(new LogitsEntropyOp()), [Extent.Of(1, 2), Extent.Of(1, 2)]),
        [typeof(EntropyOp)] = (Entropy, [Extent.Of(1, 2)]),
        [typeof(EntropySlopeOp)] = (Entropy, [Extent.Of(1, 2)]),
        [typeof(TanhRootOp)] = (Of(new TanhRootOp()), [Extent.Of(0, 2), Extent.Of(1, 2)]),
        [typeof(DegreeMaskOp)] =
            ((build, x) => build.Times(x[0], build.Add(new DegreeMaskOp(new(3), new(2, Round: 1), true), "mask")), [Extent.Of(0, 3, 2)]),
        [typeof(RangeOp)] = ((build, x) => build.Times(x[0], build.Add(new RangeOp(3), "range")), [Extent.Of(1, 3)]),
        [typeof(MatMulOp)] = ((build, x) => build.MatMul(x[0], false, x[1], true), [Extent.Of(1, 2), Extent.Of(0, 3, 2)]),
        [typeof(ContractOp)] = (Of(new ContractOp("thd", "shd", "sht")), [Extent.Of(1, 2, 2, 2), Extent.Of(1, 3, 2, 2)]),
        [typeof(SinusoidsOp)] = ((build, x) => build.Times(x[0], build.Add(new SinusoidsOp(2, 3), "positions")), [Extent.Of(1, 2, 3)]),
        [typeof(ConvOp)] = (Of(new ConvOp(Sizes)), [new Extent(1, Sizes.Input), new Extent(0, Sizes.Weights)]),
        [typeof(ConvInputOp)] = (Of(new ConvInputOp(Sizes)), [new Extent(1, Sizes.Output), new Extent(0, Sizes.Weights)]),
        [typeof(ConvWeightOp)] = (Of(new ConvWeightOp(Sizes)), [new Extent(1, Sizes.Input), new Extent(1, Sizes.Output)]),
        [typeof(MaxPoolOp)] = (Of(new MaxPoolOp(2, false, Shape.Of(2, 2, 2))), [Map]),
        [typeof(MaxPlacesOp)] = ((build, x) => build.Add(new GatherOp(2, Shape.Of(2, 3, 2)), "largest", x[0], Places(build, x[0])), [Map]),
        [typeof(ScatterOp)] =
            ((build, x) => build.Add(new ScatterOp(2, Map.Shape), "placed", x[1], Places(build, x[0])), [Map, Extent.Of(1, 2, 3, 2)]),
        [typeof(GatherOp)] = ((build, x) => build.Add(new GatherOp(2, Shape.Of(2, 3, 2)), "taken", x[1], Places(build, x[0])), [Map, Map]),
        [typeof(EnlargeOp)] = (
            (build, x) => Plus(x[0].Enlarge(Shape.Of(2, 5, 7), linear: true), x[0].Enlarge(Shape.Of(2, 5, 7), linear: false)),
            [Extent.Of(1, 2, 3, 2)]),
        [typeof(EnlargeAdjointOp)] = (
            (build, x) => Plus(
                build.Add(new EnlargeAdjointOp(true, Shape.Of(2, 3, 2)), "adjoint", x[0]),
                build.Add(new EnlargeAdjointOp(false, Shape.Of(2, 3, 2)), "adjoint", x[0])),
            [Map]),
        [typeof(ViewOp)] = ((build, x) => build.View(x[0], Extent.Of(1, 4)), [Extent.Of(1, 2, 2)]),
        [typeof(ExpandOp)] = ((build, x) => build.Expand(x[0], Extent.Of(1, 2)), [Extent.Of(0, 2)]),
        [typeof(DetachOp)] = ((build, x) => build.Times(x[0], x[1].Detach()), [Extent.Of(1, 2), Extent.Of(1, 2)]),
        [typeof(ScriptedOp)] = ((build, x) => build.Times(x[0], x[1].Scripted(Halves)), [Extent.Of(1, 2), Extent.Of(1, 2)]),
        [typeof(SumOp)] = ((build, x) => build.Sum(x[0], Extent.Of(0, 2)), [Extent.Of(1, 2)]),
        [typeof(JoinOp)] = (Of(new JoinOp()), [Extent.Of(1, 2), Extent.Of(1, 1)]),
        [typeof(CutOp)] = ((build, x) => build.Cut(x[0], [0, 1], Shape.Of(2, 2)), [Extent.Of(1, 2, 4)]),
        [typeof(EmbedOp)] = ((build, x) => build.Embed(x[0], [1, 0], Shape.Of(3, 2)), [Extent.Of(1, 1, 2)]),
        [typeof(RepeatOp)] = ((build, x) => build.Repeat(x[0], 2), [Extent.Of(1, 2)]),
        [typeof(FoldOp)] = ((build, x) => build.Fold(x[0], 3), [Extent.Of(3, 2)]),
        [typeof(TriangleOp)] = (Of(new TriangleOp(-1)), [Extent.Of(1, 3, 3)]),
        [typeof(TriangleSolveOp)] = ((build, x) => x[0].SolveTriangle(x[1]), [Extent.Of(1, 3, 3), Extent.Of(1, 3, 2)]),
        [typeof(StatesOp)] = ((build, x) => Recur(build, new Recurrence(Cell.Gru, Backwards: true), x), GatesOf(3)),
        [typeof(HiddenOp)] = ((build, x) => Recur(build, new Recurrence(Cell.Lstm, Backwards: false), x[..2]), GatesOf(4)[..2]),
        [typeof(StatesAdjointOp)] = (
            (build, x) => Recur(build, new Recurrence(Cell.Lstm, Backwards: true), x[..2])
                + Recur(build, new Recurrence(Cell.Gru, Backwards: false), x[2..]),
            [.. GatesOf(4)[..2], .. GatesOf(3)]),
        [typeof(NormalizedExpOp)] = (Of(new NormalizedExpOp(Log: true)), [Extent.Of(1, 3)]),
        [typeof(LogFoldOp)] = ((build, x) => x[0].LogFold(2), [Extent.Of(2, 3)]),
        [typeof(LogSumExpOp)] = (
            (build, x) => x[0].LogSumExp() + x[0].Sum(axis: 1).Reshape(3).AsColumns().LogSumExp().Sum(), [Extent.Of(1, 3, 2)]),
        [typeof(OneHotOp)] = ((build, x) => build.Times(x[0], build.Add(new OneHotOp(1), "onehot", Zeros(build))), [Extent.Of(1, 1)]),
        [typeof(PresentOp)] =
            ((build, x) => build.Times(x[0], build.Add(new PresentOp(AnyOfRow: true), "present", Zeros(build))), [Extent.Of(1)]),
        [typeof(FillOp)] =
            ((build, x) => build.Add(new PlusOp(), "sum", x[0], build.Fill(Factor.Of(0.3), Extent.Of(1, 2))), [Extent.Of(1, 2)]),
        [typeof(UnitRowsOp)] = ((build, x) => build.Times(x[0].UnitRows(), build.Repeat(x[0], 2)), [Extent.Of(1, 2)]),
    };

    /// <summary>
    /// Derived once: targets of entropies are data, and nothing derives a penalty through them; penalties on gradients through recurrences
    /// are refused.
    /// </summary>
    private static readonly Type[] DerivedOnce =
        [typeof(EntropyOp), typeof(EntropySlopeOp), typeof(StatesOp), typeof(HiddenOp), typeof(StatesAdjointOp)];

    /// <summary>Leaves that a step is given: they compute nothing.</summary>
    private static readonly Type[] Given = [typeof(DataOp), typeof(WeightOp), typeof(DrawOp)];

    /// <summary>No gradient passes these, though differences would find one.</summary>
    private static readonly Type[] Blind = [typeof(DetachOp), typeof(ScriptedOp)];

    public static TheoryData<Type> Primitives => [.. typeof(Op).Assembly.GetTypes().Where(IsPrimitive)];

    public static TheoryData<Type> Computed =>
        [.. typeof(Op).Assembly.GetTypes().Where(type => IsPrimitive(type) && !Given.Contains(type))];

    [Theory]
    [MemberData(nameof(Computed))]
    public void A_primitive_has_an_interpreter_arm_and_the_derivative_that_differences_give(Type primitive)
    {
        var (function, leaves) = Samples[primitive];
        Assert.Contains(Graphs.Behind(Build(function, leaves)), value => value.Op.GetType() == primitive);
        if (Blind.Contains(primitive))
        {
            NothingPasses(function, leaves, primitive == typeof(ScriptedOp) ? 0.5 : 1);
            return;
        }

        GradientProbe.Check(function, leaves, order: DerivedOnce.Contains(primitive) ? 1 : 2, distinct: true);
    }

    /// <summary>Of x · f(y), only x has a gradient.</summary>
    private static void NothingPasses(Func<GraphBuilder, Value[], Value> function, Extent[] leaves, double scale)
    {
        var build = new GraphBuilder();
        var (x, y) = (GradientProbe.Leaf(build, 0, leaves[0]), GradientProbe.Leaf(build, 1, leaves[1]));
        var gradients = ReverseMode.Gradients(build, [(function(build, [x, y]).Sum(), build.Fill(Factor.One, Extent.Scalar))], [x, y]);
        double[] numbers = [1, 2, 3, 4, 5, 6];
        Assert.Equal(numbers.Select(number => scale * number), GradientProbe.Evaluate(gradients[0]!, (x, new double[6]), (y, numbers)));
        Assert.Null(gradients[1]);
    }

    [Theory]
    [MemberData(nameof(Primitives))]
    public void A_primitive_is_a_part_of_a_portable_step(Type primitive)
    {
        var (phase, graph) = Steps.First(step => Has(step, primitive));
        Assert.NotEmpty(StepScript.Of(graph, phase).Text);
    }

    [Theory]
    [MemberData(nameof(Primitives))]
    public void A_primitive_is_a_part_of_a_native_step_or_named_among_what_that_lacks(Type primitive)
    {
        if (Steps.Where(step => Has(step, primitive)).Any(step => NativeText.Of(step.Graph, step.Phase).Text is not null))
        {
            return;
        }

        var sample = Steps.Where(step => Has(step, primitive))
            .SelectMany(step => step.Graph.Values)
            .First(value => value.Op.GetType() == primitive).Op;
        Assert.DoesNotContain("the primitive", UnsupportedException.For(sample).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(BoundPhase Phase, StepGraph Graph)> Steps => StepModels.Names.Select(row => StepModels.Read(row.Data));

    private static bool Has((BoundPhase Phase, StepGraph Graph) step, Type primitive) =>
        step.Graph.Values.Any(value => value.Op.GetType() == primitive);

    private static bool IsPrimitive(Type type) =>
        type is { IsAbstract: false } && type.IsSubclassOf(typeof(Op)) && !type.IsSubclassOf(typeof(ReadableOp));

    private static Func<GraphBuilder, Value[], Value> Of(Op op) => (build, x) => build.Add(op, "value", x);

    /// <summary>Three steps of a recurrence of width two: gates, weights, biases.</summary>
    private static Extent[] GatesOf(int gates) => [Extent.Of(1, 3, 2 * gates), Extent.Of(0, 2 * gates, 2), Extent.Of(0, 2 * gates)];

    private static Value Recur(GraphBuilder build, Recurrence recurrence, Value[] x) =>
        build.Add(new HiddenOp(recurrence), "hidden", [build.Add(new StatesOp(recurrence), "states", x), .. x]);

    /// <summary>The function, and its gradients.</summary>
    internal static IEnumerable<Value> Build(Func<GraphBuilder, Value[], Value> function, Extent[] leaves)
    {
        var build = new GraphBuilder();
        Value[] given = [.. leaves.Select((extent, i) => GradientProbe.Leaf(build, i, extent))];
        var value = function(build, given);
        return ReverseMode.Gradients(build, [(value.Sum(), build.Fill(Factor.One, Extent.Scalar))], given).OfType<Value>().Append(value);
    }

    private static Value Entropy(GraphBuilder build, Value[] x) =>
        build.Add(new EntropyOp(), "entropy", build.Map(Functions.Sigmoid, x[0]), GradientProbe.Fixed(build, x[0].Extent));

    private static Value Plus(Value x, Value y) => x + (2 * y);

    private static Value Zeros(GraphBuilder build) => build.Fill(Factor.Of(0), Extent.Of(1));

    /// <summary>Windows of two with a rest.</summary>
    private static Value Places(GraphBuilder build, Value map) => build.Add(new MaxPlacesOp(2, true, Shape.Of(2, 3, 2)), "places", map);

    /// <summary>The derivative of a function, which reads what the function gave.</summary>
    private static Value Slope(GraphBuilder build, Value mapped) =>
        ReverseMode.Gradients(build, [(mapped.Sum(), build.Fill(Factor.One, Extent.Scalar))], [mapped.Inputs[0]])[0]!;
}
