using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Examples for metrics, by seed.</summary>
internal static class Draws
{
    public static int[] Labels(int seed, int count, int classes)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
    }

    /// <summary>Scores of few values, so that there are ties.</summary>
    public static (bool[] Positive, double[] Scores) Ranked(int seed, int count, int values)
    {
        var random = new Random(seed);
        bool[] positive = [true, false, .. Enumerable.Range(2, count - 2).Select(_ => random.Next(3) == 0)];
        return (positive, [.. positive.Select(p => random.Next(values) + (p ? 1.0 : 0))]);
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double[,] Normals(int seed, int count, int width)
    {
        var (random, values) = (new Random(seed), new double[count, width]);
        for (var i = 0; i < values.Length; i++)
        {
            values[i / width, i % width] = Normal(random);
        }

        return values;
    }

    /// <summary>Normal clouds of one deviation around centres, point after point by turns.</summary>
    public static double[,] Clouds(int seed, int count, double deviation, double[][] centres)
    {
        var (random, values) = (new Random(seed), new double[count, centres[0].Length]);
        for (var i = 0; i < count; i++)
        {
            for (var d = 0; d < centres[0].Length; d++)
            {
                values[i, d] = centres[i % centres.Length][d] + (deviation * Normal(random));
            }
        }

        return values;
    }

    public static double[] Row(double[,] values, int row) => [.. Enumerable.Range(0, values.GetLength(1)).Select(d => values[row, d])];

    public static double[][] Rows(Points points) => [.. Enumerable.Range(0, points.Count).Select(i => points[i].ToArray())];

    public static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    /// <summary>All orders of 0 … n − 1.</summary>
    public static IEnumerable<int[]> Orders(int n) => n == 0
        ? [[]]
        : Orders(n - 1).SelectMany(order => Enumerable.Range(0, n).Select(place => (int[])[.. order[..place], n - 1, .. order[place..]]));

    public static string Refused(Action action) => Assert.Throws<DataException>(action).Message;
}
