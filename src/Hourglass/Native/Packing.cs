using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>Copies part of a matrix into a panel: row after row, as wide as the kernel, filled up with zeros.</summary>
internal static unsafe class Packing
{
    /// <param name="b"><c>[depth, columns]</c>.</param>
    /// <param name="depth">Rows.</param>
    /// <param name="columns">Columns that there are.</param>
    /// <param name="width">Columns of the panel.</param>
    /// <param name="panel">Where it goes.</param>
    public static void Pack(Operand b, int depth, int columns, int width, float* panel)
    {
        if (b.ColumnStride == 1)
        {
            Copy(b, depth, columns, width, panel);
        }
        else if (b.RowStride == 1)
        {
            Transposition.Copy(b.Data, b.ColumnStride, columns, depth, panel, width);
        }
        else
        {
            OneByOne(b, depth, columns, width, panel);
        }

        if (columns < width)
        {
            for (var k = 0; k < depth; k++)
            {
                new Span<float>(panel + ((nint)k * width) + columns, width - columns).Clear();
            }
        }
    }

    private static void Copy(Operand b, int depth, int columns, int width, float* panel)
    {
        if (columns == width)
        {
            for (var k = 0; k < depth; k++)
            {
                Line(b.Data + (k * b.RowStride), panel + ((nint)k * width), width);
            }

            return;
        }

        for (var k = 0; k < depth; k++)
        {
            new ReadOnlySpan<float>(b.Data + (k * b.RowStride), columns).CopyTo(new Span<float>(panel + ((nint)k * width), columns));
        }
    }

    /// <summary>Copies a line of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(float* from, float* to, int width)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            for (var i = 0; i < width; i += Vector512<float>.Count)
            {
                Vector512.Load(from + i).Store(to + i);
            }

            return;
        }

        for (var i = 0; i < width; i += Vector256<float>.Count)
        {
            Vector256.Load(from + i).Store(to + i);
        }
    }

    private static void OneByOne(Operand b, int depth, int columns, int width, float* panel)
    {
        for (var k = 0; k < depth; k++)
        {
            for (var column = 0; column < columns; column++)
            {
                panel[((nint)k * width) + column] = b.Data[(k * b.RowStride) + (column * b.ColumnStride)];
            }
        }
    }

    /// <summary>The numbers at even places of two vectors that lie side by side.</summary>
    public static Vector128<float> Evens(Vector128<float> x, Vector128<float> y) => System.Runtime.Intrinsics.X86.Sse.IsSupported
        ? System.Runtime.Intrinsics.X86.Sse.Shuffle(x, y, 0b10_00_10_00)
        : Vector128.Create(x[0], x[2], y[0], y[2]);

    /// <summary>The numbers at odd places of two vectors that lie side by side.</summary>
    public static Vector128<float> Odds(Vector128<float> x, Vector128<float> y) => System.Runtime.Intrinsics.X86.Sse.IsSupported
        ? System.Runtime.Intrinsics.X86.Sse.Shuffle(x, y, 0b11_01_11_01)
        : Vector128.Create(x[1], x[3], y[1], y[3]);

    /// <summary>The first halves of two vectors, number by number in turn.</summary>
    public static Vector128<float> UnpackLow(Vector128<float> x, Vector128<float> y) => System.Runtime.Intrinsics.X86.Sse.IsSupported
        ? System.Runtime.Intrinsics.X86.Sse.UnpackLow(x, y)
        : Vector128.Create(x[0], y[0], x[1], y[1]);

    /// <summary>The second halves of two vectors, number by number in turn.</summary>
    public static Vector128<float> UnpackHigh(Vector128<float> x, Vector128<float> y) => System.Runtime.Intrinsics.X86.Sse.IsSupported
        ? System.Runtime.Intrinsics.X86.Sse.UnpackHigh(x, y)
        : Vector128.Create(x[2], y[2], x[3], y[3]);
}
