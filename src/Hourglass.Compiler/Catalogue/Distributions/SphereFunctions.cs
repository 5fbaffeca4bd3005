using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>
/// Functions of a concentration κ on the sphere of R^d. With L(κ) = log ∫ e^(κ w) over the uniform sphere, w a coordinate, the density of
/// von Mises and Fisher is e^(κ μ·x - L(κ)) times the uniform one; A(κ) = L'(κ) is the mean of w, a ratio of Bessel functions.
/// </summary>
internal static class SphereFunctions
{
    /// <summary>Draws of which the first that is accepted is taken; each is, with a chance of 0.65 or more.</summary>
    private const int Tries = 20;

    /// <summary>Debye's expansions of Bessel functions are exact to 1e-10 from this order on.</summary>
    private const int LargeOrder = 20;

    private const string Purpose = "draws from spheres";

    /// <summary>log 1 / area of the sphere.</summary>
    public static double LogUniform(int d) => GammaFunctions.LogGamma(d / 2.0) - Math.Log(2) - (d / 2.0 * Math.Log(Math.PI));

    /// <summary>L(κ), whose slope is A(κ).</summary>
    public static Value LogPartition(Value concentration, int d) => ImplicitDraw.Of(
        concentration.Scripted(OfConcentration(
            "sphere_partition", d, "log of the mean of e^(κ w) over the uniform sphere", "partition")).As("partition"),
        concentration,
        concentration.Scripted(OfConcentration("sphere_ratio", d, "The mean of w, a ratio of Bessel functions", "ratio")).As("length"));

    /// <summary>The divergence from the uniform sphere, κ A(κ) - L(κ), whose slope is κ A'(κ) = κ (1 - A²) - (d - 1) A.</summary>
    public static Value Divergence(Value concentration, int d) => ImplicitDraw.Of(
        concentration.Scripted(OfConcentration(
            "sphere_divergence", d, "The divergence of a von Mises-Fisher distribution from the uniform sphere", "k * ratio - partition")),
        concentration,
        concentration.Scripted(OfConcentration(
            "sphere_divergence_slope",
            d,
            "The slope of that divergence in the concentration",
            $"k * (1.0 - ratio) * (1.0 + ratio) - {NumberText.Literal(d - 1)} * ratio")).As("slope"));

    /// <summary>Draws of 1 - w, with the gradient of κ; near the pole, where κ is large, they keep digits that w has not.</summary>
    public static Value Height(Value concentration, int d, DrawSource draws)
    {
        var radius = draws.Uniform(like: concentration, Tries);
        var angle = draws.Uniform(like: concentration, Tries);
        var level = draws.Uniform(like: concentration, Tries);
        var drawn = concentration.Scripted(Drawn(d), radius, angle, level).As("drawn");
        return ImplicitDraw.Of(drawn, concentration, drawn.Scripted(Slope(d), concentration).As("slope"));
    }

    private static ScriptedFunction OfConcentration(string name, int d, string summary, string result) => new(
        $"{name}_{NumberText.Of(d)}",
        $"{summary}, in {NumberText.Of(d)} dimensions.",
        $"""
        def {name}_{NumberText.Of(d)}(concentration: Tensor) -> Tensor:
        {RatioOf(d)}
            return ({result}).to(concentration.dtype)
        """,
        Temporaries: 2 * 20,
        Purpose);

    /// <summary>
    /// Wood's algorithm VM* in the height h = 1 - w: proposals have the density of a beta variable z, which Ulrich makes of two uniform
    /// numbers, and are accepted by the ratio of what they should have.
    /// </summary>
    private static ScriptedFunction Drawn(int d) => new(
        $"sphere_height_{NumberText.Of(d)}",
        $"Draws of 1 - w, w the coordinate along the mean direction in {NumberText.Of(d)} dimensions: Wood (1994), algorithm VM*.",
        $"""
        def sphere_height_{NumberText.Of(d)}(concentration: Tensor, radius: Tensor, angle: Tensor, level: Tensor) -> Tensor:
            k = concentration.to(7)
            tries = [{NumberText.Of(Tries)}] + k.size()
            b = {NumberText.Literal(d - 1)} / (2.0 * k + torch.sqrt(4.0 * k * k + {NumberText.Literal((d - 1.0) * (d - 1.0))}))
            z = 0.5 + 0.5 * torch.sqrt(1.0 - torch.pow(radius.reshape(tries).to(7), {NumberText.Literal(2.0 / (d - 2))})) * torch.cos(
                6.283185307179586 * angle.reshape(tries).to(7))
            height = 2.0 * b * z / (1.0 - (1.0 - b) * z)
            accepted = torch.log(level.reshape(tries).to(7)) < k * (2.0 * b / (1.0 + b) - height) + {NumberText.Literal(d - 1)} * torch.log(
                (2.0 * b + (1.0 - b) * height) * (1.0 + b) / (4.0 * b))
            first = height[{NumberText.Of(Tries - 1)}]
            for back in range({NumberText.Of(Tries - 1)}):
                first = torch.where(accepted[{NumberText.Of(Tries - 2)} - back], height[{NumberText.Of(Tries - 2)} - back], first)
            return torch.clamp_min(first, 1e-12).to(concentration.dtype)
        """,
        Temporaries: 2 * 6 * Tries,
        Purpose);

