using System.Globalization;
using Hourglass.Checkpoints;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// Other data sets of the same examples. Each is disposed by itself, and has copies of what it keeps, but for <see cref="WithTest"/>.
/// </summary>
public sealed partial class Dataset
{
    /// <summary>Streams of a seed that nothing else draws from.</summary>
    private const int SplitStream = -21;

    private const int ShuffleStream = -22;

    /// <summary>Sets a drawn share of the training examples aside as the test split; both keep the data's order.</summary>
    /// <param name="share">Above 0 and below 1; at least one example stays in either split.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="DataException">There is a test split already, or only one example, or the share is none.</exception>
    public Dataset Split(double share, int seed = 0)
    {
        RequireNoTest("Split");
        if (!(share > 0 && share < 1))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"A share of {share} cannot be set aside: it is above 0 and below 1, such as 0.1 for one example in ten."));
        }

        if (Count < 2)
        {
            throw new DataException($"The data '{Name}' has one example; a split needs one to train on and one to test on.");
        }

        var aside = Math.Clamp((int)Math.Round(share * Count), 1, Count - 1);
        var order = Seeds.Permutation(Count, seed, SplitStream);
        return Of(new(false, [.. order.Skip(aside).Order()]), new(false, [.. order.Take(aside).Order()]));
    }

    /// <summary>
    /// The same examples divided in <paramref name="count"/> ways (cross-validation): of drawn groups of nearly one size, each is the test
    /// split once and trains otherwise.
    /// </summary>
    /// <param name="count">How many groups: from 2 to the number of examples.</param>
    /// <param name="seed">Decides the groups.</param>
    /// <returns>As many data sets, each to be disposed.</returns>
    /// <exception cref="DataException">There is a test split already, or there are fewer examples than groups.</exception>
    public IReadOnlyList<Dataset> Folds(int count, int seed = 0)
    {
        RequireNoTest("Folds");
        if (count < 2 || count > Count)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The data '{Name}' has {Count} examples; they make from 2 to {Count} groups, not {count}."));
        }

        var order = Seeds.Permutation(Count, seed, SplitStream);
        return [.. Enumerable.Range(0, count).Select(fold => Of(
            new(false, [.. order.Where((_, i) => i % count != fold).Order()]),
            new(false, [.. order.Where((_, i) => i % count == fold).Order()])))];
    }

    /// <summary>The training examples in a drawn order; the test split stays as it is.</summary>
    /// <param name="seed">Decides the order.</param>
    public Dataset Shuffle(int seed = 0) => Of(new(false, Seeds.Permutation(Count, seed, ShuffleStream)), All(test: true));

    /// <summary>All but the first <paramref name="count"/> examples of both splits.</summary>
    /// <exception cref="DataException">No training example is left, or <paramref name="count"/> is negative.</exception>
    public Dataset Skip(int count) => count < 0 || count >= Count
        ? throw new DataException(string.Create(
            CultureInfo.InvariantCulture,
            $"Without its first {count} examples the data '{Name}', which has {Count}, leaves nothing to train on; "
                + $"skip from 0 to {Count - 1}."))
        : Of(
            new(false, [.. Places(Count).Skip(count)]),
            TestCount > count ? new(true, [.. Places(TestCount).Skip(count)]) : null);

    /// <summary>The examples of both splits whose value in a column passes: one class, or what is no outlier.</summary>
    /// <param name="column">A column of one number an example, letter by letter.</param>
    /// <param name="keep">Told the value; NaN where it is missing.</param>
    /// <exception cref="DataException">There is no such column, or no training example passes.</exception>
    public Dataset Where(string column, Func<double, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var found = Scalar(column, _columns, "numbers");
        return Where(test => Numbers(test ? found.Test! : found.Train), keep, column);
    }

    /// <summary>The examples of both splits whose text in a column passes.</summary>
    /// <param name="column">A column of texts, letter by letter.</param>
    /// <param name="keep">Told the text; null where it is missing.</param>
    /// <exception cref="DataException">There is no such column, or no training example passes.</exception>
    public Dataset WhereText(string column, Func<string?, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var found = Scalar(column, _source.Texts, "texts");
        return Where(
            test => Array.ConvertAll(Numbers(test ? found.Test! : found.Train), place => place < 0 ? null : found.Texts[(int)place]),
            keep,
            column);
    }

    /// <summary>These examples and behind them those of another data set with the same columns, split by split.</summary>
    /// <exception cref="DataException">Their columns differ in name or shape, or only one has a test split.</exception>
    public Dataset Concat(Dataset other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ObjectDisposedException.ThrowIf(_disposed || other._disposed, this);
        using var scope = NewDisposeScope();
        var join = new ColumnJoin(Name, other.Name);
        return new Dataset(Name, _source with
        {
            Columns = join.Behind(_columns, other._columns),
            Texts = join.Behind(_source.Texts, other._source.Texts),
        });
    }

    /// <summary>These training examples, and those of other data with the same columns as the test split.</summary>
    /// <param name="test">The data to test on; a test split of its own is left out.</param>
    /// <exception cref="DataException">There is a test split already, or the columns differ in name or shape.</exception>
    public Dataset WithTest(Dataset test)
    {
        ArgumentNullException.ThrowIfNull(test);
        RequireNoTest("WithTest");
        ObjectDisposedException.ThrowIf(_disposed || test._disposed, this);
        using var scope = NewDisposeScope();
        var join = new ColumnJoin(Name, test.Name);
        return new Dataset(Name, _source with
        {
            Columns = join.Beside(_columns, test._columns),
            Texts = join.Beside(_source.Texts, test._source.Texts),
        });
    }

    private Dataset Where<T>(Func<bool, T[]> values, Func<T, bool> keep, string column)
    {
        ExampleRows Passing(bool test) =>
            new(test, [.. values(test).Index().Where(item => keep(item.Item)).Select(item => (long)item.Index)]);
        var train = Passing(test: false);
        var tested = TestCount > 0 ? Passing(test: true) : null;
        return train.Rows.Length == 0
            ? throw new DataException($"No training example of the data '{Name}' passes by its column '{column}'; at least one must.")
            : Of(train, tested is { Rows.Length: > 0 } ? tested : null);
    }

    private Dataset Of(ExampleRows train, ExampleRows? test)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var scope = NewDisposeScope();
        return new Dataset(Name, _source with
        {
            Columns = [.. _columns.Select(column => column.Select(train, test))],
            Texts = [.. _source.Texts.Select(column => column.Select(train, test))],
        });
    }

    private DataColumn Scalar(string name, IReadOnlyList<DataColumn> columns, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return columns.FirstOrDefault(column => column.Name == name && column.IsScalar) ?? throw new DataException(
            $"The data '{Name}' has no column '{TensorText.Shown(name)}' of {kind}, one an example; it has "
            + $"{BindingLines.Names([.. columns.Where(column => column.IsScalar).Select(column => column.Name)])}.");
    }

    private void RequireNoTest(string asked)
    {
        if (TestCount > 0)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The data '{Name}' has a test split of {TestCount} examples already; {asked} divides data that has none."));
        }
    }

    private ExampleRows? All(bool test) => test && TestCount == 0 ? null : new(test, [.. Places(test ? TestCount : Count)]);

    private static IEnumerable<long> Places(int count) => Enumerable.Range(0, count).Select(place => (long)place);

    private static double[] Numbers(Tensor column)
    {
        using var numbers = column.to_type(ScalarType.Float64);
        return [.. numbers.data<double>()];
    }
}
