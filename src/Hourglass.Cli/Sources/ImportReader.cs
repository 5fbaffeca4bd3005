using System.Globalization;
using System.Text;
using Hourglass.Compiler;
using Hourglass.Files;

namespace Hourglass.Cli.Sources;

/// <summary>
/// Reads what a file imports. The text of a file may come from anywhere, so an import opens nothing but regular .ae files of the
/// project, and no line of another file gets into a message.
/// </summary>
/// <param name="file">The importing file.</param>
/// <param name="root">A folder that imports may lie in besides the project's, or null.</param>
internal sealed class ImportReader(string file, string? root)
{
    /// <summary>More than any file of constants and blocks.</summary>
    public const int MostBytes = 1 << 20;

    private readonly Lazy<IReadOnlyList<string>> _folders = new(() => ProjectFolders.Of(file, root));

    /// <summary>Reads one import; neither a file nor a refusal where nothing is there.</summary>
    /// <param name="import">Its path as it is written.</param>
    public (ParsedFile? File, ImportRefusal? Refusal) Read(string import)
    {
        var (text, refusal) = ReadText(import);
        return (text is null ? null : ParsedFile.Of(text), refusal);
    }

    /// <summary>The same, for those who parse themselves.</summary>
    /// <param name="import">Its path as it is written.</param>
    public (SourceText? Text, ImportRefusal? Refusal) ReadText(string import)
    {
        if (ImportPath.Refuse(import) is { } refusal)
        {
            return (null, refusal);
        }

        var path = Path.Combine(Path.GetDirectoryName(file) ?? "", import.Replace('\\', '/'));
        try
        {
            var real = RealPath.Of(path);
            if (!_folders.Value.Any(folder => RealPath.IsWithin(real, folder)))
            {
                return (null, new ImportRefusal(
                    $"it lies outside of the project's folder '{_folders.Value[0]}'",
                    "move it into the project, or give a folder that holds both with --root FOLDER"));
            }

            if (!real.EndsWith(".ae", StringComparison.OrdinalIgnoreCase))
            {
                return (null, new ImportRefusal("it is a link to a file that is no .ae file", "import the .ae file itself"));
            }

            return FileKinds.Of(real) switch
            {
                FileKind.Missing => (null, null),
                FileKind.Regular or FileKind.Unknown => Open(path, real),
                _ => (null, new ImportRefusal(RegularFile.Obstacle(real)!.TrimEnd('.'), "import a file")),
            };
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            return (null, Unreadable(error));
        }
    }

    private static (SourceText? Text, ImportRefusal? Refusal) Open(string path, string real)
    {
        using var stream = new FileStream(real, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[MostBytes + 1];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > MostBytes)
        {
            var found = string.Create(
                CultureInfo.InvariantCulture,
                $"it has {Math.Max(stream.Length, count)} bytes, and an import at most {MostBytes}");
            return (null, new ImportRefusal(found, "split it, or import a smaller file"));
        }

        try
        {
            return (SourceText.Decode(path, bytes.AsSpan(0, count)), null);
        }
        catch (DecoderFallbackException error)
        {
            return (
                null,
                new ImportRefusal(
                    FormattableString.Invariant($"it is not UTF-8 (the byte at offset {error.Index} begins no character)"),
                    "save it as UTF-8"));
        }
    }

    private static ImportRefusal Unreadable(Exception error) =>
        new("it cannot be read: " + RegularFile.Reason(error).TrimEnd('.'), "let this user read it, or leave the import out");
}
