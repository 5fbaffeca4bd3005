using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>
/// Numbers of a column that is too large for memory, in a file of their own among the temporary ones: decoded once, and then read where
/// they are wanted, in any order, by way of the system's memory. The file has no name any more once it is mapped, and ends with the
/// process (under Windows, which does not allow that, it is deleted when the process ends).
/// </summary>
/// <param name="name">The column's name, for messages.</param>
/// <param name="first">A piece of it: its type, and what one row is.</param>
internal sealed class SpilledNumbers(string name, Tensor first) : IDisposable
{
    private const long PieceBytes = 1 << 24;

    private readonly long[] _row = first.shape[1..];
    private ScalarType _type = first.dtype;
    private string _path = NewPath();
    private FileStream? _file;
    private long _rows;

    /// <summary>Adds rows. Where their type is wider, all before are widened, too, as <c>cat</c> does.</summary>
    /// <exception cref="DataException">There is no room.</exception>
    public void Add(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var wide = cat([empty(0, _type), empty(0, rows.dtype)]).dtype;
        if (wide != _type)
        {
            Convert(wide);
        }

        Write(rows.to_type(_type));
        _rows += rows.shape[0];
    }

    /// <summary>The least and the largest; in pieces, as a tensor of the same size would be made.</summary>
    public (long Least, long Largest) Range()
    {
        using var scope = NewDisposeScope();
        var (least, largest) = (long.MaxValue, long.MinValue);
        foreach (var piece in Pieces(Map()))
        {
            using var inner = NewDisposeScope();
            least = Math.Min(least, piece.min().item<long>());
            largest = Math.Max(largest, piece.max().item<long>());
        }

        return (least, largest);
    }

    /// <summary>The type of the numbers.</summary>
    public ScalarType Type => _type;

    /// <summary>Writes all of them as another type.</summary>
    /// <exception cref="DataException">There is no room.</exception>
    public void Convert(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var former = _path;
        var numbers = _rows == 0 ? null : Map();
        _file?.Dispose();
        (_file, _path, _type) = (null, NewPath(), type);
        foreach (var piece in numbers is null ? [] : Pieces(numbers))
        {
            using var inner = NewDisposeScope();
            Write(piece.to_type(type));
        }

        numbers?.Dispose();
        File.Delete(former);
    }

    /// <summary>All of them, <c>[rows, …]</c>; the file is the tensor's from now on.</summary>
    public Tensor Finish()
    {
        var numbers = Map().DetachFromDisposeScope();
        _file?.Dispose();
        _file = null;
        if (OperatingSystem.IsWindows())
        {
            var path = _path;
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                numbers.Dispose();
                File.Delete(path);
            };
        }
        else
        {
            File.Delete(_path);
        }

        return numbers;
    }

    /// <summary>Takes the file away, where reading was given up.</summary>
    public void Dispose()
    {
        if (_file is not null)
        {
            _file.Dispose();
            File.Delete(_path);
        }
    }

    private static string NewPath() => Path.Combine(Path.GetTempPath(), $"hourglass-{Guid.NewGuid():n}.column");

    private Tensor Map()
    {
        _file?.Flush();
        var width = Shapes.Elements(_row);
        using var flat = from_file(_path, shared: false, size: _rows * width, dtype: _type);
        return flat.view([_rows, .. _row]);
    }

    private IEnumerable<Tensor> Pieces(Tensor numbers)
    {
        var rows = Math.Max(PieceBytes / Math.Max(Shapes.Elements(_row) * numbers.ElementSize, 1), 1);
        for (var at = 0L; at < _rows; at += rows)
        {
            yield return numbers.narrow(0, at, Math.Min(rows, _rows - at));
        }
    }

    private void Write(Tensor numbers)
    {
        using var flat = numbers.contiguous().view(-1);
        var most = PieceBytes / flat.ElementSize;
        try
        {
            _file ??= new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 20);
            for (var at = 0L; at < flat.shape[0]; at += most)
            {
                using var piece = flat.narrow(0, at, Math.Min(most, flat.shape[0] - at));
                _file.Write(piece.bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The column '{name}' is larger than memory should hold, and its numbers cannot be written to '{Path.GetTempPath()}': "
                + $"{e.Message} Make room there, or name another folder in the variable "
                + $"{(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR")}.",
                e);
        }
    }
}
