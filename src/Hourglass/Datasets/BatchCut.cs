namespace Hourglass.Datasets;

/// <summary>
/// How an epoch is cut into batches: equal ones, and at its end a smaller one with what is left. Where that would have fewer examples than
/// the model can take, it joins the one before. Everything that counts steps or examples of an epoch asks here.
/// </summary>
/// <param name="Examples">Examples of an epoch.</param>
/// <param name="Batch">Examples of a batch.</param>
/// <param name="Least">The fewest that the model can take; neither of the others is smaller.</param>
internal sealed record BatchCut(int Examples, int Batch, int Least = 1)
{
    /// <summary>The batches of an epoch.</summary>
    public int Steps
    {
        get
        {
            var (whole, rest) = Math.DivRem(Examples, Batch);
            return whole == 0 || rest >= Least ? whole + 1 : whole;
        }
    }

    /// <summary>The examples of the largest batch.</summary>
    public int Largest => Math.Max(RowsOf(0), RowsOf(Steps - 1));

    /// <summary>The examples of a batch, by the step that takes it.</summary>
    public int RowsOf(int step) => step < Steps - 1 ? Batch : Examples - (step * Batch);

    /// <summary>The examples before a batch.</summary>
    public int Before(int step) => step < Steps ? step * Batch : Examples;
}
