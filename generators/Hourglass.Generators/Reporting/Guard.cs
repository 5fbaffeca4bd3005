using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Generators.Reporting;

/// <summary>
/// The last line of defence: an exception in one file or model becomes AE9001 there, and all others keep their output. Roslyn would
/// drop everything and print one warning.
/// </summary>
internal static class Guard
{
    public static T Run<T>(Func<T> work, Func<Diagnostic, T> onFailure)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return onFailure(HostErrors.Internal(exception, default));
        }
    }
}
