using System.Runtime.CompilerServices;

namespace Hourglass.Native;

/// <summary>
/// The lines of a kernel's right operand, in turn. Implemented by structures, for each of which the compiler makes kernels of their own.
/// </summary>
internal unsafe interface ILines
{
    /// <summary>The next line: <see cref="Kernel.Width"/> numbers.</summary>
    float* Next();
}

/// <summary>Lines of a panel, one behind the other.</summary>
internal unsafe struct PanelLines(float* panel) : ILines
{
    private float* _next = panel;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        var line = _next;
        _next += Kernel.Width;
        return line;
    }
}

/// <summary>Line k lies at <c>data[places[k]]</c>.</summary>
internal unsafe struct PlacedLines(float* data, int* places) : ILines
{
    private int* _next = places;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next() => data + *_next++;
}

/// <summary>Lines of a matrix, where they lie.</summary>
internal unsafe struct StridedLines(float* data, nint stride) : ILines
{
    private float* _next = data;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        var line = _next;
        _next += stride;
        return line;
    }
}
