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
    public void Brackets_count_as_well() => Assert.Equal(["AE2015"], Errors(Chain(199, before => new string('(', 31) + before + new string(')', 31))));

    [Fact]
    public void Signs_count_as_well() => Assert.Equal(["AE2015"], Errors(Chain(199, before => new string('-', 200) + before + "+1")));

    [Fact]
    public void So_do_the_defaults_of_parameters()
    {
        var parameters = Enumerable.Range(1, 60).Select(i => $"p{60 - i} = p{61 - i}" + string.Concat(Enumerable.Repeat("+1", 200))).Append("p60 = 1");
        Assert.Equal(["AE2015"], Errors($"model M({string.Join(", ", parameters)}) {Body.Replace("dense(2)", "dense(p0)", StringComparison.Ordinal)}"));
    }

    [Fact]
    public void Chains_of_a_sensible_length_have_values() => Assert.Empty(Errors(Chain(199, before => $"({before} + 2) * 1 - 1")));

    /// <summary>Each constant stands before the one that it reads, so that the first asks for all.</summary>
    private static string Chain(int length, Func<string, string> next) =>
        string.Join("\n", Enumerable.Range(0, length).Reverse().Select(i => $"const c{i} = {(i == 0 ? "1" : next($"c{i - 1}"))}")) + $"\nmodel M {Body}";

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
