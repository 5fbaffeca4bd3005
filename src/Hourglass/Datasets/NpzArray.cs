using System.IO.Compression;

namespace Hourglass.Datasets;

/// <summary>An entry of a NumPy archive.</summary>
/// <param name="Name">Its name, without <c>.npy</c>.</param>
/// <param name="Entry">Where its bytes are.</param>
/// <param name="Header">What it announces; null where it cannot be read.</param>
/// <param name="Reason">Why it cannot be read, such as that it holds text; null where it can.</param>
internal sealed record NpzArray(string Name, ZipArchiveEntry Entry, NpyHeader? Header, string? Reason)
{
    /// <summary>The dimensions; empty where it cannot be read.</summary>
    public IReadOnlyList<long> Shape => Header?.Shape ?? [];
}
