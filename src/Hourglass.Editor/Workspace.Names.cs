using Hourglass.Compiler.Binding;
using Hourglass.Editor.Analysis;
using Hourglass.Editor.Features;

namespace Hourglass.Editor;

/// <content>References and renaming, over all files of a project.</content>
public sealed partial class Workspace
{
    /// <summary>Where the name at a place is written, in this file and in those of the project that share it.</summary>
    public IReadOnlyList<Location> References(string path, LinePosition at, bool withDeclaration, CancellationToken cancellation) =>
        Ask<IReadOnlyList<Location>>(
            path,
            [],
            file => file.Names.At(file.Document.Nearest(at)) is { Name.Kind: not NameKind.Word } place
                ? [.. Places(file, place.Name, cancellation)
                    .Where(found => withDeclaration || !found.IsDeclaration)
                    .Select(found => found.Location)]
                : [],
            cancellation);

    /// <summary>The declarations of folders, and of what is open, by name.</summary>
    /// <param name="folders">Full paths.</param>
    /// <param name="query">Letters that a name has in this order, large or small; none for all names.</param>
    /// <param name="cancellation">Ends it early, with an exception.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public IReadOnlyList<NamedPlace> Declared(IReadOnlyList<string> folders, string query, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var found = new List<NamedPlace>();
            foreach (var (path, tree) in _files.Trees(folders))
            {
                cancellation.ThrowIfCancellationRequested();
                found.AddRange(tree.Declarations
                    .Select(Outlines.Of)
                    .OfType<OutlineItem>()
                    .Where(item => HasInOrder(item.Name, query))
                    .Select(item => new NamedPlace(item.Name, item.Kind, new Location(path, item.NameSpan))));
            }

            return
            [
                .. found.OrderBy(place => place.Name, StringComparer.Ordinal)
                    .ThenBy(place => place.Location.Path, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>The name at a place that can be renamed; null where there is none.</summary>
    public (TextSpan Span, string Name)? Renamable(string path, LinePosition at, CancellationToken cancellation) =>
        Ask<(TextSpan, string)?>(
            path,
            null,
            file => file.Names.At(file.Document.Nearest(at)) is { Name.Kind: not NameKind.Word } place
                && Navigation.DeclarationsOf(file, place.Name).Count > 0 ? (place.Span, place.Name.Text) : null,
            cancellation);

    /// <summary>Gives the name at a place another one.</summary>
    public RenameAnswer Rename(string path, LinePosition at, string name, CancellationToken cancellation) => Ask(
        path,
        Renaming.Refuse("the file is not open"),
        file =>
        {
            if (file.Names.At(file.Document.Nearest(at)) is not { Name.Kind: not NameKind.Word } place
                || Navigation.DeclarationsOf(file, place.Name).Count == 0)
            {
                return Renaming.Refuse("no name that is declared stands here");
            }

            if (Renaming.WhyNot(name) is { } reason)
            {
                return Renaming.Refuse(reason);
            }

            var edits = Places(file, place.Name, cancellation)
                .GroupBy(found => found.Location.Path, StringComparer.Ordinal)
                .ToDictionary(
                    group => group.Key,
                    group => (IReadOnlyList<TextEdit>)[.. group.Select(found => new TextEdit(found.Location.Span, name))],
                    StringComparer.Ordinal);
            return Harm(edits, cancellation) is { } harm ? Renaming.Refuse(harm) : new RenameAnswer(edits, null);
        },
        cancellation);

    private static bool HasInOrder(string name, string letters)
    {
        var next = 0;
        foreach (var letter in name)
        {
            next += next < letters.Length && char.ToUpperInvariant(letter) == char.ToUpperInvariant(letters[next]) ? 1 : 0;
        }

        return next == letters.Length;
    }

    /// <summary>The first error that edits would bring about, in words; null where they bring none.</summary>
    private string? Harm(IReadOnlyDictionary<string, IReadOnlyList<TextEdit>> edits, CancellationToken cancellation)
    {
        foreach (var path in edits.Keys)
        {
            if (_files.Analysis(path, cancellation) is not { } before)
            {
                continue;
            }

            var after = _files.Imagine(path, edits, cancellation);
            var known = before.Diagnostics.Select(diagnostic => diagnostic.Id).ToList();
            if (after.Diagnostics.FirstOrDefault(diagnostic => !known.Remove(diagnostic.Id)) is { } harm)
            {
                return $"then {harm.Message} ({harm.Id})";
            }
        }

        return null;
    }

    /// <summary>The places of a name in the files that share it.</summary>
    private IEnumerable<(Location Location, bool IsDeclaration)> Places(FileAnalysis file, SourceName name, CancellationToken cancellation)
    {
        if (!name.IsShared)
        {
            return In(file, name);
        }

        var home = Navigation.DeclarationsOf(file, name) is [var declared, ..] ? declared.Path : file.Path;
        return _files.Project(home)
            .Select(path => _files.Analysis(path, cancellation))
            .OfType<FileAnalysis>()
            .Where(other => other.Path == home
                || (other.Imports.Values.Any(import => import.Path == home)
                    && Navigation.DeclarationsOf(other, name).All(place => place.Path == home)))
            .SelectMany(other => In(other, name));
    }

    private static IEnumerable<(Location, bool)> In(FileAnalysis file, SourceName name) =>
        file.Names.Of(name).Select(place => (new Location(file.Path, place.Span), place.IsDeclaration));
}
