using Hourglass.Files;

namespace Hourglass.Cli.Files;

/// <summary>What tells a file from the same file with another text, without reading it; nothing where there is no file.</summary>
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>The stamp of a file as it is.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            return default;
        }
    }
}
