namespace Hourglass.Tests.Cli;

/// <summary>The checkout: the models that must work in <c>tests/Corpus</c>, and the sources.</summary>
internal static class Corpus
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>
    /// The folder of the checkout. The compiler's own record of where a source lies is no help: a build in CI writes <c>/_/</c> there.
    /// </summary>
    public static string Root => Found.Value;

    /// <summary>The file whose name begins so.</summary>
    public static string File(string number) => Directory.GetFiles(Path.Combine(Root, "tests", "Corpus"), number + "-*.ae").Single();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, "tests", "Corpus")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no folder tests/Corpus above {AppContext.BaseDirectory}.");
    }
}
