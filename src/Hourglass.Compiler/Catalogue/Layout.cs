namespace Hourglass.Compiler.Catalogue;

/// <summary>
/// What the first of two sizes counts, as far as the stages before say: a map of a channel's numbers and a sequence of vectors look alike.
/// </summary>
public enum Layout
{
    /// <summary>Nothing says: data, a vector, what a reshape gives.</summary>
    Open,

    /// <summary>Channels: <c>[c, …spatial]</c>.</summary>
    Map,

    /// <summary>Steps: <c>[T, n]</c>.</summary>
    Sequence,

    /// <summary>Steps, of which the first was computed last.</summary>
    SequenceFromBehind,
}
