namespace Hourglass.Interactions;

/// <summary>How a file of interactions is written, and which of its lines count.</summary>
public sealed record InteractionOptions
{
    /// <summary>
    /// The least rating that counts as an interaction, 4 for MovieLens by Liang et al. (2018); null where every line counts.
    /// </summary>
    public double? Threshold { get; init; }

    /// <summary>Whether the first line has names; null where the file says it: its third field, or its first one, is a name.</summary>
    public bool? Header { get; init; }
}