    /// <summary>
    /// dh/dκ = -∫ f(y) |1 - A - y| dy / f(h), f the density of heights, over those on the far side of h from the mean: there, nothing has
    /// another sign. The side ends at the pole, or where f has fallen by e^-30: Newton's method finds that from outside, as -log f is
    /// convex. Near a pole, f is a power of the distance, which a square makes smooth.
    /// </summary>
    private static ScriptedFunction Slope(int d)
    {
        var name = $"sphere_height_slope_{NumberText.Of(d)}";
        var power = NumberText.Literal((d - 3) / 2.0);
        return new(
            name,
            "The slope of such a draw in the concentration, -(dF/dκ) / f by quadrature (Davidson et al., 2018, appendix D).",
            $"""
            def {name}(drawn: Tensor, concentration: Tensor) -> Tensor:
                points: List[float] = {GaussLegendre.Points}
                weights: List[float] = {GaussLegendre.Weights}
            {RatioOf(d)}
                mean = 1.0 - ratio
                h = torch.clamp(drawn.to(7), 1e-12, 1.999999999999)
                is_low = h <= mean
            {(d == 3 ? EndOfExponential : EndOf(power))}
                squared = torch.logical_or(is_low, end >= 2.0).to(7)
                total = torch.zeros_like(end)
                for i in range(len(points)):
                    for place in [0.5 - 0.5 * points[i], 0.5 + 0.5 * points[i]]:
                        y = end + (h - end) * place * (1.0 + squared * (place - 1.0))
                        fall = k * (y - h) - {power} * torch.log(y / h * ((2.0 - y) / (2.0 - h)))
                        total = total + weights[i] * (0.5 + squared * (place - 0.5)) * torch.exp(-fall) * torch.abs(mean - y)
                return -(torch.abs(h - end) * total).to(drawn.dtype)
            """,
            Temporaries: 2 * 24,
            Purpose);
    }

    /// <summary>Of three dimensions, where f is an exponential function.</summary>
    private const string EndOfExponential =
        """
            end = torch.where(is_low, torch.zeros_like(h), torch.clamp_max(h + 30.0 / k, 2.0))
        """;

    private static string EndOf(string power) =>
        $"""
            scale = k * h
            far = 2.0 * (scale + 30.0 + {power} * (torch.log(2.0 * {power} / scale) - 1.0)) / scale
            for step in range(3):
                far = far - (scale * (far - 1.0) - {power} * torch.log(far) - 30.0) / (scale - {power} / far)
            at_pole = 2.0 - 0.5 * h * (2.0 - h) * torch.exp(torch.full_like(h, -30.0 / {power}))
            from_pole = h * torch.exp(-(30.0 + scale + {power} * h / (2.0 - h)) / {power})
            end = torch.where(is_low, from_pole, torch.minimum(h * far, at_pole))
            for step in range(3):
                end = torch.clamp_max(end, 1.999999999)
                fall = k * (end - h) - {power} * torch.log(end / h * ((2.0 - end) / (2.0 - h))) - 30.0
                end = end - fall / (k - {power} / end + {power} / (2.0 - end))
            end = torch.where(end > 1.999999998, torch.full_like(end, 2.0), end)
        """;

    /// <summary>
    /// L and A in double precision, of d: from two Bessel functions of large orders, by Debye's expansion (Abramowitz and Stegun, 1964,
    /// 9.7.7), down by I_(v-1) / I_v = 2v / κ + I_(v+1) / I_v, which makes errors smaller. <c>ratio</c> is A then and <c>partition</c> L.
    /// </summary>
    private static string RatioOf(int d)
    {
        var lowest = d / 2.0;
        var steps = Math.Max(1, (int)Math.Ceiling(LargeOrder - lowest) + 1);
        var highest = lowest + steps - 1;
        return $"""
                k = concentration.to(7)
                logarithms: List[Tensor] = []
                for order in [{NumberText.Literal(highest)}, {NumberText.Literal(highest + 1)}]:
                    s = torch.sqrt(1.0 + torch.square(k / order))
                    series: List[Tensor] = []
                    for t in [1.0 / s, torch.ones_like(s)]:
                        q = t * t
                        series.append(1.0 + t * ((3.0 - 5.0 * q) / (24.0 * order)
                            + t * ((81.0 + q * (-462.0 + 385.0 * q)) / (1152.0 * order * order)
                            + t * ((30375.0 + q * (-369603.0 + q * (765765.0 - 425425.0 * q))) / (414720.0 * order * order * order)
                            + t * ((4465125.0 + q * (-94121676.0 + q * (349922430.0 + q * (-446185740.0 + 185910725.0 * q))))
                                / (39813120.0 * order * order * order * order)
                            + t * (1519035525.0 + q * (-49286948607.0 + q * (284499769554.0 + q * (-614135872350.0
                                + q * (566098157625.0 - 188699385875.0 * q)))))
                                / (6688604160.0 * order * order * order * order * order))))))
                    logarithms.append(order * (s - 1.0) - order * torch.log(0.5 + 0.5 * s) - 0.5 * torch.log(s)
                        + torch.log(series[0] / series[1]))
                ratio = 0.5 * k / {NumberText.Literal(highest + 1)} * torch.exp(logarithms[1] - logarithms[0])
                partition = logarithms[0]
                for back in range({NumberText.Of(steps)}):
                    order = {NumberText.Literal(highest)} - back
                    partition = partition + torch.log1p(0.5 * k * ratio / order)
                    ratio = k / (2.0 * order + k * ratio)
            """;
    }
}
