using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>The vectors that a quantisation chooses from (van den Oord et al., 2017).</summary>
/// <param name="Codes">How many there are.</param>
/// <param name="Size">Numbers of each.</param>
/// <param name="Average">How much of the former averages stays in a step; 0 where an optimizer moves the vectors.</param>
internal sealed record CodebookLayer(int Codes, int Size, double Average) : LayerDefinition
{
    private LayerParameter Vectors => new("weight", Shape.Of(Codes, Size));

    public override string Module => "VectorQuantizer";
    public override bool IsOfRuntime => true;

    public override IReadOnlyList<ModuleArgument> Arguments =>
        [new(null, Codes), new(null, Size), .. Average > 0 ? new[] { new ModuleArgument("average", Average) } : []];

    public override IReadOnlyList<LayerParameter> Parameters => Average > 0 ? [] : [Vectors];
    public override IReadOnlyList<LayerParameter> Buffers => Average > 0 ? [Vectors] : [];

    public override IReadOnlyList<(LayerParameter Parameter, double Initial)> Moved =>
    [
        .. Average > 0
            ? new[] { (new LayerParameter("counts", Shape.Of(Codes)), 1.0), (new LayerParameter("sums", Vectors.Shape), 0.0) }
            : [],
        (new LayerParameter("idle", Shape.Of(Codes)), 0.0),
    ];

    public override string Summary =>
        $"{NumberText.Of(Codes)} codes of {NumberText.Of(Size)} numbers{(Average > 0 ? ", moved by averages" : "")}: weight "
        + $"{Shape.Of(Codes, Size).InBrackets()}.";
}

/// <summary>Which code is nearest, and what it is.</summary>
internal static class Codebook
{
    private static readonly ScriptedFunction Least = new(
        "nearest_codes",
        "1 at the least distance of each vector, 0 elsewhere.",
        """
        def nearest_codes(distances: Tensor) -> Tensor:
            return torch.zeros_like(distances).scatter(1, torch.argmin(distances, 1, True), 1.0)
        """,
        Temporaries: 2,
        Purpose: "quantised codes")
    {
        Onnx = """
            nearest_codes(distances) -> chosen
            least = ArgMin(distances, axis: 1, keepdims: 1)
            chosen = ScatterElements(ConstantOfShape(Shape(distances)), least, Add(ConstantOfShape(Shape(least)), 1.0), axis: 1)
            """,
    };

    /// <summary>
    /// For each vector 1 at the nearest code, along the first dimension, and 0 at the others (equation 1). Squared distances are compared
    /// without |x|², which all codes have in common.
    /// </summary>
    /// <param name="x">Vectors, or maps whose channels are vectors.</param>
    /// <param name="layer">The codes.</param>
    public static Value Nearest(Value x, Layer layer)
    {
        var definition = (CodebookLayer)layer.Definition;
        var (build, weight) = (x.Build, x.Weight(layer, "weight"));
        var norms = weight.Square().Sum(axis: 1).As("norms");
        var products = x.Shape.IsVector
            ? x.Affine(weight, transposed: false, bias: null)
            : build.Add(new ConvOp(SizesOf(x, definition)), "products", x, Kernel(x, weight));
        int[] each = [definition.Codes, .. x.Shape.Spatial.Select(_ => 1)];
        var distances = (norms.Reshape(each) - (2 * products)).As("distances");
        return distances.Scripted(Least).As("chosen");
    }

    /// <summary>The codes that are chosen. A step then moves the layer's statistics.</summary>
    /// <param name="chosen">Which.</param>
    /// <param name="x">The vectors that they are nearest to.</param>
    /// <param name="uniforms">A number for each code, from which a dead one takes its new place.</param>
    /// <param name="layer">The codes.</param>
    public static Value Codes(Value chosen, Value x, Value uniforms, Layer layer)
    {
        var (definition, weight) = ((CodebookLayer)layer.Definition, chosen.Weight(layer, "weight"));
        x.Build.Averages.Add(new CodeUpdate(layer.Path, x, chosen, uniforms, definition.Average));
        return chosen.Shape.IsVector
            ? chosen.Affine(weight, transposed: true, bias: null)
            : chosen.ConvolveTransposed(Kernel(chosen, weight), SizesOf(chosen, definition));
    }

