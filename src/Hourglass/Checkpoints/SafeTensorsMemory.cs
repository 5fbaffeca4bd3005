using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>The bytes of contiguous CPU tensors, of any size, in slices that a span can hold.</summary>
internal static class SafeTensorsMemory
{
    private const long SliceElements = 1 << 24;

    public static void Write(Tensor tensor, Stream stream)
    {
        using var flat = tensor.view(-1);
        for (var start = 0L; start < flat.shape[0]; start += SliceElements)
        {
            using var slice = flat.narrow(0, start, Math.Min(SliceElements, flat.shape[0] - start));
            stream.Write(slice.bytes);
        }
    }

    /// <exception cref="EndOfStreamException">The stream ends before the tensor is full.</exception>
    public static void Read(Tensor tensor, Stream stream)
    {
        using var flat = tensor.view(-1);
        for (var start = 0L; start < flat.shape[0]; start += SliceElements)
        {
            using var slice = flat.narrow(0, start, Math.Min(SliceElements, flat.shape[0] - start));
            stream.ReadExactly(slice.bytes);
        }
    }
}
