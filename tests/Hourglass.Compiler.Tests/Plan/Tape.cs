namespace Hourglass.Compiler.Tests.Plan;

/// <summary>Where something lies.</summary>
/// <param name="Memory">Which memory.</param>
/// <param name="Offset">Numbers before it, for each example in the memory of rows.</param>
/// <param name="Size">Its numbers.</param>
/// <param name="Extent">Its sizes as the step's text has them: only what has the same ones is read and written element by element at the
/// same places.</param>
internal sealed record Place(string Memory, long Offset, long Size, string Extent)
{
    public const string Rows = "rows";

    public const string Fixed = "fixed";

    public const string OwnRows = "own rows";

    public const string OwnFixed = "own fixed";

    public const string OwnPairs = "own pairs";

    /// <summary>Data, draws and parameters are there before the step.</summary>
    public bool IsGiven =>
        Memory.StartsWith("given ", StringComparison.Ordinal) || Memory.StartsWith("parameter ", StringComparison.Ordinal);

    public bool Overlaps(Place other) => Memory == other.Memory && Offset < other.Offset + other.Size && other.Offset < Offset + Size;
}

/// <summary>One statement of a step.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Reads">The names that it reads.</param>
/// <param name="Writes">The names that it writes.</param>
/// <param name="InPlace">Reads and writes that may be the same memory, as every element is read before the same element is written.</param>
internal sealed record TapeStep(
    string Text,
    IReadOnlyList<string> Reads,
    IReadOnlyList<string> Writes,
    IReadOnlyList<(string Read, string Write)> InPlace)
{
    /// <summary>A name that this statement makes worthless: a parameter that is moved.</summary>
    public string? Spoils { get; init; }
}

/// <summary>
/// A step as its emitted text says it: what lies where, and what each statement reads and writes. The plan's own idea of the schedule is
/// not asked.
/// </summary>
/// <param name="Places">The place of each name.</param>
/// <param name="Steps">The statements, in order.</param>
/// <param name="Wanted">The names that must be there at the end.</param>
internal sealed record Tape(IReadOnlyDictionary<string, Place> Places, IReadOnlyList<TapeStep> Steps, IReadOnlyList<string> Wanted)
{
    /// <summary>
    /// The first statement that writes a name, and the last one that reads or writes it; the end for what is wanted there.
    /// </summary>
    public (int First, int Last) LifeOf(string name)
    {
        var touched = Enumerable.Range(0, Steps.Count)
            .Where(at => Steps[at].Writes.Contains(name) || Steps[at].Reads.Contains(name))
            .ToArray();
        return (touched[0], Wanted.Contains(name) ? Steps.Count : touched[^1]);
    }
}
