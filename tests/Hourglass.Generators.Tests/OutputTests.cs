using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Testing;

namespace Hourglass.Generators.Tests;

/// <summary>The generated code of whole projects.</summary>
public sealed partial class OutputTests
{
    [Fact]
    public void Variational_autoencoder() => Verify(Host.Of([("Models/vae.ae", Texts.Vae)], [], ("ContinuousIntegrationBuild", "true")));

    [Fact]
    public void Undercomplete() => Verify(Host.Of([("undercomplete.ae", Texts.Undercomplete)], [], ("ContinuousIntegrationBuild", "true")));

    [Fact]
    public void Annotated_class() => Verify(Host.OfSources(Texts.VaeClass));

    [Fact]
    public void A_half_typed_model() =>
        Verify(
            Host.OfFiles(("vae.ae", Texts.Vae.Replace("-> dense(400, relu) -> bernoulli", "-> ", StringComparison.Ordinal))),
            hasErrors: true);

    [Fact]
    public void Attributes_and_files_give_the_same_code()
    {
        var file = Host.OfFiles(("vae.ae", string.Join('\n', Texts.Vae.Split('\n').Skip(1))));
        var annotated = Host.OfSources(Texts.VaeClass);
        Assert.Equal(Code(file.Sources["vae.Vae.g.cs"]), Code(annotated.Sources["App.Vae.g.cs"]));

        static string Code(string source) =>
            Place().Replace(source, "").Replace("public sealed partial", "sealed partial", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public partial class Vae;")]
    [InlineData("partial class Vae;")]
    [InlineData("internal sealed partial class Vae { public int Own => Description.Terms.Count; }")]
    [InlineData("public partial class Vae : System.IEquatable<Vae> { public bool Equals(Vae? other) => ReferenceEquals(this, other); }")]
    public void A_class_keeps_its_access_and_its_members(string declaration)
    {
        var host = Host.OfSources(Texts.VaeClass.Replace("public partial class Vae;", declaration, StringComparison.Ordinal));
        Assert.Empty(host.Messages);
        host.Compiles();
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    public void The_culture_and_line_ends_change_nothing(string culture)
    {
        var expected = Host.Of([("vae.ae", Texts.Vae)], [Texts.VaeClass.Replace("Vae;", "Title;", StringComparison.Ordinal)]).Sources;
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var host = Host.Of(
                [("vae.ae", Texts.Vae.Replace("\n", "\r\n", StringComparison.Ordinal))],
                [Texts.VaeClass.Replace("Vae;", "Title;", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)]);
            Assert.Equal(expected, host.Sources);
            Assert.All(host.Sources.Values, source => Assert.DoesNotContain('\r', source));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Line_directives_name_the_file_as_the_build_wants_it()
    {
        Assert.Contains($"\"{Host.Folder}/vae.ae\"", Source(), StringComparison.Ordinal);
        var mapped = Source(("ContinuousIntegrationBuild", "true"));
        Assert.Contains("\"/_/vae.ae\"", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain(Host.Folder, mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("#line", Source(("HourglassLineDirectives", "false")), StringComparison.Ordinal);

        static string Source(params (string, string)[] properties) =>
            Assert.Single(Host.Of([("vae.ae", Texts.Vae)], [], properties).Sources).Value;
    }

    [Theory]
    [InlineData("Shared/Widths.ae")]
    [InlineData("shared\\WIDTHS.AE")]
    public void An_import_that_differs_in_case_is_found(string import)
    {
        var importing = $"import \"{import}\"\n" + Texts.Undercomplete.Replace("dense(32,", "dense(width,", StringComparison.Ordinal);
        var host = Host.OfFiles(("shared/widths.ae", "const width = 17\n"), ("importing.ae", importing));
        Assert.Empty(host.Messages);
        Assert.Contains("(128, 17)", host.Sources.Values.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_files_that_differ_in_case_the_exact_one_is_imported()
    {
        var importing = "import \"Widths.ae\"\n" + Texts.Undercomplete.Replace("dense(32,", "dense(width,", StringComparison.Ordinal);
        var host = Host.OfFiles(
            ("WIDTHS.ae", "const width = 16\n"),
            ("Widths.ae", "const width = 17\n"),
            ("widths.ae", "const width = 18\n"),
            ("importing.ae", importing));
        Assert.Empty(host.Messages);
        Assert.Contains("(128, 17)", host.Sources.Values.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Variants_and_imports_give_types_of_their_own()
    {
        var host = Host.OfFiles(
            ("shared/parts.ae", "const width = 16\nblock body(n) { dense(n, relu) -> dense(width, relu) }\n"),
            ("models.ae", """
                import "shared/parts.ae"
                model Base(latent = 4) {
                  data   x: unit[8]
                  encode h = x -> body(12) -> dense(latent)
                  decode y = h -> body(12) -> dense(8, sigmoid)
                  minimize mse(y, x)
                }
                model Narrow = Base(latent: 2)
                """));
        Assert.Empty(host.Messages);
        host.Compiles();
        Assert.Equal(["models.Base.g.cs", "models.Narrow.g.cs"], host.Sources.Keys.Order(StringComparer.Ordinal));
        Incrementality.Check(host);
    }

    private static void Verify(Host host, bool hasErrors = false, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        Assert.Equal(hasErrors, host.Messages.Count > 0);
        host.Compiles();
        Snapshot.Verify(Assert.Single(host.Sources).Value, "cs", method: method);
        Incrementality.Check(host);
    }

    [GeneratedRegex(@"^\s*#line.*\n| Declared in [^<]*", RegexOptions.Multiline)]
    private static partial Regex Place();
}
