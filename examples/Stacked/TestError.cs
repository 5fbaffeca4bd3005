using Hourglass;
using Hourglass.Datasets;
using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Stacked;

/// <summary>How many test images a classifier gets wrong.</summary>
internal static class TestError
{
    private const int Size = 1000;

    /// <summary>The share of the test images whose most probable class is another.</summary>
    public static double Of(Autoencoder model, Dataset images)
    {
        using var bound = images.Bind(model.Description.Fields);
        using var still = no_grad();
        var (labels, predicted) = (new List<int>(), new List<int>());
        for (var first = 0; first < bound.TestCount; first += Size)
        {
            using var scope = NewDisposeScope();
            var indices = arange((long)first, Math.Min(first + Size, bound.TestCount), ScalarType.Int64);
            using var batch = bound.TestBatch(indices);
            var logits = model switch
            {
                StackedDenoiser m => m.Predict(m.Encode(batch["x"]).H).Logits,
                Unpretrained m => m.Predict(m.Encode(batch["x"]).H).Logits,
                SmallDenoiser m => m.Predict(m.Encode(batch["x"]).H).Logits,
                SmallUnpretrained m => m.Predict(m.Encode(batch["x"]).H).Logits,
                _ => throw new ArgumentException($"{model.Description.Name} is no classifier.", nameof(model)),
            };
            labels.AddRange(batch["y"].data<long>().Select(label => (int)label));
            predicted.AddRange(logits.argmax(1).data<long>().Select(label => (int)label));
        }

        return Classification.ErrorRate([.. labels], [.. predicted]);
    }
}
