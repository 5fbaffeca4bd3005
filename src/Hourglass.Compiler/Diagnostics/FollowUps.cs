using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Diagnostics;

/// <summary>
/// One mistake gives one error: a statement that could not be parsed is missing from its model, and what the binder then says of the rest
/// (unknown names, a pipeline without its end) is about the gap. Such a model is judged by its syntax alone until that is right.
/// </summary>
public static class FollowUps
{
    /// <summary>What is left of a model's diagnostics beside the syntax errors of its text.</summary>
    /// <param name="syntax">What the parser says of the file, other models included.</param>
    /// <param name="extents">The text of the model and, for a variant, of its own declaration.</param>
    /// <param name="found">What the later stages say of the model.</param>
    public static EquatableArray<Diagnostic> Without(IEnumerable<Diagnostic> syntax, IEnumerable<TextSpan> extents, EquatableArray<Diagnostic> found) =>
        syntax.Any(error => error.Severity == Severity.Error && extents.Any(extent => Touches(extent, error.Span))) ? default : found;

    private static bool Touches(TextSpan extent, TextSpan span) =>
        span.Start.CompareTo(extent.End) <= 0 && span.End.CompareTo(extent.Start) >= 0;
}
