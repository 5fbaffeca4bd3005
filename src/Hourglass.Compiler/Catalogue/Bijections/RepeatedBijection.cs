using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Bijections;

/// <summary>A bijection of n parts of one kind, one behind the other, each with parameters of its own.</summary>
internal abstract class RepeatedBijection : BijectionEntry
{
    public override Signature Signature { get; } = Signature.Of(new Parameter("n", ParameterKind.Size));

    /// <summary>The runtime's class.</summary>
    protected abstract string Module { get; }

    /// <summary>The parameters of a part, with their shapes for vectors of a width.</summary>
    protected abstract IReadOnlyList<(string Name, Shape Shape)> Parameters(int width);

    /// <summary>Operations of a part for each variable.</summary>
    protected abstract int FlopsPerVariable { get; }

    public override int CountLayers(BoundArguments arguments) => arguments.Int("n");

    public override LayerDefinition Definition(BoundBijection bijection) => new RepeatedLayer(
        Module,
        Name,
        bijection.Width,
        bijection.Arguments.Int("n"),
        Parameters(bijection.Width).ToEquatable());

    public override long CountFlops(BoundBijection bijection) => (long)FlopsPerVariable * bijection.Arguments.Int("n") * bijection.Width;

    public override (Value Value, Value LogDet) Forward(Layer layer, Value z) => Chain(Parts(layer), z, Forward);

    public override (Value Value, Value LogDet) Inverse(Layer layer, Value x) => Chain(Parts(layer).Reverse(), x, Inverse);

    /// <summary>x of z by one part, and log |det ∂x/∂z| <c>[N, 1]</c>.</summary>
    protected abstract (Value Value, Value LogDet) Forward(Part part, Value z);

    /// <summary>z of x by one part, and log |det ∂x/∂z| there.</summary>
    protected abstract (Value Value, Value LogDet) Inverse(Part part, Value x);

    private static IEnumerable<Part> Parts(Layer layer) =>
        Enumerable.Range(0, ((RepeatedLayer)layer.Definition).Count).Select(index => new Part(layer, index));

    private static (Value Value, Value LogDet) Chain(
        IEnumerable<Part> parts,
        Value value,
        Func<Part, Value, (Value Value, Value LogDet)> each)
    {
        Value? sum = null;
        foreach (var part in parts)
        {
            (value, var logDet) = each(part, value);
            sum = sum is null ? logDet : sum + logDet;
        }

        return (value, sum!);
    }

    /// <summary>One of the parts.</summary>
    protected sealed record Part(Layer Layer, int Index)
    {
        /// <summary>A parameter, in the graph of a value.</summary>
        public Value Parameter(string name, Value at) => at.Build.Weight(Layer, RepeatedLayer.Member(Index, name));
    }
}

/// <summary>Parts of one kind, one behind the other.</summary>
internal sealed record RepeatedLayer(
    string ModuleName,
    string Word,
    int Width,
    int Count,
    EquatableArray<(string Name, Shape Shape)> PartParameters) : LayerDefinition
{
    public override string Module => ModuleName;
    public override bool IsOfRuntime => true;
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Width), new(null, Count)];

    public override IReadOnlyList<LayerParameter> Parameters =>
        [.. Enumerable.Range(0, Count)
            .SelectMany(index => PartParameters.Select(parameter => new LayerParameter(Member(index, parameter.Name), parameter.Shape)))];

    /// <summary>Of one part, whose parameters are those of all: a flow of many parts asks for each of theirs.</summary>
    public override LayerParameter? Parameter(string member) => PartParameters
        .Where(parameter => member.EndsWith("." + parameter.Name, StringComparison.Ordinal))
        .Select(parameter => new LayerParameter(member, parameter.Shape))
        .FirstOrDefault();

    public override string Summary => $"{NumberText.Of(Count)} {Word} flow{(Count == 1 ? "" : "s")} of vectors of {NumberText.Of(Width)}, "
        + "near the identity at first.";

    /// <summary>The name of a part's parameter: <c>0.u</c>.</summary>
    public static string Member(int index, string name) => $"{NumberText.Of(index)}.{name}";
}
