using Hourglass.Datasets;
using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>The examples of a split as a model reads them.</summary>
public static class PreparedInputs
{
    /// <summary>
    /// The variable that the model reconstructs, or its first of numbers, prepared; a missing number as 0, which behind <c>standardize</c>
    /// is the mean.
    /// </summary>
    /// <param name="pass">The model and the data.</param>
    /// <returns><c>[N, D]</c>, D elements in their order; null where the model reads no numbers.</returns>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static Points? Of(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        using var rows = pass.Gather("inputs", batch => Of(pass.Model, batch));
        return rows is null ? null : new Points(rows);
    }

    /// <summary>The same of a batch, <c>[N, D]</c>.</summary>
    internal static Tensor? Of(Autoencoder model, Batch batch)
    {
        var (fields, reconstructed) = (model.Description.Fields, model.Description.ReconstructedField);
        var field = fields.FirstOrDefault(item => item.Name == reconstructed && item.Domain != Domain.Class)
            ?? fields.FirstOrDefault(item => item.Domain != Domain.Class);
        return field is null ? null : model.Untyped.Prepare(field.Name, batch[field.Name]).reshape(batch.Count, -1);
    }
}
