using Hourglass.Editor.Analysis;

namespace Hourglass.Editor.Features;

/// <summary>Paths of imports.</summary>
internal static class ImportPaths
{
    /// <summary>The files of the project as the path at a place could name them; none where no path of an import stands there.</summary>
    public static IReadOnlyList<Completion> At(FileAnalysis file, int offset, Func<IEnumerable<string>> project)
    {
        var line = file.Document.PositionOf(offset).Line;
        var text = file.Document.LineAt(line);
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        if (quote < 0 || text[..quote].Trim() != "import")
        {
            return [];
        }

        var close = text.IndexOf('"', quote + 1);
        var span = new TextSpan(new LinePosition(line, quote + 1), new LinePosition(line, close < 0 ? text.Length : close));
        var list = new CompletionList(span);
        var folder = Path.GetDirectoryName(file.Path) ?? "";
        foreach (var other in project().Where(other => other != file.Path && Path.IsPathRooted(other)))
        {
            list.Add(Path.GetRelativePath(folder, other).Replace('\\', '/'), CompletionKind.File, "file of the project");
        }

        return list.Items;
    }
}
