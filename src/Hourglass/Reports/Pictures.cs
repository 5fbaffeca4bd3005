using System.Globalization;
using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Reports;

/// <summary>The pictures that a model can give. Draws inside come from a seed, and training does not notice them.</summary>
internal sealed class Pictures(Autoencoder model, BoundDataset data, TrainingPlan plan)
{
    /// <summary>The picture that not every model has.</summary>
    public const string LatentFile = "latent.png";

    /// <summary>The file of the losses.</summary>
    public const string LossesFile = "losses.png";

    /// <summary>The file of the reconstructions.</summary>
    public const string ReconstructionsFile = "reconstructions.png";

    /// <summary>The file of the samples.</summary>
    public const string SamplesFile = "samples.png";

    private const int Columns = 12;
    private const int SampleRows = 8;
    private const int MostPoints = 4000;
    private const int PointsAtOnce = 500;

    private string Split => data.TestCount > 0 ? "test split" : "training data";

    private DataField? Reconstructed => model.Description.Fields.FirstOrDefault(f => f.Name == model.Description.ReconstructedField);

    /// <summary>Originals above, reconstructions below.</summary>
    public Picture Reconstructions()
    {
        const string title = "Reconstructions";
        const string file = ReconstructionsFile;
        if (Reconstructed is not { } field)
        {
            return new Picture(title, file, "No picture: the model reconstructs none of its data.", null);
        }

        if (Shape(field) is not { } shape)
        {
            return new Picture(title, file, NoImages(field), null);
        }

        return Quietly(() =>
        {
            using var batch = Examples(0, Columns);
            if (model.Untyped.Reconstruct(batch) is not { } reconstruction)
            {
                return new Picture(title, file, "No picture: the model makes no reconstruction.", null);
            }

            var (low, high) = Range(field, batch);
            var png = ImageGrid.Draw([batch[field.Name], reconstruction], shape, low, high);
            return new Picture(title, file, $"Above: {field.Name} from the {Split}. Below: what the model makes of it.", png);
        });
    }

    /// <summary>Draws from the prior, decoded.</summary>
    public Picture Samples()
    {
        const string title = "Samples";
        const string file = SamplesFile;
        return Quietly(() =>
        {
            if (model.Untyped.Sample(SampleRows * Columns) is not { } samples)
            {
                return new Picture(
                    title,
                    file,
                    "No picture: the model has no prior to draw codes from, or its decoder needs more than codes.",
                    null);
            }

            if (Reconstructed is not { } field || Shape(field) is not { } shape)
            {
                return new Picture(title, file, $"No picture: the samples are not images ({ImageShape.Accepted}).", null);
            }

            using var batch = Examples(0, Columns);
            var (low, high) = Range(field, batch);
            return new Picture(
                title,
                file,
                "Means of the likelihood at codes drawn from the prior.",
                ImageGrid.Draw(samples.split(Columns), shape, low, high));
        });
    }

    /// <summary>The codes of the test split, where they have two dimensions; otherwise null.</summary>
    public Picture? Latent() => Quietly(() =>
    {
        var points = new List<(double, double)>();
        var classes = new List<long>();
        var label = model.Description.Fields.FirstOrDefault(field => field is { Domain: Domain.Class, Shape.Count: 0 });
        for (var first = 0; first < Math.Min(Count, MostPoints); first += PointsAtOnce)
        {
            using var scope = NewDisposeScope();
            using var batch = Examples(first, PointsAtOnce);
            if (model.Untyped.Code(batch) is not { } code || code.dim() != 2 || code.shape[1] != 2)
            {
                return null;
            }

            points.AddRange(
                code.cpu().to_type(ScalarType.Float64).contiguous().data<double>().ToArray().Chunk(2).Select(pair => (pair[0], pair[1])));
            if (label is not null)
            {
                classes.AddRange(batch[label.Name].cpu().data<long>().ToArray());
            }
        }

        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"The codes of {points.Count} examples of the {Split}{(label is null ? "" : $", coloured by {label.Name}")}.");
        return new Picture("Codes", LatentFile, caption, Plots.Latent(points, label is null ? null : classes));
    });

    private int Count => data.TestCount > 0 ? data.TestCount : data.TrainCount;

    private static ImageShape? Shape(DataField field) => field.Domain == Domain.Class ? null : ImageShape.Of(field.Shape);

    private static string NoImages(DataField field) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"No picture: {field.Name} is not an image ({ImageShape.Accepted}), its shape is [{string.Join(", ", field.Shape)}].");

    private Batch Examples(int first, int count)
    {
        using var indices = arange(first, Math.Min(first + count, Count), ScalarType.Int64);
        return data.TestCount > 0 ? data.TestBatch(indices) : data.TrainBatch(indices);
    }

    /// <summary>Black and white: 0 and 1 where the values are such, otherwise the extremes of what is shown.</summary>
    private static (double Low, double High) Range(DataField field, Batch batch)
    {
        if (field.Domain is Domain.Unit or Domain.Binary)
        {
            return (0, 1);
        }

        using var scope = NewDisposeScope();
        var values = batch[field.Name].nan_to_num(0.0).to_type(ScalarType.Float64);
        var (low, high) = (values.min().item<double>(), values.max().item<double>());
        return low >= 0 && high <= 1 ? (0, 1) : (Math.Min(low, 0), high);
    }

    private T Quietly<T>(Func<T> draw)
    {
        using var random = new DrawScope(Seeds.Derive(plan.Seed, -2));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return draw();
    }
}
