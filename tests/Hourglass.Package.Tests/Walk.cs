using System.Text.RegularExpressions;

namespace Hourglass.Package.Tests;

/// <summary>One part of a walk: a file to write, commands to run, or what the commands before have printed.</summary>
internal abstract record WalkStep
{
    /// <summary>A fence behind a line with nothing but a path is that file.</summary>
    internal sealed record Write(string Path, string Text) : WalkStep;

    /// <summary>A fence of <c>sh</c>: a command a line.</summary>
    internal sealed record Run(IReadOnlyList<string> Commands) : WalkStep;

    /// <summary>A fence of <c>text</c>: lines of the output in their order.</summary>
    internal sealed record Printed(IReadOnlyList<string> Lines) : WalkStep;
}

/// <summary>A section of a page that says what to do, to be done.</summary>
internal static partial class Walk
{
    /// <summary>What a section says, in its order.</summary>
    /// <param name="page">The page's path in the repository.</param>
    /// <param name="heading">The section's heading.</param>
    public static IReadOnlyList<WalkStep> Read(string page, string heading)
    {
        var text = "\n" + File.ReadAllText(Path.Combine(ThisBuild.Root, page)).ReplaceLineEndings("\n");
        var start = text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{page} has no section '{heading}'.");
        var end = text.IndexOf($"\n{heading[..heading.IndexOf(' ', StringComparison.Ordinal)]} ", start + 1, StringComparison.Ordinal);
        var section = end < 0 ? text[start..] : text[start..end];
        return [.. Fence().Matches(section).Select(Step).OfType<WalkStep>()];
    }

    /// <summary>
    /// The lines stand in the output in this order, others between them. <c>…</c> is anything, and a number with a decimal point any such.
    /// </summary>
    public static void AssertPrinted(IReadOnlyList<string> expected, string output)
    {
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToArray();
        var at = 0;
        foreach (var line in expected.Where(line => line != "…"))
        {
            var pattern = Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal);
            pattern = $"^{Number().Replace(pattern, @"-?\d+\.\d+")}$";
            var found = Array.FindIndex(lines, at, found => Regex.IsMatch(found, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));
            Assert.True(found >= 0, $"'{line}' is not in the output, or not in this place:\n{output}");
            at = found + 1;
        }
    }

    private static WalkStep? Step(Match fence)
    {
        var text = fence.Groups["text"].Value;
        return fence.Groups["path"].Success
            ? new WalkStep.Write(fence.Groups["path"].Value, text)
            : fence.Groups["language"].Value switch
            {
                "sh" => new WalkStep.Run(Lines(text)),
                "text" => new WalkStep.Printed(Lines(text)),
                _ => null,
            };
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"(^`(?<path>[\w./-]+)`:\n\n)?^```(?<language>[a-z]*)\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    /// <summary>Behind <see cref="Regex.Escape"/>, which puts a backslash before the point.</summary>
    [GeneratedRegex(@"-?\d+\\\.\d+")]
    private static partial Regex Number();
}
