using Hourglass.Checkpoints;
using Hourglass.Cli.Hosting;

namespace Hourglass.Cli.Files;

/// <summary>A file that a command was asked to write.</summary>
/// <param name="Path">Where.</param>
/// <param name="Extension">How its name ends, in small letters: <c>.csv</c>.</param>
internal sealed record OutputFile(string Path, string Extension)
{
    /// <summary>Looks at a path before any work is done.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="extensions">How its name may end.</param>
    /// <exception cref="ToolException">It ends otherwise, or something is there.</exception>
    public static OutputFile At(string path, bool overwrite, params ReadOnlySpan<string> extensions) =>
        At("--out", path, overwrite, extensions);

    /// <summary>The same of an option by another name.</summary>
    /// <param name="option">The option.</param>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="extensions">How its name may end.</param>
    /// <exception cref="ToolException">It ends otherwise, or something is there.</exception>
    public static OutputFile At(string option, string path, bool overwrite, params ReadOnlySpan<string> extensions)
    {
        var extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (!extensions.Contains(extension))
        {
            var words = extensions.ToArray();
            var expected = words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
            throw new ToolException($"{option} takes a file whose name ends in {expected}, found '{path}'.", ExitCodes.CommandLine);
        }

        if (Directory.Exists(path))
        {
            throw new ToolException($"{option} takes a file, and '{path}' is a folder. Name a file in it.");
        }

        return File.Exists(path) && !overwrite
            ? throw new ToolException($"There is a file '{path}' already. Name another one, or let it be replaced: --overwrite.")
            : new OutputFile(path, extension);
    }

    /// <summary>Writes a text that no option names a file for, in the same way.</summary>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static void WriteText(string path, string text) => new OutputFile(path, System.IO.Path.GetExtension(path)).WriteText(text);

    /// <summary>Writes a text.</summary>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public void WriteText(string text) => Write(beside => File.WriteAllText(beside, text));

    /// <summary>
    /// Writes a text in the place of that of a file that is there, which keeps its permissions; of a link, that of the file it leads to.
    /// </summary>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static void ReplaceText(string path, string text)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        new OutputFile(target, System.IO.Path.GetExtension(target)).Write(beside =>
        {
            File.WriteAllText(beside, text);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            }
        });
    }

    /// <summary>Writes it: it is either as it was or complete, whatever happens meanwhile.</summary>
    /// <param name="write">Writes a file at the path it is given.</param>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public void Write(Action<string> write)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
            AtomicFile.Write(Path, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The file '{Path}' cannot be written: {e.Message} {WriteAdvice.For(e)}, or name another one.");
        }
    }
}
