using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Figures of codes against closed forms, brute force, and codes whose figures are known.</summary>
public class CodeTests
{
    [Fact]
    public void Units_whose_means_move_are_active()
    {
        // Variances 1, 1/64, 0.0121 and 0; one that is the threshold itself is not above it.
        var means = new[,] { { 1, 0.5 + 0.125, -0.11, 7 }, { -1, 0.5 - 0.125, 0.11, 7 } };
        var variances = ActiveUnits.Variances(means);
        Assert.Equal([1, 0.015625, 0.0121, 0], variances.Select(v => Math.Round(v, 12)));
        Assert.Equal(3, ActiveUnits.Count(means));
        Assert.Equal(2, ActiveUnits.Count(means, 0.0125));
        Assert.Equal(1, ActiveUnits.Count(means, 0.015625));
        Assert.Equal("threshold is a number above 0; got 0.", Draws.Refused(() => ActiveUnits.Count(means, 0)));
    }

    /// <summary>Of diagonal covariances it is Σ (m − n)² + (√c − √d)².</summary>
    [Fact]
    public void Frechet_distance_of_diagonal_covariances()
    {
        // Points at ± a along each axis have the mean 0 and the variances 2 a² / (N − 1).
        static double[,] Cross(double[] centre, double[] arms)
        {
            var points = new double[2 * arms.Length, arms.Length];
            for (var i = 0; i < points.Length; i++)
            {
                var (row, column) = (i / arms.Length, i % arms.Length);
                points[row, column] = centre[column] + (row / 2 == column ? (row % 2 == 0 ? arms[column] : -arms[column]) : 0);
            }

            return points;
        }

        double[] m = [1, 2, 3], n = [0, 2, 5], a = [1, 0.5, 0], b = [2, 0.5, 3];
        double Deviation(double arm) => Math.Sqrt(2 * arm * arm / 5);
        var expected = Enumerable.Range(0, 3).Sum(i => Math.Pow(m[i] - n[i], 2) + Math.Pow(Deviation(a[i]) - Deviation(b[i]), 2));
        Assert.Equal(expected, FrechetDistance.Squared(Cross(m, a), Cross(n, b)), 9);
    }

