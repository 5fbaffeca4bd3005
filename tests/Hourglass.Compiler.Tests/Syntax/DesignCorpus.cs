using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>The models that must work: the folder <c>tests/Corpus</c>.</summary>
internal static class DesignCorpus
{
    private static readonly Lazy<string> Folder = new(Find);

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder.Value, "*.ae").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);

    public static TheoryData<string> Theory => [.. Names];

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder.Value, name + ".ae"));

    public static IReadOnlyList<string> All => [.. Names.Select(Read)];

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "tests", "Corpus");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"There is no folder tests/Corpus above {AppContext.BaseDirectory}.");
    }
}
