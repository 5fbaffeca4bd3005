namespace Hourglass.Checkpoints;

/// <summary>
/// What to do where a file cannot be written. The type of an exception does not say why, so the system's own code is asked.
/// </summary>
internal static class WriteAdvice
{
    /// <summary>Linux and macOS.</summary>
    private const int NoSpace = 28;

    private const int QuotaExceededOnLinux = 122;
    private const int QuotaExceededOnMacOs = 69;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullOnWindows = unchecked((int)0x80070027);

    /// <summary>A clause without a full stop: <c>Make room</c>.</summary>
    public static string For(Exception failure) => failure switch
    {
        _ when IsFull(failure) => "Make room",
        UnauthorizedAccessException => "Look whether you may write there",
        _ => "Look what is in the way there",
    };

    private static bool IsFull(Exception failure) => OperatingSystem.IsWindows()
        ? failure.HResult is DiskFullOnWindows or HandleDiskFullOnWindows
        : failure.HResult == NoSpace || failure.HResult == (OperatingSystem.IsMacOS() ? QuotaExceededOnMacOs : QuotaExceededOnLinux);
}
