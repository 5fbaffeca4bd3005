using TorchSharp;
using static TorchSharp.torch;

namespace Service;

/// <summary>Scores images by how badly the model rebuilds them.</summary>
internal static class Scorer
{
    /// <summary>The squared error of each image, summed over its pixels.</summary>
    /// <param name="model">The model, for this call alone.</param>
    /// <param name="images">Images of 784 numbers each.</param>
    public static float[] Score(DigitScores model, IReadOnlyList<float[]> images)
    {
        using var scope = NewDisposeScope();
        var x = tensor([.. images.SelectMany(image => image)], [images.Count, ScoreRequest.Pixels]);
        return (model.Reconstruct(x) - x).square().sum(1L).data<float>().ToArray();
    }
}
