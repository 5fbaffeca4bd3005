using System.Collections.Concurrent;
using TorchSharp;

namespace Hourglass.Hosting;

/// <summary>
/// Copies of one trained model that any number of threads may ask: each request has a copy to itself, and waits where all are in use. A
/// model by itself is for one thread at a time, as is every module of TorchSharp.
/// <code>
/// float[] scores = await pool.RunAsync(model => model.Reconstruct(x).data&lt;float&gt;().ToArray(), cancellation);
/// </code>
/// Whatever tensors the work makes are disposed of when it returns, so that it returns numbers, or tensors that it has moved out
/// (<c>MoveToOuterDisposeScope</c>). Gradients are not computed.
/// </summary>
/// <typeparam name="TModel">The emitted type.</typeparam>
public sealed class AutoencoderPool<TModel> : IDisposable
    where TModel : Autoencoder
{
    private readonly string _path;
    private readonly Func<string, TModel> _load;
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentBag<TModel> _idle = [];
    private volatile bool _disposed;

    /// <summary>Makes a pool; no weights are read yet.</summary>
    /// <param name="path">The output folder of the training, or a file of weights.</param>
    /// <param name="capacity">How many copies there may be, 1 or more.</param>
    /// <exception cref="ArgumentException">The type has no public static <c>Load(string)</c>: it was not emitted.</exception>
    public AutoencoderPool(string path, int capacity = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _load = typeof(TModel).GetMethod("Load", [typeof(string)])?.CreateDelegate<Func<string, TModel>>() ?? throw new ArgumentException(
            $"{typeof(TModel).Name} has no public static method Load(string), which every type has that is made from a model.",
            nameof(path));
        (_path, Capacity, _free) = (path, capacity, new SemaphoreSlim(capacity, capacity));
    }

    /// <summary>How many copies there may be.</summary>
    public int Capacity { get; }

    /// <summary>Reads the weights into one copy, so that no request waits for it, and a wrong folder shows at once.</summary>
    /// <exception cref="DataException">There are no weights, they are damaged, or they are another model's.</exception>
    public void Warm() => Run(_ => true);

    /// <summary>Asks a model, in the calling thread.</summary>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="work">The work; it may use the model until it returns.</param>
    /// <param name="cancellation">Ends the waiting for a copy.</param>
    /// <exception cref="DataException">There are no weights, they are damaged, or they are another model's.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public TResult Run<TResult>(Func<TModel, TResult> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _free.Wait(cancellation);
        return Work(work);
    }

    /// <summary>Waits for a copy without a thread, then asks it.</summary>
    /// <inheritdoc cref="Run"/>
    public async Task<TResult> RunAsync<TResult>(Func<TModel, TResult> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        return Work(work);
    }

    /// <summary>Disposes of the copies; one that is in use is disposed of when its work returns.</summary>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var model))
        {
            model.Dispose();
        }
    }

    /// <summary>With a place taken, which it gives back.</summary>
    private TResult Work<TResult>(Func<TModel, TResult> work)
    {
        try
        {
            var model = _idle.TryTake(out var idle) ? idle : _load(_path);
            try
            {
                using var scope = torch.NewDisposeScope();
                using var noGrad = torch.no_grad();
                return work(model);
            }
            finally
            {
                _idle.Add(model);
                if (_disposed)
                {
                    Dispose();
                }
            }
        }
        finally
        {
            _free.Release();
        }
    }
}
