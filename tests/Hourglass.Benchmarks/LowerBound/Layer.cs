namespace Hourglass.Benchmarks.LowerBound;

/// <summary>
/// A layer as the products that a step cannot do without: forward, the gradient of its input, the gradient of its weights.
/// </summary>
/// <param name="In">Numbers in a row of its input.</param>
/// <param name="Out">Numbers in a row of its output.</param>
/// <param name="Rows">
/// Rows for each example: draws of its code, or positions of a convolution, which counts as a product behind im2col.
/// </param>
/// <param name="InputMajor">Whether its weights lie as <c>[In, Out]</c>, as those of transposed layers do.</param>
/// <param name="IsFirst">Whether it reads the data: no gradient of its input is needed.</param>
/// <param name="IsTied">Whether its weights are those of the layer before.</param>
internal sealed record Layer(int In, int Out, int Rows = 1, bool InputMajor = false, bool IsFirst = false, bool IsTied = false)
{
    /// <summary>What it is where it is no dense layer.</summary>
    public Convolution? Convolution { get; init; }

    /// <summary>
    /// Whether each row of an example needs the one before it. Forward, and for the gradient of its input, all examples then have a small
    /// product for each row, one after another; the gradient of its weights waits for the last of them, and is one product of all rows.
    /// </summary>
    public bool IsRecurrent { get; init; }

    /// <summary>
    /// Whether its weights are a book of codes: the product gives distances, which no gradient passes, and the nearest code stands for each
    /// row (<see cref="Lookup"/>).
    /// </summary>
    public bool IsBook { get; init; }
}
