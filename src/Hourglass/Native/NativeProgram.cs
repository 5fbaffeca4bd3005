using Hourglass.Training;

namespace Hourglass.Native;

/// <summary>A native step, ready to run: operations in order, threads that do them together, memory that is there already.</summary>
internal sealed unsafe class NativeProgram : IDisposable
{
    private readonly AlignedMemory _memory = new();
    private readonly Operation[] _operations;
    private readonly LoopPlan[] _loops;
    private readonly ChunkSequence[] _shared;
    private readonly NativeUpdate _update;
    private readonly NativeProduct _product;
    private readonly Matrix _terms;
    private readonly Worker[] _workers;
    private readonly Team _team;
    private readonly bool[] _ended;

    /// <summary>Makes the program.</summary>
    /// <param name="describe">Emitted code that describes it.</param>
    /// <param name="layout">Parameters, gradients and what the optimizer keeps.</param>
    /// <param name="plan">The optimizer.</param>
    /// <param name="size">The workspace.</param>
    /// <param name="source">Data and draws.</param>
    /// <param name="fields">The data, in the order that the source knows.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="product">What multiplies matrices.</param>
    public NativeProgram(
        Action<NativeProgramBuilder> describe,
        NativeLayout layout,
        OptimizerPlan plan,
        NativeSize size,
        IRowSource source,
        IReadOnlyList<string> fields,
        int threads,
        NativeProduct product)
    {
        _update = NativeUpdate.Of(plan, layout);
        _product = product;
        var builder = new NativeProgramBuilder(layout, _update, product, source, _memory, size, fields, threads);
        describe(builder);
        builder.Finish();
        _operations = [.. builder.Operations];
        _loops = [.. _operations.OfType<LoopOperation>().Select(loop => loop.Plan)];
        _terms = builder.Terms;
        PlaceBarriers(_operations);
        _operations = ChunkSequence.Join(_operations);
        ChunkSequence.ShareOut(_operations);
        _shared = [.. _operations.OfType<ChunkSequence>().Where(sequence => sequence.IsShared)];
        var scratch = _operations.Length == 0 ? 0 : _operations.Max(operation => operation.Scratch);
        _workers = [.. Enumerable.Range(0, threads).Select(number => new Worker(number, threads, (float*)_memory.Take(4 * scratch)))];
        _ended = new bool[threads];
        _team = new Team(threads, Work);
    }

    /// <summary>Bytes of its own memory.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>Sequences of chunks that threads take as they come to them.</summary>
    public int Shared => _shared.Length;

    /// <summary>Barriers in a step.</summary>
    public int Barriers => _operations.Count(operation => operation.Waits);

    /// <summary>Runs a step.</summary>
    /// <param name="examples">Examples of the batch.</param>
    /// <param name="step">Steps, this one among them.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="weights">The weights that schedules move.</param>
    /// <param name="terms">Filled with the terms, before their weights.</param>
    /// <returns>False where a term was NaN or infinite: then no parameter has moved.</returns>
    public bool Run(int examples, long step, double learningRate, ReadOnlySpan<double> weights, Span<double> terms)
    {
        _update.Begin(step, learningRate);
        foreach (var loop in _loops)
        {
            loop.Begin(examples, weights);
        }

        foreach (var sequence in _shared)
        {
            sequence.Restart();
        }

        foreach (var worker in _workers)
        {
            worker.Examples = examples;
        }

        _team.Run();
        for (var i = 0; i < _terms.Width; i++)
        {
            terms[i] = _terms.Data[i];
        }

        return !_ended[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _team.Dispose();
        _memory.Dispose();
    }

    private void Work(int number)
    {
        var worker = _workers[number];
        _ended[number] = false;
        _product.Enter();
        foreach (var operation in _operations)
        {
            if (operation.Waits)
            {
                _team.Barrier();
            }

            if (!operation.Run(worker))
            {
                _ended[number] = true;
                break;
            }
        }

        _product.Leave();
    }

    /// <summary>A barrier stands where an operation could touch what another thread may not be done with since the last one.</summary>
    private static void PlaceBarriers(Operation[] operations)
    {
        var since = new List<Access>();
        foreach (var operation in operations)
        {
            var accesses = operation.Accesses.ToArray();
            if (accesses.Any(access => since.Any(access.Meets)))
            {
                operation.Waits = true;
                since.Clear();
            }

            since.AddRange(accesses);
        }
    }
}
