using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Service;

/// <summary>A trained model's folder, and the score above which an image is called strange.</summary>
/// <param name="Threshold">The quantile 0.99 of the scores of digits that did not train.</param>
public sealed record TrainedDigits(float Threshold)
{
    private const double Quantile = 0.99;

    /// <summary>Reads the model of a folder, or trains it there on digits that the library draws.</summary>
    /// <param name="folder">The output folder of the training.</param>
    public static TrainedDigits In(string folder)
    {
        using var data = Dataset.Digits(6000, 1000);
        if (!File.Exists(Path.Combine(folder, "model.safetensors")))
        {
            using var trained = new DigitScores();
            trained.TrainOn(data, new TrainOptions { OutputFolder = folder, Report = false }, new ConsoleProgress());
        }

        using var model = DigitScores.Load(folder);
        using var noGrad = no_grad();
        using var bound = model.Bind(data);
        using var places = arange(data.TestCount, ScalarType.Int64);
        using var batch = bound.TestBatch(places);
        float[] values = [.. batch["x"].data<float>()];
        var scores = Scorer.Score(model, [.. values.Chunk(ScoreRequest.Pixels)]);
        Array.Sort(scores);
        return new TrainedDigits(scores[(int)(Quantile * (scores.Length - 1))]);
    }
}
