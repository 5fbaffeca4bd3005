using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;
using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>
/// Vectors of one width, an example each, such as codes: a copy in double precision, of an array <c>[N, d]</c> or of a tensor
/// <c>[N, d]</c> of any type and place. Both are taken where points are asked for.
/// </summary>
public sealed class Points
{
    private readonly double[] _values;

    /// <summary>Copies an array.</summary>
    /// <param name="values"><c>[N, d]</c>.</param>
    /// <exception cref="DataException">The vectors have no numbers.</exception>
    public Points(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        (Count, Width) = (values.GetLength(0), Wide(values.GetLength(1)));
        _values = new double[values.Length];
        if (values.Length > 0)
        {
            MemoryMarshal.CreateReadOnlySpan(ref values[0, 0], values.Length).CopyTo(_values);
        }
    }

    /// <summary>Copies a tensor.</summary>
    /// <param name="values"><c>[N, d]</c>, real numbers.</param>
    /// <exception cref="DataException">It has another number of dimensions, or complex numbers, or the vectors have none.</exception>
    public Points(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() != 2 || values.is_complex())
        {
            var repair = values.dim() switch
            {
                1 => " As one column: unsqueeze(1).",
                > 2 => " As a row for each example: flatten(1).",
                _ => "",
            };
            var type = values.dtype.ToString().ToLowerInvariant();
            throw new DataException($"Points are real numbers [N, d]; got {Shapes.List(values.shape)} of {type}.{repair}");
        }

        (Count, Width) = (checked((int)values.shape[0]), Wide((int)values.shape[1]));
        using var scope = NewDisposeScope();
        _values = values.detach().cpu().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>All numbers, vector after vector.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>One vector.</summary>
    /// <param name="row">Which, from 0 on.</param>
    public ReadOnlySpan<double> this[int row] => _values.AsSpan(row * Width, Width);

    /// <summary>Copies an array <c>[N, d]</c>.</summary>
    public static implicit operator Points(double[,] values) => new(values);

    /// <summary>Copies a tensor <c>[N, d]</c>.</summary>
    public static implicit operator Points(Tensor values) => new(values);

    /// <summary>
    /// |a − b|². In four sums on every machine, so that all of them find the same; without |a|² + |b|² − 2 a·b, which is quicker and
    /// loses the digits of what is near.
    /// </summary>
    /// <param name="a">A vector.</param>
    /// <param name="b">One as long.</param>
    /// <param name="limit">From where on it does not matter how far they are: what is found then is infinite.</param>
    internal static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double limit = double.PositiveInfinity)
    {
        const int Between = 64;
        var sums = Vector256<double>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var difference = Vector256.Create(a[i..]) - Vector256.Create(b[i..]);
            sums += difference * difference;

            // A sum never falls, however it is rounded.
            if (i % Between == Between - Vector256<double>.Count && sums[0] + sums[1] + (sums[2] + sums[3]) >= limit)
            {
                return double.PositiveInfinity;
            }
        }

        var sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }

    /// <summary>The mean of each column.</summary>
    internal double[] Means()
    {
        var means = new double[Width];
        for (var i = 0; i < _values.Length; i++)
        {
            means[i % Width] += _values[i];
        }

        return Array.ConvertAll(means, sum => sum / Count);
    }

    /// <summary>A column.</summary>
    internal double[] Column(int column)
    {
        var values = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            values[i] = _values[(i * Width) + column];
        }

        return values;
    }

    /// <summary>As a tensor of its own, <c>[N, d]</c>.</summary>
    internal Tensor ToTensor() => tensor(_values, Count, Width);

    /// <summary>Checks that there are points, all of them finite.</summary>
    /// <exception cref="DataException">There are none, or one is not finite.</exception>
    internal void Check(string name)
    {
        Given.Some(Count, name);
        for (var i = 0; i < _values.Length; i++)
        {
            if (!double.IsFinite(_values[i]))
            {
                var (row, column) = (i / Width, i % Width);
                throw new DataException(Invariant(
                    $"{name}[{row}, {column}] is {_values[i]}; all have to be finite. Leave it out, or look where it comes from."));
            }
        }
    }

    /// <summary>Checks that other points have the same width.</summary>
    /// <exception cref="DataException">They have not.</exception>
    internal void CheckWidth(string name, int width, string otherName)
    {
        if (Width != width)
        {
            throw new DataException(Invariant($"{name} has vectors of {Width} numbers and {otherName} of {width}; both need the same."));
        }
    }

    private static int Wide(int width) =>
        width > 0 ? width : throw new DataException("Points are [N, d] with a d of 1 or more; got vectors without numbers.");
}
