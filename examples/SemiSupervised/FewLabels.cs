using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SemiSupervised;

/// <summary>Images, or codes of images, of which few keep their label.</summary>
internal static class FewLabels
{
    private const int Classes = 10;

    /// <summary>The same images; as many of each class as the count allows keep their label, drawn by a seed.</summary>
    /// <param name="images">The images with all labels.</param>
    /// <param name="model">The model that reads them, as the first of its data.</param>
    /// <param name="count">How many labels there are to be.</param>
    /// <param name="seed">The seed.</param>
    public static Dataset Of(Dataset images, Autoencoder model, int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var bound = model.Bind(images);
        var name = model.Description.Fields[0].Name;
        var (x, y) = All(name, bound.TrainCount, bound.TrainBatch);
        var (testX, testY) = All(name, bound.TestCount, bound.TestBatch);
        var random = new Random(seed);
        var labels = y.data<long>().ToArray();
        var kept = Enumerable.Range(0, labels.Length)
            .OrderBy(_ => random.Next())
            .GroupBy(i => labels[i])
            .SelectMany(group => group.Take(count / Classes))
            .ToHashSet();
        var few = tensor([.. labels.Select((label, i) => kept.Contains(i) ? label : -1)]);
        return Dataset.FromTensors(
            new Dictionary<string, Tensor> { [name] = x, ["y"] = few },
            new Dictionary<string, Tensor> { [name] = testX, ["y"] = testY },
            $"{images.Name} with {kept.Count} labels");
    }

    /// <summary>The share of the test images whose most probable class is right; no label is shown.</summary>
    public static double Accuracy(Autoencoder model, Dataset images)
    {
        using var bound = model.Bind(images);
        var (labels, predicted) = ClassPredictions.Of(new SplitPass(model, bound, DataSplit.Test)).Single().Labelled();
        return Classification.Accuracy(labels, predicted);
    }

    private static (Tensor X, Tensor Y) All(string name, int count, Func<Tensor, Batch> gather)
    {
        using var batch = gather(arange((long)count, ScalarType.Int64));
        return (batch[name].clone(), batch["y"].clone());
    }
}
