using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What a term's entry sees while it is lowered.</summary>
/// <param name="build">The graph.</param>
/// <param name="values">The model's values.</param>
public sealed class TermLowering(GraphBuilder build, ILoweredModel values)
{
    private readonly Dictionary<string, Value> _rows = new(StringComparer.Ordinal);

    /// <summary>The bound model.</summary>
    public BoundModel Model => values.Model;

    /// <summary>The classes that are a code where they are missing, by name; null where there are none.</summary>
    public string? LatentClasses => values.LatentClasses;

    /// <summary>Random numbers.</summary>
    public DrawSource Draws { get; } = new(build);

    /// <summary>Every layer so far, but for those of critics.</summary>
    public IEnumerable<Layer> Layers => values.Layers.Where(layer => layer.Container != ModelScope.ContainerOf(Role.Critic));

    /// <summary>The value of a variable: data, a code (its draw), an output, or <c>z.mean</c>.</summary>
    public Value Value(string name) => values.ValueOf(name);

    /// <summary>The value that an argument names.</summary>
    public Value Value(BoundTerm term, string argument) => Value(term.Arguments.Word(argument));

    /// <summary>What a stage kept besides its result.</summary>
    public Value Kept(BoundStage stage, string name) => values.KeptBy(stage, name);

    /// <summary>The distribution of a random variable.</summary>
    public Density Distribution(string name) => values.DistributionOf(name);

    /// <summary>1 for each element of data that is there, 0 for others; null where none may be missing.</summary>
    public Value? Presence(string data) => values.PresenceOf(data);

    /// <summary>The prior of a code, or null where it is the standard one.</summary>
    public Density? Prior(string name) => values.PriorOf(name);

    /// <summary>The standard distribution of a family.</summary>
    public Density Standard(Density family) => family.Standard(build);

    /// <summary>log p(x, z) - log q(z | x) of every draw, <c>[kN]</c>, over all decoded likelihoods and all random codes.</summary>
    public Value LogWeights() => LogWeights("log_weights", LogPosterior);

    /// <summary>The same numbers as functions of the draws: no gradient reaches the parameters that log q(z | x) reads itself.</summary>
    public Value LogWeightsOfDraws() => LogWeights("log_weights_of_draws", name => Rows($"log_q_of_{name}", () =>
    {
        var posterior = AtDraws(Distribution(name), Value(name));
        return (posterior with { Parameters = [.. posterior.Parameters.Select(pair => (pair.Name, pair.Value.Detach()))] })
            .LogProb(Value(name));
    }));

    /// <summary>log q(z | x) of every draw of a code, <c>[kN]</c>.</summary>
    public Value LogPosterior(string name) =>
        Rows($"log_q_{name}", () => AtDraws(Distribution(name), Value(name)).LogProb(Value(name)));

    /// <summary>log p(z) of every draw of a code, <c>[kN]</c>.</summary>
    public Value LogPrior(string name) =>
        Rows($"log_p_{name}", () => AtDraws(Prior(name) ?? Standard(Distribution(name)), Value(name)).LogProb(Value(name)));

    /// <summary>
    /// Numbers of rows, such that their mean over rows is the expectation: where classes are summed out, each has its probability. Their
    /// mean has the gradient of the expectation: where draws behind them carry none, the score function's,
    /// (f - b) ∇ log q(z) of each row's sum f. The baseline b is the mean over the other draws for the same example; where there is one
    /// draw, over the other examples (Mnih and Rezende, 2016, section 2.4).
    /// </summary>
    public Value Scored(Value elements)
    {
        if (values.ClassWeights() is { } weight && elements.Extent.Rows == weight.Extent.Rows)
        {
            return elements.SumOfEvent() * weight;
        }

        var codes = Model.Bindings.Where(binding => IsScored(binding) && DependsOn(elements, Value(binding.Name))).ToArray();
        if (codes.Length == 0)
        {
            return elements;
        }

        var cost = build.Name(elements.SumOfEvent(), build.Scope + "_cost");
        var score = build.Name(codes.Select(code => LogPosterior(code.Name)).Aggregate((sum, part) => sum + part), "score");
        return cost + (Advantage(cost).Detach() * (score - score.Detach()));
    }

