namespace Hourglass.Generators.Classes;

/// <summary>A clause as the attribute gives it.</summary>
/// <param name="Keyword">The statement's keyword.</param>
/// <param name="Text">The statement without it; null where the attribute's argument is null.</param>
/// <param name="Phase">The name of a training phase, or null.</param>
internal sealed record Clause(string Keyword, string? Text, string? Phase);

/// <summary>Where a clause stands in its C# file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Characters">The range of every character of the clause's text, and behind them that of the argument's end.</param>
internal sealed record ClausePlace(string Path, EquatableArray<SourcePlace> Characters);

/// <summary>Where a class and its clauses stand.</summary>
internal sealed record ClassPlaces(string Path, SourcePlace Name, EquatableArray<ClausePlace> Clauses);

/// <summary>An annotated class apart from its places: what its code depends on.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Clauses">Its clauses, in the order of the source.</param>
internal sealed record ClassClauses(string Namespace, string Name, EquatableArray<Clause> Clauses)
{
    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;
}

/// <summary>A class with clauses.</summary>
/// <param name="Clauses">What it says.</param>
/// <param name="Places">Where.</param>
/// <param name="Problems">Why nothing can be emitted for it, at true places; usually empty.</param>
internal sealed record AnnotatedClass(ClassClauses Clauses, ClassPlaces Places, EquatableArray<Diagnostic> Problems);
