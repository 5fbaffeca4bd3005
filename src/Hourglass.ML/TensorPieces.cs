using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>Rows of as many numbers each that become one tensor: pieces of it while they arrive, as nobody knows how many will.</summary>
/// <typeparam name="T">What is kept: short, int, long, float or double.</typeparam>
/// <param name="shape">The shape of a row; empty for one number.</param>
internal sealed class TensorPieces<T>(IReadOnlyList<long> shape)
    where T : unmanaged
{
    private const int MostNumbers = 1 << 20;

    private static readonly ScalarType Type = default(T) switch
    {
        short => ScalarType.Int16,
        int => ScalarType.Int32,
        long => ScalarType.Int64,
        float => ScalarType.Float32,
        double => ScalarType.Float64,
        _ => throw new NotSupportedException(typeof(T).Name),
    };

    private readonly int _width = checked((int)shape.Aggregate(1L, (product, size) => product * size));
    private readonly List<Tensor> _pieces = [];
    private T[] _values = [];
    private int _count;

    /// <summary>Another row, zeros until it is written.</summary>
    public Span<T> Next()
    {
        if (_count + _width > _values.Length)
        {
            if (_count >= MostNumbers)
            {
                Flush();
            }
            else
            {
                Array.Resize(ref _values, checked(Math.Max(2 * _values.Length, 16 * _width)));
            }
        }

        var row = _values.AsSpan(_count, _width);
        row.Clear();
        _count += _width;
        return row;
    }

    /// <summary>All rows, <c>[n, ...shape]</c>, the caller's; the next row begins anew.</summary>
    public Tensor Take()
    {
        Flush();
        try
        {
            return (_pieces is [var only] ? only.alias() : cat(_pieces, 0)).DetachFromDisposeScope();
        }
        finally
        {
            _pieces.ForEach(piece => piece.Dispose());
            _pieces.Clear();
        }
    }

    private void Flush()
    {
        if (_count == 0 && _pieces.Count > 0)
        {
            return;
        }

        var piece = empty([_count / _width, .. shape], Type);
        MemoryMarshal.AsBytes(_values.AsSpan(0, _count)).CopyTo(piece.bytes);
        _pieces.Add(piece.DetachFromDisposeScope());
        _count = 0;
    }
}
