using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;
using Hourglass.Editor.Documents;
using Hourglass.Editor.Features;

namespace Hourglass.Editor;

/// <summary>
/// Files as an editor holds them, and answers about them. Paths are full; positions are zero-based lines and UTF-16 columns, and any that
/// lie outside of the text count as its nearest place. Safe for several threads: an answer is about the text as it was when asked.
/// </summary>
/// <param name="disk">Reads files that are not open.</param>
public sealed partial class Workspace(IFileSource disk)
{
    private readonly Lock _gate = new();
    private readonly FileTable _files = new(disk);
    private readonly Fitting _fitting = new();

    /// <summary>The files that are open.</summary>
    public IReadOnlyList<string> OpenFiles
    {
        get
        {
            lock (_gate)
            {
                return [.. _files.Open];
            }
        }
    }

    /// <summary>A file is open with this text from now on.</summary>
    public void Open(string path, string text, int? version)
    {
        lock (_gate)
        {
            _files.Set(path, new TextDocument(text, version));
        }
    }

    /// <summary>The text of an open file has changed, edit by edit; nothing happens where the file is not open.</summary>
    public void Change(string path, IReadOnlyList<TextChange> changes, int? version)
    {
        lock (_gate)
        {
            if (_files.OpenDocument(path) is { } document)
            {
                _files.Set(path, document.After(changes, version));
            }
        }
    }

    /// <summary>A file is open no longer: what the disk has counts again.</summary>
    public void Close(string path)
    {
        lock (_gate)
        {
            _files.Close(path);
        }
    }

    /// <summary>A file that is not open has changed on the disk, or is gone.</summary>
    public void ChangedOnDisk(string path)
    {
        lock (_gate)
        {
            _files.Forget(path);
        }
    }

    /// <summary>The version that the editor gave the text; null where it gave none, or the file is not open.</summary>
    public int? VersionOf(string path)
    {
        lock (_gate)
        {
            return _files.OpenDocument(path)?.Version;
        }
    }

    /// <summary>The open files whose answers depend on a file: itself and those that import it.</summary>
    public IReadOnlyList<string> DependentsOf(string path)
    {
        lock (_gate)
        {
            return [.. _files.Open.Where(open => open == path || _files.Imports(open, path))];
        }
    }

    /// <summary>What is wrong with a file, by place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics(string path, CancellationToken cancellation) =>
        Ask(path, [], file => file.Diagnostics, cancellation);

    /// <summary>What the word at a place is.</summary>
    public HoverText? Hover(string path, LinePosition at, CancellationToken cancellation) =>
        Ask(path, null, file => Hovers.Of(file, file.Document.Nearest(at)), cancellation);

    /// <summary>The shapes behind the stages in a range.</summary>
    public IReadOnlyList<ShapeHint> Hints(string path, TextSpan range, CancellationToken cancellation) => Ask(
        path,
        [],
        file => (IReadOnlyList<ShapeHint>)
        [
            .. _files.HintsOf(file)
                .Where(hint => range.Start.CompareTo(hint.Place) <= 0 && hint.Place.CompareTo(range.End) <= 0)
                .OrderBy(hint => hint.Place),
        ],
        cancellation);

    /// <summary>What may stand at a place.</summary>
    public IReadOnlyList<Completion> Complete(string path, LinePosition at, CancellationToken cancellation) =>
        Ask(
            path,
            [],
            file => Completions.Of(file, file.Document.Nearest(at), _fitting, () => _files.Project(path), cancellation),
            cancellation);

    /// <summary>The call around a place.</summary>
    public SignatureAnswer? Signature(string path, LinePosition at, CancellationToken cancellation) =>
        Ask(path, null, file => Signatures.Of(file, file.Document.Nearest(at)), cancellation);

    /// <summary>Where the name at a place is declared.</summary>
    public IReadOnlyList<Location> Definition(string path, LinePosition at, CancellationToken cancellation) =>
        Ask(path, [], file => Navigation.Definition(file, file.Document.Nearest(at)), cancellation);

    /// <summary>The file's parts.</summary>
    public IReadOnlyList<OutlineItem> Outline(string path, CancellationToken cancellation) => Ask(path, [], Outlines.Of, cancellation);

    /// <summary>What can be folded.</summary>
    public IReadOnlyList<Fold> Folds(string path, CancellationToken cancellation) => Ask(path, [], Folding.Of, cancellation);

    /// <summary>The coloured pieces in a range, or in the whole file, by place.</summary>
    public IReadOnlyList<ColouredToken> Tokens(string path, TextSpan? range, CancellationToken cancellation) =>
        Ask(path, [], file => Colours.Of(file, range), cancellation);

    /// <summary>What can be done about the diagnostics in a range.</summary>
    public IReadOnlyList<CodeAction> Actions(string path, TextSpan range, CancellationToken cancellation) =>
        Ask(path, [], file => Fixing.Of(file, range), cancellation);

    /// <summary>The edits that format a file, or the statements in a range.</summary>
    public IReadOnlyList<TextEdit> Format(string path, TextSpan? range, CancellationToken cancellation) =>
        Ask(path, [], file => AeFormatter.Edits(file.Document.Text, file.Parsed, range, cancellation), cancellation);

    /// <summary>
    /// The model at a place, or the file's first, where nothing is wrong with it, for a picture; null where there is none.
    /// </summary>
    public BindingResult? ModelAt(string path, LinePosition at, CancellationToken cancellation) => Ask(
        path,
        null,
        file =>
        {
            var declared = file.DeclarationAt(file.Document.Nearest(at));
            var model = declared is VariantDeclaration variant
                ? file.Models.FirstOrDefault(other => other.Name == variant.Name.Text)
                : declared is ModelDeclaration here ? file.Of(here) : file.Models.FirstOrDefault();
            return model?.Unit.Binding is { HasErrors: false } binding ? binding : null;
        },
        cancellation);

    private T Ask<T>(string path, T nothing, Func<FileAnalysis, T> answer, CancellationToken cancellation)
    {
        lock (_gate)
        {
            cancellation.ThrowIfCancellationRequested();
            return _files.Analysis(path, cancellation) is { } file ? answer(file) : nothing;
        }
    }
}
