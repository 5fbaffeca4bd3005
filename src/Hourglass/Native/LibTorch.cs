using System.Runtime.InteropServices;

namespace Hourglass.Native;

/// <summary>libtorch's own library of the processor, for what TorchSharp does not offer.</summary>
internal static class LibTorch
{
    /// <summary>TorchSharp has loaded libtorch by the time that a model exists; asking again gives the same library.</summary>
    public static bool TryLoad(out nint library) =>
        NativeLibrary.TryLoad("libtorch_cpu.so", out library)
        || NativeLibrary.TryLoad("torch_cpu", typeof(TorchSharp.torch).Assembly, null, out library)
        || NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libtorch_cpu.so"), out library);
}
