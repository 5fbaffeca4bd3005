namespace Hourglass.Evaluation;

/// <summary>What a model makes of corrupted data, against the clean ones. Missing elements do not count.</summary>
/// <param name="Variable">The variable that is corrupted and reconstructed.</param>
/// <param name="Noise">The corruption.</param>
/// <param name="Corrupted">The squared difference of the corrupted data and the clean ones, averaged over all elements, in the data's unit
/// squared.</param>
/// <param name="Denoised">The same of the corrupted data's reconstruction.</param>
public sealed record DenoisingError(string Variable, DataNoise Noise, double Corrupted, double Denoised)
{
    /// <summary>10 log₁₀(1 / <see cref="Corrupted"/>), in decibels, for data in [0, 1]; null for others.</summary>
    public double? CorruptedSignalToNoise { get; init; }

    /// <summary>10 log₁₀(1 / <see cref="Denoised"/>), in decibels, for data in [0, 1]; null for others.</summary>
    public double? DenoisedSignalToNoise { get; init; }

    /// <summary>Measures a split.</summary>
    /// <param name="pass">The model and the data; its seed decides the noise.</param>
    /// <param name="noise">How the data are corrupted.</param>
    /// <returns>Null where the model reconstructs no numbers.</returns>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static DenoisingError? Of(SplitPass pass, DataNoise noise)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(noise);
        if (SquaredErrors.FieldOf(pass.Model) is not { } field)
        {
            return null;
        }

        var (before, after, found) = (new SquaredErrors(), new SquaredErrors(), false);
        pass.ForEach("denoising", (batch, _) =>
        {
            var clean = batch[field.Name];
            var corrupted = noise.Apply(clean);
            if (pass.Model.Untyped.Reconstruct(batch.With(field.Name, corrupted)) is { } made)
            {
                found = true;
                before.Add(corrupted, clean);
                after.Add(made, clean);
            }
        });
        return found
            ? new DenoisingError(field.Name, noise, before.Mean, after.Mean)
            {
                CorruptedSignalToNoise = SquaredErrors.PeakSignalToNoise(field, before.Mean),
                DenoisedSignalToNoise = SquaredErrors.PeakSignalToNoise(field, after.Mean),
            }
            : null;
    }
}
