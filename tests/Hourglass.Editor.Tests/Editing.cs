using Hourglass.Compiler;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Editor.Tests;

/// <summary>A workspace with one open file, or some, asked at places that a text marks.</summary>
internal sealed class Editing
{
    public const string Path = MemoryFiles.Folder + "model.ae";

    private static readonly Dictionary<string, SourceFile> NoImports = [];

    public Editing(string text)
    {
        Workspace = new Workspace(Files);
        Set(text);
    }

    public MemoryFiles Files { get; } = new();

    public Workspace Workspace { get; }

    public string Text { get; private set; } = "";

    /// <summary>The whole text of the open file becomes another.</summary>
    public void Set(string text)
    {
        Text = text;
        Workspace.Open(Path, text, 1);
    }

    /// <summary>A piece of the text becomes another, as a keystroke does it.</summary>
    public void Replace(int start, int length, string text)
    {
        // No place of the protocol lies inside an end of line.
        var end = start + length;
        start -= IsInsideEndOfLine(start) ? 1 : 0;
        length = end + (IsInsideEndOfLine(end) ? 1 : 0) - start;
        var span = new LineMap(Text).SpanOf(start, start + length);
        Text = Text.Remove(start, length).Insert(start, text);
        Workspace.Change(Path, [new TextChange(span, text)], null);
    }

    private bool IsInsideEndOfLine(int at) => at > 0 && at < Text.Length && Text[at - 1] == '\r' && Text[at] == '\n';

    public IReadOnlyList<Diagnostic> Diagnostics => Workspace.Diagnostics(Path, default);

    /// <summary>The place of the first occurrence of some text, or behind it.</summary>
    public LinePosition At(string piece, int offset = 0) =>
        new LineMap(Text).PositionOf(Text.IndexOf(piece, StringComparison.Ordinal) is var at and >= 0
            ? at + offset
            : throw new ArgumentException($"The text has no '{piece}'.", nameof(piece)));

    /// <summary>The labels of the completions where a text has <c>|</c>.</summary>
    public static IReadOnlyList<string> Complete(string marked) => [.. Completions(marked).Select(item => item.Label)];

    /// <summary>The completions where a text has <c>|</c>.</summary>
    public static IReadOnlyList<Completion> Completions(string marked)
    {
        var (editing, at) = Marked(marked);
        return [.. editing.Workspace.Complete(Path, at, default).OrderBy(item => item.Order, StringComparer.Ordinal)];
    }

    /// <summary>A workspace with a text, and the place where it had <c>|</c>.</summary>
    public static (Editing Editing, LinePosition At) Marked(string marked)
    {
        var at = marked.IndexOf('|', StringComparison.Ordinal);
        var text = marked.Remove(at, 1);
        return (new Editing(text), new LineMap(text).PositionOf(at));
    }

    /// <summary>What a compiler that knows nothing of editing says of a text.</summary>
    public static IReadOnlyList<Diagnostic> Cold(string text)
    {
        var parsed = AeParser.ParseFile(text);
        var split = AeCompiler.Split(parsed.Tree, NoImports);
        return
        [
            .. parsed.Diagnostics.Concat(split.Diagnostics)
                .Concat(split.Models.SelectMany(model => AeCompiler.Bind(model).Diagnostics))
                .OrderBy(d => d.Span.Start).ThenBy(d => d.Span.End),
        ];
    }

    /// <summary>The models that must work.</summary>
    public static IReadOnlyList<string> Corpus { get; } = [.. Directory.EnumerateFiles(CorpusFolder(), "*.ae").Order(StringComparer.Ordinal)
        .Select(File.ReadAllText)];

    private static string CorpusFolder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(System.IO.Path.Combine(at!.FullName, "tests", "Corpus")))
        {
            at = at.Parent;
        }

        return System.IO.Path.Combine(at.FullName, "tests", "Corpus");
    }
}
