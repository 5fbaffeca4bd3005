namespace Hourglass.Datasets;

/// <summary>What a noise buffer holds.</summary>
internal enum NoiseKind
{
    /// <summary>Numbers in [0, 1).</summary>
    Uniform,

    /// <summary>Standard normal numbers.</summary>
    Normal,
}

/// <summary>Numbers that a step draws, prepared with its batch: <c>[Repeats · N, Width]</c>, single precision.</summary>
/// <param name="Site">The place that draws.</param>
/// <param name="Kind">What.</param>
/// <param name="Repeats">How many rows for each example, the repetitions outermost.</param>
/// <param name="Width">The numbers of a row.</param>
internal sealed record NoiseBuffer(int Site, NoiseKind Kind, int Repeats, int Width);
