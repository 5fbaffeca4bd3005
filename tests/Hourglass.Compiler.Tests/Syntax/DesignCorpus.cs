using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>The models of the design, found beside or above the repository, or where <c>HOURGLASS_SHARED</c> says.</summary>
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
            var candidate = Path.Combine(at.FullName, "shared", "design", "models");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        var shared = Environment.GetEnvironmentVariable("HOURGLASS_SHARED");
        return shared is not null
            ? Path.Combine(shared, "design", "models")
            : throw new DirectoryNotFoundException("shared/design/models lies in no folder above the tests, and HOURGLASS_SHARED is not set.");
    }
}
