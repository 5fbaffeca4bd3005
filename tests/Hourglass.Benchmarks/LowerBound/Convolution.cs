namespace Hourglass.Benchmarks.LowerBound;

/// <summary>A layer's convolution, over square maps.</summary>
/// <param name="Channels">Of its input.</param>
/// <param name="Maps">Of its output.</param>
/// <param name="Kernel">Rows and columns of its kernel.</param>
/// <param name="Size">Rows and columns of its input.</param>
/// <param name="Stride">Its stride.</param>
/// <param name="Padding">Zeros around the larger side.</param>
/// <param name="OutputPadding">Rows and columns that only a transposed one has.</param>
/// <param name="IsTransposed">Whether it is a transposed one.</param>
internal sealed record Convolution(
    int Channels,
    int Maps,
    int Kernel,
    int Size,
    int Stride = 1,
    int Padding = 0,
    int OutputPadding = 0,
    bool IsTransposed = false)
{
    /// <summary>Rows and columns of its output.</summary>
    public int OutputSize => IsTransposed
        ? ((Size - 1) * Stride) - (2 * Padding) + Kernel + OutputPadding
        : ((Size + (2 * Padding) - Kernel) / Stride) + 1;

    /// <summary>The product behind im2col.</summary>
    /// <param name="isFirst">Whether it reads the data.</param>
    public Layer ToLayer(bool isFirst = false)
    {
        var taps = Kernel * Kernel;
        return IsTransposed
            ? new Layer(Channels, Maps * taps, Rows: Size * Size, InputMajor: true, IsFirst: isFirst) { Convolution = this }
            : new Layer(Channels * taps, Maps, Rows: OutputSize * OutputSize, IsFirst: isFirst) { Convolution = this };
    }
}
