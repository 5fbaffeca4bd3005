using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Hourglass.Testing;

/// <summary>
/// Snapshot assertions with Verify's file names, so that the switch to Verify is a package reference
/// and this file's removal: <c>Type.Method.verified.ext</c> is compared, <c>.received.ext</c> is left beside it.
/// </summary>
internal static class Snapshot
{
    /// <summary>Set to <c>1</c> to accept what was received as the new baseline.</summary>
    private const string AcceptVariable = "SNAPSHOT_ACCEPT";

    /// <summary>Compares <paramref name="text"/> with the verified file of the calling test.</summary>
    public static void Verify(
        string text,
        string extension = "txt",
        string? suffix = null,
        [CallerFilePath] string file = "",
        [CallerMemberName] string method = "")
    {
        var type = Path.GetFileNameWithoutExtension(file);
        var stem = Path.Combine(SourceDirectory(file), $"{type}.{method}{(suffix is null ? "" : "_" + suffix)}");
        var verified = $"{stem}.verified.{extension}";
        var received = $"{stem}.received.{extension}";
        var actual = Normalise(text);
        var expected = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : null;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(verified, actual);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail(expected is null
            ? $"There is no {Path.GetFileName(verified)} yet. Received:\n{actual}"
            : $"{Path.GetFileName(verified)} differs:\n{Diff(expected, actual)}");
    }

    private static string Normalise(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";

    /// <summary>Deterministic builds map source paths to <c>/_/</c>; the real folder is found from the output folder.</summary>
    private static string SourceDirectory(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var relative = folder.Replace('\\', '/').Replace("/_/", "", StringComparison.Ordinal);
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, relative);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException(
            $"The folder of the snapshots, '{relative}', lies beside no parent of {AppContext.BaseDirectory}.");
    }

    private static string Diff(string expected, string actual)
    {
        var text = new StringBuilder();
        foreach (var line in InlineDiffBuilder.Diff(expected, actual).Lines)
        {
            var mark = line.Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => null };
            if (mark is not null)
            {
                text.Append(mark).Append(line.Text).Append('\n');
            }
        }

        return text.ToString();
    }
}
