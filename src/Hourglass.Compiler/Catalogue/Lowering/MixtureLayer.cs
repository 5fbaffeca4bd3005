using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// The posterior of a mixture of normals, in numbers that a graph reads: a training finds them by coordinate ascent, and no optimizer moves
/// them (Bishop, 2006, section 10.2).
/// </summary>
/// <param name="Width">d, numbers of a point.</param>
/// <param name="Components">K.</param>
/// <param name="Covariance">The variance of the likelihood: <c>covariance</c>, <c>full</c> or <c>learned</c>.</param>
/// <param name="Concentration">α₀ of the Dirichlet distribution over the weights.</param>
internal sealed record MixtureLayer(int Width, int Components, string Covariance, double Concentration) : LayerDefinition
{
    /// <summary>Where points are moved to before anything else: <c>[d]</c>.</summary>
    public const string Centre = "centre";

    /// <summary>U of each component, with the expected precision UᵀU: <c>[K · d, d]</c>, or the diagonals <c>[K, d]</c>.</summary>
    public const string Whitener = "whitener";

    /// <summary>U (m - centre) of each component: <c>[K · d]</c>, or <c>[K, d]</c>.</summary>
    public const string Offset = "offset";

    /// <summary>What E[log p(x, c)] has besides the square: <c>[K]</c>, in nats.</summary>
    public const string Evidence = "evidence";

    /// <summary>E[log π]: <c>[K]</c>, in nats.</summary>
    public const string LogWeights = "log_weights";

    /// <summary>log E[π]: <c>[K]</c>.</summary>
    public const string Prior = "prior";

    /// <summary>The divergence of the posterior of weights and components from their prior, in nats for each example: <c>[1]</c>.</summary>
    public const string Divergence = "divergence";

    /// <summary>The expected means: <c>[K, d]</c>.</summary>
    public const string Mean = "mean";

    /// <summary>Twice the logarithms of the diagonal of L, of the inverse L Lᵀ of the expected precision: <c>[K, d]</c>.</summary>
    public const string LogVar = "logvar";

    /// <summary>L below its diagonal: <c>[K, d · d]</c>.</summary>
    public const string Lower = "lower";

    /// <summary>Whether components have correlations.</summary>
    public bool IsFull => Covariance == "covariance";

    /// <inheritdoc/>
    public override string Module => "global::Hourglass.Inference.MixtureLayer";

    /// <inheritdoc/>
    public override bool IsOfRuntime => true;

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments =>
        [new(null, Width), new(null, Components), new(null, KindText), new("concentration", Concentration)];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => [];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Buffers
    {
        get
        {
            var (rows, one) = (Shape.Of(Components, Width), Shape.Of(Components));
            return
            [
                new(Centre, Shape.Of(Width)),
                new(Whitener, IsFull ? Shape.Of(checked(Components * Width), Width) : rows),
                new(Offset, IsFull ? Shape.Of(checked(Components * Width)) : rows),
                new(Evidence, one),
                new(LogWeights, one),
                new(Prior, one),
                new(Divergence, Shape.Of(1)),
                new(Mean, rows),
                new(LogVar, rows),
                .. IsFull ? new[] { new LayerParameter(Lower, Shape.Of(Components, checked(Width * Width))) } : [],
            ];
        }
    }

    /// <inheritdoc/>
    public override string Summary =>
        $"The posterior of a mixture of {NumberText.Of(Components)} normals of vectors of {NumberText.Of(Width)}, found by coordinate "
        + "ascent.";

    private string KindText => "global::Hourglass.Metrics.CovarianceKind."
        + Covariance switch { "covariance" => "Full", "full" => "Diagonal", _ => "Spherical" };

    /// <inheritdoc/>
    public override string Member(string member) =>
        string.Concat(member.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    /// <summary>E[log p(x, c)] of each component (10.46), <c>[N, K]</c> in nats.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">The points, <c>[N, d]</c>.</param>
    public static Value LogJoint(Layer layer, Value x)
    {
        var definition = (MixtureLayer)layer.Definition;
        var (k, d) = (definition.Components, definition.Width);
        var centred = x - x.Weight(layer, Centre);
        var (whitener, offset) = (x.Weight(layer, Whitener), x.Weight(layer, Offset));
        var white = definition.IsFull
            ? (centred.Affine(whitener, transposed: false, bias: null) - offset).Reshape(k, d)
            : (centred.Reshape(1, d) * whitener) - offset;
        return x.Weight(layer, Evidence) - (0.5 * white.Square().Sum(axis: 1).Reshape(k));
    }

    /// <summary>The parameters of the component that is chosen, in the names of <c>normal</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="chosen">The component, one-hot, or probabilities, which give means over the components: <c>[N, K]</c>.</param>
    public static IReadOnlyList<(string Name, Value Value)> Chosen(Layer layer, Value chosen)
    {
        var definition = (MixtureLayer)layer.Definition;
        var d = definition.Width;
        Value Of(string member) => chosen.Build.MatMul(chosen, false, chosen.Weight(layer, member), false);
        return
        [
            ("mean", Of(Mean)),
            ("logvar", Of(LogVar)),
            .. definition.IsFull ? new[] { ("lower", Of(Lower).Reshape(d, d)) } : [],
        ];
    }
}
