using Hourglass.Compiler.Tests.Diagnostics;
using Hourglass.Mutants;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>Constants that are defined by one another cost a small stack nothing, and too long a chain is one error.</summary>
public class ConstantChainTests
{
    private const string Body = "{ data x: real[3] encode h = x -> dense(2) decode y = h -> dense(3) minimize sse(y, x) }";

    [Fact]
    public void Long_chains_of_sums_are_one_error() => Assert.Equal(["AE2015"], Errors(Chain(199, Sum(20))));

    [Fact]
    public void Few_constants_with_long_sums_are_one_error() => Assert.Equal(["AE2015"], Errors(Chain(12, Sum(250))));

    [Fact]
    public void Brackets_count_as_well() =>
        Assert.Equal(["AE2015"], Errors(Chain(199, before => new string('(', 31) + before + new string(')', 31))));

    [Fact]
    public void Signs_count_as_well() => Assert.Equal(["AE2015"], Errors(Chain(199, before => new string('-', 200) + before + "+1")));

    [Fact]
    public void So_do_the_defaults_of_parameters()
    {
        var parameters = Enumerable.Range(1, 60)
            .Select(i => $"p{60 - i} = p{61 - i}" + string.Concat(Enumerable.Repeat("+1", 200)))
            .Append("p60 = 1");
        Assert.Equal(
            ["AE2015"],
            Errors($"model M({string.Join(", ", parameters)}) {Body.Replace("dense(2)", "dense(p0)", StringComparison.Ordinal)}"));
    }

    [Fact]
    public void Chains_of_a_sensible_length_have_values() => Assert.Empty(Errors(Chain(199, before => $"({before} + 2) * 1 - 1")));

    /// <summary>200 constants and 1,500 operators, signs and brackets are the most; a number alone is none of these.</summary>
    [Theory]
    [InlineData(200, 1)]
    [InlineData(201, 1, "AE2015")]
    [InlineData(7, 250)]
    [InlineData(16, 100)]
    [InlineData(20, 79, "AE2015")]
    public void The_limits_are_these(int length, int operators, params string[] expected) =>
        Assert.Equal(expected, Errors(Chain(length, before => before + string.Concat(Enumerable.Repeat("+1", operators)))));

    /// <summary>The place is where the longest of the chains is read, not where a short one is.</summary>
    [Theory]
    [InlineData("short + c0 + short")]
    [InlineData("c0 + short")]
    [InlineData("short * (short - c0)")]
    public void The_longest_chain_is_named(string sum)
    {
        var chain = string.Join("\n", Enumerable.Range(0, 200).Select(i => $"const c{i} = {(i == 199 ? "1" : $"c{i + 1}")}"));
        var error = Assert.Single(Check.File($"const all = {sum}\nconst short = 2\n{chain}\nmodel M {Body}"));
        Assert.Equal("AE2015", error.Id);
        Assert.Equal(
            (1, "const all = ".Length + sum.IndexOf("c0", StringComparison.Ordinal)),
            (error.Span.Start.Line + 1, error.Span.Start.Column));
    }

    /// <summary>Each constant stands before the one that it reads, so that the first asks for all.</summary>
    private static string Chain(int length, Func<string, string> next) =>
        string.Join("\n", Enumerable.Range(0, length).Reverse().Select(i => $"const c{i} = {(i == 0 ? "1" : next($"c{i - 1}"))}"))
        + $"\nmodel M {Body}";

    private static Func<string, string> Sum(int operators) => before => before + string.Concat(Enumerable.Repeat("+1", operators));

    private static string[] Errors(string text)
    {
        string[] ids = [];
        var thread = new Thread(() => ids = [.. Verdict.On(text).Errors.Select(error => error.Id)], MutantRun.StackBytes);
        thread.Start();
        thread.Join();
        return ids;
    }
}
