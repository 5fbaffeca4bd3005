using Hourglass.Compiler.Ground;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Testing;

namespace Hourglass.Tests.Cli;

/// <summary>Source lines with carets, seen as people see them.</summary>
public class TextFormatTests
{
    private const string Vae = """
        model Vae {
          data   x: unit[1, 28, 28]
          encode z ~ x -> flatten -> dense(400, relu) -> normal(20)
          decode x ~ z -> dense(64) -> deconv(1, 3, stride: 2) -> bernoulli
          minimize elbo
        }
        """;

    [Fact]
    public void A_related_span_on_another_line() =>
        Snapshot.Verify(Render(Vae, At(3, 31, 3, 54, new RelatedSpan(Span(1, 12, 1, 27), "x is 1 × 28 × 28"))));

    [Fact]
    public void Related_spans_on_the_same_line() => Snapshot.Verify(Render(
        Vae,
        At(3, 31, 3, 54, new RelatedSpan(Span(3, 18, 3, 27), "gives 64"), new RelatedSpan(Span(3, 9, 3, 10), "described here"))));

    [Fact]
    public void A_span_of_several_lines() => Snapshot.Verify(Render(Vae, At(1, 2, 4, 15)));

    [Fact]
    public void A_span_that_ends_before_a_line_begins() => Snapshot.Verify(Render(Vae, At(1, 2, 2, 0)));

    [Fact]
    public void Tabs_are_shown_as_spaces() => Snapshot.Verify(Render("model Vae {\n\tdata\tx: unit[784]\n}", At(1, 6, 1, 7)));

    [Fact]
    public void Carriage_returns_are_not_shown() =>
        Snapshot.Verify(Render(Vae.ReplaceLineEndings("\r\n"), At(3, 31, 3, 54), At(1, 2, 2, 14)));

    [Fact]
    public void The_end_of_the_file() => Snapshot.Verify(Render("model Vae {\n  data x: unit[784]\n", At(2, 0, 2, 0)));

    [Fact]
    public void An_empty_file() => Snapshot.Verify(Render("", At(0, 0, 0, 0)));

    [Fact]
    public void Wide_characters_take_two_cells() => Snapshot.Verify(Render("model V { /* 多層 🙂 é */ dense }", At(0, 23, 0, 28)));

    [Fact]
    public void A_long_line_is_cut_around_the_fault() => Snapshot.Verify(Render(
        "model V { " + string.Join(' ', Enumerable.Range(0, 120).Select(i => $"stage{i}")) + " }",
        At(0, 460, 0, 468)));

    [Fact]
    public void Line_numbers_of_two_widths() => Snapshot.Verify(Render(
        string.Concat(Enumerable.Range(1, 12).Select(i => $"// line {i}\n")),
        At(10, 3, 10, 7, new RelatedSpan(Span(1, 3, 1, 7), "as here"))));

    [Fact]
    public void A_warning_without_help() => Snapshot.Verify(Render(
        Vae,
        new Diagnostic("AE4999", Severity.Warning, "only a warning", Span(4, 11, 4, 15))));

    [Fact]
    public void Colours_where_somebody_looks()
    {
        using var output = new StringWriter { NewLine = "\n" };
        new TextFormat().Write(
            ToolConsole.Of(output, TextWriter.Null, colour: true).Out,
            [new PlacedDiagnostic(new SourceText("m.ae", Vae), At(3, 31, 3, 54))]);
        Assert.Contains("\u001b[1;91merror AE2004\u001b[0m", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', Render(Vae, At(3, 31, 3, 54)));
    }

    private static string Render(string text, params Diagnostic[] diagnostics)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var source = new SourceText("models/m.ae", text);
        new TextFormat().Write(
            ToolConsole.Of(output, TextWriter.Null).Out,
            [.. diagnostics.Select(diagnostic => new PlacedDiagnostic(source, diagnostic))]);
        return output.ToString();
    }

    private static Diagnostic At(int line, int column, int endLine, int endColumn, params RelatedSpan[] related) => new(
        "AE2004",
        Severity.Error,
        "a deconvolution takes a feature map, this is a vector of 64",
        Span(line, column, endLine, endColumn),
        "reshape it first, for example reshape(64, 1, 1)",
        related.ToEquatable());

    private static TextSpan Span(int line, int column, int endLine, int endColumn) =>
        new(new LinePosition(line, column), new LinePosition(endLine, endColumn));
}
