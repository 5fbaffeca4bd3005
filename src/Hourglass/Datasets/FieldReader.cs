using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// The training examples of one variable, straight from the memory that stores them, as the values that <see cref="BoundField.Gather"/>
/// gives. Any thread may read.
/// </summary>
/// <param name="variable">The variable; it must outlive the reader.</param>
/// <param name="index">Its place among the variables: dynamic binarisation draws at site -1 - index.</param>
/// <param name="seed">Of the run.</param>
internal sealed unsafe class FieldReader(BoundField variable, int index, long seed)
{
    /// <summary>Elements converted at a time: what a row needs on the stack stays small, and in the first cache.</summary>
    private const int Chunk = 1024;

    /// <summary>How many examples before it is needed one is fetched from memory.</summary>
    private const int Ahead = 3;

    private readonly Conversion _conversion = variable.Conversion;
    private readonly IncidenceMatrix? _rows = variable.Incidence;
    private readonly byte* _storage = variable.Train is { } train ? (byte*)Address(train) : null;
    private readonly int _width = variable.Conversion.Bytes ? 1
        : variable.Conversion.Type == ScalarType.Float32 ? sizeof(float)
        : sizeof(double);
    private readonly long _examples = variable.Train?.shape[0] ?? variable.Incidence?.Count ?? long.MaxValue;

    /// <summary>The variable's name.</summary>
    public string Name => variable.Name;

    /// <summary>The shape of an example.</summary>
    public IReadOnlyList<long> Shape { get; } = variable.Shape;

    /// <summary>The type of the values: single, double, or <c>int64</c> for a class.</summary>
    public ScalarType Type => _conversion.Type;

    /// <summary>The elements of an example.</summary>
    public int Size { get; } = checked((int)Shapes.Elements(variable.Shape));

    /// <summary>Writes the values of some examples, one behind the other.</summary>
    /// <param name="to">Room for as many rows of <see cref="Size"/>.</param>
    /// <param name="examples">Which, in the training split.</param>
    /// <param name="firstRow">The row of the first in its batch.</param>
    /// <param name="step">The step that the batch belongs to.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public void Fill<T>(T* to, ReadOnlySpan<long> examples, int firstRow, long step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < examples.Length; row++, to += Size)
        {
            var first = At(examples[row]) * Size;
            if (row + Ahead < examples.Length)
            {
                Prefetch(At(examples[row + Ahead]) * Size);
            }

            for (var start = 0; start < Size; start += Chunk)
            {
                var count = Math.Min(Chunk, Size - start);
                if (_storage is null && _rows is null)
                {
                    new Span<T>(to + start, count).Fill(T.NaN);
                }
                else
                {
                    Convert(to + start, first + start, count, ((firstRow + (long)row) * Size) + start, step);
                }
            }
        }
    }

    /// <summary>The same for classes.</summary>
    /// <inheritdoc cref="Fill"/>
    public void FillClasses(long* to, ReadOnlySpan<long> examples)
    {
        for (var row = 0; row < examples.Length; row++, to += Size)
        {
            var first = At(examples[row]) * Size;
            var target = new Span<long>(to, Size);
            if (_storage is null)
            {
                target.Fill(-1);
            }
            else
            {
                new ReadOnlySpan<long>((long*)_storage + first, Size).CopyTo(target);
            }
        }
    }

    private void Convert<T>(T* to, long first, int count, long element, long step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var threshold = _conversion.Binarize == Binarize.Threshold;
        if (_rows is not null)
        {
            _rows.Fill(new Span<T>(to, count), first / Size, (int)(first % Size));
        }
        else if (_conversion.Bytes)
        {
            RowConversion.Widen(_storage + first, to, count, _conversion.Pixels && !threshold);
        }
        else
        {
            new ReadOnlySpan<T>((T*)_storage + first, count).CopyTo(new Span<T>(to, count));
        }

        var keepMissing = _conversion is { MayMiss: true, Bytes: false };
        if (threshold)
        {
            RowConversion.Threshold(to, count, T.CreateTruncating(_conversion.Pixels ? Conversion.ByteThreshold : 0.5), keepMissing);
        }
        else if (_conversion.Binarize == Binarize.Dynamic)
        {
            var draws = stackalloc float[Chunk];
            Noise.FillUniform(draws, element, count, seed, -1 - index, step);
            if (typeof(T) == typeof(float))
            {
                RowConversion.Draw(to, (T*)draws, count, keepMissing);
            }
            else
            {
                var wide = stackalloc T[Chunk];
                for (var i = 0; i < count; i++)
                {
                    wide[i] = T.CreateTruncating(draws[i]);
                }

                RowConversion.Draw(to, wide, count, keepMissing);
            }
        }
    }

    /// <summary>
    /// Has an example fetched from memory: shuffled examples are nowhere near one another, so that the machine cannot guess the next.
    /// </summary>
    private void Prefetch(long first)
    {
        if (_storage is not null && Sse.IsSupported)
        {
            var start = _storage + (first * _width);
            var width = Math.Min((long)Size * _width, 4096);
            for (var offset = 0L; offset < width; offset += 64)
            {
                Sse.Prefetch1(start + offset);
            }
        }
    }

    private long At(long example) => (ulong)example < (ulong)_examples
        ? example
        : throw new ArgumentOutOfRangeException(
            nameof(example),
            string.Create(CultureInfo.InvariantCulture, $"There is no example {example} of '{Name}'; there are {_examples}."));

    private static void* Address(Tensor storage) => storage.dtype switch
    {
        ScalarType.Byte => TensorMemory.Of<byte>(storage),
        ScalarType.Float32 => TensorMemory.Of<float>(storage),
        ScalarType.Float64 => TensorMemory.Of<double>(storage),
        _ => TensorMemory.Of<long>(storage),
    };
}
