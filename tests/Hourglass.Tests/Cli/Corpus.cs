namespace Hourglass.Tests.Cli;

/// <summary>The models that must work: the folder <c>tests/Corpus</c>.</summary>
internal static class Corpus
{
    private static readonly Lazy<string> Folder = new(Find);

    /// <summary>The file whose name begins so.</summary>
    public static string File(string number) => Directory.GetFiles(Folder.Value, number + "-*.ae").Single();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, "tests", "Corpus") is var candidate && Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"There is no folder tests/Corpus above {AppContext.BaseDirectory}.");
    }
}
