using System.Runtime.InteropServices;

namespace Hourglass.Native;

/// <summary>A product of Intel's library, which libtorch brings along: one thread of it for each of ours.</summary>
internal abstract unsafe class IntelProduct : MatrixProduct
{
    private readonly delegate* unmanaged<int, int> _setThreads;

    private protected IntelProduct(nint setThreads) => _setThreads = (delegate* unmanaged<int, int>)setThreads;

    /// <inheritdoc/>
    public override void Enter() => _ = _setThreads(1);

    /// <inheritdoc/>
    public override void Leave() => _ = _setThreads(0);

    /// <summary>Finds a product by its name; false where libtorch does not export what it needs.</summary>
    private protected static bool TryFind(string name, out nint multiply, out nint setThreads)
    {
        (multiply, setThreads) = (0, 0);
        return TryLoad(out var library)
            && NativeLibrary.TryGetExport(library, name, out multiply)
            && NativeLibrary.TryGetExport(library, "MKL_Set_Num_Threads_Local", out setThreads);
    }

    /// <summary>TorchSharp has loaded libtorch by the time that a model exists; asking again gives the same library.</summary>
    private static bool TryLoad(out nint library) =>
        NativeLibrary.TryLoad("libtorch_cpu.so", out library)
        || NativeLibrary.TryLoad("torch_cpu", typeof(TorchSharp.torch).Assembly, null, out library)
        || NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libtorch_cpu.so"), out library);
}
