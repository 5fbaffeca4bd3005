using Hourglass;
using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Anomalies;

/// <summary>
/// Rows of a table with a column of classes, 0 for normal ones, divided by a seed: 70 in 100 to train on, the rest to test.
/// </summary>
internal sealed class TableSplit : IDisposable
{
    private const double Share = 0.7;

    private TableSplit(Dataset train, Dataset test, bool[] anomalies) => (Train, Test, Anomalies) = (train, test, anomalies);

    /// <summary>The normal rows of the training part.</summary>
    public Dataset Train { get; }

    /// <summary>The same, with the test part.</summary>
    public Dataset Test { get; }

    /// <summary>Which rows of the test part are anomalies.</summary>
    public bool[] Anomalies { get; }

    /// <summary>How many numbers a row has.</summary>
    /// <exception cref="DataException">There is no column of classes beside them.</exception>
    public static int WidthOf(Dataset data)
    {
        var label = LabelOf(data);
        var columns = data.ColumnNames.Where(name => name != label).Select(data.ShapeOf).ToArray();
        return (int)columns.Sum(shape => shape.Aggregate(1L, (product, size) => product * size));
    }

    /// <summary>Divides rows.</summary>
    /// <exception cref="DataException">There is no column of classes, or either part lacks normal rows or anomalies.</exception>
    public static TableSplit Of(Dataset data, int seed)
    {
        using var scope = NewDisposeScope();
        bool[] positive = [.. data.Classes(LabelOf(data), DataSplit.Train).Select(label => label != 0)];
        var order = Enumerable.Range(0, data.Count).ToArray();
        new Random(seed).Shuffle(order);
        var cut = (int)(Share * data.Count);
        long[] train = [.. order[..cut].Where(row => !positive[row]).Order()];
        long[] test = [.. order[cut..].Order()];
        bool[] anomalies = [.. test.Select(row => positive[row])];
        if (train.Length < 3 || anomalies.Distinct().Count() < 2)
        {
            throw new DataException(
                $"Of '{data.Name}', {data.Count} rows, {train.Length} normal ones would train and {anomalies.Count(row => row)} anomalies "
                + "be tested; 3 normal rows and one anomaly are the least. Give more rows, with the class 0 for normal ones.");
        }

        using var bound = data.Bind([new DataField("x", Domain.Real, 0, [WidthOf(data)], Optional: false)]);
        using var normal = bound.TrainBatch(tensor(train));
        using var other = bound.TrainBatch(tensor(test));
        var (rows, tested) = (Column(normal), Column(other));
        return new(Dataset.FromTensors(rows, name: data.Name), Dataset.FromTensors(rows, tested, data.Name), anomalies);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static Dictionary<string, Tensor> Column(Batch batch) => new() { ["x"] = batch["x"] };

    private static string LabelOf(Dataset data) => data.LabelColumn ?? throw new DataException(
        $"'{data.Name}' has no column of classes among {string.Join(", ", data.ColumnNames)}; anomalies are found without one, but not "
        + "judged. Name it 'label', 'labels', 'y', 'class' or 'target', with 0 for normal rows.");
}
