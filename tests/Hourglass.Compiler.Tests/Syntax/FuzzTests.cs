using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>Texts that nobody would write. A failure prints the seed with which CsCheck repeats it.</summary>
public sealed partial class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[][] Corpus = [.. DesignCorpus.All.Select(Pieces)];

    private static readonly string[] Vocabulary =
    [
        .. AeKeywords.Declarations, .. AeKeywords.Statements, .. Corpus.SelectMany(pieces => pieces).Distinct(StringComparer.Ordinal),
        "->", "=>", "-->", "~", "=", ":", ":=", "?", ";", ",", ".", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "//", "///", "/*",
        "*/", "#",
        "\"", "'", "\"a.ae\"", "1e999", ".5", "1.", "1e", "z.mean", "endcode", "mdoel", "\n", "\r\n", "\r", "\t", "\0", "@", "→", "ß",
        "\ud800", "\ufeff", "İ",
    ];

    private static readonly Gen<string> Soup = Gen.Select(
        Gen.OneOf(Vocabulary).Array[0, 60], Gen.OneOf(" ", "", "\n"), (words, between) => string.Join(between, words));

    private static readonly Gen<string> Mutated = Gen.Select(
        Gen.Int[0, Corpus.Length - 1],
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.OneOf(Vocabulary)).Array[1, 5],
        (model, edits) => edits.Aggregate(Corpus[model].ToList(), Edit, pieces => string.Concat(pieces)));

    private TimeSpan _slowest;
    private string _slowestText = "";

    [Fact]
    public void Eighty_thousand_mutated_models_never_break_the_parser() => Try(Mutated, 80_000);

    [Fact]
    public void Twenty_thousand_random_texts_never_break_the_parser() => Try(Gen.OneOf(Soup, Soup, Gen.String), 20_000);

    [Fact]
    public void Three_thousand_random_trees_come_back_from_their_print() => TreeGenerator.File.Sample(
        tree =>
        {
            var text = AePrinter.Print(tree);
            var result = AeParser.ParseFile(text);

            Assert.Empty(result.Diagnostics);
            Assert.Equal(TreeDump.Dump(tree), TreeDump.Dump(result.Tree));
            Assert.Equal(text, AePrinter.Print(result.Tree));
            CheckPlaces(text, result);
        },
        iter: 3_000,
        print: AePrinter.Print);

    [Fact]
    public void Clauses_of_random_texts_never_break_the_parser() => Gen.Select(Gen.OneOf(AeKeywords.Statements.ToArray()), Soup).Sample(
        (keyword, text) =>
        {
            var result = AeParser.ParseClause(keyword, text, 3);
            var end = new LineMap(text).PositionOf(text.Length);

            Assert.All(result.Diagnostics, d => Assert.InRange(d.Span.Start.Line, 3, 3 + end.Line));
            Assert.True(result.Tree is not null || result.Diagnostics.Count > 0);
        },
        iter: 5_000);

    private void Try(Gen<string> texts, int count)
    {
        foreach (var text in DesignCorpus.All)
        {
            AeParser.ParseFile(text);
        }

        texts.Sample(Check, iter: count);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} texts, the slowest took {_slowest.TotalMilliseconds:F2} ms for {_slowestText.Length} characters: "
                + $"{Shorten(_slowestText)}"));
    }

    private static string Shorten(string text) =>
        string.Concat(text.Take(120).Select(c => char.IsWhiteSpace(c) || char.IsControl(c) ? ' ' : c)) + " …";

    private void Check(string text)
    {
        var watch = Stopwatch.StartNew();
        var result = AeParser.ParseFile(text);
        Note(text, watch.Elapsed);

        CheckPlaces(text, result);
        var printed = AePrinter.Print(result.Tree);
        if (result.Diagnostics.Count == 0)
        {
            var again = AeParser.ParseFile(printed);
            Assert.Empty(again.Diagnostics);
            Assert.Equal(TreeDump.Dump(result.Tree), TreeDump.Dump(again.Tree));
            Assert.Equal(printed, AePrinter.Print(again.Tree));
        }
    }

    /// <summary>A busy machine interrupts: what seems slow is measured thrice more, and the best time counts.</summary>
    private void Note(string text, TimeSpan elapsed)
    {
        for (var i = 0; i < 3 && elapsed > _slowest; i++)
        {
            var watch = Stopwatch.StartNew();
            AeParser.ParseFile(text);
            elapsed = watch.Elapsed < elapsed ? watch.Elapsed : elapsed;
        }

        lock (output)
        {
            (_slowest, _slowestText) = elapsed > _slowest ? (elapsed, text) : (_slowest, _slowestText);
        }
    }

    private static void CheckPlaces(string text, ParseResult<SourceFile> result)
    {
        var map = new LineMap(text);
        foreach (var diagnostic in result.Diagnostics)
        {
            Inside(map, text, diagnostic.Span);
        }

        var nodes = new Stack<SyntaxNode>([result.Tree]);
        while (nodes.TryPop(out var node))
        {
            Inside(map, text, node.Span);
            foreach (var child in SyntaxWalker.Children(node))
            {
                if (node.Span != node.Span.Union(child.Span))
                {
                    Assert.Fail($"{child} sticks out of {node}.");
                }

                nodes.Push(child);
            }
        }
    }

    private static void Inside(LineMap map, string text, TextSpan span)
    {
        var (start, end) = (map.OffsetOf(span.Start), map.OffsetOf(span.End));
        if (start < 0 || start > end || end > text.Length || span != map.SpanOf(start, end))
        {
            Assert.Fail($"{span} is no place of the text.");
        }
    }

    private static List<string> Edit(List<string> pieces, (int Kind, int At, int Other, string Piece) edit)
    {
        var at = edit.At % Math.Max(1, pieces.Count);
        var other = edit.Other % Math.Max(1, pieces.Count);
        switch (edit.Kind)
        {
            case 0 when pieces.Count > 0:
                pieces.RemoveAt(at);
                break;
            case 1 when pieces.Count > 0:
                pieces.Insert(at, pieces[other]);
                break;
            case 2 when pieces.Count > 0:
                (pieces[at], pieces[other]) = (pieces[other], pieces[at]);
                break;
            case 3 when pieces.Count > 0:
                pieces[at] = edit.Piece;
                break;
            case 4 when pieces.Count > 0 && pieces[at].Length > 0:
                pieces[at] = pieces[at].Remove(edit.Other % pieces[at].Length, 1);
                break;
            case 5 when pieces.Count > 0:
                pieces.RemoveRange(at, Math.Min(pieces.Count - at, edit.Other % 12));
                break;
            default:
                pieces.Insert(at, edit.Piece);
                break;
        }

        return pieces;
    }

    private static string[] Pieces(string text) => [.. Piece().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"///[^\n]*|->|\w+|\s+|[^\w\s]")]
    private static partial Regex Piece();
}
