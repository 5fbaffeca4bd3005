using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>A probe's loss against loops, and that it is the least: a convex loss is where it does not change.</summary>
public sealed class LinearProbeTests
{
    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(4, 0.01)]
    [InlineData(3, 30.0)]
    public void It_is_the_least_of_the_loss(int classes, double penalty)
    {
        var (codes, labels) = Examples(classes);
        var probe = LinearProbe.Fit(codes, labels, penalty);
        Assert.True(probe.Converged);
        var (weights, biases) = (probe.Weights, probe.Biases.ToArray());
        var least = Loss(codes, labels, weights, biases, penalty);
        Assert.Equal(least, probe.Loss, 1e-12);
        const double step = 1e-4;
        for (var k = 0; k < classes; k++)
        {
            for (var d = 0; d <= 3; d++)
            {
                double At(double change)
                {
                    var (w, b) = ((double[,])weights.Clone(), (double[])biases.Clone());
                    _ = d == 3 ? b[k] += change : w[k, d] += change;
                    return Loss(codes, labels, w, b, penalty);
                }

                Assert.Equal(0, (At(step) - At(-step)) / (2 * step), 1e-7);
                Assert.True(At(0.05) > least - 1e-15);
            }
        }
    }

    [Fact]
    public void It_tells_clouds_apart()
    {
        var codes = Draws.Clouds(1, 300, 0.4, [[0, 0], [3, 0], [0, 3]]);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        var probe = LinearProbe.Fit(codes, labels);
        Assert.Equal(3, probe.Classes);
        Assert.True(Classification.Accuracy(labels, probe.Predict(codes)) > 0.98);
        Assert.Equal(labels[..2], probe.Predict(new double[,] { { 0.1, 0 }, { 3.2, -0.1 } }));
    }

    /// <summary>A unit that never differs, and units of other scales: standardising makes them no matter.</summary>
    [Fact]
    public void Scales_do_not_matter()
    {
        var (codes, labels) = Examples(3);
        var scaled = new double[codes.GetLength(0), 4];
        for (var i = 0; i < codes.GetLength(0); i++)
        {
            (scaled[i, 0], scaled[i, 1], scaled[i, 2], scaled[i, 3]) = (1e4 * codes[i, 0], codes[i, 1] - 50, codes[i, 2] / 1e3, 7);
        }

        Assert.Equal(LinearProbe.Fit(codes, labels).Loss, LinearProbe.Fit(scaled, labels).Loss, 1e-10);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        double[,] codes = { { 0 }, { 1 } };
        Assert.Equal(
            "labels is 1 for every example; a probe tells classes apart and needs two.",
            Assert.Throws<DataException>(() => LinearProbe.Fit(codes, [1, 1])).Message);
        Assert.Throws<DataException>(() => LinearProbe.Fit(codes, [0]));
        Assert.Throws<DataException>(() => LinearProbe.Fit(codes, [0, -1]));
        Assert.Throws<DataException>(() => LinearProbe.Fit(codes, [0, 1], penalty: 0));
        Assert.Throws<DataException>(() => LinearProbe.Fit(codes, [0, 1]).Predict(new double[1, 2]));
    }

    private static (double[,] Codes, int[] Labels) Examples(int classes)
    {
        var codes = Draws.Normals(5, 80, 3);
        var random = new Random(6);
        int[] labels = [.. Enumerable.Range(0, 80).Select(i => codes[i, 0] + random.NextDouble() > 0.8 ? i % classes : 0)];
        return (codes, labels);
    }

    private static double Loss(double[,] codes, int[] labels, double[,] weights, double[] biases, double penalty)
    {
        var (count, width, sum) = (codes.GetLength(0), codes.GetLength(1), 0.0);
        double[] Column(int d) => [.. Enumerable.Range(0, count).Select(i => codes[i, d])];
        double[] means = [.. Enumerable.Range(0, width).Select(d => Column(d).Average())];
        double[] scales = [.. Enumerable.Range(0, width).Select(d => Math.Sqrt(Column(d).Average(x => (x - means[d]) * (x - means[d]))))];
        for (var i = 0; i < count; i++)
        {
            double Logit(int k) => biases[k] + Enumerable.Range(0, width).Sum(d => weights[k, d] * (codes[i, d] - means[d]) / scales[d]);
            sum += Math.Log(Enumerable.Range(0, biases.Length).Sum(k => Math.Exp(Logit(k)))) - Logit(labels[i]);
        }

        return (sum + (0.5 * penalty * weights.Cast<double>().Sum(w => w * w))) / count;
    }
}
