using Hourglass.Compiler;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Documents;
using Hourglass.Editor.Features;

namespace Hourglass.Editor.Analysis;

/// <summary>The files of a workspace: those that are open, and what was read of others. Not safe for several threads.</summary>
internal sealed class FileTable(IFileSource disk)
{
    private readonly Dictionary<string, OpenFile> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Text, FileAnalysis Analysis)> _closed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImportedFile> _imported = new(StringComparer.Ordinal);

    /// <summary>The paths of the open files.</summary>
    public IEnumerable<string> Open => _open.Keys;

    /// <summary>The text of an open file; null where it is not open.</summary>
    public TextDocument? OpenDocument(string path) => _open.TryGetValue(path, out var file) ? file.Document : null;

    /// <summary>A file is open with this text.</summary>
    public void Set(string path, TextDocument document)
    {
        if (_open.TryGetValue(path, out var file))
        {
            file.Document = document;
        }
        else
        {
            _open.Add(path, new OpenFile(path, document));
        }

        Stale(path);
    }

    /// <summary>A file is open no longer.</summary>
    public void Close(string path)
    {
        _open.Remove(path);
        Stale(path);
    }

    /// <summary>What was read of a file on the disk no longer holds.</summary>
    public void Forget(string path) => Stale(path);

    /// <summary>Whether a file imports another, as far as it has been analysed.</summary>
    public bool Imports(string path, string other) => _open.TryGetValue(path, out var file)
        && file.LastAnalysis is { } analysis
        && (analysis.Imports.Values.Any(import => import.Path == other)
            || analysis.Tree.Imports.Any(import => disk.Import(path, import.Path).Path == other));

    /// <summary>What is known of a file; null where it is neither open nor on the disk.</summary>
    public FileAnalysis? Analysis(string path, CancellationToken cancellation)
    {
        if (_open.TryGetValue(path, out var file))
        {
            return file.Analysis(import => Read(path, import), cancellation);
        }

        if (disk.Read(path) is not { } text)
        {
            _closed.Remove(path);
            return null;
        }

        if (!_closed.TryGetValue(path, out var known) || known.Text != text)
        {
            var analysis = new FileAnalyzer(path).Analyze(new TextDocument(text, null), import => Read(path, import), cancellation);
            known = _closed[path] = (text, analysis);
        }

        return known.Analysis;
    }

    /// <summary>What would be known of a file after edits of it and of those that it imports.</summary>
    public FileAnalysis Imagine(string path, IReadOnlyDictionary<string, IReadOnlyList<TextEdit>> edits, CancellationToken cancellation)
    {
        var now = Analysis(path, cancellation)!;
        return new FileAnalyzer(path).Analyze(
            Edited(path, now.Document),
            import =>
            {
                var (file, refusal) = Read(path, import);
                return file is not null && edits.ContainsKey(file.Path)
                    ? (Parsed(file.Path, Edited(file.Path, file.Document)), refusal)
                    : (file, refusal);
            },
            cancellation);

        TextDocument Edited(string other, TextDocument document) =>
            edits.TryGetValue(other, out var own) ? new TextDocument(TextEdits.Apply(document.Text, own), null) : document;
    }

    /// <summary>The trees of the files of folders, and of those that are open, by their paths; without what is wrong with them.</summary>
    public IEnumerable<(string Path, SourceFile Tree)> Trees(IEnumerable<string> folders)
    {
        foreach (var path in folders.SelectMany(disk.FilesOf).Concat(_open.Keys).Distinct(StringComparer.Ordinal))
        {
            var document = OpenDocument(path) ?? (disk.Read(path) is { } text ? new TextDocument(text, null) : null);
            if (document is not null)
            {
                yield return (path, Parsed(path, document).Tree);
            }
        }
    }

    /// <summary>The files in which a name of a file may be used.</summary>
    public IEnumerable<string> Project(string path) =>
        disk.ProjectOf(path).Concat(_open.Keys).Prepend(path).Distinct(StringComparer.Ordinal);

    /// <summary>The hints of a file; those of a model that is being typed as they were when it could last be parsed.</summary>
    public IEnumerable<ShapeHint> HintsOf(FileAnalysis file)
    {
        _open.TryGetValue(file.Path, out var open);
        foreach (var declaration in file.Tree.Declarations)
        {
            if (declaration is BlockDeclaration block)
            {
                foreach (var hint in Hints.Of(file, block))
                {
                    yield return hint;
                }
            }
            else if (declaration is ModelDeclaration model && file.Of(model) is { } analysis)
            {
                foreach (var hint in open?.LastHints.Of(file.Document, model, [.. Hints.Of(analysis)]) ?? Hints.Of(analysis))
                {
                    yield return hint;
                }
            }
        }
    }

    private (ImportedFile? File, ImportRefusal? Refusal) Read(string path, string import)
    {
        var (target, text, refusal) = disk.Import(path, import);
        if (target is null || refusal is not null)
        {
            return (null, refusal);
        }

        var document = OpenDocument(target);
        return document is not null ? (Parsed(target, document), null)
            : text is not null ? (Parsed(target, new TextDocument(text, null)), null)
            : (null, null);
    }

    private ImportedFile Parsed(string path, TextDocument document)
    {
        if (_imported.TryGetValue(path, out var known) && known.Document.Text == document.Text)
        {
            return known;
        }

        var (tree, diagnostics) = AeParser.ParseFile(document.Text);
        return _imported[path] = new ImportedFile(path, document, tree, diagnostics);
    }

    /// <summary>Whatever depends on a file is analysed again when it is asked for.</summary>
    private void Stale(string path)
    {
        foreach (var file in _open.Values.Where(file => file.Path == path || file.LastAnalysis?.Tree.Imports.Count > 0))
        {
            file.IsStale = true;
        }

        _closed.Clear();
        if (!_open.ContainsKey(path))
        {
            _imported.Remove(path);
        }
    }

    /// <summary>A file that is open.</summary>
    private sealed class OpenFile(string path, TextDocument document)
    {
        private readonly FileAnalyzer _analyzer = new(path);

        public string Path => path;

        public TextDocument Document { get; set; } = document;

        /// <summary>Whether the analysis is of a text before the one of now, or of other imports.</summary>
        public bool IsStale { get; set; } = true;

        /// <summary>What was known when last asked; null before.</summary>
        public FileAnalysis? LastAnalysis { get; private set; }

        public LastHints LastHints { get; } = new();

        public FileAnalysis Analysis(Func<string, (ImportedFile?, ImportRefusal?)> read, CancellationToken cancellation)
        {
            if (IsStale || LastAnalysis is null)
            {
                LastAnalysis = _analyzer.Analyze(Document, read, cancellation);
                IsStale = false;
            }

            return LastAnalysis;
        }
    }
}
