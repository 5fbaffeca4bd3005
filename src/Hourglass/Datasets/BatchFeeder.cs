using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// Shuffled batches without an allocation for any of them. Either whole batches (<see cref="Next"/>), prepared by a thread of the feeder's
/// own while the step before them runs; or rows of a batch (<see cref="NextRows"/>, then <see cref="Fill"/>), converted by whoever needs
/// them. Both give the values of <see cref="BoundDataset.TrainBatch"/>, with the draws of dynamic binarisation from
/// <see cref="Numerics.Noise"/>: the variable of index i at site -1 - i.
/// </summary>
internal sealed unsafe class BatchFeeder : IDisposable
{
    /// <summary>A smaller batch is filled before a thread would have woken up.</summary>
    private const long ElementsWorthAThread = 1 << 13;

    private readonly FieldReader[] _readers;
    private readonly List<NoiseBuffer> _noise = [];
    private readonly Device _device;
    private readonly long _seed;
    private readonly CancellationToken _cancellation;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Batch?[] _unfilled = new Batch?[2];
    private BatchBuffers[]? _buffers;
    private ExceptionDispatchInfo? _error;
    private volatile bool _disposed;
    private long[] _order = [];
    private long _epochStart;
    private int _next;
    private int _pending = -1;
    private bool _isWorthAThread;

    /// <summary>Reads the training split of a data set, which must outlive the feeder.</summary>
    /// <param name="data">The data.</param>
    /// <param name="batch">Examples per batch, at least 1; the last of an epoch may have fewer.</param>
    /// <param name="seed">Of the run: dynamic binarisation and noise buffers draw by it.</param>
    /// <param name="cancellation">Nothing is prepared ahead once it is requested.</param>
    /// <param name="least">The fewest examples of a batch.</param>
    /// <param name="examples">Examples of an epoch; all of them by default.</param>
    public BatchFeeder(
        BoundDataset data,
        int batch,
        long seed,
        CancellationToken cancellation = default,
        int least = 1,
        int? examples = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Cut = new BatchCut(examples ?? data.TrainCount, batch, least);
        _readers = [.. data.Fields.Select((field, i) => new FieldReader(field, i, seed))];
        (_seed, _device, _cancellation) = (seed, data.Device, cancellation);
    }

    /// <summary>The variables.</summary>
    public IReadOnlyList<FieldReader> Fields => _readers;

    /// <summary>The batches of an epoch.</summary>
    public int Steps => Cut.Steps;

    /// <summary>Where one ends and the next begins.</summary>
    public BatchCut Cut { get; }

    /// <summary>The thread that prepares batches, once there is one.</summary>
    public Thread? Thread { get; private set; }

    /// <summary>
    /// The draws for the batch that <see cref="Next"/> gave last, in the order of registration, <c>[repeats · N, width]</c>.
    /// </summary>
    public IReadOnlyList<Tensor> Draws => Buffers(_next - 1).Draws(Cut.RowsOf(_next - 1));

    /// <summary>
    /// Has draws prepared with each batch: those of the same site, kind and shape that <see cref="Numerics.NoiseStream"/> gives in the
    /// step.
    /// </summary>
    /// <exception cref="InvalidOperationException">The first batch has been made.</exception>
    public void Register(NoiseBuffer buffer)
    {
        if (_buffers is not null)
        {
            throw new InvalidOperationException("Register noise before the first batch.");
        }

        _noise.Add(buffer);
    }

