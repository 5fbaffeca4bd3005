using Hourglass.Cli.Hosting;
using Hourglass.Evaluation;
using Hourglass.Generation;
using static TorchSharp.torch;

namespace Hourglass.Cli.Trained;

/// <summary>Data, what was done to them if anything was, and what a model made of that.</summary>
/// <param name="Field">The variable.</param>
/// <param name="Rows">The data, the corrupted ones where they are corrupted, the reconstruction; each <c>[N, ...]</c>.</param>
internal sealed record Corrupted(DataField Field, IReadOnlyList<Tensor> Rows) : IDisposable
{
    /// <summary>Walks over examples; null where the model reconstructs none of its data.</summary>
    /// <param name="pass">The examples.</param>
    /// <param name="how">What is done to them.</param>
    /// <param name="training">The examples whose means stand for missing elements.</param>
    /// <exception cref="ToolException">The data are classes, and shall be corrupted.</exception>
    /// <exception cref="DataException">A square is asked for, and does not fit.</exception>
    public static Corrupted? Of(SplitPass pass, CorruptionArguments how, Func<SplitPass> training)
    {
        var field = pass.Model.Description.Fields.FirstOrDefault(item => item.Name == pass.Model.Description.ReconstructedField);
        if (field is null)
        {
            return null;
        }

        if (field.Domain == Domain.Class && (how.Noise is not null || how.Missing is not null))
        {
            throw new ToolException($"{field.Name} is of classes, which are not corrupted: --noise and --missing take numbers.");
        }

        using var means = how.Missing is null ? null : InpaintingError.Means(training(), field.Name);
        var parts = new List<Tensor[]>();
        pass.ForEach("reconstructions", (batch, _) =>
        {
            var rows = RowsOf(pass.Model, batch, field, how, means);
            if (rows[^1] is not null)
            {
                parts.Add([.. rows.Select(row => row!.detach().cpu().clone().DetachFromDisposeScope())]);
            }
        });
        var found = parts.Count == 0
            ? null
            : new Corrupted(field, [.. Enumerable.Range(0, parts[0].Length).Select(i => cat([.. parts.Select(part => part[i])], 0))]);
        parts.ForEach(part => Array.ForEach(part, tensor => tensor.Dispose()));
        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var row in Rows)
        {
            row.Dispose();
        }
    }

    private static Tensor?[] RowsOf(Autoencoder model, Datasets.Batch batch, DataField field, CorruptionArguments how, Tensor? means)
    {
        var given = batch[field.Name];
        if (how.Noise is { } noise)
        {
            var noisy = noise.Apply(given);
            return [given, noisy, model.Untyped.Reconstruct(batch.With(field.Name, noisy))];
        }

        if (how.Missing is not { } missing)
        {
            return [given, model.Untyped.Reconstruct(batch)];
        }

        // Grey shows a gap in an image of which black is the ground.
        var gap = field.Domain is Domain.Unit or Domain.Binary ? 0.5 : double.NaN;
        var taken = missing.Draw(field, batch.Count, given.device);
        var rounds = how.Rounds ?? new EvaluationOptions().Rounds;
        return [given, given.masked_fill(taken, gap), model.Inpaint(batch, taken, rounds, start: means)];
    }
}
