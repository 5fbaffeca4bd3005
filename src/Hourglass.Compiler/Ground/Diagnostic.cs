namespace Hourglass.Compiler.Ground;

/// <summary>How bad it is.</summary>
public enum Severity
{
    /// <summary>Code is emitted all the same.</summary>
    Warning,

    /// <summary>No working code can be emitted.</summary>
    Error,
}

/// <summary>A second place that explains a diagnostic, such as the declaration it disagrees with.</summary>
/// <param name="Span">Where.</param>
/// <param name="Message">What is there, for example <c>x is 1 × 28 × 28</c>.</param>
public sealed record RelatedSpan(TextSpan Span, string Message);

/// <summary>What is wrong, where, and what to do about it.</summary>
/// <param name="Id">Stable id, <c>AE2004</c>; never reused.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Message">Stands alone in an IDE's list: expected and found in the words of the domain.</param>
/// <param name="Span">The smallest piece at fault.</param>
/// <param name="Help">The remedy, or null.</param>
/// <param name="Related">Other places to show.</param>
public sealed record Diagnostic(
    string Id,
    Severity Severity,
    string Message,
    TextSpan Span,
    string? Help = null,
    EquatableArray<RelatedSpan> Related = default)
{
    /// <summary>Changes of the text, any of which mends it; none where the help cannot be put so.</summary>
    public EquatableArray<Fix> Fixes { get; init; } = EquatableArray<Fix>.Empty;

    /// <summary>The same, said of another place, perhaps of another text: what spoke of places here is left out.</summary>
    public Diagnostic Elsewhere(TextSpan span) => this with { Span = span, Related = default, Fixes = EquatableArray<Fix>.Empty };
}

/// <summary>Collects diagnostics in the order in which they are found.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>Whether an error is among them.</summary>
    public bool HasErrors => _items.Exists(d => d.Severity == Severity.Error);

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>Adds one.</summary>
    public void Add(Diagnostic diagnostic) => _items.Add(diagnostic);

    /// <summary>Adds several.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _items.AddRange(diagnostics);

    /// <summary>All of them, by place.</summary>
    public EquatableArray<Diagnostic> ToSorted() =>
        _items.OrderBy(d => d.Span.Start).ThenBy(d => d.Span.End).ThenBy(d => d.Id, StringComparer.Ordinal).ToEquatable();
}
