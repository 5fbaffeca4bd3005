using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Bijections;

/// <summary>The bijection <c>radial</c>.</summary>
internal sealed class Radial : RepeatedBijection
{
    /// <summary>Keeps the slope of a distance finite at its centre, and is too small to be seen elsewhere.</summary>
    private const double SmallestSquare = 1e-20;

    public override string Name => "radial";
    public override string Summary =>
        "n times x = z + β (z - c) / (α + |z - c|): draws towards a centre, or away from it; α = e^a, β = -α + log(1 + e^b).";
    public override string Source => "Rezende and Mohamed (2015), equation 14 and appendix A.2";
    public override string Passes => "in closed form; the same";
    protected override string Module => "RadialFlow";
    protected override int FlopsPerVariable => 5;

    protected override IReadOnlyList<(string Name, Shape Shape)> Parameters(int width) =>
        [("c", Shape.Of(width)), ("a", Shape.Of(1)), ("b", Shape.Of(1))];

    protected override (Value Value, Value LogDet) Forward(Part part, Value z)
    {
        var (alpha, beta) = Strengths(part, z);
        var apart = z - part.Parameter("c", z);
        var distance = Root(apart.Square().Sum(axis: 0));
        return (z + (beta / (alpha + distance) * apart), LogDet(alpha, beta, distance, z));
    }

    /// <summary>|x - c| = r + β r / (α + r) is a quadratic equation for r = |z - c|, with one root that is not negative.</summary>
    protected override (Value Value, Value LogDet) Inverse(Part part, Value x)
    {
        var (alpha, beta) = Strengths(part, x);
        var centre = part.Parameter("c", x);
        var apart = x - centre;
        var moved = Root(apart.Square().Sum(axis: 0));
        var linear = moved - alpha - beta;
        var distance = 0.5 * (linear + Root(linear.Square() + (4 * (moved * alpha))));
        return (centre + (apart / (1 + (beta / (alpha + distance)))), LogDet(alpha, beta, distance, x));
    }

    private static (Value Alpha, Value Beta) Strengths(Part part, Value z)
    {
        var alpha = part.Parameter("a", z).Exp();
        return (alpha, part.Parameter("b", z).Softplus() - alpha);
    }

    /// <summary>(d - 1) log(1 + β h) + log(1 + β h + β h' r), h = 1 / (α + r), h' = -h²: h + h' r is α h².</summary>
    private static Value LogDet(Value alpha, Value beta, Value distance, Value z)
    {
        var pull = beta / (alpha + distance);
        return ((z.Shape[0] - 1.0) * pull.Log1p()) + (pull * alpha / (alpha + distance)).Log1p();
    }

    private static Value Root(Value square)
    {
        var positive = square + SmallestSquare;
        return positive * positive.Rsqrt();
    }
}
