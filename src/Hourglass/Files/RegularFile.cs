using System.Security;

namespace Hourglass.Files;

/// <summary>
/// The one way to open a file that the user names: what lies there is looked at first, as opening a pipe may wait for ever.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="DataException">There is none, or something else lies there, or it cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        if (Obstacle(path) is { } obstacle)
        {
            throw new DataException($"'{path}' cannot be read: {obstacle}");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            throw new DataException($"'{path}' cannot be read: {Reason(error)}", error);
        }
    }

    /// <summary>Why a path cannot be read as a file, as the end of a sentence; null where nothing speaks against it.</summary>
    public static string? Obstacle(string path) => FileKinds.Of(path) switch
    {
        FileKind.Missing => "there is no such file.",
        FileKind.Folder => "it is a folder, not a file.",
        FileKind.Pipe => "it is a pipe, not a file; write what comes out of it into a file first.",
        FileKind.Device => "it is a device, not a file.",
        FileKind.Socket => "it is a socket, not a file.",
        _ => null,
    };

    /// <summary>Whether an exception says that a file cannot be opened, read or written.</summary>
    public static bool IsOfFiles(Exception error) =>
        error is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException;

    /// <summary>The end of the sentence "it cannot be read:", for an exception of <see cref="IsOfFiles"/>.</summary>
    public static string Reason(Exception error) => error switch
    {
        UnauthorizedAccessException => "this user may not read it.",
        _ => OpenFileLimit.Explain(error) ?? error.Message,
    };
}
