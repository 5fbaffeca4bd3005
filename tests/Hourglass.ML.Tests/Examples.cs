using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML.Tests;

/// <summary>Rows of three numbers that hang together, with a class and a text.</summary>
public sealed class Row
{
    public float A { get; set; }

    public double B { get; set; }

    public int C { get; set; }

    public string Kind { get; set; } = "";

    public DateTime When { get; set; }
}

/// <summary>The same with a vector of two.</summary>
public sealed class PairRow
{
    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public string Kind { get; set; } = "";
}

/// <summary>Data of the tests.</summary>
internal static class Examples
{
    public static readonly string[] Kinds = ["pear", "apple", "quince"];

    public static readonly MLContext Context = new(seed: 1);

    public static Row[] Singles(int count)
    {
        var random = new Random(5);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var a = random.NextSingle();
                return new Row { A = a, B = (100 * a) + random.NextDouble(), C = random.Next(-50, 1000), Kind = Kinds[i % 3] };
            }),
        ];
    }

    /// <summary>Each kind lies around a corner of its own.</summary>
    public static PairRow[] Pairs(int count)
    {
        var random = new Random(6);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new PairRow
            {
                Features = [(i % 3 == 1 ? 2 : -1) + (0.3f * random.NextSingle()), (i % 3 == 2 ? 2 : -1) + (0.3f * random.NextSingle())],
                Kind = Kinds[i % 3],
            }),
        ];
    }

    public static IDataView View<T>(params T[] rows)
        where T : class => Context.Data.LoadFromEnumerable(rows);

    public static T[] Column<T>(this IDataView view, string name) => [.. view.GetColumn<T>(name)];

    /// <summary>A row's vector behind the other.</summary>
    public static float[] Flat(this IDataView view, string name) => [.. view.GetColumn<float[]>(name).SelectMany(row => row)];
}
