namespace Hourglass.Native;

/// <summary>The sizes of a convolution of maps; of sequences with a height of 1.</summary>
/// <param name="Channels">Channels of the map.</param>
/// <param name="Height">Its height.</param>
/// <param name="Width">Its width.</param>
/// <param name="Filters">Channels of the result.</param>
/// <param name="OutHeight">Its height.</param>
/// <param name="OutWidth">Its width.</param>
/// <param name="KernelHeight">Height of the windows.</param>
/// <param name="KernelWidth">Their width.</param>
/// <param name="StrideHeight">From window to window, downwards.</param>
/// <param name="StrideWidth">From window to window, sideways.</param>
/// <param name="PaddingHeight">Zeros above the map.</param>
/// <param name="PaddingWidth">Zeros on its left.</param>
public readonly record struct ConvolutionShape(
    int Channels,
    int Height,
    int Width,
    int Filters,
    int OutHeight,
    int OutWidth,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PaddingHeight,
    int PaddingWidth)
{
    /// <summary>Numbers of a map.</summary>
    internal int MapSize => Channels * Height * Width;

    /// <summary>Numbers of a result.</summary>
    internal int OutSize => Filters * OutHeight * OutWidth;

    /// <summary>Lines of a result.</summary>
    internal int[] OutLines => [.. Enumerable.Range(0, OutHeight)];

    /// <summary>Columns of a result.</summary>
    internal int[] OutColumns => [.. Enumerable.Range(0, OutWidth)];

    /// <summary>Places of a window, in all channels.</summary>
    internal int Taps => Channels * KernelHeight * KernelWidth;
}
