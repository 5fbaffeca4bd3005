using Hourglass.Testing;
using Microsoft.CodeAnalysis;

namespace Hourglass.Generators.Tests;

/// <summary>Where diagnostics stand, and how the build prints them.</summary>
public sealed class DiagnosticsTests
{
    [Fact]
    public void A_mistake_in_a_file_stands_at_its_line_and_column()
    {
        var host = Host.OfFiles(("Models/vae.ae", Texts.Vae.Replace("-> bernoulli", "-> ]", StringComparison.Ordinal)));
        var message = Assert.Single(host.Messages);
        Assert.StartsWith("Models/vae.ae(5,39): error AE0", message, StringComparison.Ordinal);
        Assert.Equal(LocationKind.ExternalFile, host.Result.Diagnostics[0].Location.Kind);
        Incrementality.Check(host);
    }

    [Theory]
    [InlineData("\"x ~ z -> dense(400, relu) -> ]\"", "(7,39)")]
    [InlineData("\"x ~ z\\t-> dense(400, relu) -> ]\"", "(7,40)")]
    [InlineData("@\"x ~ z -> dense(400, relu) -> ]\"", "(7,40)")]
    [InlineData("\"\"\"x ~ z -> dense(400, relu) -> ]\"\"\"", "(7,41)")]
    [InlineData("\"x ~ z -> dense(400, relu)\" + \" -> ]\"", "(7,44)")]
    [InlineData("\"\"\"\n    x ~ z -> dense(400, relu)\n      -> ]\n    \"\"\"", "(9,10)")]
    [InlineData("Clauses.Decode", "(7,9)")]
    public void A_mistake_in_a_clause_stands_inside_its_literal(string literal, string place)
    {
        var source = Texts.VaeClass.Replace("\"x ~ z -> dense(400, relu) -> bernoulli\"", literal, StringComparison.Ordinal)
            + "static class Clauses { public const string Decode = \"x ~ z -> ]\"; }\n";
        var host = Host.OfSources(source);
        Assert.StartsWith($"Source0.cs{place}: error AE0", Assert.Single(host.Messages), StringComparison.Ordinal);
        Incrementality.Check(host);
    }

    [Fact]
    public void A_mistake_found_after_parsing_stands_at_the_same_word_in_both_forms()
    {
        var file = Host.OfFiles(("vae.ae", Texts.Vae.Replace("normal(20)", "normla(20)", StringComparison.Ordinal)));
        var source = Host.OfSources(Texts.VaeClass.Replace("normal(20)", "normla(20)", StringComparison.Ordinal));
        Assert.StartsWith("vae.ae(4,39): error AE1", Assert.Single(file.Messages), StringComparison.Ordinal);
        Assert.StartsWith("Source0.cs(6,39): error AE1", Assert.Single(source.Messages), StringComparison.Ordinal);
        Assert.Contains("normal", file.Messages[0], StringComparison.Ordinal);
        Assert.Equal(Rest(file.Messages[0]), Rest(source.Messages[0]));

        static string Rest(string message) => message[message.IndexOf(": error", StringComparison.Ordinal)..];
    }

    [Fact]
    public void A_mistake_in_a_model_with_variants_is_told_once()
    {
        var text = Texts.Undercomplete.Replace("relu) -> dense(32", "rleu) -> dense(32", StringComparison.Ordinal)
            .Replace("model Undercomplete", "model Undercomplete(n = 1)", StringComparison.Ordinal);
        var host = Host.OfFiles(("u.ae", text + "model Narrow = Undercomplete(n: 2)\nmodel Wide = Undercomplete(n: 3)\n"));
        Assert.Single(host.Messages);
        Incrementality.Check(host);
    }

    [Fact]
    public void A_half_typed_file_still_gives_the_type()
    {
        const string user = "class User { App.Vae Make(App.Vae v) => v; }";
        var host = Host.Of(
            [(
                "vae.ae",
                Texts.Vae.Replace("  decode x ~ z -> dense(400, relu) -> bernoulli\n", "  decode x ~ z -> \n", StringComparison.Ordinal))],
            [user]);
        Assert.NotEmpty(host.Messages);
        host.Compiles();
        Incrementality.Check(host);
    }

    [Fact]
    public void A_wrong_file_leaves_the_others_their_output()
    {
        var host = Host.OfFiles(("vae.ae", Texts.Vae), ("wrong.ae", "model ("));
        Assert.NotEmpty(host.Messages);
        Assert.All(host.Messages, message => Assert.StartsWith("wrong.ae(1,", message, StringComparison.Ordinal));
        Assert.Contains("vae.Vae.g.cs", host.Sources.Keys);
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_so()
    {
        var host = Host.OfFiles(("vae.ae", null!), ("two.ae", Texts.Two));
        Assert.Equal(
            ["vae.ae(1,1): error AE9002: the file cannot be read; help: look whether it exists, is text in UTF-8 and may be read"],
            host.Messages);
        Assert.Equal(2, host.Sources.Count);
    }

    [Fact]
    public void A_file_that_is_imported_but_not_there_is_told_at_the_import()
    {
        var host = Host.OfFiles(("vae.ae", "import \"shared/nothing.ae\"\n" + Texts.Vae));
        Assert.StartsWith("vae.ae(1,", Assert.Single(host.Messages), StringComparison.Ordinal);
        Assert.Contains("shared/nothing.ae", host.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_kinds_are_left_alone()
    {
        var host = Host.OfFiles(("notes.txt", "model ("), ("VAE.AE", Texts.Vae));
        Assert.Empty(host.Messages);
        Assert.Equal(["VAE.Vae.g.cs"], host.Sources.Keys);
    }
}
