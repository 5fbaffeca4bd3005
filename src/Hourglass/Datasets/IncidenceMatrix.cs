using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// Rows of zeros and ones, by the places of their ones alone (compressed sparse rows): what a user has to do with of all items. A row
/// becomes dense on its way into a batch.
/// </summary>
internal sealed class IncidenceMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;

    /// <summary>Takes the arrays as they are.</summary>
    /// <param name="width">The elements of a row.</param>
    /// <param name="starts">Where each row begins among the places, and behind them where the last one ends.</param>
    /// <param name="columns">The places of ones, rising within a row.</param>
    public IncidenceMatrix(int width, int[] starts, int[] columns) => (Width, _starts, _columns) = (width, starts, columns);

    /// <summary>The rows.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The elements of a row.</summary>
    public int Width { get; }

    /// <summary>The ones of all rows.</summary>
    public int Ones => _starts[^1] - _starts[0];

    /// <summary>The places of a row's ones, rising.</summary>
    public ReadOnlySpan<int> this[long row] => _columns.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>A matrix of such rows.</summary>
    public static IncidenceMatrix Of(int width, IReadOnlyList<int[]> rows)
    {
        var starts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++)
        {
            starts[i + 1] = checked(starts[i] + rows[i].Length);
        }

        return new IncidenceMatrix(width, starts, [.. rows.SelectMany(row => row)]);
    }

    /// <summary>The first rows, without a copy of them.</summary>
    public IncidenceMatrix Take(int limit) => new(Width, _starts[..(Math.Min(limit, Count) + 1)], _columns);

    /// <summary>Some rows.</summary>
    public IncidenceMatrix Select(IReadOnlyList<int> rows) => Of(Width, [.. rows.Select(row => this[row].ToArray())]);

    /// <summary>These rows, and behind them those of another matrix of the same width.</summary>
    public IncidenceMatrix Concat(IncidenceMatrix other) => Of(
        Width,
        [.. Enumerable.Range(0, Count).Select(row => this[row].ToArray()),
            .. Enumerable.Range(0, other.Count).Select(row => other[row].ToArray())]);

    /// <summary>Writes elements of a row, dense.</summary>
    /// <param name="to">Where to; all of it is written.</param>
    /// <param name="row">Which row.</param>
    /// <param name="first">The first element.</param>
    public void Fill<T>(Span<T> to, long row, int first)
        where T : unmanaged, INumberBase<T>
    {
        to.Clear();
        var ones = this[row];
        var at = ones.BinarySearch(first);
        for (at = at < 0 ? ~at : at; at < ones.Length && ones[at] < first + to.Length; at++)
        {
            to[ones[at] - first] = T.One;
        }
    }

    /// <summary>Some rows, dense.</summary>
    /// <param name="rows">Which, <c>int64</c> <c>[N]</c>.</param>
    /// <param name="type">Single or double precision.</param>
    /// <returns><c>[N, width]</c>.</returns>
    public Tensor ToDense(Tensor rows, ScalarType type)
    {
        var dense = empty([rows.shape[0], Width], type);
        var i = 0;
        foreach (var row in rows.data<long>())
        {
            using var target = dense.narrow(0, i++, 1);
            if (type == ScalarType.Float64)
            {
                Fill(MemoryMarshal.Cast<byte, double>(target.bytes), row, 0);
            }
            else
            {
                Fill(MemoryMarshal.Cast<byte, float>(target.bytes), row, 0);
            }
        }

        return dense;
    }

    /// <summary>How many rows have a one at each place, <c>[width]</c>.</summary>
    public int[] PerColumn()
    {
        var counts = new int[Width];
        for (var row = 0; row < Count; row++)
        {
            foreach (var column in this[row])
            {
                counts[column]++;
            }
        }

        return counts;
    }

    /// <summary>The SHA-256 of all rows, each as its length and its places, in lower-case hexadecimal digits.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var row = 0; row < Count; row++)
        {
            hash.AppendData(BitConverter.GetBytes(this[row].Length));
            hash.AppendData(MemoryMarshal.AsBytes(this[row]));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
