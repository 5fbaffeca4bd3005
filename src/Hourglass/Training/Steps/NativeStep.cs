using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hourglass.Datasets;
using Hourglass.Native;
using Hourglass.Numerics;
using Hourglass.Training.Optimizers;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>
/// The derived step as a program for the processor's cores: own kernels over flat memory; nothing is allocated for a step.
/// </summary>
internal sealed unsafe class NativeStep : IDerivedStep, IRowSource
{
    private readonly StepDescription _step;
    private readonly StepOptimizer _optimizer;
    private readonly NativeProgram _program;
    private readonly BatchFeeder? _feeder;
    private readonly int[] _places;
    private readonly long[][] _labels;
    private readonly nint[] _data;
    private readonly int[] _widths;
    private readonly int[] _classes;
    private readonly StepWeights _weights;
    private readonly double[] _scheduled;
    private readonly double[] _terms;
    private long _seed;
    private long _steps;

    public NativeStep(
        Autoencoder model,
        StepDescription step,
        FlatParameters flat,
        ScriptedOptimizer optimizer,
        PhasePlan phase,
        int capacity,
        int threads,
        BatchFeeder? feeder,
        NativeProduct? product = null,
        int turn = 0)
    {
        _step = step;
        _optimizer = new StepOptimizer(flat, optimizer, step.Gradients);
        _feeder = feeder;
        _places = [.. step.Fields.Select(name => model.Description.Fields.Select(field => field.Name).ToList().IndexOf(name))];
        var fields = model.Description.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        _data = new nint[step.Fields.Count];
        _classes = [.. step.Fields.Select(name => fields[name].Classes)];
        _widths = [.. step.Fields.Select(name => checked((int)fields[name].Shape.Aggregate(1L, (product, size) => product * size)))];
        _labels = [.. _classes.Select((classes, i) => classes > 0 ? new long[capacity * _widths[i]] : [])];
        _weights = new StepWeights(model, phase.Objective, turn, step.ScheduledTerms);
        _scheduled = new double[step.ScheduledTerms.Count];
        _terms = new double[_weights.Count];
        var native = step.Native!;
        _program = new NativeProgram(
            native.Describe,
            _optimizer.Layout(capacity, StatisticsOf(model, step)),
            phase.Turns[turn].Optimizer,
            new NativeSize(native.RowNumbers, native.FixedNumbers, _terms.Length),
            this,
            step.Fields,
            threads,
            product ?? MatrixProducts.Choose(phase.Precision));
    }

    /// <summary>Bytes of memory of its own: workspace, data, draws, sums, scratch.</summary>
    public long Bytes => _program.Bytes;

    /// <summary>How often its threads wait for each other, but for the end.</summary>
    public int Barriers => _program.Barriers;

    /// <summary>How many sequences of chunks its threads take as they come to them.</summary>
    public int Shared => _program.Shared;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> Gradients => _step.Gradients.Zip(_optimizer.Gradients, KeyValuePair.Create);

    /// <summary>
    /// What the step reads and another moves, or nothing. It keeps its memory while a training lives: whatever changes it writes into it.
    /// </summary>
    private static Dictionary<string, Tensor> StatisticsOf(Autoencoder model, StepDescription step) => model.named_buffers()
        .Select(buffer => (buffer.name, Tensor: buffer.buffer))
        .Concat(model.named_parameters().Select(parameter => (parameter.name, Tensor: (Tensor)parameter.parameter)))
        .Where(tensor => step.Parameters.Contains(tensor.name) && !step.Gradients.Contains(tensor.name))
        .ToDictionary(tensor => tensor.name, tensor => tensor.Tensor, StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Run(Batch batch, long seed, long steps, double learningRate, Span<double> values)
    {
        for (var i = 0; i < _data.Length && _feeder is null; i++)
        {
            _data[i] = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(batch[_step.Fields[i]].bytes));
        }

        (_seed, _steps) = (seed, steps);
        _weights.Read();
        for (var i = 0; i < _scheduled.Length; i++)
        {
            _scheduled[i] = _weights.Scheduled(i);
        }

        var moved = _program.Run(batch.Count, _optimizer.CountedSteps + 1, learningRate, _scheduled, _terms);
        if (moved && !_optimizer.Accumulates)
        {
            _optimizer.Count();
        }

        _terms.CopyTo(values[1..]);
        values[0] = _weights.Total(_terms);
    }

    /// <inheritdoc/>
    public void Accumulate(double share, bool isLast, double learningRate) => _optimizer.Accumulate(share, isLast, learningRate);

    /// <inheritdoc/>
    public void Settle() => _optimizer.SpreadCount();

    /// <inheritdoc/>
    void IRowSource.FillData(int field, Span<float> to, int firstRow, int rows)
    {
        var width = _widths[field];
        if (_classes[field] > 0)
        {
            OneHot.Fill(Labels(field, firstRow, rows), _classes[field], width, to);
        }
        else if (_feeder is null)
        {
            new ReadOnlySpan<float>((float*)_data[field] + ((nint)firstRow * width), rows * width).CopyTo(to);
        }
        else
        {
            fixed (float* at = to)
            {
                _feeder.Fill(_places[field], at, firstRow, rows);
            }
        }
    }

    /// <inheritdoc/>
    void IRowSource.FillPresent(int field, Span<float> to, int firstRow)
    {
        var width = _widths[field];
        var labels = Labels(field, firstRow, to.Length);
        for (var row = 0; row < to.Length; row++)
        {
            to[row] = labels.Slice(row * width, width).ContainsAnyInRange(0, long.MaxValue) ? 1 : 0;
        }
    }

    private Span<long> Labels(int field, int firstRow, int rows)
    {
        var width = _widths[field];
        var labels = _labels[field].AsSpan(firstRow * width, rows * width);
        if (_feeder is null)
        {
            new ReadOnlySpan<long>((long*)_data[field] + ((nint)firstRow * width), rows * width).CopyTo(labels);
        }
        else
        {
            fixed (long* at = labels)
            {
                _feeder.FillClasses(_places[field], at, firstRow, rows);
            }
        }

        return labels;
    }

    /// <inheritdoc/>
    void IRowSource.FillDraw(int draw, Span<float> to, long first)
    {
        fixed (float* at = to)
        {
            if (_step.Draws[draw].Kind == DrawKind.Normal)
            {
                Noise.FillNormal(at, first, to.Length, _seed, _step.Draws[draw].Site, _steps);
            }
            else
            {
                Noise.FillUniform(at, first, to.Length, _seed, _step.Draws[draw].Site, _steps);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _optimizer.Dispose();
    }
}
