namespace Hourglass.Compiler.Ground;

/// <summary>A piece of a text, and what takes its place.</summary>
/// <param name="Span">The piece; empty where something is put in.</param>
/// <param name="Text">What takes its place; empty where it is left out.</param>
public sealed record TextEdit(TextSpan Span, string Text);

/// <summary>A change of the text that mends what a diagnostic is about: what its help says, as edits.</summary>
/// <param name="Title">What it does, for a menu: <c>write `dense`</c>.</param>
/// <param name="Edits">The edits, apart from one another, all of places in the text as it is.</param>
public sealed record Fix(string Title, EquatableArray<TextEdit> Edits);

/// <summary>Fixes of diagnostics.</summary>
public static class Fixes
{
    /// <summary>The diagnostic, mended by writing something in its place; as it is where there is nothing to write.</summary>
    public static Diagnostic Replaced(this Diagnostic diagnostic, string? text) => diagnostic.Replaced(diagnostic.Span, text);

    /// <summary>The diagnostic, mended by writing something in the place of a piece.</summary>
    public static Diagnostic Replaced(this Diagnostic diagnostic, TextSpan span, string? text) =>
        text is null ? diagnostic : diagnostic.Mended($"write `{text}`", new TextEdit(span, text));

    /// <summary>The diagnostic, mended by putting something in before a place.</summary>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="place">The place.</param>
    /// <param name="text">What is put in, with the space that it needs.</param>
    public static Diagnostic PutIn(this Diagnostic diagnostic, LinePosition place, string? text) =>
        text is null ? diagnostic : diagnostic.Mended($"add `{text.Trim()}`", new TextEdit(new TextSpan(place, place), text));

    /// <summary>The diagnostic, mended by leaving its place out.</summary>
    public static Diagnostic LeftOut(this Diagnostic diagnostic) => diagnostic.Mended("remove it", new TextEdit(diagnostic.Span, ""));

    /// <summary>The diagnostic, with one fix more.</summary>
    public static Diagnostic Mended(this Diagnostic diagnostic, string title, params TextEdit[] edits) =>
        diagnostic with { Fixes = diagnostic.Fixes.Append(new Fix(title, EquatableArray.Of(edits))).ToEquatable() };
}
