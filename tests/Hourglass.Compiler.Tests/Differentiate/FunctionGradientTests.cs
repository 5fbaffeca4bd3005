using CsCheck;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Functions of one element, derived once and twice.</summary>
public sealed class FunctionGradientTests
{
    /// <summary>Each function with its number, and whether its argument must be positive.</summary>
    public static TheoryData<string, double, bool> Smooth =>
        new()
        {
            { "exp", 0, false },
            { "log", 0, true },
            { "log1p", 0, true },
            { "expm1", 0, false },
            { "sqrt", 0, true },
            { "rsqrt", 0, true },
            { "lgamma", 0, true },
            { "digamma", 0, true },
            { "polygamma", 1, true },
            { "polygamma", 2, true },
            { "square", 0, false },
            { "abs", 0, false },
            { "clamp_min", 0.25, false },
            { "clamp_max", -0.25, false },
            { "nan_to_num", 0.5, false },
            { "sigmoid", 0, false },
            { "tanh", 0, false },
            { "relu", 0, false },
            { "leaky_relu", 0.1, false },
            { "elu", 1.25, false },
            { "selu", 0, false },
            { "gelu", 0, false },
            { "silu", 0, false },
            { "softplus", 0, false },
        };

    [Theory]
    [MemberData(nameof(Smooth))]
    public void A_function_has_the_first_and_second_derivative_that_differences_give(
        string name,
        double number,
        bool positive) => GradientProbe.Check(
        (build, x) => build.Map(Named(name), x[0], number),
        [Extent.Of(1, 2)],
        positive ? GradientProbe.Positive : null);

    [Theory]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("softplus")]
    [InlineData("square")]
    public void A_smooth_function_has_the_third_derivative_that_differences_give(string name) =>
        GradientProbe.Check((build, x) => build.Map(Named(name), x[0]), [Extent.Of(1, 1)], order: 3);

    [Theory]
    [InlineData("sign")]
    [InlineData("ge")]
    [InlineData("lt")]
    [InlineData("gt")]
    [InlineData("isfinite")]
    public void Nothing_passes_a_step(string name)
    {
        var build = new GraphBuilder();
        var x = GradientProbe.Leaf(build, 0, Extent.Of(1, 2));
        var total = build.SumAll(build.Map(Named(name), x, 0.25));

        Assert.Null(Assert.Single(ReverseMode.Gradients(build, [(total, build.Fill(Factor.One, Extent.Scalar))], [x])));
    }

    [Fact]
    public void Every_function_is_among_these()
    {
        var named = typeof(Functions)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(Function))
            .Select(property => ((Function)property.GetValue(null)!).Name);

        Assert.Subset(
            Smooth.Select(row => row.Data.Item1).Concat(["sign", "ge", "lt", "gt", "isfinite"]).ToHashSet(StringComparer.Ordinal),
            named.ToHashSet(StringComparer.Ordinal));
    }

    private static Function Named(string name) => Functions.Find(name)
        ?? typeof(Functions)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(Function))
            .Select(property => (Function)property.GetValue(null)!)
            .Single(function => function.Name == name);
}
