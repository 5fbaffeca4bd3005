using Hourglass.Testing;

namespace Hourglass.Generators.Tests;

/// <summary>Two models that want one name.</summary>
public sealed class ConflictTests
{
    [Fact]
    public void Of_two_models_with_one_full_name_the_first_file_wins()
    {
        var host = Host.OfFiles(("b.ae", Texts.Vae), ("a.ae", Texts.Vae));
        Assert.Equal(
            ["b.ae(2,7): error AE1106: a model named App.Vae is declared already, in a.ae; help: rename one of them, or give the files "
                + "different namespaces"],
            host.Messages);
        Assert.Equal(["a.Vae.g.cs"], host.Sources.Keys);
        Incrementality.Check(host);
    }

    [Fact]
    public void A_class_wins_over_a_file()
    {
        var host = Host.Of([("a.ae", Texts.Vae)], [Texts.VaeClass]);
        Assert.StartsWith(
            "a.ae(2,7): error AE1106: a model named App.Vae is declared already, in the class of that name",
            Assert.Single(host.Messages),
            StringComparison.Ordinal);
        Assert.Equal(["App.Vae.g.cs"], host.Sources.Keys);
    }

    [Fact]
    public void Models_of_one_name_in_two_folders_are_two_types()
    {
        var host = Host.OfFiles(("a/m.ae", Texts.Vae), ("b/m.ae", Texts.Vae));
        Assert.Empty(host.Messages);
        Assert.Equal(["a.m.Vae.g.cs", "b.m.Vae.g.cs"], host.Sources.Keys.Order(StringComparer.Ordinal));
        host.Compiles();
    }

    [Fact]
    public void Sources_whose_names_differ_in_case_alone_are_told_apart()
    {
        var host = Host.OfFiles(
            ("a.ae", Texts.Vae),
            ("A.ae", Texts.Vae.Replace("model Vae", "model VAE", StringComparison.Ordinal)),
            ("sub/m.ae", "namespace Other\n" + Texts.Vae),
            ("sub.m.ae", "namespace Third\n" + Texts.Vae));
        Assert.Empty(host.Messages);
        Assert.Equal(["A.VAE.g.cs", "a.Vae_2.g.cs", "sub.m.Vae.g.cs", "sub.m.Vae_2.g.cs"], host.Sources.Keys.Order(StringComparer.Ordinal));
        Incrementality.Check(host);
    }

    [Fact]
    public void A_conflict_ends_with_the_edit_that_ends_it()
    {
        var host = Host.OfFiles(("a.ae", Texts.Vae), ("b.ae", Texts.Vae));
        host.Edit("a.ae", Texts.Vae.Replace("model Vae", "model First", StringComparison.Ordinal));
        Assert.Empty(host.Messages);
        Assert.Equal(["a.First.g.cs", "b.Vae.g.cs"], host.Sources.Keys.Order(StringComparer.Ordinal));
    }
}
