namespace Hourglass.Datasets;

/// <summary>
/// Which arrays of an archive are columns. Where names say <c>x_train</c> or <c>train_x</c>, those are the training examples, and
/// <c>x_test</c> or <c>test_x</c> the test examples; otherwise those are columns whose first dimension is that of most arrays.
/// </summary>
/// <param name="Train">The columns of the training split by name.</param>
/// <param name="Test">Those of the test split, under the same names; empty where there is none.</param>
/// <param name="SetAside">The others, and why.</param>
internal sealed record NpzSplit(
    IReadOnlyDictionary<string, NpzArray> Train,
    IReadOnlyDictionary<string, NpzArray> Test,
    IReadOnlyList<SetAsideColumn> SetAside)
{
    /// <summary>Divides arrays.</summary>
    /// <exception cref="FormatException">Their lengths do not say how many examples there are; the message is a part of a
    /// sentence.</exception>
    public static NpzSplit Of(IReadOnlyList<NpzArray> arrays)
    {
        var readable = arrays.Where(array => array.Reason is null && !array.Shape.Contains(0) && array.Shape.Count > 0).ToList();
        var setAside = arrays.Except(readable).Select(array => new SetAsideColumn(array.Name, array.Reason ?? (array.Shape.Count == 0
            ? "a single number"
            : $"it has no elements: {Shapes.Show(array.Shape)}")));
        if (readable.Count == 0)
        {
            throw new FormatException("it has no array of numbers that could be a column" + Aside([.. setAside]));
        }

        var train = Named(readable, "train");
        return train.Count == 0 ? ByLength(readable, [.. setAside]) : ByName(readable, train, [.. setAside]);
    }

    /// <summary>The reasons, as the end of a sentence.</summary>
    private static string Aside(IReadOnlyList<SetAsideColumn> setAside) =>
        setAside.Count == 0 ? "" : $"; set aside: {string.Join(", ", BindingLines.Reasons(setAside))}";

    private static NpzSplit ByName(List<NpzArray> arrays, Dictionary<string, NpzArray> train, List<SetAsideColumn> setAside)
    {
        var test = Named(arrays, "test").Where(pair => train.ContainsKey(pair.Key)).ToDictionary(StringComparer.Ordinal);

        // A column of one split alone would be none of the other's.
        var both = test.Count == 0 ? train : train.Where(pair => test.ContainsKey(pair.Key)).ToDictionary(StringComparer.Ordinal);
        var others = arrays.Where(array => !both.ContainsValue(array) && !test.ContainsValue(array));
        setAside.AddRange(others.Select(array => new SetAsideColumn(
            array.Name,
            train.ContainsValue(array) ? "the test split has none" : "of neither the training nor the test split")));
        CheckLengths(both, "training");
        CheckLengths(test, "test");
        return new NpzSplit(both, test, setAside);
    }

    private static void CheckLengths(Dictionary<string, NpzArray> split, string name)
    {
        if (split.Values.Select(array => array.Shape[0]).Distinct().Count() > 1)
        {
            throw new FormatException($"the arrays of its {name} split differ in their first dimension, which must count the examples: "
                + Shown(split.Values));
        }
    }

    private static NpzSplit ByLength(List<NpzArray> arrays, List<SetAsideColumn> setAside)
    {
        var lengths = arrays.GroupBy(array => array.Shape[0]).OrderByDescending(group => group.Count()).ToList();
        if (lengths.Count > 1 && lengths[0].Count() == lengths[1].Count())
        {
            throw new FormatException("the first dimensions of its arrays do not say how many examples there are: "
                + $"{Shown(arrays)}. Save arrays of one length: numpy.savez(path, x=x, y=y)");
        }

        var count = lengths[0].Key;
        setAside.AddRange(lengths.Skip(1).SelectMany(group => group).Select(array => new SetAsideColumn(
            array.Name,
            FormattableString.Invariant($"{Shapes.Show(array.Shape)} is not of {count} examples"))));
        return new NpzSplit(
            lengths[0].ToDictionary(array => array.Name, StringComparer.Ordinal),
            new Dictionary<string, NpzArray>(),
            setAside);
    }

    /// <summary>The arrays of a split by what their names say besides it.</summary>
    private static Dictionary<string, NpzArray> Named(List<NpzArray> arrays, string split)
    {
        var named = new Dictionary<string, NpzArray>(StringComparer.Ordinal);
        foreach (var array in arrays)
        {
            var column = array.Name.StartsWith(split + "_", StringComparison.OrdinalIgnoreCase) ? array.Name[(split.Length + 1)..]
                : array.Name.EndsWith("_" + split, StringComparison.OrdinalIgnoreCase) ? array.Name[..^(split.Length + 1)]
                : "";
            if (column.Length > 0 && !named.TryAdd(column, array))
            {
                throw new FormatException($"its arrays {Shown([named[column], array])} are both '{column}' of the {split} split");
            }
        }

        return named;
    }

    private static string Shown(IEnumerable<NpzArray> arrays)
    {
        const int Most = 8;
        var all = arrays.ToList();
        return string.Join(", ", all.Take(Most).Select(array => $"{Checkpoints.TensorText.Shown(array.Name)} {Shapes.Show(array.Shape)}"))
            + (all.Count > Most ? ", …" : "");
    }
}
