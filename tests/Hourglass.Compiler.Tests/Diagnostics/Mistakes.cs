using Hourglass.Compiler.Tests.Docs;

namespace Hourglass.Compiler.Tests.Diagnostics;

/// <summary>
/// Wrong texts, the place at fault between « and », with the id of what is said of them: those of <c>Mistakes.txt</c>, and some long ones.
/// </summary>
internal static class Mistakes
{
    private const string Rest = "decode y = h -> dense(784, sigmoid) minimize sse(y, x) }";

    public static IReadOnlyList<(string Id, string Text)> All { get; } = [.. Table(), .. Long()];

    private static IEnumerable<(string Id, string Text)> Table() =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "Hourglass.Compiler.Tests", "Diagnostics", "Mistakes.txt"))
            .Where(line => line.StartsWith("AE", StringComparison.Ordinal))
            .Select(line => (line[..6], line[7..]));

    private static IEnumerable<(string Id, string Text)> Long()
    {
        var blocks = Chain("block b0 { relu }", i => $"block b{i} {{ b{i - 1} }}", 1000);
        yield return ("AE2015", $"{blocks} model M {{ data x: unit[784] encode h = x -> «b999» -> dense(20) {Rest}");

        var constants = Chain("const a0 = a1", i => i == 1800 ? "const a1800 = «a1801»" : $"const a{i} = a{i + 1}", 2000);
        yield return ("AE2015", $"{constants} const a2000 = 3 model M {{ data x: unit[784] encode h = x -> dense(a0) {Rest}");
    }

    /// <summary>Declarations of which each names its neighbour.</summary>
    private static string Chain(string first, Func<int, string> next, int count) =>
        string.Join(' ', Enumerable.Range(1, count - 1).Select(next).Prepend(first));
}
