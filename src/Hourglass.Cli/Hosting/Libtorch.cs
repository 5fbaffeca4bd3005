using TorchSharp;

namespace Hourglass.Cli.Hosting;

/// <summary>The native library behind TorchSharp.</summary>
internal static class Libtorch
{
    /// <summary>
    /// Loads it, at the one place where nothing else can fail: later, no exception is taken for a library that is missing.
    /// </summary>
    /// <exception cref="ToolException">It cannot be loaded.</exception>
    public static void Require()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e)
        {
            throw new ToolException(
                $"libtorch cannot be loaded here: {Failures.FirstLine(e.GetBaseException().Message)} "
                + "Look whether this system is among those that the tool is built for.");
        }
    }

    /// <summary>Loads it by a second core while something is done that does not need it: half a gigabyte takes its time.</summary>
    /// <exception cref="ToolException">It cannot be loaded.</exception>
    public static T LoadBeside<T>(Func<T> work)
    {
        var loading = Task.Run(Require);
        try
        {
            return work();
        }
        finally
        {
            // Even if the work fails: a process must not end within the loader.
            loading.GetAwaiter().GetResult();
        }
    }
}