    /// <summary>Begins an epoch, or goes on within it.</summary>
    /// <param name="order">The order of the examples.</param>
    /// <param name="first">The batch of the epoch to begin with.</param>
    /// <param name="stepsTotal">The number of that batch's step in the whole run.</param>
    public void Start(long[] order, int first, long stepsTotal)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(order.Length, Cut.Examples);
        Settle();
        _error = null;
        (_order, _next, _epochStart) = (order, first, stepsTotal - first);
    }

    /// <summary>The next batch, the feeder's own: good until the next call. The objects are the same again and again.</summary>
    /// <exception cref="InvalidOperationException">The epoch is over.</exception>
    public Batch Next()
    {
        var step = Advance();
        if (_pending == step)
        {
            Settle();
            _error?.Throw();
        }
        else
        {
            Settle();
            FillBatch(step);
        }

        if (step + 1 < Steps && _isWorthAThread && !_cancellation.IsCancellationRequested)
        {
            Ask(step + 1);
        }

        return Buffers(step).Batch(Cut.RowsOf(step));
    }

    /// <summary>Goes on to the next batch without filling it: <see cref="Fill"/> does.</summary>
    /// <returns>Its rows.</returns>
    /// <exception cref="InvalidOperationException">The epoch is over.</exception>
    public int NextRows() => Cut.RowsOf(Advance());

    /// <summary>The same as a batch without tensors, the feeder's own; the objects are the same again and again.</summary>
    /// <exception cref="InvalidOperationException">The epoch is over.</exception>
    public Batch NextUnfilled()
    {
        var rows = NextRows();
        var index = _next < Steps ? 0 : 1;
        return _unfilled[index] ??= new Batch(new Dictionary<string, Tensor>(), rows, shared: true);
    }

    /// <summary>Writes rows of the batch that <see cref="Next"/> or <see cref="NextRows"/> went on to; any number of threads may.</summary>
    /// <param name="field">The index of the variable, which is of single precision.</param>
    /// <param name="destination">Room for as many rows.</param>
    /// <param name="firstRow">The first row of the batch.</param>
    /// <param name="rows">How many.</param>
    /// <exception cref="InvalidOperationException">The variable is not of single precision.</exception>
    public void Fill(int field, float* destination, int firstRow, int rows)
    {
        var reader = _readers[field].Type == ScalarType.Float32
            ? _readers[field]
            : throw new InvalidOperationException($"'{_readers[field].Name}' is {_readers[field].Type}, not Float32.");
        reader.Fill(destination, Examples(_next - 1).Slice(firstRow, rows), firstRow, _epochStart + _next - 1);
    }

    /// <summary>The same for classes, as <c>int64</c>, −1 where one is missing.</summary>
    /// <inheritdoc cref="Fill"/>
    public void FillClasses(int field, long* destination, int firstRow, int rows)
    {
        var reader = _readers[field].Type == ScalarType.Int64
            ? _readers[field]
            : throw new InvalidOperationException($"'{_readers[field].Name}' is {_readers[field].Type}, no class.");
        reader.FillClasses(destination, Examples(_next - 1).Slice(firstRow, rows));
    }

    /// <summary>Waits for the thread and frees all batches.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _wanted.Release();
        Thread?.Join();
        foreach (var buffers in _buffers ?? [])
        {
            buffers.Dispose();
        }

        _buffers = [];
        _wanted.Dispose();
        _filled.Dispose();
    }

    private int Advance() => _next < Steps ? _next++ : throw new InvalidOperationException("The epoch is over: start the next one.");

    private ReadOnlySpan<long> Examples(int step) => _order.AsSpan(Cut.Before(step), Cut.RowsOf(step));

    private BatchBuffers Buffers(int step)
    {
        _buffers ??= Make();
        return _buffers[step & 1];
    }

    private BatchBuffers[] Make()
    {
        _isWorthAThread = Cut.RowsOf(0)
            * (_readers.Sum(reader => (long)reader.Size) + _noise.Sum(noise => (long)noise.Repeats * noise.Width)) >= ElementsWorthAThread;
        int[] rows = [Cut.Largest, Cut.RowsOf(0), Cut.RowsOf(Steps - 1)];
        return [new(_readers, _noise, rows, _device), new(_readers, _noise, rows, _device)];
    }

    private void FillBatch(int step) => Buffers(step).Fill(Examples(step), _seed, _epochStart + step);

    private void Ask(int step)
    {
        _pending = step;
        if (Thread is null)
        {
            Thread = new Thread(Work) { IsBackground = true, Name = "Hourglass batches" };
            Thread.Start();
        }

        _wanted.Release();
    }

    /// <summary>Waits for the batch that the thread was asked for, if there is one.</summary>
    private void Settle()
    {
        if (_pending >= 0)
        {
            _filled.Wait();
            _pending = -1;
        }
    }

    private void Work()
    {
        while (true)
        {
            _wanted.Wait();
            if (_disposed)
            {
                return;
            }

            try
            {
                FillBatch(_pending);
            }
            catch (Exception error)
            {
                _error = ExceptionDispatchInfo.Capture(error);
            }

            _filled.Release();
        }
    }
}
