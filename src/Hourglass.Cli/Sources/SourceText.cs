using System.Security;
using System.Text;
using Hourglass.Cli.Hosting;
using Hourglass.Files;

namespace Hourglass.Cli.Sources;

/// <summary>A text and the path that it came from, as the user wrote it.</summary>
internal sealed record SourceText(string Path, string Text)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The byte order mark that stands before the text, or nothing.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ToolException">It is missing, a folder, unreadable, or not UTF-8.</exception>
    public static SourceText Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ToolException($"'{path}' is a folder; name the .ae files in it.");
        }

        if (FileKinds.Of(path) is FileKind.Pipe or FileKind.Device or FileKind.Socket)
        {
            throw new ToolException($"'{path}' cannot be read: {RegularFile.Obstacle(path)}");
        }

        try
        {
            return Decode(path, File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException bad)
        {
            throw new ToolException(FormattableString.Invariant(
                $"'{path}' is not UTF-8: the byte at offset {bad.Index} begins no character; save the file as UTF-8."));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"there is no file '{path}'.");
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or SecurityException or ArgumentException
            or NotSupportedException)
        {
            throw new ToolException($"'{path}' cannot be read: {bad.Message}");
        }
    }

    /// <summary>Reads the standard input.</summary>
    /// <exception cref="ToolException">It is not UTF-8.</exception>
    public static SourceText OfInput()
    {
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        try
        {
            return Decode("-", bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (DecoderFallbackException bad)
        {
            throw new ToolException(FormattableString.Invariant(
                $"the standard input is not UTF-8: the byte at offset {bad.Index} begins no character."));
        }
    }

    /// <summary>The text of a file's bytes.</summary>
    /// <exception cref="DecoderFallbackException">They are not UTF-8.</exception>
    public static SourceText Decode(string path, ReadOnlySpan<byte> bytes) => bytes.StartsWith(Encoding.UTF8.Preamble)
        ? new(path, Strict.GetString(bytes[Encoding.UTF8.Preamble.Length..])) { Mark = "\uFEFF" }
        : new(path, Strict.GetString(bytes));
}