    /// <summary>How many rows there are.</summary>
    public Value CountOf(Value rows) =>
        build.Call("examples", Extent.Scalar, [], [rows], of => of[0].Build.Fill(Factor.One, Extent.Of(of[0].Extent.Rows)).Sum());

    private bool IsScored(BoundBinding binding) => binding is { Role: Role.Encode, Distribution: { } distribution }
        && binding.Name != values.LatentClasses
        && (Model.Sampling.Score || distribution.Entry.ReparameterisedBy is null);

    /// <summary>By how much each is above the mean of the others; 0 where there are no others.</summary>
    private Value Advantage(Value cost)
    {
        var draws = cost.Extent.Rows;
        if (draws > 1)
        {
            return (draws / (draws - 1.0)) * (cost - cost.FoldMean(draws));
        }

        var examples = CountOf(cost);
        return (cost - cost.MeanOverBatch()) * (examples / (examples - 1).AtLeast(1));
    }

    private Value LogWeights(string name, Func<string, Value> logPosterior)
    {
        if (_rows.TryGetValue(name, out var known))
        {
            return known;
        }

        var likelihoods = Model.Bindings.Where(binding => binding is { Role: Role.Decode, Distribution: not null })
            .Select(binding => Rows(
                $"log_p_{binding.Name}",
                () => Present(binding.Name, Distribution(binding.Name).LogProb(Value(binding.Name)))));
        var codes = Model.Bindings.Where(binding => binding is { Role: Role.Encode, Distribution: not null })
            .Select(binding => LogPrior(binding.Name) - logPosterior(binding.Name));
        return _rows[name] = build.Name(likelihoods.Concat(codes).Aggregate((sum, part) => sum + part), name);
    }

    /// <summary>Numbers of the elements of data, 0 for those that are missing.</summary>
    private Value Present(string data, Value elements) =>
        Presence(data) is { } present ? elements * build.RepeatTo(present, elements) : elements;

    /// <summary>The sum over the event: a number for each row, which readers meet by a name and the term computes once.</summary>
    private Value Rows(string name, Func<Value> elements) => _rows.TryGetValue(name, out var known)
        ? known
        : _rows[name] = build.Name(elements().SumOfEvent(), name);

    /// <summary>Draws from a code's prior, as many as there are of the code itself; no gradient leads to the code.</summary>
    public Value DrawFromPrior(string name)
    {
        var z = Value(name);
        var prior = Prior(name) is { } given ? AtDraws(given, z) : Standard(Distribution(name));
        return prior.Through(prior.Entry.Draw(prior, new DrawSource(build, z))!);
    }

    /// <summary>What a critic makes of a value.</summary>
    /// <param name="critic">The critic.</param>
    /// <param name="reads">The variable that it reads, in whose place the value is.</param>
    /// <param name="value">The value.</param>
    /// <param name="place">Whose it is.</param>
    public Value Score(string critic, string reads, Value value, Region place) => values.ScoreOf(critic, reads, value, place);

    /// <summary>What a labelled stage of a critic makes of a value.</summary>
    public Value Feature(string critic, string label, string reads, Value value, Region place) =>
        values.FeatureOf(critic, label, reads, value, place);

    /// <summary>What a critic tells apart.</summary>
    public CriticSides Sides(string critic) => values.SidesOf(this, critic);

    /// <summary>What the critic of a term makes of the two things that it tells apart.</summary>
    public (Value Made, Value Other) Scores(BoundTerm term)
    {
        var critic = term.Critic!;
        var sides = Sides(critic);
        return (
            Score(critic, sides.Reads, sides.Made, Region.CriticOfMade),
            Score(critic, sides.Reads, sides.Other, Region.CriticOfOther));
    }

    /// <summary>A parameter of a layer.</summary>
    public Value Weight(Layer layer, string member = "weight") => build.Weight(layer, member);

    /// <summary>A parameter of a term's own, under its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="deviation">The deviation of the normal numbers that it begins with.</param>
    public Value Parameter(string name, Shape shape, double deviation) => build.Weight(
        values.Register(ModelScope.OfObjective, name, new ParameterLayer(shape) { Deviation = deviation }),
        "");

    /// <summary>A tensor of a term's own that no optimizer moves: a training finds it from all examples.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initial">What it is until then.</param>
    /// <param name="meaning">What it is, in words.</param>
    public Layer Statistic(string name, Shape shape, double initial, string meaning) =>
        values.Register(ModelScope.OfObjective, name, new StatisticLayer(shape, initial, meaning));

