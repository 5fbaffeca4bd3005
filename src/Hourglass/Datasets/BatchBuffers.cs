using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// The tensors of one batch, made once and filled again and again, and views of them for the smaller batch at an epoch's end.
/// </summary>
internal sealed unsafe class BatchBuffers : IDisposable
{
    private readonly IReadOnlyList<FieldReader> _readers;
    private readonly IReadOnlyList<NoiseBuffer> _noise;
    private readonly List<Tensor> _fields;

    /// <summary>The fields on the device where they are wanted; none where that is the processor.</summary>
    private readonly List<Tensor> _copies;
    private readonly List<Tensor> _draws;
    private readonly bool _isPinned;
    private readonly List<Tensor> _views = [];
    private readonly nint[] _fieldMemory;
    private readonly nint[] _drawMemory;
    private readonly Dictionary<int, (Batch Batch, IReadOnlyList<Tensor> Draws)> _sizes = [];

    /// <summary>Makes the tensors.</summary>
    /// <param name="readers">The variables.</param>
    /// <param name="noise">The draws.</param>
    /// <param name="rows">The sizes of batches, the largest first.</param>
    /// <param name="device">Where the variables are wanted.</param>
    public BatchBuffers(IReadOnlyList<FieldReader> readers, IReadOnlyList<NoiseBuffer> noise, IReadOnlyList<int> rows, Device device)
    {
        (_readers, _noise) = (readers, noise);
        _isPinned = device.type == DeviceType.CUDA;
        _fields = [.. readers.Select(reader => Room([rows[0], .. reader.Shape], reader.Type))];
        _draws = [.. noise.Select(
            buffer => empty((long)buffer.Repeats * rows[0], buffer.Width, ScalarType.Float32).DetachFromDisposeScope())];
        _fieldMemory = [.. _fields.Select(Address)];
        _drawMemory = [.. _draws.Select(Address)];
        _copies = device.type == DeviceType.CPU
            ? []
            : [.. _fields.Select(field => empty(field.shape, field.dtype, device).DetachFromDisposeScope())];
        foreach (var count in rows.Distinct())
        {
            Tensor[] fields = [.. (_copies.Count > 0 ? _copies : _fields).Select(
                field => field.narrow(0, 0, count).DetachFromDisposeScope())];
            Tensor[] draws = [.. _draws.Select((draw, i) => draw.narrow(0, 0, (long)noise[i].Repeats * count).DetachFromDisposeScope())];
            var named = readers.Zip(fields).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
            _sizes.Add(count, (new Batch(named, count, shared: true), draws));
            _views.AddRange([.. fields, .. draws]);
        }
    }

    /// <summary>The batch of so many rows; the same object each time.</summary>
    public Batch Batch(int rows) => _sizes[rows].Batch;

    /// <summary>The draws of a batch of so many rows, in the order of the buffers.</summary>
    public IReadOnlyList<Tensor> Draws(int rows) => _sizes[rows].Draws;

    /// <summary>Fills the tensors.</summary>
    /// <param name="examples">Which.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="step">The step that the batch belongs to.</param>
    public void Fill(ReadOnlySpan<long> examples, long seed, long step)
    {
        for (var i = 0; i < _readers.Count; i++)
        {
            switch (_readers[i].Type)
            {
                case ScalarType.Float32:
                    _readers[i].Fill((float*)_fieldMemory[i], examples, 0, step);
                    break;
                case ScalarType.Float64:
                    _readers[i].Fill((double*)_fieldMemory[i], examples, 0, step);
                    break;
                default:
                    _readers[i].FillClasses((long*)_fieldMemory[i], examples);
                    break;
            }
        }

        for (var i = 0; i < _copies.Count; i++)
        {
            // Memory that cannot be paged is read by the device itself, in the order of its other work: before this batch is filled
            // again, the step that reads its copy has ended.
            _copies[i].copy_(_fields[i], _isPinned);
        }

        for (var i = 0; i < _noise.Count; i++)
        {
            var count = (long)_noise[i].Repeats * examples.Length * _noise[i].Width;
            if (_noise[i].Kind == NoiseKind.Normal)
            {
                Noise.FillNormal((float*)_drawMemory[i], 0, count, seed, _noise[i].Site, step);
            }
            else
            {
                Noise.FillUniform((float*)_drawMemory[i], 0, count, seed, _noise[i].Site, step);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _views.Concat(_copies).Concat(_fields).Concat(_draws))
        {
            tensor.Dispose();
        }
    }

    private Tensor Room(long[] shape, ScalarType type)
    {
        var pageable = empty(shape, type).DetachFromDisposeScope();
        if (!_isPinned)
        {
            return pageable;
        }

        using (pageable)
        {
            return pageable.pin_memory().DetachFromDisposeScope();
        }
    }

    private static nint Address(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 => (nint)TensorMemory.Of<float>(tensor),
        ScalarType.Float64 => (nint)TensorMemory.Of<double>(tensor),
        _ => (nint)TensorMemory.Of<long>(tensor),
    };
}