    /// <summary>Of two dimensions, tr (CD)^½ = √(tr CD + 2 √det CD).</summary>
    [Fact]
    public void Frechet_distance_of_any_covariances_of_two()
    {
        var (x, y) = (Draws.Normals(1, 40, 2), Draws.Normals(2, 30, 2));
        for (var i = 0; i < 30; i++)
        {
            y[i, 1] = (3 * y[i, 1]) + (2 * y[i, 0]) + 1;
        }

        var ((m, c), (n, d)) = (Fit(x), Fit(y));
        var trace = (c[0, 0] * d[0, 0]) + (2 * c[0, 1] * d[0, 1]) + (c[1, 1] * d[1, 1]);
        double Determinant(double[,] s) => (s[0, 0] * s[1, 1]) - (s[0, 1] * s[0, 1]);
        var root = Math.Sqrt(trace + (2 * Math.Sqrt(Determinant(c) * Determinant(d))));
        var expected = Math.Pow(m[0] - n[0], 2) + Math.Pow(m[1] - n[1], 2) + c[0, 0] + c[1, 1] + d[0, 0] + d[1, 1] - (2 * root);
        Assert.Equal(expected, FrechetDistance.Squared(x, y), 9);
        Assert.Equal(expected, FrechetDistance.Squared(y, x), 9);
        Assert.Equal(0, FrechetDistance.Squared(x, x), 6);

        // A move alone: the square of its length.
        var moved = (double[,])x.Clone();
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i / 2, i % 2] += 3 + (i % 2);
        }

        Assert.Equal(25, FrechetDistance.Squared(x, moved), 6);
    }

    /// <summary>Fewer examples than features: covariances without full rank.</summary>
    [Fact]
    public void Frechet_distance_of_few_examples()
    {
        var x = Draws.Normals(1, 5, 20);
        Assert.Equal(0, FrechetDistance.Squared(x, x), 5);
        Assert.Equal(
            "second has vectors of 2 numbers and first of 20; both need the same.",
            Draws.Refused(() => FrechetDistance.Squared(x, new double[3, 2])));
        Assert.StartsWith(
            "first has one example",
            Draws.Refused(() => FrechetDistance.Squared(new double[1, 2], new double[3, 2])),
            StringComparison.Ordinal);
    }

    /// <summary>Two units that are two factors each, a third that is neither.</summary>
    [Fact]
    public void A_disentangled_code_has_a_gap_of_1()
    {
        var (codes, factors) = Grid(4, 3, (a, b) => [10 - (2.5 * a), b * b, 7]);
        var gap = MutualInformationGap.Of(codes, factors);
        Assert.Equal([1, 1], gap.PerFactor.Select(g => Math.Round(g, 12)));
        Assert.Equal(1, gap.Mean, 12);
        Assert.Equal(1, gap.Scores[0, 0], 12);
        Assert.Equal(0, gap.Scores[0, 1], 12);
        Assert.Equal(0, gap.Scores[2, 1], 12);
        var classes = SeparatedAttributes.OfClasses(codes, factors);
        Assert.Equal(1 - (1 / 4.0), classes.PerFactor[0], 12);
        Assert.Equal(1 - (1 / 3.0), classes.PerFactor[1], 12);
        Assert.Equal(0, classes.Scores[2, 0]);
    }

    /// <summary>Both units know the same of both factors.</summary>
    [Fact]
    public void An_entangled_code_has_no_gap()
    {
        var (codes, factors) = Grid(4, 4, (a, b) => [a + (4 * b), -a - (4 * b)]);
        Assert.Equal(0, MutualInformationGap.Of(codes, factors).Mean, 12);
        Assert.Equal(0, SeparatedAttributes.OfClasses(codes, factors).Mean, 12);
        var (twice, numbers) = Grid(4, 4, (a, b) => [a + b, a - b]);
        Assert.Equal(0, SeparatedAttributes.OfNumbers(twice, Numbers(numbers)).Mean, 12);
    }

    /// <summary>A unit that merges two of four classes knows log 2 + ½ log 2 of log 4 nats.</summary>
    [Fact]
    public void A_unit_that_knows_a_part_has_a_part()
    {
        var (codes, factors) = Grid(4, 2, (a, b) => [Math.Min(a, 2), a / 2]);
        var gap = MutualInformationGap.Of(codes, factors);
        Assert.Equal(0.75, gap.Scores[0, 0], 12);
        Assert.Equal(0.5, gap.Scores[1, 0], 12);
        Assert.Equal(0.25, gap.PerFactor[0], 12);
    }

    /// <summary>
    /// As <c>numpy.digitize(x, numpy.histogram(x, bins)[1][:-1])</c>: edges belong to the bin above, the last to the last.
    /// </summary>
    [Fact]
    public void Bins_are_of_one_width()
    {
        var codes = new double[,] { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 3, 0 }, { 4, 0 } };

        // Two bins, {0, 1} and {2, 3, 4}.
        Assert.Equal(1, MutualInformationGap.Of(codes, new[,] { { 0 }, { 0 }, { 1 }, { 1 }, { 1 } }, 2).Mean, 12);
        Assert.NotEqual(1, MutualInformationGap.Of(codes, new[,] { { 0 }, { 0 }, { 0 }, { 1 }, { 1 } }, 2).Mean, 12);

        // The largest value has no bin of its own: of three classes the last two are one.
        static double Entropy(params double[] shares) => -shares.Sum(share => share * Math.Log(share));
        Assert.Equal(
            Entropy(0.4, 0.6) / Entropy(0.4, 0.4, 0.2),
            MutualInformationGap.Of(codes, new[,] { { 0 }, { 0 }, { 1 }, { 1 }, { 2 } }, 2).Mean,
            12);

        // Twenty: values at a distance of less than a twentieth of the range are one.
        var near = new[,] { { 0, 0.0 }, { 0.049, 0 }, { 0.051, 0 }, { 1, 0 } };
        Assert.Equal(1, MutualInformationGap.Of(near, new[,] { { 0 }, { 0 }, { 1 }, { 1 } }).Mean, 12);
        Assert.NotEqual(1, MutualInformationGap.Of(near, new[,] { { 0 }, { 1 }, { 1 }, { 1 } }).Mean, 12);
    }

    [Fact]
    public void Predictability_of_numbers_is_the_squared_correlation()
    {
        var (codes, factors) = (Draws.Normals(1, 50, 3), Draws.Normals(2, 50, 2));
        for (var i = 0; i < 50; i++)
        {
            codes[i, 0] += 2 * factors[i, 0];
            codes[i, 2] -= 0.3 * factors[i, 1];
        }

        var gap = SeparatedAttributes.OfNumbers(codes, factors);
        for (var f = 0; f < 2; f++)
        {
            var falling = new List<double>();
            for (var u = 0; u < 3; u++)
            {
                var r = MathNet.Numerics.Statistics.Correlation.Pearson(
                    Enumerable.Range(0, 50).Select(i => codes[i, u]), Enumerable.Range(0, 50).Select(i => factors[i, f]));
                Assert.Equal(r * r, gap.Scores[u, f], 12);
                falling.Add(-r * r);
            }

            falling.Sort();
            Assert.Equal(falling[1] - falling[0], gap.PerFactor[f], 12);
        }

        Assert.Equal(gap.PerFactor.Average(), gap.Mean, 12);
    }

    /// <summary>All pairs of thresholds, and all classes for the intervals between them.</summary>
    [Fact]
    public void Predictability_of_classes_is_that_of_the_best_thresholds()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var (random, labels) = (new Random(seed), Draws.Labels(seed, 14, 3));
            (labels[0], labels[1], labels[2]) = (0, 1, 2);
            var (codes, factors) = (new double[14, 2], new int[14, 1]);
            for (var i = 0; i < 14; i++)
            {
                (codes[i, 0], codes[i, 1], factors[i, 0]) = (random.Next(9), 2 * random.NextDouble() + labels[i], 3 * labels[i]);
            }

            var gap = SeparatedAttributes.OfClasses(codes, factors);
            for (var unit = 0; unit < 2; unit++)
            {
                var best = 0.0;
                var cuts = Enumerable.Range(0, 14).Select(i => codes[i, unit]).ToArray();
                foreach (var (low, high) in cuts.SelectMany(low => cuts.Select(high => (low, high))))
                {
                    for (var named = 0; named < 27; named++)
                    {
                        int[] names = [named % 3, named / 3 % 3, named / 9];
                        var right = Enumerable.Range(0, 14).Where(
                            i => names[cuts[i] < low ? 0 : cuts[i] < high ? 1 : 2] == labels[i]).Select(i => labels[i]).ToArray();
                        var recalls = Enumerable.Range(0, 3).Select(c => right.Count(l => l == c) / (double)labels.Count(l => l == c));
                        best = Math.Max(best, recalls.Average());
                    }
                }

                Assert.Equal(best, gap.Scores[unit, 0], 12);
            }
        }
    }

    [Fact]
    public void What_says_nothing_is_refused()
    {
        var codes = new double[,] { { 0, 1 }, { 2, 3 } };
        Assert.Equal(
            "codes has 2 examples and factors has 1; both need the same number, in the same order.",
            Draws.Refused(() => MutualInformationGap.Of(codes, new int[1, 1])));
        Assert.Equal(
            "factors[.., 0] is 0 for every example; leave this factor out.",
            Draws.Refused(() => MutualInformationGap.Of(codes, new int[2, 1])));
        Assert.StartsWith(
            "factors[.., 0][1] is -1; classes are numbered from 0 on.",
            Draws.Refused(() => SeparatedAttributes.OfClasses(codes, new[,] { { 0 }, { -1 } })),
            StringComparison.Ordinal);
        Assert.Equal(
            "factors[.., 0] is 5 for every example; leave this factor out.",
            Draws.Refused(() => SeparatedAttributes.OfNumbers(codes, new double[,] { { 5 }, { 5 } })));
        Assert.StartsWith(
            "codes has one unit; ",
            Draws.Refused(() => SeparatedAttributes.OfClasses(new double[2, 1], new[,] { { 0 }, { 1 } })),
            StringComparison.Ordinal);
        Assert.Equal("bins is 2 or more; got 1.", Draws.Refused(() => MutualInformationGap.Of(codes, new[,] { { 0 }, { 1 } }, 1)));
    }

    private static (double[,] Codes, int[,] Factors) Grid(int first, int second, Func<int, int, double[]> code)
    {
        var (codes, factors) = (new double[first * second, code(0, 0).Length], new int[first * second, 2]);
        for (var i = 0; i < first * second; i++)
        {
            (factors[i, 0], factors[i, 1]) = (i / second, i % second);
            var row = code(i / second, i % second);
            for (var d = 0; d < row.Length; d++)
            {
                codes[i, d] = row[d];
            }
        }

        return (codes, factors);
    }

    private static double[,] Numbers(int[,] classes)
    {
        var numbers = new double[classes.GetLength(0), classes.GetLength(1)];
        Array.Copy(classes, numbers, classes.Length);
        return numbers;
    }

    private static (double[] Mean, double[,] Covariance) Fit(double[,] x)
    {
        var n = x.GetLength(0);
        double[] mean = [.. Enumerable.Range(0, 2).Select(d => Enumerable.Range(0, n).Average(i => x[i, d]))];
        double Moment(int a, int b) => Enumerable.Range(0, n).Sum(i => (x[i, a] - mean[a]) * (x[i, b] - mean[b])) / (n - 1);
        return (mean, new[,] { { Moment(0, 0), Moment(0, 1) }, { Moment(1, 0), Moment(1, 1) } });
    }
}
