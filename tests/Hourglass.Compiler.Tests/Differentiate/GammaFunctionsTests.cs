using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>What the compiler computes of numbers that it knows.</summary>
public sealed class GammaFunctionsTests
{
    /// <summary>Factorials, Γ(½) = √π, and values of Abramowitz and Stegun (1964), table 6.1.</summary>
    public static TheoryData<double, double> Known =>
        new()
        {
            { 1, 0 },
            { 2, 0 },
            { 5, Math.Log(24) },
            { 21, Math.Log(2432902008176640000) },
            { 0.5, 0.5 * Math.Log(Math.PI) },
            { 1.5, 0.5 * Math.Log(Math.PI / 4) },
            { 30.5, 0.5 * Math.Log(Math.PI) + Enumerable.Range(0, 30).Sum(k => Math.Log(k + 0.5)) },
            { 1.25, Math.Log(0.9064024771) },
            { 1.75, Math.Log(0.9190625268) },
        };

    [Theory]
    [MemberData(nameof(Known))]
    public void The_logarithm_of_the_gamma_function_has_known_values(double x, double expected) =>
        Assert.Equal(expected, GammaFunctions.LogGamma(x), x is 1.25 or 1.75 ? 1e-10 : 1e-13 * Math.Max(1, expected));

    [Fact]
    public void A_number_stays_a_number()
    {
        var build = new GraphBuilder();
        Assert.IsType<Ir.Primitives.FillOp>(build.Constant(2.5).LogGamma().Op);
        Assert.Equal(GammaByProducts.LogGamma(2.5), GradientProbe.Evaluate(build.Constant(2.5).LogGamma())[0], 12);
    }
}
