using System.Threading.Channels;
using Hourglass.Hosting;

namespace Service;

/// <summary>
/// Scores the images of all requests that wait at a time together: a batch of sixty-four costs little more than one image.
/// </summary>
/// <param name="pool">The models.</param>
public sealed class ScoreQueue(AutoencoderPool<DigitScores> pool) : BackgroundService
{
    /// <summary>Requests that may wait; more are told to come back.</summary>
    private const int Longest = 1024;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(Longest);

    /// <summary>Batches that were computed, for whoever measures.</summary>
    public long Batches { get; private set; }

    /// <summary>The scores of a request's images; null where too many requests wait.</summary>
    /// <param name="images">Images of 784 numbers from 0 to 1.</param>
    /// <param name="cancellation">The sender has gone.</param>
    public async Task<float[]?> ScoreAsync(float[][] images, CancellationToken cancellation)
    {
        var waiting = new Waiting(images, new TaskCompletionSource<float[]>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(waiting) ? await waiting.Scores.Task.WaitAsync(cancellation) : null;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var first in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                await ScoreAsync(Together(first), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, and with it every request.
        }
    }

    /// <summary>A request with those that wait behind it, up to a batch.</summary>
    private List<Waiting> Together(Waiting first)
    {
        List<Waiting> batch = [first];
        var images = first.Images.Length;
        while (images < ScoreRequest.Most && _queue.Reader.TryRead(out var next))
        {
            batch.Add(next);
            images += next.Images.Length;
        }

        return batch;
    }

    private async Task ScoreAsync(List<Waiting> batch, CancellationToken stopping)
    {
        try
        {
            var scores = await pool.RunAsync(model => Scorer.Score(model, [.. batch.SelectMany(item => item.Images)]), stopping);
            Batches++;
            var at = 0;
            foreach (var item in batch)
            {
                item.Scores.SetResult(scores[at..(at += item.Images.Length)]);
            }
        }
        catch (Exception error)
        {
            // Whoever waits is told; the next batch is another one's.
            foreach (var item in batch)
            {
                item.Scores.TrySetException(error);
            }
        }
    }

    private sealed record Waiting(float[][] Images, TaskCompletionSource<float[]> Scores);
}
