namespace Hourglass.Datasets.Tables;

/// <summary>How many bytes the columns of one table hold in memory together; what comes beyond goes into files.</summary>
/// <param name="most">The most that they hold.</param>
internal sealed class MemoryBudget(long most)
{
    private long _held;

    /// <summary>As for arrays that stay in their file.</summary>
    public static MemoryBudget OfTable() => new(MappedArray.LeastBytes);

    /// <summary>Whether there is no more room.</summary>
    public bool IsSpent => _held > most;

    /// <summary>Takes bytes, or gives them back.</summary>
    public void Take(long bytes) => _held += bytes;
}
