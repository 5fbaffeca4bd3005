using TorchSharp;
using static TorchSharp.torch;

namespace TimeSeries;

/// <summary>
/// Beats drawn by code: the five waves of an electrocardiogram as bumps, each with its own place, width and height (McSharry et al., 2003),
/// which differ a little from beat to beat. Each beat has mean 0 and deviation 1, as ECG5000's have.
/// </summary>
internal static class Heart
{
    private const int Samples = 140;

    /// <summary>How many beats of each class.</summary>
    private static readonly int[] Counts = [300, 60, 60, 40, 40];

    /// <summary>The waves P, Q, R, S and T: when, for how long (both in shares of a beat), and how high.</summary>
    private static readonly Wave[] Usual =
        [new(0.18, 0.025, 0.15), new(0.36, 0.010, -0.12), new(0.40, 0.012, 1), new(0.44, 0.011, -0.25), new(0.68, 0.045, 0.30)];

    /// <summary>What the classes are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["normal", "premature ventricular", "ST elevation", "T inverted", "no P wave"];

    /// <summary>Draws beats, class by class.</summary>
    /// <param name="seed">Another seed, other beats.</param>
    public static Beats Draw(int seed)
    {
        var random = new Random(seed);
        int[] classes = [.. Counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        float[] values = [.. classes.SelectMany(label => Draw(random, label))];
        return new Beats("beats drawn by code", tensor(values).reshape(classes.Length, Samples), classes);
    }

    private static IEnumerable<float> Draw(Random random, int label)
    {
        var waves = Array.ConvertAll(WavesOf(label), wave => Jittered(random, wave));
        var (shift, wander, phase) = (0.01 * Normal(random), 0.04 * Normal(random), 2 * Math.PI * random.NextDouble());
        double[] beat =
        [
            .. Enumerable.Range(0, Samples).Select(i =>
            {
                var time = (double)i / Samples;
                var drift = wander * Math.Sin((2 * Math.PI * time) + phase);
                return waves.Sum(wave => wave.At(time - shift)) + drift + (0.02 * Normal(random));
            })
        ];
        var mean = beat.Average();
        var deviation = Math.Sqrt(beat.Average(value => (value - mean) * (value - mean)));
        return beat.Select(value => (float)((value - mean) / deviation));
    }

    private static Wave[] WavesOf(int label) => label switch
    {
        1 => [new(0.33, 0.050, 0.9), new(0.47, 0.040, -0.35), new(0.68, 0.060, -0.25)],
        2 => [.. Usual, new(0.54, 0.050, 0.20)],
        3 => [.. Usual[..4], Usual[4] with { Height = -0.20 }],
        4 => Usual[1..],
        _ => Usual,
    };

    private static Wave Jittered(Random random, Wave wave) => new(
        wave.Place + (0.008 * Normal(random)),
        wave.Width * Math.Exp(0.1 * Normal(random)),
        wave.Height * Math.Exp(0.15 * Normal(random)));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed record Wave(double Place, double Width, double Height)
    {
        public double At(double time) => Height * Math.Exp(-0.5 * Math.Pow((time - Place) / Width, 2));
    }
}
