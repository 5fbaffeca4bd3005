using Hourglass;
using Hourglass.Datasets;
using Hourglass.Generation;
using Hourglass.Reports;
using Hourglass.Training;
using static TorchSharp.torch;

namespace SemiSupervised;

/// <summary>Images of given classes and of codes that are drawn: what the two halves of M2 say apart from each other.</summary>
internal static class Styles
{
    private const int Rows = 8;
    private const int Classes = 10;

    /// <summary>Rows of one code each, decoded as each of the ten classes.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="seed">Which codes are drawn.</param>
    /// <param name="path">The picture.</param>
    /// <param name="below">The model whose codes that one reads; null where it reads images.</param>
    public static void Save(Autoencoder model, int seed, string path, Autoencoder? below = null)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(seed);
        using var classes = new Batch(
            new Dictionary<string, Tensor> { ["y"] = arange(Classes, ScalarType.Int64).repeat(Rows) }, Rows * Classes);
        var codes = model.Untyped.Prior(below is null ? "z" : "s", Rows)!.Sample().repeat_interleave(Classes, 0);
        var decoded = CodeGeneration.Decode(model, codes, classes);
        ImageGrid.Save(path, (below is null ? decoded : CodeGeneration.Decode(below, decoded)).split(Classes), side: 28);
    }
}
