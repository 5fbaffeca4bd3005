using System.Globalization;
using Hourglass.Compiler.Tests.Diagnostics;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>The longest models that are accepted need neither a deep stack nor much time.</summary>
public sealed class LongModelTests
{
    [Theory]
    [InlineData("dense(10)", 1900)]
    [InlineData("relu", 1900)]
    [InlineData("dense(10, relu)", 1900)]
    [InlineData("residual { dense(784) }", 900)]
    public void A_chain_is_compiled_on_a_small_stack(string stage, int times)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"model M {{ data x: unit[784] encode h = x -> repeat({times}) {{ {stage} }} -> dense(5) "
                + $"decode y = h -> dense(784) minimize sse(y, x) + l2(weights) }}");
        var (errors, lines) = (-1, 0);

        var thread = new Thread(
            () =>
            {
                var (diagnostics, models) = Check.Compile(text);
                (errors, lines) = (diagnostics.Count, models[0].Source.Split('\n').Length);
            },
            512 * 1024);
        thread.Start();

        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, errors);
        Assert.True(lines > times);
    }

    /// <summary>The readable step calls a module, whatever the module does; the derived one would write all of it down.</summary>
    [Theory]
    [InlineData("planar(1900)", "")]
    [InlineData("maf(32, 2)", "")]
    [InlineData("planar(2)", "prior z ~ normal -> iaf(32, 2) -> iaf(32, 2)")]
    public void A_flow_of_many_parts_or_passes_is_left_to_the_readable_step(string bijection, string prior)
    {
        var (diagnostics, models) = Check.Compile(
            $"model M {{ data x: unit[784] encode z ~ x -> normal(400) -> {bijection} {prior} decode x ~ z -> bernoulli minimize elbo }}");

        Assert.Empty(diagnostics);
        Assert.Contains("WhyNotDerived => \"no rule derives a step of more than 5000 values\"", models[0].Step, StringComparison.Ordinal);
    }
}
