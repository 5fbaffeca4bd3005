namespace Hourglass.Generators.Classes;

/// <summary>A piece of a clause's text, and what takes its place.</summary>
/// <param name="Start">The piece's first character.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Text">What takes its place.</param>
internal sealed record ClauseEdit(int Start, int Length, string Text);

/// <summary>A change of one clause that mends what a diagnostic is about.</summary>
/// <param name="Title">What it does, for a menu.</param>
/// <param name="Clause">The clause's text: what the literal says, not how.</param>
/// <param name="Edits">The edits, in the order of the text.</param>
internal sealed record ClauseFix(string Title, string Clause, EquatableArray<ClauseEdit> Edits);
