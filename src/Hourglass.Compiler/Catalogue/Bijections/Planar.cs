using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Bijections;

/// <summary>The bijection <c>planar</c>.</summary>
internal sealed class Planar : RepeatedBijection
{
    public override string Name => "planar";
    public override string Summary =>
        "n times x = z + û tanh(wᵀz + b): moves what lies across a plane, along û. û is u with its part along w moved, so that wᵀû is "
        + "above -1.";
    public override string Source => "Rezende and Mohamed (2015), equations 10 to 12 and appendix A.1";
    public override string Passes => "in closed form; one root for each row";
    protected override string Module => "PlanarFlow";
    protected override int FlopsPerVariable => 4;

    protected override IReadOnlyList<(string Name, Shape Shape)> Parameters(int width) =>
        [("u", Shape.Of(width)), ("w", Shape.Of(width)), ("b", Shape.Of(1))];

    protected override (Value Value, Value LogDet) Forward(Part part, Value z)
    {
        var (direction, slope) = Direction(part, z);
        var tanh = Across(part, z).Tanh();
        return (z + (tanh * direction), LogDet(slope, tanh));
    }

    /// <summary>wᵀx + b = y + wᵀû tanh y, of y = wᵀz + b.</summary>
    protected override (Value Value, Value LogDet) Inverse(Part part, Value x)
    {
        var (direction, slope) = Direction(part, x);
        var tanh = x.Build.Add(new TanhRootOp(), "root", slope, Across(part, x)).Tanh();
        return (x - (tanh * direction), LogDet(slope, tanh));
    }

    /// <summary>wᵀz + b.</summary>
    private static Value Across(Part part, Value z)
    {
        var w = part.Parameter("w", z);
        return z.Build.MatMul(z, false, w.Reshape(1, w.Shape[0]), true) + part.Parameter("b", z);
    }

    /// <summary>û = u + (m(wᵀu) - wᵀu) w / |w|², and wᵀû = m(wᵀu) = -1 + log(1 + e^wᵀu).</summary>
    private static (Value Direction, Value Slope) Direction(Part part, Value z)
    {
        var (u, w) = (part.Parameter("u", z), part.Parameter("w", z));
        var along = (w * u).Sum();
        var slope = along.Softplus() - 1;
        return (u + ((slope - along) / w.Square().Sum() * w), slope);
    }

    /// <summary>log(1 + wᵀû (1 - tanh²)).</summary>
    private static Value LogDet(Value slope, Value tanh) => (slope * (1 - tanh.Square())).Log1p();
}
