namespace Hourglass.Benchmarks.LowerBound;

/// <summary>The layers of the works that are compared.</summary>
internal static class WorkLayers
{
    private const int Pixels = 784;
    private const int Draws = 50;

    /// <summary>Rows of an image, read as a sequence, and numbers in each.</summary>
    private const int Steps = 28;
    private const int Gates = 4;
    private const int Width = 64;

    /// <summary>The variational autoencoder 784-400-20.</summary>
    public static IReadOnlyList<Layer> Vae { get; } =
        [new(Pixels, 400, IsFirst: true), new(400, 20), new(400, 20), new(20, 400), new(400, Pixels)];

    /// <summary>784-1000, tied. The contractive penalty's closed form needs no further products of matrices.</summary>
    public static IReadOnlyList<Layer> Tied { get; } =
        [new(Pixels, 1000, IsFirst: true), new(1000, Pixels, InputMajor: true, IsTied: true)];

    /// <summary>Convolutions to 32 maps of 14 × 14 and 64 of 7 × 7, 16 codes, and back.</summary>
    public static IReadOnlyList<Layer> Convolutional { get; } =
    [
        new Convolution(1, 32, Kernel: 3, Size: 28, Stride: 2, Padding: 1).ToLayer(isFirst: true),
        new Convolution(32, 64, Kernel: 3, Size: 14, Stride: 2, Padding: 1).ToLayer(),
        new(64 * 7 * 7, 16),
        new(64 * 7 * 7, 16),
        new(16, 64 * 7 * 7),
        new Convolution(64, 32, Kernel: 3, Size: 7, Stride: 2, Padding: 1, OutputPadding: 1, IsTransposed: true).ToLayer(),
        new Convolution(32, 1, Kernel: 3, Size: 14, Stride: 2, Padding: 1, OutputPadding: 1, IsTransposed: true).ToLayer(),
    ];

    /// <summary>784-200-200-50, and back for each of 50 draws.</summary>
    public static IReadOnlyList<Layer> ImportanceWeighted { get; } =
    [
        new(Pixels, 200, IsFirst: true),
        new(200, 200),
        new(200, 50),
        new(200, 50),
        new(50, 200, Rows: Draws),
        new(200, 200, Rows: Draws),
        new(200, Pixels, Rows: Draws),
    ];

    /// <summary>
    /// Convolutions to 64 maps of 14 × 14 and of 7 × 7, 16 numbers a place, the nearest of 128 codes, and back. The distances take one
    /// product, as |x|² is the same for all codes and |e|² is small; what looks for the least of them is not counted.
    /// </summary>
    public static IReadOnlyList<Layer> Quantised { get; } =
    [
        new Convolution(1, 64, Kernel: 4, Size: 28, Stride: 2, Padding: 1).ToLayer(isFirst: true),
        new Convolution(64, 64, Kernel: 4, Size: 14, Stride: 2, Padding: 1).ToLayer(),
        new Convolution(64, 16, Kernel: 1, Size: 7).ToLayer(),
        new(16, 128, Rows: 7 * 7) { IsBook = true },
        new Convolution(16, 64, Kernel: 4, Size: 7, Stride: 2, Padding: 1, IsTransposed: true).ToLayer(),
        new Convolution(64, 1, Kernel: 4, Size: 14, Stride: 2, Padding: 1, IsTransposed: true).ToLayer(),
    ];

    /// <summary>
    /// 28 steps of 28 numbers through an LSTM of width 64, and from its last state through another. Inputs of all steps are one product for
    /// the four gates, and those of the decoder, which are the same at each step, one row. The state is zero before the first step: one
    /// product of states fewer than there are steps. Sigmoids and hyperbolic tangents, 28 · 5 · 64 twice for each example, are not counted.
    /// </summary>
    public static IReadOnlyList<Layer> Sequence { get; } =
    [
        new(Steps, Gates * Width, Rows: Steps, IsFirst: true),
        new(Width, Gates * Width, Rows: Steps - 1) { IsRecurrent = true },
        new(Width, Gates * Width),
        new(Width, Gates * Width, Rows: Steps - 1) { IsRecurrent = true },
        new(Width, Steps, Rows: Steps),
    ];

    /// <summary>Convolutions to 30 maps of 21 × 21, pooled to 7 × 7, and 80 of 2 × 2, 100 codes, and back; a class of the code.</summary>
    public static IReadOnlyList<Layer> ImageLabel { get; } =
    [
        new Convolution(1, 30, Kernel: 8, Size: 28).ToLayer(isFirst: true),
        new Convolution(30, 80, Kernel: 6, Size: 7).ToLayer(),
        new(80 * 2 * 2, 100),
        new(80 * 2 * 2, 100),
        new(100, 80 * 2 * 2),
        new Convolution(80, 30, Kernel: 6, Size: 2, IsTransposed: true).ToLayer(),
        new Convolution(30, 1, Kernel: 8, Size: 21, IsTransposed: true).ToLayer(),
        new(100, 100),
        new(100, 10),
    ];
}
