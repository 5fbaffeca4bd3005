using System.Text.RegularExpressions;
using Hourglass.Compiler.Tests.Docs;

namespace Hourglass.Compiler.Tests;

/// <summary>Files that a reader can take in: at most 300 lines of at most 140 characters; what snapshots hold is apart.</summary>
public sealed partial class FormTests
{
    private const int MostLines = 300;
    private const int LongestLine = 140;

    private static readonly string[] Folders = ["src", "generators", "tests", "examples"];

    [Fact]
    public void A_file_has_few_lines() => Assert.Empty(Files().Where(file => file.Lines.Length > MostLines).Select(file => file.Path));

    [Fact]
    public void A_line_is_short() => Assert.Empty(Files().SelectMany(file => file.Lines
        .Select((line, i) => (Line: line, Place: $"{file.Path}:{i + 1}"))
        .Where(line => line.Line.Length > LongestLine)
        .Select(line => line.Place)));

    /// <summary>Torch's generator is one for the process: what draws from it unasked changes with what other threads draw.</summary>
    [Fact]
    public void The_library_draws_in_one_place() => Assert.Equal(
        ["src/Hourglass/Numerics/TorchDraws.cs"],
        Files().Where(file => file.Path.StartsWith("src/Hourglass/", StringComparison.Ordinal)
            && file.Lines.Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Draw().IsMatch(line)))
            .Select(file => file.Path));

    /// <summary>So do tests: what they draw stands behind a seed, while which no model of another thread is made.</summary>
    [Fact]
    public void Tests_draw_behind_a_seed() => Assert.Empty(
        Files().Where(file => file.Path.StartsWith("tests/Hourglass.", StringComparison.Ordinal)
                && !file.Path.StartsWith("tests/Hourglass.Benchmarks/", StringComparison.Ordinal))
            .Select(file => (file.Path, Code: file.Lines.Where(line => !line.Contains('"', StringComparison.Ordinal)).ToArray()))
            .Where(file => file.Code.Any(line => line.Contains("manual_seed(", StringComparison.Ordinal))
                || (file.Code.Any(line => Draw().IsMatch(line) || NewLayer().IsMatch(line))
                    && !file.Code.Any(Seeded().IsMatch)))
            .Select(file => file.Path));

    /// <summary>A scope with a seed; a model's constructor calls its <c>OnCreated</c> in one.</summary>
    [GeneratedRegex(@"\bRandomScope\(|void OnCreated\(\)")]
    private static partial Regex Seeded();

    /// <summary>Layers of torch's, which draw their first weights.</summary>
    [GeneratedRegex(@"(?<![\w.])nn\.(Linear|Conv\w+|Bilinear|Embedding\w*|RNN|LSTM|GRU|MultiheadAttention|Transformer\w*)\(")]
    private static partial Regex NewLayer();

    /// <summary>Calls of torch that draw; those of <c>nn.init</c>, which fill a model's new weights, and those given a generator are apart.
    /// </summary>
    [GeneratedRegex(
        @"(?<![\w.])(rand|randn|randint|rand_like|randn_like|randperm|bernoulli|poisson|multinomial|_standard_gamma)\((?!.*generator)"
        + @"|(?<!init)\.(poisson|multinomial|(exponential|normal|uniform|bernoulli|random|cauchy|geometric|log_normal)_)\((?!.*generator)")]
    private static partial Regex Draw();

    private static IEnumerable<(string Path, string[] Lines)> Files()
    {
        var files = Folders.SelectMany(CSharp).ToArray();
        Assert.True(files.Length > 500, $"There are {files.Length} files of C#.");
        return files.Select(file => (file, File.ReadAllLines(Path.Combine(Repository.Root, file))));
    }

    private static IEnumerable<string> CSharp(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj") && !path.Contains(".verified.", StringComparison.Ordinal)
                && !path.Contains(".received.", StringComparison.Ordinal));
}
