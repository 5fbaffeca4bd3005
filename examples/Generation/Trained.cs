using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Generation;
using Hourglass.Training;

namespace Generation;

/// <summary>The models, trained one after the other.</summary>
/// <param name="options">How; each has a folder of its own within the output folder.</param>
internal sealed class Trained(TrainOptions options) : IDisposable
{
    public Digits Digits { get; } = new(options.Seed ?? 0);

    public PlaneDigits Plane { get; } = new(options.Seed ?? 0);

    public ClassDigits Classes { get; } = new(options.Seed ?? 0);

    public Codes Codes { get; } = new(options.Seed ?? 0);

    public Features Features { get; } = new(options.Seed ?? 0);

    public int Seed { get; } = options.Seed ?? 0;

    /// <summary>Trains all of them; false where it was interrupted.</summary>
    public bool On(Dataset images) =>
        Train(Features, images) && Train(Digits, images) && Train(Plane, images) && Train(Classes, images) && TrainOnCodes(images);

    /// <summary>A mixture of fifty normals on the codes of the training images.</summary>
    public CodeMixture Mixture(Dataset images)
    {
        using var bound = Digits.Bind(images);
        return CodeMixture.Fit(new SplitPass(Digits, bound, DataSplit.Train) { Seed = Seed }, components: 50);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Autoencoder model in new Autoencoder[] { Digits, Plane, Classes, Codes, Features })
        {
            model.Dispose();
        }
    }

    /// <summary>Draws of the posterior, not its means, are what the decoder has learned to read.</summary>
    private bool TrainOnCodes(Dataset images)
    {
        using var codes = CodeData.Of(Digits, images, draws: 1, Seed);
        return Train(Codes, codes);
    }

    private bool Train(Autoencoder model, Dataset data)
    {
        var name = model.Description.Name;
        Console.WriteLine($"{name} on {data.Name}");
        var own = options with { OutputFolder = Path.Combine(options.OutputFolder!, name.ToLowerInvariant()) };
        return !model.TrainOn(data, own, new ConsoleProgress()).Interrupted;
    }
}
