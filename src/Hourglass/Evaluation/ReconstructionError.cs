using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>
/// How far reconstructions are from the data, random codes at their means: squares of differences in the data's own units. Missing elements
/// do not count.
/// </summary>
/// <param name="Variable">The variable that is reconstructed.</param>
/// <param name="SumOfSquares">The sum over the elements of each example, <c>[N]</c>, in the data's unit squared.</param>
/// <param name="MeanSquare">The mean over all elements of all examples.</param>
public sealed record ReconstructionError(string Variable, IReadOnlyList<double> SumOfSquares, double MeanSquare)
{
    /// <summary>Measures a split.</summary>
    /// <returns>Null where the model reconstructs none of its data.</returns>
    /// <param name="pass">The model and the data.</param>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static ReconstructionError? Of(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (pass.Model.Description.ReconstructedField is not { } field)
        {
            return null;
        }

        var (sums, elements) = (new double[pass.Count], 0L);
        var found = false;
        pass.ForEach("reconstruction", (batch, first) =>
        {
            if (Elements(pass.Model, batch) is { } squares)
            {
                found = true;
                elements += squares.isnan().logical_not().sum().item<long>();
                squares.nan_to_num(0).sum(1L).data<double>().CopyTo(sums, first);
            }
        });
        return found ? new ReconstructionError(field, sums, sums.Sum() / elements) : null;
    }

    /// <summary>The sums over the elements of each example, of differences between values as the model reads them.</summary>
    /// <returns><c>[N]</c>; null where the model reconstructs none of its data.</returns>
    /// <param name="pass">The model and the data.</param>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static double[]? OfPrepared(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return pass.Numbers("reconstruction", batch => Elements(pass.Model, batch, prepared: true)?.nan_to_num(0).sum(1L));
    }

    /// <summary>What each element adds to the error of its example: the square of the difference; NaN for a missing one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The data.</param>
    /// <param name="prepared">Whether of values as the model reads them, in place of those in the data's own units.</param>
    /// <returns><c>[N, D]</c> in double precision, D elements in their order; null where the model reconstructs none of its data.</returns>
    public static Tensor? Elements(Autoencoder model, Batch batch, bool prepared = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        if (model.Description.ReconstructedField is not { } field || model.Untyped.Reconstruct(batch) is not { } reconstruction)
        {
            return null;
        }

        var stored = batch[field];
        reconstruction = reconstruction.reshape(stored.shape);
        var given = (prepared ? model.Untyped.Prepare(field, stored) : stored).to_type(ScalarType.Float64);
        var made = (prepared ? model.Untyped.Prepare(field, reconstruction) : reconstruction).to_type(ScalarType.Float64);
        var squares = (made - given).square();
        return (prepared ? squares.masked_fill(stored.isnan(), double.NaN) : squares).reshape(batch.Count, -1).cpu();
    }
}
