using CsCheck;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>Formatting of a part of a text, and edits for editors.</summary>
public sealed class FormatterRangeTests
{
    private const string Untidy =
        "const   a=1\nmodel  M  {\ndata x:real[3]   // first\n  // of the role\n    encode   h=x->dense(2);  prior  h~normal\n"
        + " train { batch:3 }\n   }\n\n\nconst   b=2  ";

    /// <summary>The range is what stands between « and »; what it changes is given as a piece of the text before and after.</summary>
    [Theory]
    [InlineData("«»const   a=1", "const   a=1", "const a = 1")]
    [InlineData("const   a=1«»", "const   a=1", "const a = 1")]
    [InlineData("con«st   a=1\n»model", "const   a=1", "const a = 1")]
    [InlineData("mod«»el  M  {", "model  M  {", "\nmodel M {")]
    [InlineData("const   a«=1\nm»odel  M  {", "const   a=1\nmodel  M  {", "const a = 1\n\nmodel M {")]
    [InlineData("data x:«»real[3]", "data x:real[3]", "  data   x: real[3]")]
    [InlineData("enc«ode   h=»x", "    encode   h=x->dense(2)", "  encode h = x -> dense(2)")]
    [InlineData("pri«»or", ";  prior  h~normal", "\n  prior  h ~ normal")]
    [InlineData("tra«in { batch»:3 }", " train { batch:3 }", "  train  { batch: 3 }")]
    [InlineData("   «}»", "   }", "}")]
    [InlineData("b=2  «»", "\n\n\nconst   b=2  ", "\n\n\nconst   b=2\n")]
    public void It_takes_whole_statements_and_no_others(string marked, string before, string after)
    {
        var snippet = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        Assert.Equal(2, Untidy.Split(snippet).Length);
        Assert.Equal(2, Untidy.Split(before).Length);
        var text = Untidy.Replace(snippet, marked, StringComparison.Ordinal);
        var (start, end) = (text.IndexOf("«", StringComparison.Ordinal), text.IndexOf("»", StringComparison.Ordinal) - 1);
        var range = new LineMap(Untidy).SpanOf(start, end);
        Assert.Equal(Untidy.Replace(before, after, StringComparison.Ordinal), AeFormatter.Format(Untidy, range));
    }

    [Fact]
    public void A_comment_between_statements_moves_with_the_one_behind_it()
    {
        const string Text = "model M {\n  data  x: real[3]\n      // of the role\n  encode  h = x\n}\n";
        Assert.Equal(
            "model M {\n  data  x: real[3]\n  // of the role\n  encode h = x\n}\n",
            AeFormatter.Format(Text, new TextSpan(new(3, 4), new(3, 4))));
        Assert.Equal(
            "model M {\n  data   x: real[3]\n      // of the role\n  encode  h = x\n}\n",
            AeFormatter.Format(Text, new TextSpan(new(1, 4), new(1, 4))));
    }

    [Fact]
    public void A_range_over_all_is_the_whole_text() => Assert.All(
        DesignCorpus.All,
        text =>
        {
            var untidy = text.Replace(" ", "   ", StringComparison.Ordinal) + "\n\n";
            var range = new LineMap(untidy).SpanOf(0, untidy.Length);
            Assert.Equal(AeFormatter.Format(untidy), AeFormatter.Format(untidy, range));
        });

    /// <summary>Where every statement is taken by itself, all of them together are the formatted text.</summary>
    [Fact]
    public void Line_by_line_the_text_comes_to_be_in_order() => Assert.All(
        DesignCorpus.All,
        text =>
        {
            var found = string.Join(
                '\n',
                text.Split('\n').Select(line => line.StartsWith("///", StringComparison.Ordinal)
                    ? line
                    : line.Replace(" ", "   ", StringComparison.Ordinal)));
            for (var line = 0; line < text.Split('\n').Length; line++)
            {
                var end = found.Split('\n')[Math.Min(line, found.Split('\n').Length - 1)].Length;
                found = AeFormatter.Format(found, new TextSpan(new(line, 0), new(line, end)));
            }

            Assert.Equal(text, found);
        });

    [Fact]
    public void Edits_are_small_apart_and_in_order()
    {
        const string Text = "model M {\r\n  data x: real[3]\r\n    encode h = x ->dense(2)\r\n}";
        var edits = AeFormatter.Edits(Text, AeParser.ParseFile(Text));
        Assert.Equal(
            [
                new TextEdit(Span(1, 7, 1, 7), "  "), new TextEdit(Span(2, 2, 2, 4), ""), new TextEdit(Span(2, 19, 2, 19), " "),
                new TextEdit(Span(3, 1, 3, 1), "\r\n"),
            ],
            edits);
    }

    /// <summary>An editor counts lines: an edit that begins or ends between the two characters of a line end has no place there.</summary>
    [Fact]
    public void No_edit_parts_the_characters_of_a_line_end() => Gen.Select(Gen.Int[0, 29], Gen.OneOf("\r\n", "\n", "\r").Array[200]).Sample(
        (number, ends) =>
        {
            var lines = DesignCorpus.All[number % DesignCorpus.All.Count].Replace(" ", "  ", StringComparison.Ordinal).Split('\n');
            var text = string.Concat(lines.Select((line, i) => line + ends[i]));
            var map = new LineMap(text);
            var last = 0;
            foreach (var edit in AeFormatter.Edits(text, AeParser.ParseFile(text)))
            {
                var (start, end) = (map.OffsetOf(edit.Span.Start), map.OffsetOf(edit.Span.End));
                Assert.InRange(start, last, end);
                Assert.All([start, end], at => Assert.False(at > 0 && at < text.Length && text[at - 1] == '\r' && text[at] == '\n'));
                last = end;
            }
        },
        iter: 300);

    private static TextSpan Span(int line, int column, int endLine, int endColumn) => new(new(line, column), new(endLine, endColumn));
}
