using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Bijections;

/// <summary>
/// A bijection in which each variable is moved and scaled by what a network makes of those before it: one way takes the network once, the
/// other once for each variable.
/// </summary>
internal abstract class AutoregressiveBijection : BijectionEntry
{
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("h", ParameterKind.Size),
        new Parameter("depth", ParameterKind.Size));

    public override bool HasOrder => true;

    /// <summary>The runtime's class.</summary>
    protected abstract string Module { get; }

    /// <summary>Whether a draw takes a pass for each variable, and the way back one; otherwise it is the other way round.</summary>
    protected abstract bool DrawsInPasses { get; }

    /// <summary>The names of the network's two results.</summary>
    protected abstract (string First, string Second) Heads { get; }

    public override int CountLayers(BoundArguments arguments) => arguments.Int("depth") + 1;

    public override LayerDefinition Definition(BoundBijection bijection) => new AutoregressiveLayer(
        Module,
        Heads,
        bijection.Width,
        bijection.Arguments.Int("h"),
        bijection.Arguments.Int("depth"),
        bijection.Reversed);

    public override long CountFlops(BoundBijection bijection)
    {
        var matrices = Definition(bijection).Parameters.Select(parameter => parameter.Shape).Where(shape => shape.Rank == 2);
        return 2 * matrices.Sum(shape => shape.Count) * (DrawsInPasses == bijection.IsOfPrior ? 1 : bijection.Width);
    }

    /// <summary>
    /// Begins anywhere: after each pass one variable more, in the network's order, no longer depends on where it began, nor does what the
    /// network gives for the next one.
    /// </summary>
    protected static (Value Value, Value LogDet) InPasses(Value given, Func<Value, (Value Value, Value LogDet)> pass)
    {
        var (value, logDet) = pass(given.Detach());
        for (var i = 1; i < given.Shape[0]; i++)
        {
            (value, logDet) = pass(value);
        }

        return (value, logDet);
    }

    /// <summary>What the network makes of variables: two numbers for each, from those before it.</summary>
    protected static (Value First, Value Second) Network(Layer layer, Value x)
    {
        var definition = (AutoregressiveLayer)layer.Definition;
        var (variables, hidden) = (definition.Variables, definition.HiddenUnits);
        var (value, before) = (x, variables);
        for (var i = 0; i < definition.Depth; i++)
        {
            value = Masked(layer, AutoregressiveLayer.HiddenName(i), value, hidden, before, strict: false).Map(Functions.Find("elu")!, 1);
            before = hidden;
        }

        return (Head(definition.Heads.First), Head(definition.Heads.Second));

        Value Head(string name) => Masked(layer, name, value, variables, hidden, strict: true);
    }

    /// <summary>x (W ⊙ M)ᵀ + b.</summary>
    private static Value Masked(Layer layer, string name, Value x, Degrees to, Degrees from, bool strict)
    {
        var build = x.Build;
        var mask = build.Add(new DegreeMaskOp(to, from, strict), "mask");
        return build.MatMul(x, false, build.Weight(layer, name + ".weight") * mask, true) + build.Weight(layer, name + ".bias");
    }
}

/// <summary>A network that gives two numbers for each variable, from those before it in an order.</summary>
internal sealed record AutoregressiveLayer(
    string ModuleName,
    (string First, string Second) Heads,
    int Width,
    int Hidden,
    int Depth,
    bool Reversed) : LayerDefinition
{
    public override string Module => ModuleName;
    public override bool IsOfRuntime => true;

    /// <summary>The degrees of the variables.</summary>
    public Degrees Variables => new(Width, Reversed: Reversed);

    /// <summary>The degrees of hidden units: from 1 to one less than there are variables, which the last of these may read.</summary>
    public Degrees HiddenUnits => new(Hidden, Round: Math.Max(1, Width - 1));

    public override IReadOnlyList<ModuleArgument> Arguments =>
    [
        new(null, Width),
        new(null, Hidden),
        new(null, Depth),
        .. Reversed ? new[] { new ModuleArgument("reversed", true) } : [],
    ];

    public override IReadOnlyList<LayerParameter> Parameters =>
    [
        .. Enumerable.Range(0, Depth).SelectMany(i => Linear(HiddenName(i), Hidden, i == 0 ? Width : Hidden)),
        .. Linear(Heads.First, Width, Hidden),
        .. Linear(Heads.Second, Width, Hidden),
    ];

    public override string Summary =>
        $"An autoregressive network of vectors of {NumberText.Of(Width)}, {NumberText.Of(Depth)} hidden layers of {NumberText.Of(Hidden)}"
        + $"{(Reversed ? ", from the last variable to the first" : "")}; near the identity at first.";

    /// <summary>The name of a hidden layer.</summary>
    public static string HiddenName(int index) => $"hidden.{NumberText.Of(index)}";

    private static IEnumerable<LayerParameter> Linear(string name, int to, int from) =>
        [new(name + ".weight", Shape.Of(to, from)), new(name + ".bias", Shape.Of(to))];
}
