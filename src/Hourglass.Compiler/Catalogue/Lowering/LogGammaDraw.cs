using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// Logarithms of standard gamma variables, with the gradient of the concentration. Draws of a small concentration are smaller than any
/// floating-point number; their logarithms are numbers like others.
/// </summary>
internal static class LogGammaDraw
{
    /// <summary>Draws of which the first that is accepted is taken; each is, with a chance of 0.95 or more.</summary>
    private const int Tries = 8;

    /// <summary>
    /// Accepts or refuses <see cref="Tries"/> draws of concentration + 1 at once; that none is accepted has a chance below 1e-10. The last
    /// factor brings the concentration down by one.
    /// </summary>
    private static readonly ScriptedFunction Drawn = new(
        "log_gamma_draw",
        "Logarithms of draws from standard gamma distributions: Marsaglia and Tsang (2000), sections 2 and 6.",
        $"""
        def log_gamma_draw(level: Tensor, normals: Tensor, uniforms: Tensor, concentration: Tensor) -> Tensor:
            tries = [{Tries}] + level.size()
            x = normals.reshape(tries)
            d = concentration + {NumberText.Literal(2.0 / 3)}
            log_v = 3.0 * torch.log(torch.clamp_min(1.0 + x * torch.rsqrt(9.0 * d), 1e-6))
            accepted = torch.log(uniforms.reshape(tries)) < 0.5 * x * x + d * (1.0 + log_v - torch.exp(log_v))
            first = log_v[{Tries - 1}]
            for back in range({Tries - 1}):
                first = torch.where(accepted[{Tries - 2} - back], log_v[{Tries - 2} - back], first)
            return torch.log(d) + first + torch.log(torch.clamp_min(level, 5.960464477539063e-8)) / concentration
        """,
        Temporaries: 6 * Tries,
        Purpose: "draws of gamma variables")
    {
        Onnx = $"""
            log_gamma_draw(level, normals, uniforms, concentration) -> drawn
            tries = Concat([{Tries}], Shape(level), axis: 0)
            x = Reshape(normals, tries)
            d = Add(concentration, {NumberText.Literal(2.0 / 3)})
            log_v = Mul(Log(Clip(Add(Div(x, Sqrt(Mul(d, 9.0))), 1.0), 1e-6)), 3.0)
            bound = Add(Mul(Mul(x, x), 0.5), Mul(d, Sub(Add(log_v, 1.0), Exp(log_v))))
            accepted = Less(Log(Reshape(uniforms, tries)), bound)
            first = GatherElements(log_v, ArgMax(Cast(accepted, to: 1), axis: 0, keepdims: 1), axis: 0)
            drawn = Add(Add(Log(d), Squeeze(first, [0])), Div(Log(Clip(level, 5.960464477539063e-8)), concentration))
            """,
    };

    /// <summary>
    /// dz/dα = -(dF/dα) / f(z), for z = log x. The numerator is the integral of f(t) (t - ψ(α)) over the tail above z, which is taken where
    /// it has one sign. Elsewhere the tail below is, of α + 1, whose F is less by f(z) / α: its integrand has one sign and one scale,
    /// however small α is.
    /// </summary>
    private static readonly ScriptedFunction Slope = new(
        "log_gamma_slope",
        "The slopes in the concentration of logarithms of gamma quantiles (Figurnov et al., 2018, equation 6), by quadrature.",
        $"""
        def log_gamma_slope(drawn: Tensor, concentration: Tensor) -> Tensor:
            points: List[float] = {GaussLegendre.Points}
            weights: List[float] = {GaussLegendre.Weights}
            # In double precision, whatever the draws are: large numbers are subtracted.
            log_x = drawn.to(7)
            x = torch.exp(log_x)
            alpha = concentration.to(7)
            is_low = log_x < torch.digamma(alpha + 1.0)
            a = torch.where(is_low, alpha + 1.0, alpha)
            ahead = log_x - torch.digamma(a)
            # Where the integrand has fallen by e^-30: between this bound and a step towards it.
            apart = torch.where(is_low, a - x - 15.0, x - a)
            bound = 60.0 / (apart + torch.sqrt(apart * apart + 60.0 * torch.where(is_low, a, x)))
            end = torch.where(is_low, (x * torch.expm1(-bound) - 30.0) / a, torch.log1p((30.0 + a * bound) / x))
            total = torch.zeros_like(end)
            for i in range(len(points)):
                for place in [0.5 - 0.5 * points[i], 0.5 + 0.5 * points[i]]:
                    t = place * end
                    total += weights[i] * torch.exp(a * t - x * torch.expm1(t)) * (ahead + t)
            tail = 0.5 * end * total
            return torch.where(is_low, (x * tail - ahead) / alpha, tail).to(drawn.dtype)
        """,
        Temporaries: 2 * 14,
        Purpose: "draws of gamma variables");

    /// <summary>Draws in the extent of the concentration.</summary>
    /// <param name="concentration">α, above 0.</param>
    /// <param name="draws">Random numbers.</param>
    public static Value Of(Value concentration, DrawSource draws)
    {
        var level = draws.Uniform(like: concentration);
        var (normals, uniforms) = (draws.Normal(like: concentration, Tries), draws.Uniform(like: concentration, Tries));
        var drawn = level.Scripted(Drawn, normals, uniforms, concentration).As("log_gamma");
        return ImplicitDraw.Of(drawn, concentration, drawn.Scripted(Slope, concentration).As("slope"));
    }
}
