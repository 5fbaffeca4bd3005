using System.Runtime.InteropServices;

namespace Hourglass.Training;

/// <summary>What libtorch itself reports: which exceptions are its own, and what of their text helps.</summary>
internal static class TorchFailure
{
    /// <summary>
    /// Whether libtorch has reported an error. Other libraries throw the same type, and types derived from it; who has thrown it decides.
    /// </summary>
    public static bool Is(Exception exception) =>
        exception.GetType() == typeof(ExternalException) && exception.Source == typeof(TorchSharp.torch).Assembly.GetName().Name;

    /// <summary>The first line of a text, ended by one full stop: it says what, the others are a call stack.</summary>
    public static string FirstLine(string text) => text.Split('\n')[0].Trim() is { Length: > 0 } line
        ? line.TrimEnd('.') + "."
        : "no message.";
}
