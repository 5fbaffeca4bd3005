namespace Hourglass.Training;

/// <summary>
/// One training at a time in a folder: a file that the system keeps locked for as long as this process holds it open. It dies with the
/// process, however that ends, so nobody is ever locked out by a training that is no more. The file itself stays: removed, it could be
/// locked by two at once.
/// </summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "run.lock";

    /// <summary>EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Locks a folder.</summary>
    /// <param name="folder">A folder that is there.</param>
    /// <returns>Null where another training has it.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static RunLock? TryTake(string folder)
    {
        try
        {
            return new RunLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (Taken.Contains(e.HResult))
        {
            return null;
        }
    }

    /// <summary>Lets the next one in.</summary>
    public void Dispose() => _file.Dispose();
}
