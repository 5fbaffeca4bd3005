using Hourglass.Files;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Columns from a file of NumPy's: one array (<c>.npy</c>), or an archive of several (<c>.npz</c>).</summary>
internal static class NumpySource
{
    /// <summary>The endings that such files have.</summary>
    public static readonly IReadOnlyList<string> Endings = [".npy", ".npz"];

    /// <summary>Reads a file, whatever its name says.</summary>
    /// <exception cref="DataException">It cannot be read, or its arrays do not fit each other.</exception>
    public static DataSource Load(string path)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var file = RegularFile.OpenRead(path);
            Span<byte> start = stackalloc byte[2];
            var isArchive = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == 2 && start.SequenceEqual("PK"u8);
            file.Position = 0;
            return isArchive ? Archive(path, file) : Array(path, file);
        }
        catch (EndOfStreamException error)
        {
            throw Unreadable(path, "it ends before its last value: it is cut short. Fetch it again", error);
        }
        catch (FormatException error)
        {
            throw Unreadable(path, error.Message, error);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            throw Unreadable(path, "its zip archive is damaged, or packed in another way than by deflate. Fetch it again", error);
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            throw new DataException($"'{path}' cannot be read: {RegularFile.Reason(error)}", error);
        }
    }

    /// <summary>An array is a column of the file's name.</summary>
    private static DataSource Array(string path, FileStream file)
    {
        var header = NpyReader.ReadHeader(file, file.Length);
        if (header.Shape.Count == 0 || header.Shape.Contains(0))
        {
            throw new FormatException($"it has the shape {Shapes.List(header.Shape)}; its first dimension must count the examples, and an "
                + "example must have an element");
        }

        var name = Path.GetFileNameWithoutExtension(path) is { Length: > 0 } stem ? stem : "x";
        var type = header.Type;
        var mapped = header.Fortran || type.Swapped || type.Unsigned || type.Truth
            ? null
            : MappedArray.Of(path, header.Length, header.Shape, type.Stored);
        return mapped is null && header.FileLength > NpyReader.MaximumBytes
            ? throw new FormatException(
                $"it has {header.FileLength >> 30} GiB, more than the 8 that are read into memory. Larger arrays stay in their file where "
                + "they are uint8 or float32, of this machine's order of bytes, the last dimension the fastest: "
                + "numpy.save(path, numpy.ascontiguousarray(a, 'float32'))")
            : Source(path, new() { [name] = mapped ?? NpyReader.ReadValues(file, header) }, [], []);
    }

    private static DataSource Archive(string path, FileStream file)
    {
        using var archive = NpzArchive.Open(file);
        var split = NpzSplit.Of(archive.Arrays);
        var bytes = split.Train.Values.Concat(split.Test.Values).Sum(array => array.Header!.FileLength);
        if (bytes > NpyReader.MaximumBytes)
        {
            throw new FormatException(FormattableString.Invariant($"its arrays take {bytes} bytes, more than the 8 GiB that are read"));
        }

        return Source(path, Read(split.Train), Read(split.Test), split.SetAside);
    }

    private static Dictionary<string, Tensor> Read(IReadOnlyDictionary<string, NpzArray> arrays) =>
        arrays.ToDictionary(pair => pair.Key, pair => NpzArchive.Read(pair.Value), StringComparer.Ordinal);

    private static DataSource Source(
        string path,
        Dictionary<string, Tensor> train,
        Dictionary<string, Tensor> test,
        IReadOnlyList<SetAsideColumn> setAside) =>
        new(TensorSource.Load(Path.GetFileName(path), train, test), setAside, []);

    private static DataException Unreadable(string path, string reason, Exception error) =>
        new($"The file '{path}' cannot be read: {reason}.", error);
}