    /// <summary>Has a training find a tensor from all examples.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="layer">Where it is kept.</param>
    /// <param name="of">The values that it is found from.</param>
    public void Fit(CodeStatisticKind kind, Layer layer, Value of) => values.Fit(new FittedCodes(kind, layer, of));

    /// <summary>The layer that keeps a term's own parameter.</summary>
    public Layer LayerOf(string name) => values.Layers.First(layer => layer.Container == ModelScope.OfObjective && layer.Name == name);

    /// <summary>A number.</summary>
    public Value Constant(double number) => build.Constant(number);

    /// <summary>A named call that gives a number for each element of its first value.</summary>
    public Value Elementwise(string name, Value first, Value second, Func<Value, Value, Value> body)
    {
        (first, second) = (build.RepeatTo(first, second), build.RepeatTo(second, first));
        return build.Call(
            name,
            Broadcasting.Join([first.Extent, second.Extent]),
            [],
            [first, second],
            inputs => body(inputs[0], inputs[1]));
    }

    /// <summary>A distribution at the draws of a code: its parameters once for each.</summary>
    public Density AtDraws(Density density, Value draw) =>
        density with { Parameters = [.. density.Parameters.Select(parameter => (parameter.Name, build.RepeatTo(parameter.Value, draw)))] };

    /// <summary>The logarithm of the logistic function, never infinite.</summary>
    public Value LogSigmoid(Value x) => build.Call("log_sigmoid", x.Extent, [], [x], inputs => -(-inputs[0]).Softplus());

    /// <summary>A named call that gives one number.</summary>
    public Value Scalar(
        string name, IReadOnlyList<Value> inputs, Func<IReadOnlyList<Value>, Value> body, params object[] arguments) =>
        build.Call(name, Extent.Scalar, arguments, inputs, body);

    /// <summary>Values with as many rows as the one that has most: behind several draws of a code, what is not drawn is repeated.</summary>
    public IReadOnlyList<Value> Aligned(IReadOnlyList<Value> values) =>
        [.. values.Select(value => values.Aggregate(value, (repeated, other) => build.RepeatTo(repeated, other)))];

    /// <summary>The sum of elements over those that are there, averaged over how many: examples with any class, or elements.</summary>
    /// <param name="elements">A number for each element, 0 where the class is missing.</param>
    /// <param name="classes">The classes, -1 where one is missing.</param>
    /// <param name="ofExamples">Whether examples are counted; elements otherwise.</param>
    public Value MeanOfPresent(Value elements, Value classes, bool ofExamples) => elements.Sum() / build.Call(
        ofExamples ? "examples_with_classes" : "elements_with_classes",
        Extent.Scalar,
        [],
        [build.RepeatTo(classes, elements)],
        inputs => inputs[0].IsPresent(ofExamples).Sum().AtLeast(1));

    /// <summary>
    /// The sum of the elements where a mask is 1, averaged over how many those are, or over the examples that have any.
    /// </summary>
    /// <param name="elements">A number for each element.</param>
    /// <param name="mask">1 or 0 for each element.</param>
    /// <param name="ofExamples">Whether examples are counted; elements otherwise.</param>
    public Value MeanOfMasked(Value elements, Value mask, bool ofExamples)
    {
        mask = build.RepeatTo(mask, elements);
        var counted = ofExamples ? mask.SumOfEvent().AtMost(1) : mask;
        return Scored(elements * mask).Sum() / counted.Sum().AtLeast(1);
    }

    /// <summary>Whether a value is computed from another.</summary>
    public static bool DependsOn(Value value, Value source) => Graphs.Behind([value]).Contains(source);

    /// <summary>The data that a value is computed from, classes aside, in the order of declaration.</summary>
    public IReadOnlyList<Value> DataBehind(Value value) =>
        [.. Graphs.Behind([value]).Where(values.IsInput).OrderBy(input => input.Id)];

    /// <summary>Whether a value is data as pipelines read them.</summary>
    public bool IsInput(Value value) => values.IsInput(value);

    /// <summary>The same operation on other values.</summary>
    internal Value AddLike(Value value, string suffix, params Value[] inputs) => build.Add(value.Op, value.Name + suffix, inputs);
}
