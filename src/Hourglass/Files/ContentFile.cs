namespace Hourglass.Files;

/// <summary>What a file holds: its bytes or, where they begin as gzip does, what they unpack to, whatever the name says.</summary>
internal sealed class ContentFile : IDisposable
{
    private readonly FileStream _file;

    private ContentFile(FileStream file, Stream content, bool isGzip)
    {
        (_file, Content, IsGzip) = (file, content, isGzip);
    }

    /// <summary>The content.</summary>
    public Stream Content { get; }

    /// <summary>Whether it is unpacked on its way.</summary>
    public bool IsGzip { get; }

    /// <summary>The file's own length in bytes, packed or not.</summary>
    public long Length => _file.Length;

    /// <summary>Opens a file. Reading a damaged gzip file throws a <see cref="DataException"/>.</summary>
    /// <exception cref="DataException">It cannot be opened.</exception>
    public static ContentFile Open(string path)
    {
        var file = RegularFile.OpenRead(path);
        try
        {
            var isGzip = file.ReadByte() == GzipMembers.First && file.ReadByte() == GzipMembers.Second;
            file.Position = 0;
            return new ContentFile(file, isGzip ? new GzipMembers(file, path) : file, isGzip);
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            file.Dispose();
            throw new DataException($"'{path}' cannot be read: {RegularFile.Reason(error)}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }
}
