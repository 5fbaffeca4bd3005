using System.Runtime.InteropServices;

namespace Hourglass.Numerics;

/// <summary>
/// Gives memory back that nobody uses. Before its version 2.38, glibc does not reuse all of what libtorch frees: each block that is asked
/// for on a boundary leaves a remainder behind, and passes over large tensors take twenty megabytes more each time, without end.
/// </summary>
internal static unsafe class NativeHeap
{
    /// <summary>What may pile up before it is given back, which takes a tenth of a second.</summary>
    private const long Slack = 512L << 20;

    private static readonly delegate* unmanaged<nuint, int> MallocTrim = Find();
    private static readonly Lock Gate = new();
    private static long _floor = Environment.WorkingSet;

    /// <summary>
    /// Looks at the process's memory, and gives back what is free once it has grown by half a gibibyte. Any thread may, between passes.
    /// </summary>
    public static void Limit()
    {
        if (MallocTrim == null || Environment.WorkingSet < Volatile.Read(ref _floor) + Slack)
        {
            return;
        }

        lock (Gate)
        {
            if (Environment.WorkingSet >= _floor + Slack)
            {
                MallocTrim(0);
                Volatile.Write(ref _floor, Environment.WorkingSet);
            }
        }
    }

    /// <summary>glibc's own function; null where another library allocates.</summary>
    private static delegate* unmanaged<nuint, int> Find() =>
        OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("libc.so.6", out var libc)
            && NativeLibrary.TryGetExport(libc, "malloc_trim", out var trim)
            ? (delegate* unmanaged<nuint, int>)trim
            : null;
}