    /// <summary>A convolution that looks at one place at a time.</summary>
    private static ConvSizes SizesOf(Value map, CodebookLayer codebook) => new(
        map.Shape.With(0, codebook.Size),
        map.Shape.With(0, codebook.Codes),
        ConvWindow.Plain(1, map.Shape.Rank - 1));

    private static Value Kernel(Value map, Value weight) =>
        weight.Reshape([.. weight.Shape.Dimensions, .. map.Shape.Spatial.Select(_ => 1)]);
}

/// <summary>What a step does to codes besides what an optimizer does.</summary>
/// <param name="Layer">The prefix of their keys.</param>
/// <param name="X">The vectors.</param>
/// <param name="Chosen">Which code each has.</param>
/// <param name="Uniforms">A number for each code.</param>
/// <param name="Average">How much of the former averages stays in a step; 0 where there are none.</param>
internal sealed record CodeUpdate(string Layer, Value X, Value Chosen, Value Uniforms, double Average) : RunningUpdate(Layer)
{
    /// <summary>
    /// Moving averages of how many vectors a code has and of their sum, whose quotient it is (equations 6 to 8 of the paper's appendix);
    /// and codes that nothing was nearest to in a long time take the place of a vector of the batch.
    /// </summary>
    private static readonly ScriptedFunction Follow = new(
        "follow_codes",
        "Moves averages of codes and puts dead ones where vectors are (van den Oord et al., 2017, appendix A.1).",
        """
        def follow_codes(x: Tensor, chosen: Tensor, uniforms: Tensor, weight: Tensor, idle: Tensor, averages: List[Tensor],
                         decay: float) -> Tensor:
            n = x.size(0)
            codes = weight.size(0)
            vectors = x.reshape([n, weight.size(1), -1]).transpose(1, 2).reshape([-1, weight.size(1)])
            of = chosen.reshape([n, codes, -1]).transpose(1, 2).reshape([-1, codes])
            used = of.sum(0)
            count = vectors.size(0)
            if len(averages) > 0:
                averages[0].mul_(decay).add_(used, alpha=1.0 - decay)
                averages[1].mul_(decay).add_(of.t().mm(vectors), alpha=1.0 - decay)
                weight.copy_(averages[1] / averages[0].unsqueeze(1))
            idle.add_(count).mul_((used == 0.0).to(idle.dtype))
            dead = idle >= 20.0 * codes
            if bool(dead.any()):
                place = (uniforms.to(7) * count).to(4).clamp_max(count - 1)
                taken = vectors.index_select(0, place)
                weight.copy_(torch.where(dead.unsqueeze(1), taken, weight))
                idle.masked_fill_(dead, 0.0)
                if len(averages) > 0:
                    share = float(count) / float(codes)
                    averages[0].masked_fill_(dead, share)
                    averages[1].copy_(torch.where(dead.unsqueeze(1), share * taken, averages[1]))
            return weight
        """,
        Temporaries: 0,
        Purpose: "quantised codes");

    public override IReadOnlyList<string> Members => Average > 0 ? ["weight", "idle", "counts", "sums"] : ["weight", "idle"];
    public override IReadOnlyList<Value> Values => [X, Chosen, Uniforms];
    public override string Purpose => "quantised codes";
    public override ScriptedFunction Function => Follow;

    /// <summary>Vectors and choices one below the other; of the codes their new averages, and where the dead ones go.</summary>
    public override (long PerExample, long Fixed) Temporaries =>
        (X.Extent.PerExample + Chosen.Extent.PerExample, 4L * Chosen.Shape[0] * (X.Shape[0] + 2));

    public override RunningUpdate Of(Func<Value, Value> other) =>
        this with { X = other(X), Chosen = other(Chosen), Uniforms = other(Uniforms) };

    public override IEnumerable<string> Script(Func<Value, string> use, IReadOnlyList<string> members)
    {
        var averages = Average > 0 ? $"[{members[2]}, {members[3]}]" : "[]";
        yield return $"{Follow.Name}({use(X)}, {use(Chosen)}, {use(Uniforms)}, {members[0]}, {members[1]}, {averages}, "
            + $"{NumberText.Literal(Average)})  # {Layer}";
    }

    public override string ToString() => base.ToString();
}
