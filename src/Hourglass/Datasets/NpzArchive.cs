using System.Globalization;
using System.IO.Compression;
using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// The arrays of a NumPy archive: a zip file with an entry <c>NAME.npy</c> each, stored or deflated. Headers are read first; elements only
/// of the arrays that are wanted, each against its checksum.
/// </summary>
internal sealed class NpzArchive : IDisposable
{
    private const int MostArrays = 1 << 12;

    /// <summary>The most that a deflated byte unpacks to.</summary>
    private const long LargestRatio = 1032;

    private readonly ZipArchive _archive;
    private readonly List<NpzArray> _arrays = [];

    private NpzArchive(ZipArchive archive) => _archive = archive;

    /// <summary>The arrays, in the order of the archive.</summary>
    public IReadOnlyList<NpzArray> Arrays => _arrays;

    /// <summary>Opens an archive and reads the headers of its arrays.</summary>
    /// <param name="file">The file; whoever opened it disposes it.</param>
    /// <exception cref="FormatException">It is damaged; the message is a part of a sentence.</exception>
    /// <exception cref="InvalidDataException">It is no zip file.</exception>
    public static NpzArchive Open(Stream file)
    {
        var archive = new NpzArchive(new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
        try
        {
            archive.ReadHeaders();
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Reads the elements of an array.</summary>
    /// <exception cref="FormatException">They are damaged; the message is a part of a sentence.</exception>
    public static Tensor Read(NpzArray array)
    {
        if (array.Entry.Length > (array.Entry.CompressedLength * LargestRatio) + LargestRatio)
        {
            throw Of(array.Name, Text($"{array.Entry.CompressedLength} packed bytes cannot unpack to {array.Entry.Length}"));
        }

        using var packed = array.Entry.Open();
        using var content = new ChecksumStream(packed);
        var values = Named(array.Name, () => NpyReader.ReadValues(content, NpyReader.ReadHeader(content, array.Entry.Length)));
        var isWhole = content.ReadByte() < 0 && content.Checksum == array.Entry.Crc32;
        if (!isWhole)
        {
            values.Dispose();
            throw Of(array.Name, "its bytes do not agree with their checksum: it is damaged");
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private void ReadHeaders()
    {
        if (_archive.Entries.Count > MostArrays)
        {
            throw new FormatException(Text($"it has {_archive.Entries.Count} entries; at most {MostArrays} are read"));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in _archive.Entries)
        {
            var isArray = entry.FullName.EndsWith(".npy", StringComparison.Ordinal);
            var name = isArray ? entry.FullName[..^4] : entry.FullName;
            if (!names.Add(name))
            {
                throw Of(name, "another has the same name");
            }

            _arrays.Add(isArray ? ReadHeader(name, entry) : new NpzArray(name, entry, null, "no array: its name does not end in .npy"));
        }
    }

    private static NpzArray ReadHeader(string name, ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted)
        {
            throw Of(name, "it is encrypted");
        }

        using var content = entry.Open();
        try
        {
            return new NpzArray(name, entry, Named(name, () => NpyReader.ReadHeader(content, entry.Length)), null);
        }
        catch (UnreadableTypeException error)
        {
            return new NpzArray(name, entry, null, error.Message);
        }
    }

    private static T Named<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException error) when (error is not UnreadableTypeException)
        {
            throw Of(name, error.Message, error);
        }
        catch (EndOfStreamException error)
        {
            throw Of(name, "it ends before its last value: it is cut short", error);
        }
    }

    private static FormatException Of(string name, string what, Exception? cause = null) =>
        new($"array '{TensorText.Shown(name)}': {what}", cause);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
