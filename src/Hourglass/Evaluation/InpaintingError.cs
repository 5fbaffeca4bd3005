using Hourglass.Generation;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>
/// How far from the truth are the elements that a model fills in: squared differences, averaged over all elements that were taken away, in
/// the data's unit squared.
/// </summary>
/// <param name="Variable">The variable.</param>
/// <param name="Missing">What was taken away.</param>
/// <param name="Rounds">How often the model went round; 1 for data that may miss elements, which it fills in in its own way.</param>
/// <param name="MeanImputation">Of the mean that each element has over the training examples.</param>
/// <param name="Reconstruction">Of the reconstruction of the data with those means.</param>
/// <param name="Inpainted">Of <see cref="Inpainting.Inpaint"/>, which begins with those means.</param>
public sealed record InpaintingError(
    string Variable, MissingElements Missing, int Rounds, double MeanImputation, double Reconstruction, double Inpainted)
{
    /// <summary>Measures a split.</summary>
    /// <param name="training">The examples whose means stand for missing elements.</param>
    /// <param name="pass">The examples that are measured; its seed decides what is missing, and every draw.</param>
    /// <param name="missing">What is taken away.</param>
    /// <param name="rounds">How many rounds, 1 or more.</param>
    /// <returns>Null where the model reconstructs no numbers.</returns>
    /// <exception cref="DataException">A split has no examples, there are no rounds, or a square is asked for and does not fit.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static InpaintingError? Of(SplitPass training, SplitPass pass, MissingElements missing, int rounds = 50)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(missing);
        Metrics.Given.AtLeast(1, rounds);
        if (SquaredErrors.FieldOf(pass.Model) is not { } field)
        {
            return null;
        }

        using var means = Means(training, field.Name);
        var (byMean, once, filled, found) = (new SquaredErrors(), new SquaredErrors(), new SquaredErrors(), false);
        pass.ForEach("inpainting", (batch, _) =>
        {
            var given = batch[field.Name];
            var taken = missing.Draw(field, batch.Count, given.device);
            var guess = where(taken, means.to(given.dtype, given.device).expand_as(given), given);
            if (pass.Model.Untyped.Reconstruct(batch.With(field.Name, guess)) is not { } made)
            {
                return;
            }

            found = true;
            byMean.Add(guess, given, taken);
            once.Add(made, given, taken);
            filled.Add(pass.Model.Inpaint(batch, taken, rounds, start: means), given, taken);
        });
        return found
            ? new InpaintingError(field.Name, missing, field.Optional ? 1 : rounds, byMean.Mean, once.Mean, filled.Mean)
            : null;
    }

    /// <summary>The mean of each element over the examples that have it, <c>[1, ...]</c>; 0 where none has.</summary>
    internal static Tensor Means(SplitPass training, string field)
    {
        Tensor? sums = null;
        Tensor? counts = null;
        try
        {
            training.ForEach("means", (batch, _) =>
            {
                var values = batch[field].to_type(ScalarType.Float64);
                sums ??= zeros_like(values[..1]).DetachFromDisposeScope();
                counts ??= zeros_like(values[..1]).DetachFromDisposeScope();
                sums.add_(values.nan_to_num(0).sum(0L, keepdim: true));
                counts.add_(values.isnan().logical_not().sum(0L, keepdim: true));
            });
            return sums! / counts!.clamp_min(1);
        }
        finally
        {
            sums?.Dispose();
            counts?.Dispose();
        }
    }
}
