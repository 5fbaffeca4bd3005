using System.Reflection;
using Hourglass;
using Hourglass.Datasets;

namespace Anomalies;

/// <summary>Judges the recipe on tables, by several divisions of each.</summary>
internal static class Tables
{
    /// <summary>Whether a path is a table, or a folder of such.</summary>
    public static bool Are(string path) => Directory.Exists(path) ? FilesOf(path).Length > 0 : path.Contains('.', StringComparison.Ordinal);

    /// <summary>All tables, and their mean.</summary>
    public static void Judge(string path, int seeds, Recipe recipe)
    {
        var all = new List<Judgement>();
        foreach (var file in Directory.Exists(path) ? FilesOf(path) : [path])
        {
            using var data = Dataset.Open(file);
            var name = Path.GetFileNameWithoutExtension(file);
            var of = Enumerable.Range(1, seeds).Select(seed => Judge(data, name, seed, recipe)).ToArray();
            if (all.Count == 0)
            {
                Figures.Head($"{seeds} divisions of", of[0]);
            }

            Figures.Line(name, of);
            all.AddRange(of);
        }

        if (all.Count > seeds)
        {
            Figures.Line("mean", all);
        }
    }

    private static Judgement Judge(Dataset data, string name, int seed, Recipe recipe)
    {
        using var split = TableSplit.Of(data, seed);
        using var model = OfWidth(TableSplit.WidthOf(data), seed);
        return recipe.Judge(model, split.Train, split.Test, split.Anomalies, seed, $"{name}-{seed}");
    }

    /// <summary>The type of anomalies.ae for rows of so many numbers.</summary>
    private static Autoencoder OfWidth(int width, int seed)
    {
        var name = FormattableString.Invariant($"Table{width}");
        return Assembly.GetExecutingAssembly().GetType($"{nameof(Anomalies)}.{name}") is { } type
            ? (Autoencoder)Activator.CreateInstance(type, seed)!
            : throw new HourglassException(
                $"Rows of {width} numbers need a model of that width; anomalies.ae has none. "
                + $"Add the line: model {name} = Table(d: {width})");
    }

    private static string[] FilesOf(string folder) =>
        [.. new[] { "*.npz", "*.csv" }.SelectMany(pattern => Directory.GetFiles(folder, pattern)).Order(StringComparer.Ordinal)];
}
