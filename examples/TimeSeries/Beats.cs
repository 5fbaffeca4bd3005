using Hourglass;
using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace TimeSeries;

/// <summary>Beats of hearts and their classes.</summary>
/// <param name="Name">What to call them.</param>
/// <param name="Values">The samples, <c>[N, 140]</c>.</param>
/// <param name="Classes">From 0 on, <c>[N]</c>; 0 is a normal beat.</param>
internal sealed record Beats(string Name, Tensor Values, IReadOnlyList<int> Classes) : IDisposable
{
    /// <summary>The class of a normal beat.</summary>
    public const int Normal = 0;

    /// <summary>The share of each class that models may learn from; they are judged by the rest.</summary>
    private const double Share = 0.6;

    /// <summary>How many classes there are.</summary>
    public int ClassCount => 1 + Classes.Max();

    /// <summary>Reads a file of ECG5000: a beat a line, the class from 1 on first, then its samples; 1 is normal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fields">The model's data, which say how many samples there are.</param>
    /// <exception cref="DataException">The file cannot be read, or has no normal beat and no other.</exception>
    public static Beats Read(string path, IReadOnlyList<DataField> fields)
    {
        const string first = "c1";
        using var labels = Dataset.FromCsv(path, options: new CsvOptions { Header = false, Columns = [first] });
        var samples = fields[0].Shape[0];
        var columns = FormattableString.Invariant($"c2..c{samples + 1}");
        using var values = Dataset.FromCsv(path, options: new CsvOptions { Header = false, Columns = [columns] });
        using var bound = values.Bind(fields);
        using var batch = bound.TrainBatch(arange(bound.TrainCount, ScalarType.Int64));
        int[] classes = [.. labels.Classes(first, DataSplit.Train).Select(label => label - 1)];
        return classes.Min() < 0 || classes.All(label => label == classes[0]) || !classes.Contains(Normal)
            ? throw new DataException(
                $"The first column of '{path}' is the class of a beat, from 1 on; normal beats, 1, and others are needed.")
            : new Beats(values.Name, batch[fields[0].Name].clone(), classes);
    }

    /// <summary>
    /// Divides each class by a seed: three fifths to learn from, two to judge by, one beat at least of each where there are two.
    /// </summary>
    /// <param name="seed">The seed.</param>
    public BeatSplit Split(int seed)
    {
        var random = new Random(seed);
        long[] all = [.. Enumerable.Range(0, Classes.Count).OrderBy(_ => random.Next()).Select(i => (long)i)];
        var train = all.GroupBy(i => Classes[(int)i])
            .SelectMany(group => group.Take(Math.Max(1, (int)(Share * group.Count()))))
            .Order()
            .ToArray();
        return new BeatSplit(At(train), At([.. all.Except(train).Order()]));
    }

    /// <summary>Some of them.</summary>
    public Beats At(IReadOnlyList<long> places)
    {
        using var indices = tensor([.. places]);
        return new Beats(Name, Values[indices], [.. places.Select(i => Classes[(int)i])]);
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
