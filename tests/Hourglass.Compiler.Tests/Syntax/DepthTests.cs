using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Tests.Diagnostics;
using Hourglass.Mutants;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>
/// Texts that are as deep as a text can be, each kind of depth by itself and several together, on a thread with the stack of a small host.
/// A stack that overflows ends the process, and with it this run: the tests of mutants run with 256 KB, these with less, so that what comes
/// by chance on top (a collection, a method compiled at the deepest place) does not end them.
/// </summary>
public class DepthTests
{
    private const int StackBytes = MutantRun.StackBytes * 3 / 4;
    private const string Body = "data x: real[3] encode h = x -> dense(2) decode y = h -> dense(3) minimize sse(y, x)";

    private static readonly Dictionary<string, (int Errors, string Text)> Texts = new(StringComparer.Ordinal)
    {
        ["constants in a chain"] = (0, Chain(100, 10)),
        ["constants in a chain, a little too long"] = (1, Chain(199, 20)),
        ["constants in a chain, each a long sum"] = (1, Chain(199, 250)),
        ["constants in a chain, each in many brackets"] =
            (
                1,
                Join(199, i => i == 0 ? "const c0 = 1" : $"const c{i} = {Nested("(", $"c{i - 1}", ")", 31)}", "\n")
                    + $"\nmodel M {{ {Body} }}"),
        ["a constant with many signs"] = (1, $"const c = {new string('-', 5_000)}1\nmodel M {{ {Body} }}"),
        ["parameters in a chain"] = (0, $"model M({Join(60, i => i == 0 ? "p0 = 1" : $"p{i} = p{i - 1}{Ones(20)}", ", ")}) {{ {Body} }}"),
        ["parameters in a long chain"] = (1, $"model M({Join(400, i => i == 0 ? "p0 = 1" : $"p{i} = p{i - 1}{Ones(20)}", ", ")}) {{ "
            + $"{Body.Replace("(2)", "(p399)", StringComparison.Ordinal)} }}"),
        ["blocks in blocks"] = (0, Blocks(63, "")),
        ["blocks in blocks, sums as arguments"] = (0, Blocks(60, Ones(200))),
        ["blocks in too many blocks"] = (1, Blocks(2_000, "")),
        ["residuals in residuals"] = (0, Stages(Nested("residual { ", "dense(3)", " }", 31))),
        ["residuals in too many residuals"] = (1, Stages(Nested("residual { ", "dense(3)", " }", 50_000))),
        ["braces that are never closed"] = (2, "model M { encode h = x -> " + string.Concat(Enumerable.Repeat("residual { ", 50_000))),
        ["residuals in blocks in blocks"] =
            (
                0,
                Join(12, i => i == 0 ? "block b0 { dense(3) }" : $"block b{i} {{ {Nested("residual { ", $"b{i - 1}", " }", 4)} }}", "\n")
                    + "\n" + Stages("b11")),
        ["pipelines in brackets"] = (0, $"model M {{ data x: real[3] encode h = {Nested("(", "x -> dense(3)", ")", 31)} "
            + "decode y = h -> dense(3) minimize sse(y, x) }"),
        ["brackets in too many brackets"] = (1, new string('(', 100_000) + $"\nmodel M {{ {Body} }}"),
        ["objectives in brackets"] = (0, "model M { data x: real[3] encode h = x -> dense(2) "
            + $"decode y = h -> dense(3) minimize {Nested("(", "sse(y, x)", ")", 31)} }}"),
        ["a sum of terms"] = (0, "model M { data x: real[3] encode h = x -> dense(2) "
            + $"decode y = h -> dense(3) minimize {Join(250, _ => "sse(y, x)", " + ")} }}"),
        ["a product of weights"] = (0, "model M { data x: real[3] encode h = x -> dense(2) "
            + $"decode y = h -> dense(3) minimize {Join(250, _ => "1", " * ")} * sse(y, x) }}"),
        ["models in models"] = (1, Join(2_000, i => $"model M{i} {{ ", "") + Body + new string('}', 2_000)),
        ["codes from codes"] = (0, "model M { data x: real[3] "
            + $"{Join(100, i => $"encode z{i} ~ {(i == 0 ? "x" : $"z{i - 1}")} -> normal(2)", " ")} "
            + $"{Join(99, i => $"prior z{i} ~ z{i + 1} -> normal", " ")} decode x ~ z0 -> normal minimize elbo }}"),
        ["variables from variables"] = (0, "model M { data x: real[3] "
            + $"{Join(1_000, i => $"encode h{i} = {(i == 0 ? "x" : $"h{i - 1}")} -> relu", " ")} "
            + "decode y = h999 -> dense(3) minimize sse(y, x) }"),
        ["stages behind stages"] = (0, Stages(Join(1_900, _ => "relu", " -> "))),
    };

    public static TheoryData<string> Names => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Depth_ends_in_code_or_in_an_error_on_a_small_stack(string name)
    {
        var (errors, text) = Texts[name];
        var (found, same) = (-1, false);
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    var (first, second) = (AeParser.ParseFile(text), AeParser.ParseFile(text));
                    same = first == second && first.GetHashCode() == second.GetHashCode()
                        && AePrinter.Print(first.Tree) == AePrinter.Print(second.Tree)
                        && TreeDump.Dump(first.Tree) == TreeDump.Dump(second.Tree);
                    found = Check.File(text).Count;
                }
                catch (Exception e)
                {
                    thrown = e;
                }
            },
            StackBytes);
        thread.Start();

        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.Null(thrown);
        Assert.True(same);
        Assert.Equal(errors, found);
    }

    private static string Join(int count, Func<int, string> part, string between) =>
        string.Join(between, Enumerable.Range(0, count).Select(part));

    private static string Ones(int count) => string.Concat(Enumerable.Repeat("+1", count));

    private static string Nested(string open, string inside, string close, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + inside + string.Concat(Enumerable.Repeat(close, times));

    private static string Chain(int constants, int ones) =>
        Join(constants, i => i == 0 ? "const c0 = 1" : $"const c{i} = c{i - 1}{Ones(ones)}", "\n") + $"\nmodel M {{ {Body} }}";

    private static string Blocks(int count, string added) => added.Length == 0
        ? Join(count, i => i == 0 ? "block b0 { dense(3) }" : $"block b{i} {{ b{i - 1} }}", "\n") + "\n" + Stages($"b{count - 1}")
        : Join(count, i => i == 0 ? "block b0(n) { dense(n) }" : $"block b{i}(n) {{ b{i - 1}(n{added}) }}", "\n") + "\n"
            + Stages($"b{count - 1}(1)");

    private static string Stages(string stages) =>
        $"model M {{ data x: real[3] encode h = x -> {stages} decode y = h -> dense(3) minimize sse(y, x) }}";
}
