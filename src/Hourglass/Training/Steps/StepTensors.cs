using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>The tensors of a derived step for one size of batch.</summary>
internal sealed class StepTensors : IDisposable
{
    private readonly Tensor _workspace;
    private readonly Tensor[] _drawn;

    /// <summary>Makes them.</summary>
    /// <param name="step">The step.</param>
    /// <param name="rows">Examples of the batch.</param>
    /// <param name="type">The type of the numbers.</param>
    /// <param name="device">Where they lie.</param>
    public StepTensors(StepDescription step, int rows, ScalarType type, Device device)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var memory = step.Memory;
        _workspace = empty(checked((memory.RowNumbers * rows) + memory.FixedNumbers), dtype: type, device: device).DetachFromDisposeScope();
        Values = [.. step.Values.Select(value => View(value, rows, memory.RowNumbers * rows))];
        _drawn = [.. step.Draws.Select(draw => empty(SizesOf(draw, rows), dtype: ScalarType.Float32).DetachFromDisposeScope())];
        Draws = type == ScalarType.Float32 && device.type == DeviceType.CPU
            ? _drawn
            : [.. step.Draws.Select(draw => empty(SizesOf(draw, rows), dtype: type, device: device).DetachFromDisposeScope())];
    }

    /// <summary>The workspace, value by value.</summary>
    public Tensor[] Values { get; }

    /// <summary>The draws.</summary>
    public Tensor[] Draws { get; }

    /// <summary>Bytes of all of them.</summary>
    public long Bytes => Draws.Concat(_drawn).Distinct().Prepend(_workspace).Sum(tensor => tensor.numel() * tensor.element_size());

    /// <summary>Draws anew.</summary>
    /// <param name="draws">What to draw.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="steps">Steps before this one.</param>
    public void Draw(IReadOnlyList<StepDraw> draws, long seed, long steps)
    {
        for (var i = 0; i < Draws.Length; i++)
        {
            Fill(_drawn[i], draws[i], seed, steps);
            if (!ReferenceEquals(_drawn[i], Draws[i]))
            {
                Draws[i].copy_(_drawn[i]);
            }
        }
    }

    private static long[] SizesOf(StepDraw draw, int rows) =>
        draw.Rows == 0 ? [.. draw.Shape] : [(long)draw.Rows * rows, .. draw.Shape];

    private static unsafe void Fill(Tensor numbers, StepDraw draw, long seed, long steps)
    {
        var to = TensorMemory.Of<float>(numbers);
        if (draw.Kind == DrawKind.Normal)
        {
            Noise.FillNormal(to, 0, numbers.numel(), seed, draw.Site, steps);
        }
        else
        {
            Noise.FillUniform(to, 0, numbers.numel(), seed, draw.Site, steps);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Values.Concat(Draws).Concat(_drawn))
        {
            tensor.Dispose();
        }

        _workspace.Dispose();
    }

    private Tensor View(StepBuffer buffer, int rows, long fixedFrom)
    {
        var count = buffer.Shape.Aggregate(1L, (product, size) => product * size);
        using var part = buffer.Rows > 0
            ? _workspace.narrow(0, buffer.Offset * rows, count * buffer.Rows * rows)
            : _workspace.narrow(0, fixedFrom + buffer.Offset, count);
        return part.view(buffer.Rows > 0 ? [(long)buffer.Rows * rows, .. buffer.Shape] : [.. buffer.Shape]).DetachFromDisposeScope();
    }
}
