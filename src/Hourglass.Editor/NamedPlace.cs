namespace Hourglass.Editor;

/// <summary>A declaration of a project: a constant, a block, a model or an extern.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Location">Where its name stands.</param>
public sealed record NamedPlace(string Name, OutlineKind Kind, Location Location);
