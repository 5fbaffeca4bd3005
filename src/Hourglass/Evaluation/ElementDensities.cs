using Hourglass.Distributions;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>Distributions of vectors, seen element by element.</summary>
internal static class ElementDensities
{
    /// <summary>
    /// The distributions of single elements, each for itself and in double precision, with the same parameters' shape <c>[N, d]</c>; null
    /// where they have no density in closed form.
    /// </summary>
    public static IDistribution? Marginals(IDistribution distribution) => distribution switch
    {
        Normal normal => new Normal(Wide(normal.Mean), Like(normal.LogVar, normal.Mean)),
        Laplace laplace => new Laplace(Wide(laplace.Mean), Like(laplace.LogScale, laplace.Mean)),
        Logistic logistic => new Logistic(Wide(logistic.Mean), Like(logistic.LogScale, logistic.Mean)),
        MultivariateNormal normal => new Normal(Wide(normal.Mean), Wide(normal.StandardDeviation).log() * 2),
        _ => null,
    };

    /// <summary>Whether a density is the product of those of the elements.</summary>
    public static bool IsFactorised(IDistribution distribution) => distribution is Normal or Laplace or Logistic;

    /// <summary>The log-density of each element of each value under each distribution.</summary>
    /// <param name="marginals">What <see cref="Marginals"/> gave, of N vectors.</param>
    /// <param name="values">Values, <c>[S, d]</c>.</param>
    /// <returns><c>[S, N, d]</c>, in nats.</returns>
    public static Tensor OfAll(IDistribution marginals, Tensor values)
    {
        long[] shape = [values.shape[0], marginals.Mean.shape[0], values.shape[1]];
        var at = values.unsqueeze(1).expand(shape).reshape(-1, 1);
        return Spread(marginals, parameter => parameter.unsqueeze(0).expand(shape).reshape(-1, 1)).LogProb(at).reshape(shape);
    }

    /// <summary>The log-density of each element of one value under each distribution.</summary>
    /// <param name="marginals">What <see cref="Marginals"/> gave, of N vectors.</param>
    /// <param name="values">A value for each, <c>[N, d]</c>.</param>
    /// <returns><c>[N, d]</c>, in nats.</returns>
    public static Tensor OfEach(IDistribution marginals, Tensor values) =>
        Spread(marginals, parameter => parameter.reshape(-1, 1)).LogProb(values.reshape(-1, 1)).reshape(values.shape);

    private static IDistribution Spread(IDistribution marginals, Func<Tensor, Tensor> spread) => marginals switch
    {
        Normal normal => new Normal(spread(normal.Mean), spread(normal.LogVar)),
        Laplace laplace => new Laplace(spread(laplace.Mean), spread(laplace.LogScale)),
        Logistic logistic => new Logistic(spread(logistic.Mean), spread(logistic.LogScale)),
        _ => throw new ArgumentException($"{marginals.GetType().Name} has no elements of its own.", nameof(marginals)),
    };

    private static Tensor Wide(Tensor values) => values.to_type(ScalarType.Float64);

    private static Tensor Like(Tensor values, Tensor mean) => Wide(values).expand_as(mean);
}
