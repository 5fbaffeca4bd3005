using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Hourglass.Training;

namespace Hourglass.Native;

/// <summary>
/// Which product runs: Intel's library on Intel's processors, where libtorch exports it, and this library's kernels everywhere else.
/// Intel's takes a slow path on other makers' processors. The choice depends on the machine alone, so that a run can be repeated to the
/// bit.
/// </summary>
internal static class MatrixProducts
{
    /// <summary>The product for this machine.</summary>
    public static NativeProduct Choose(ProductPrecision precision) =>
        precision == ProductPrecision.Bfloat16 && WhyNotBfloat16() is null ? Bfloat16Product.TryCreate()!
        : ChooseSingle();

    /// <summary>The product of single precision for this machine.</summary>
    public static MatrixProduct ChooseSingle() => IsIntel && MklProduct.TryCreate() is { } mkl ? mkl : new ManagedProduct();

    /// <summary>Why products in bfloat16 would not be faster here, or cannot be taken; null where they are.</summary>
    public static string? WhyNotBfloat16() =>
        !IsIntel ? "Intel's library, which takes them, is slow on other makers' processors"
        : !HasAmx ? HasDotProducts
            ? "the processor has AVX512-BF16 but not AMX, and multiplies them at half the rate of single precision"
            : "the processor has no AMX"
        : Bfloat16Product.TryCreate() is null ? "this platform's libtorch does not export them"
        : null;

    /// <summary>Why the native step cannot run on this machine; null where it can.</summary>
    public static string? WhyNot() =>
        !BitConverter.IsLittleEndian || nint.Size != 8 ? "the processor has no 64-bit little-endian memory"
        : !Vector512.IsHardwareAccelerated && !Vector256.IsHardwareAccelerated ? "the processor has no vectors of 256 bits"
        : null;

    /// <summary>AMX with products in bfloat16.</summary>
    private static bool HasAmx => Features(0) is { } features && (features.Edx & (1 << 22)) != 0;

    /// <summary>AVX512-BF16: dot products of pairs in vector registers.</summary>
    private static bool HasDotProducts => Features(1) is { } features && (features.Eax & (1 << 5)) != 0;

    private static (int Eax, int Ebx, int Ecx, int Edx)? Features(int page) =>
        X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 ? X86Base.CpuId(7, page) : null;

    private static bool IsIntel
    {
        get
        {
            if (!X86Base.IsSupported)
            {
                return false;
            }

            var (_, b, c, d) = X86Base.CpuId(0, 0);
            Span<byte> name = stackalloc byte[12];
            MemoryMarshal.Write(name, b);
            MemoryMarshal.Write(name[4..], d);
            MemoryMarshal.Write(name[8..], c);
            return Encoding.ASCII.GetString(name) == "GenuineIntel";
        }
    }
}
