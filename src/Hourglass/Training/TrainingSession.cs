using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The services behind an emitted training loop: batches, the optimizer, averages, evaluation, checkpoints, the report.
/// <code>
/// using var session = new TrainingSession(model, data, options, progress);
/// while (session.BeginEpoch())
/// {
///     while (session.NextBatch() is { } batch)
///     {
///         using var scope = torch.NewDisposeScope();
///         var loss = model.Minimize(batch["x"]);
///         loss.Total.backward();
///         session.Step(loss.Total, loss.NllX, loss.KlZ);
///     }
///
///     session.EndEpoch();
/// }
///
/// return session.Finish();
/// </code>
/// </summary>
public sealed class TrainingSession : IDisposable
{
    /// <summary>Prepares training, or continues it from a checkpoint.</summary>
    public TrainingSession(Autoencoder model, Dataset data, TrainOptions? options = null, IProgress<TrainingProgress>? progress = null)
    {
        throw new NotSupportedException(model.Description.Name + data + options + progress);
    }

    /// <summary>Starts the next epoch; false when all are done or training was stopped.</summary>
    public bool BeginEpoch() => throw new NotSupportedException();

    /// <summary>The next batch, which the session disposes in <see cref="Step"/>; null at the epoch's end or when training was stopped. Gradients are zero.</summary>
    public Batch? NextBatch() => throw new NotSupportedException();

    /// <summary>Checks the terms, clips, moves the parameters, zeroes the gradients, sums the terms.</summary>
    /// <param name="total">The weighted total, after <c>backward()</c>.</param>
    /// <param name="terms">Every term before its weight, in the order of <see cref="ModelDescription.Terms"/>.</param>
    /// <exception cref="TrainingException">A term is NaN or infinite.</exception>
    public void Step(Tensor total, params ReadOnlySpan<Tensor> terms) => throw new NotSupportedException();

    /// <summary>Evaluates the test split, saves a checkpoint, tells the progress.</summary>
    public void EndEpoch() => throw new NotSupportedException();

    /// <summary>Writes the report.</summary>
    public TrainingReport Finish() => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotSupportedException();
}
