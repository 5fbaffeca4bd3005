using Hourglass.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Onnx;

/// <summary>Draws from priors by given random numbers: the formulas of the papers over what the runtime's classes say.</summary>
internal static class PriorDraws
{
    /// <summary>A draw of each of N distributions.</summary>
    /// <param name="prior">The distributions.</param>
    /// <param name="numbers">The random numbers of the code, in the order of the graph's inputs.</param>
    public static Tensor Of(IDistribution prior, IReadOnlyList<Tensor> numbers) => prior switch
    {
        Normal normal => normal.Mean + (normal.StandardDeviation * numbers[0]),
        MultivariateNormal normal => normal.Mean + Root(normal).matmul(numbers[0].unsqueeze(2)).squeeze(2),
        Student student => student.Mean + (student.LogScale.exp() * OfStudent(student.LogDf.exp(), numbers)),
        Laplace laplace => laplace.Mean - (laplace.LogScale.exp() * OfLaplace(numbers[0] - 0.5)),
        Logistic logistic => logistic.Mean + (logistic.LogScale.exp() * (numbers[0].log() - (1 - numbers[0]).log())),
        Relaxed relaxed => Grouped((relaxed.Logits + Gumbel(numbers[0])) / relaxed.Temperature, relaxed.Classes).softmax(1)
            .reshape(relaxed.Logits.shape),
        OneHotCategorical classes => OneHot(Grouped(classes.Logits + Gumbel(numbers[0]), classes.Classes)).reshape(classes.Logits.shape),
        Bernoulli coins => numbers[0].lt(coins.Logits.sigmoid()).to_type(ScalarType.Float32),
        ContinuousBernoulli coins => Quantile(coins.Logits, numbers[0]),
        VonMisesFisher => nn.functional.normalize(numbers[0], dim: 1),
        Mixture when numbers.Count == 1 => numbers[0],
        Mixture mixture => OfMixture(mixture, numbers[0], numbers[1]),
        Gamma gamma => Standard(gamma.Concentration, numbers) / gamma.Rate,
        Beta beta => Share(Standard(beta.AlphaConcentration, numbers), Standard(beta.BetaConcentration, [.. numbers.Skip(3)])),
        Dirichlet dirichlet => Shares(Standard(dirichlet.Concentration, numbers)),
        _ => throw new NotSupportedException($"No draw of {prior.GetType().Name} is known here."),
    };

    private static Tensor Share(Tensor first, Tensor second) => first / (first + second);

    private static Tensor Shares(Tensor parts) => parts / parts.sum(1, keepdim: true);

    /// <summary>L of the covariance L Lᵀ.</summary>
    private static Tensor Root(MultivariateNormal normal) =>
        normal.Lower.tril(-1) + (0.5 * normal.LogVar).exp().expand_as(normal.Mean).diag_embed();

    /// <summary>Of ν degrees of freedom: √(ν (u^(-2/ν) - 1)) along a direction, u a uniform number (Bailey, 1994).</summary>
    private static Tensor OfStudent(Tensor degrees, IReadOnlyList<Tensor> numbers)
    {
        var along = numbers[0] / (numbers[0].square() + numbers[1].square()).sqrt();
        var wide = numbers[2].to_type(ScalarType.Float64);
        return along * (degrees * (wide.pow(-2 / degrees.to_type(ScalarType.Float64)) - 1)).sqrt().to_type(ScalarType.Float32);
    }

    /// <summary>The inverse of (e^(a x) - 1) / (e^a - 1) (Loaiza-Ganem and Cunningham, 2019, equation 8); of a = 0, u itself.</summary>
    private static Tensor Quantile(Tensor logits, Tensor uniforms)
    {
        var (a, u) = (logits.to_type(ScalarType.Float64).expand_as(uniforms), uniforms.to_type(ScalarType.Float64));
        return where(a.abs().lt(1e-9), u, (u * a.expm1()).log1p() / a).to_type(ScalarType.Float32);
    }

    private static Tensor OfLaplace(Tensor centred) => centred.sign() * (1 - (2 * centred.abs())).log();

    private static Tensor Gumbel(Tensor uniforms) => -(-uniforms.log()).log();

    private static Tensor Grouped(Tensor values, long classes) => values.reshape([values.size(0), classes, -1, .. values.shape[2..]]);

    private static Tensor OneHot(Tensor values) => zeros_like(values).scatter(1, values.argmax(1, keepdim: true), ones_like(values));

    private static Tensor OfMixture(Mixture mixture, Tensor normals, Tensor uniforms)
    {
        var below = mixture.Logits.softmax(1).cumsum(1);
        var component = uniforms.flatten(1).narrow(1, 0, 1).ge(below).sum(1, keepdim: true).clamp_max(below.size(1) - 1);
        Tensor Chosen(Tensor all) => all.gather(1, component.unsqueeze(2).expand(-1, 1, all.size(2))).squeeze(1);
        return Chosen(mixture.ComponentMean) + ((0.5 * Chosen(mixture.ComponentLogVar)).exp() * normals);
    }

    /// <summary>Marsaglia and Tsang (2000): the first proposal accepted, of the concentration and one, brought down by one.</summary>
    private static Tensor Standard(Tensor concentration, IReadOnlyList<Tensor> numbers)
    {
        var (level, normals, uniforms) = (numbers[0], numbers[1].to_type(ScalarType.Float64), numbers[2].to_type(ScalarType.Float64));
        var alpha = concentration.to_type(ScalarType.Float64).expand_as(level);
        var d = alpha + 1 - (1.0 / 3);
        var drawn = full_like(d, double.NaN);
        for (var attempt = 0; attempt < normals.size(0); attempt++)
        {
            var v = (1 + (normals[attempt] / (9 * d).sqrt())).pow(3);
            var accepted = v.gt(0) & uniforms[attempt].log().lt((0.5 * normals[attempt].square()) + d - (d * v) + (d * v.log()));
            drawn = where(drawn.isnan() & accepted, d * v, drawn);
        }

        return (drawn * level.to_type(ScalarType.Float64).pow(1 / alpha)).to_type(concentration.dtype);
    }
}
