using System.Runtime.InteropServices;

namespace Hourglass.Cli.Hosting;

/// <summary>What the process says to its caller when it ends.</summary>
internal static class ExitCodes
{
    /// <summary>All went well; warnings do not count.</summary>
    public const int Success = 0;

    /// <summary>A file, a model, data or training is at fault.</summary>
    public const int Failure = 1;

    /// <summary>The command line is.</summary>
    public const int CommandLine = 2;

    /// <summary>Ctrl-C, as shells count it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>A signal that has stopped a training, counted in the same way.</summary>
    public static int Of(PosixSignal? signal) => signal switch
    {
        PosixSignal.SIGHUP => 129,
        PosixSignal.SIGTERM => 143,
        _ => Interrupted,
    };
}
