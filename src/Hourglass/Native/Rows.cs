namespace Hourglass.Native;

/// <summary>How many rows a matrix of the native step has.</summary>
public readonly record struct Rows
{
    private Rows(int perExample, int count) => (PerExample, Count) = (perExample, count);

    /// <summary>Rows for each example of the batch; 0 where their number is fixed.</summary>
    internal int PerExample { get; }

    /// <summary>The fixed number of rows; 0 where they grow with the batch.</summary>
    internal int Count { get; }

    /// <summary>As many rows for each example of the batch.</summary>
    public static Rows Batch(int perExample) => new(perExample, 0);

    /// <summary>A fixed number of rows.</summary>
    public static Rows Fixed(int count) => new(0, count);

    /// <summary>The rows of a batch of <paramref name="examples"/>.</summary>
    internal int Of(int examples) => PerExample > 0 ? PerExample * examples : Count;
}
