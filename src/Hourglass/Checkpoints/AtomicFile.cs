using System.Security.Cryptography;

namespace Hourglass.Checkpoints;

/// <summary>Files that are either as they were or complete, whatever happens while they are written.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, brings the bytes to the disk and then renames.</summary>
    /// <param name="path">Where the file shall be; its folder exists.</param>
    /// <param name="write">Writes the file at the path it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        var beside = path + ".tmp";
        try
        {
            write(beside);
            FlushToDisk(beside);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Writes text in UTF-8.</summary>
    public static void WriteText(string path, string text) => Write(path, beside => File.WriteAllText(beside, text));

    /// <summary>Writes bytes.</summary>
    public static void WriteBytes(string path, byte[] bytes) => Write(path, beside => File.WriteAllBytes(beside, bytes));

    /// <summary>The SHA-256 of a file in lower-case hexadecimal digits.</summary>
    public static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void FlushToDisk(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }
}
