using System.Runtime.CompilerServices;

namespace Hourglass.Compiler.Tests.Docs;

/// <summary>The repository's own pages.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution, above this file or above the tests' output.</summary>
    public static string Root { get; } = Find();

    /// <summary>Every page of the docs, and those of the root.</summary>
    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Where(path => !Relative(path).StartsWith("docs/site/_site/", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Order(StringComparer.Ordinal);

    /// <summary>A page's path as messages show it.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string Find([CallerFilePath] string source = "")
    {
        foreach (var start in new[] { Path.GetDirectoryName(source)!, AppContext.BaseDirectory })
        {
            for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
            {
                if (File.Exists(Path.Combine(at.FullName, "Dsl.sln")))
                {
                    return at.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException("Dsl.sln lies in no folder above the tests.");
    }
}
