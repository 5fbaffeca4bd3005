using CsCheck;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Tests.Docs;
using Hourglass.Mutants;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>Texts of every kind: what must be so of each is in <see cref="FormattedText"/>.</summary>
public sealed class FormatterFuzzTests
{
    private static readonly Gen<string> Between = Gen.Frequency(
        (8, Gen.Const(" ")),
        (2, Gen.OneOf("\n", "\n\n", "  ", "\t", "\r\n", "\n \n\n", "\u00A0")),
        (1, Gen.OneOf(" // a { comment ( with [\n", "\n\n// of its own \n", " // two\n\n  // of them\n")));

    /// <summary>Documentation only where the printer puts some: elsewhere it is another tree's.</summary>
    [Fact]
    public void Two_thousand_random_trees_however_they_are_spread() =>
        Gen.Select(TreeGenerator.File, Between.Array[60]).Sample(
            (tree, gaps) =>
            {
                var text = AePrinter.Print(tree);
                var spread = Spread(text, gaps);
                Assert.Empty(AeParser.ParseFile(spread).Diagnostics);
                Assert.Equal(TreeDump.Dump(tree), TreeDump.Dump(AeParser.ParseFile(FormattedText.Of(spread)).Tree));
            },
            iter: 2_000,
            print: pair => Spread(AePrinter.Print(pair.Item1), pair.Item2));

    /// <summary>What the printer prints is in order, but that it cuts no line.</summary>
    [Fact]
    public void Two_thousand_printed_trees_are_in_order() => TreeGenerator.File.Sample(
        tree =>
        {
            var text = AePrinter.Print(tree);
            var formatted = FormattedText.Of(text);
            if (text.Split('\n').All(line => line.Length <= 140))
            {
                Assert.Equal(text, formatted);
            }
        },
        iter: 2_000,
        print: AePrinter.Print);

    [Fact]
    public void Six_thousand_slips_of_the_hand()
    {
        var bases = MutantBase.Read(
            Path.Combine(Repository.Root, "tests", "Corpus"), Path.Combine(Repository.Root, "tests", "Hourglass.Tests", "Models"));
        for (var number = 0; number < 6_000; number++)
        {
            var mutant = Mutant.Of(bases, 5, number);
            try
            {
                FormattedText.Of(number % 3 == 0 ? mutant.Text.ReplaceLineEndings("\r\n") : mutant.Text);
            }
            catch (Exception wrong)
            {
                Assert.Fail($"{mutant}: {wrong.Message}\n{mutant.Text}");
            }
        }
    }

    private static string Spread(string text, string[] gaps)
    {
        var tokens = Lexer.Tokenize(text, 0, "file", default);
        var docs = tokens.All.Select((token, at) => text[(at == 0 ? 0 : End(tokens.All[at - 1]))..token.Start])
            .Select(gap => gap.Contains("///", StringComparison.Ordinal) ? gap : null).ToArray();
        return string.Concat(tokens.All.Select((token, at) => (docs[at] ?? gaps[at % gaps.Length]) + token.Text));
    }

    private static int End(Token token) => token.Start + token.Text.Length;
}
