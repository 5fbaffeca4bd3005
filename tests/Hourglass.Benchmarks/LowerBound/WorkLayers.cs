namespace Hourglass.Benchmarks.LowerBound;

/// <summary>The layers of the works that are compared.</summary>
internal static class WorkLayers
{
    private const int Pixels = 784;
    private const int Taps = 9;

    /// <summary>The variational autoencoder 784-400-20.</summary>
    public static IReadOnlyList<Layer> Vae { get; } =
        [new(Pixels, 400, IsFirst: true), new(400, 20), new(400, 20), new(20, 400), new(400, Pixels)];

    /// <summary>784-1000, tied. The contractive penalty's closed form needs no further products of matrices.</summary>
    public static IReadOnlyList<Layer> Tied { get; } =
        [new(Pixels, 1000, IsFirst: true), new(1000, Pixels, InputMajor: true, IsTied: true)];

    /// <summary>Convolutions to 32 maps of 14 × 14 and 64 of 7 × 7, 16 codes, and back.</summary>
    public static IReadOnlyList<Layer> Convolutional { get; } =
    [
        new(Taps, 32, Rows: 14 * 14, IsFirst: true),
        new(32 * Taps, 64, Rows: 7 * 7),
        new(64 * 7 * 7, 16),
        new(64 * 7 * 7, 16),
        new(16, 64 * 7 * 7),
        new(64, 32 * Taps, Rows: 7 * 7, InputMajor: true),
        new(32, Taps, Rows: 14 * 14, InputMajor: true),
    ];
}
