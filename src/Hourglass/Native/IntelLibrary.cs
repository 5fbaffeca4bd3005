using System.Runtime.InteropServices;

namespace Hourglass.Native;

/// <summary>Intel's library, which libtorch brings along: one thread of it for each of ours.</summary>
internal readonly unsafe struct IntelLibrary
{
    private readonly delegate* unmanaged<int, int> _setThreads;

    private IntelLibrary(nint setThreads) => _setThreads = (delegate* unmanaged<int, int>)setThreads;

    /// <summary>From here on a product of this thread runs on it alone.</summary>
    public void Enter() => _ = _setThreads(1);

    /// <summary>From here on as before.</summary>
    public void Leave() => _ = _setThreads(0);

    /// <summary>Finds a product by its name; null where libtorch does not export what it needs.</summary>
    public static (IntelLibrary Library, nint Multiply)? Find(string name) =>
        LibTorch.TryLoad(out var library)
        && NativeLibrary.TryGetExport(library, name, out var multiply)
        && NativeLibrary.TryGetExport(library, "MKL_Set_Num_Threads_Local", out var setThreads)
            ? (new IntelLibrary(setThreads), multiply)
            : null;
}
