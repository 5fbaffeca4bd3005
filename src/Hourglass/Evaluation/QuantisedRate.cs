using Hourglass.Metrics;
using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>The rate of a code that the model quantises itself, by the indices of its vectors.</summary>
internal static class QuantisedRate
{
    /// <summary>The layer whose vectors a code consists of; null where it has others too.</summary>
    public static VectorQuantizer? QuantizerOf(Autoencoder model, Tensor code) =>
        model.modules().OfType<VectorQuantizer>().FirstOrDefault(layer => Consists(code, layer));

    /// <summary>Measures. Indices have the same frequencies at all places of a map.</summary>
    public static RateDistortion Of(SplitPass training, SplitPass pass, DataField field, string code, VectorQuantizer quantizer)
    {
        var counts = new long[quantizer.Weight.shape[0]];
        training.ForEach("frequencies", (batch, _) =>
        {
            foreach (var index in Indices(quantizer, Compression.CodeOf(training, batch)))
            {
                counts[index]++;
            }
        });
        var (lengths, places) = (new IndexCode(counts), 0);
        var (bits, errors) = (new double[pass.Count], new SquaredErrors());
        pass.ForEach("rate", (batch, first) =>
        {
            var value = Compression.CodeOf(pass, batch);
            var indices = Indices(quantizer, value);
            places = indices.Length / batch.Count;
            for (var i = 0; i < indices.Length; i++)
            {
                bits[first + (i / places)] += lengths.Bits((int)indices[i]);
            }

            errors.Add(pass.Model.Untyped.Decode(value, batch)!, batch[field.Name]);
        });
        return new RateDistortion(code, null, Estimate.Of(bits), errors.Mean)
        {
            FixedBits = places * lengths.FixedBits,
            PeakSignalToNoise = SquaredErrors.PeakSignalToNoise(field, errors.Mean),
        };
    }

    private static bool Consists(Tensor code, VectorQuantizer layer)
    {
        if (code.dim() < 2 || code.shape[1] != layer.Weight.shape[1])
        {
            return false;
        }

        using var scope = NewDisposeScope();
        return layer.Codes(layer.Nearest(code)).eq(code).all().item<bool>();
    }

    private static long[] Indices(VectorQuantizer layer, Tensor code) => layer.Indices(code).cpu().contiguous().data<long>().ToArray();
}
