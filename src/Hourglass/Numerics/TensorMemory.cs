using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>The memory of tensors.</summary>
internal static class TensorMemory
{
    /// <summary>
    /// The address of the first element of a contiguous CPU tensor, good as long as the tensor lives; null where it has no elements.
    /// </summary>
    public static unsafe T* Of<T>(Tensor tensor)
        where T : unmanaged
    {
        if (tensor.NumberOfElements == 0)
        {
            return null;
        }

        // A span cannot hold every tensor, but it can hold the first element of each.
        using var flat = tensor.view(-1);
        using var first = flat.narrow(0, 0, 1);
        return (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
