using Hourglass.Generators;
using Hourglass.Testing;
using Microsoft.CodeAnalysis;

namespace Hourglass.Generators.Tests;

/// <summary>What runs again after an edit, and what does not.</summary>
public sealed class CachingTests
{
    private const string Unrelated = "class Unrelated { int M() => 1; }";

    private static Host Project() => Host.Of(
        [("two.ae", Texts.Two), ("vae.ae", Texts.Vae.Replace("Vae", "Other", StringComparison.Ordinal))],
        [Unrelated, Texts.VaeClass]);

    [Fact]
    public void Nothing_runs_twice() => Incrementality.Check(Project());

    [Fact]
    public void What_a_step_gives_for_equal_texts_is_equal() => Incrementality.EqualByContent(ProjectWithImports(), ProjectWithImports());

    private static Host ProjectWithImports() => Host.Of(
        [
            ("two.ae", Texts.Two),
            ("shared/widths.ae", "const width = 32\nblock body(n) { dense(n, relu) }\n"),
            (
                "importing.ae",
                "import \"shared/widths.ae\"\n" + Texts.Undercomplete.Replace("dense(32,", "dense(width,", StringComparison.Ordinal)),
            ("wrong.ae", "import \"nothing.ae\"\nmodel Wrong { data x: unit[3] minimize elbo }\n"),
        ],
        [Unrelated, Texts.VaeClass]);

    [Fact]
    public void A_comment_edited_in_place_re_emits_nothing()
    {
        var host = Project();
        host.Edit("two.ae", Texts.Two.Replace("// two models", "// two small models, side by side", StringComparison.Ordinal));
        Assert.Contains(IncrementalStepRunReason.Unchanged, host.Reasons(Steps.Parse));
        Incrementality.NothingRan(host);
    }

    [Fact]
    public void A_line_above_a_model_moves_its_code_and_derives_nothing()
    {
        var host = Project();
        host.Edit("two.ae", "// a line\n" + Texts.Two);
        Assert.Contains(IncrementalStepRunReason.Modified, host.Reasons(Steps.Compile));
        Assert.All(host.Reasons(Steps.Step), reason => Assert.True(Incrementality.IsOld(reason)));
        Assert.All(host.Reasons(Steps.Derive), reason => Assert.True(Incrementality.IsOld(reason)));
    }

    [Fact]
    public void An_editor_derives_no_step_and_gets_code_that_compiles()
    {
        var host = Host.ForEditor([("two.ae", Texts.Two)], [Unrelated, Texts.VaeClass]);
        Assert.Empty(host.Reasons(Steps.Derive));
        Assert.Empty(host.StepSources);
        Assert.Equal(3, host.Sources.Count);
        host.Compiles();
    }

    [Fact]
    public void An_edit_of_one_model_of_two_in_a_file_compiles_that_one_only()
    {
        var host = Project();
        host.Edit("two.ae", Texts.Two.Replace("dense(3, relu)", "dense(1, relu)", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], host.Reasons(Steps.Compile).Where(r => !Incrementality.IsOld(r)));
        Assert.Equal([IncrementalStepRunReason.Modified], host.Reasons(Steps.Source).Where(r => !Incrementality.IsOld(r)));
        Assert.Equal([IncrementalStepRunReason.Modified], host.Reasons(Steps.Derive).Where(r => !Incrementality.IsOld(r)));
        Assert.Equal((4, 4), (host.Sources.Count, host.StepSources.Count));
    }

    [Fact]
    public void An_unrelated_edit_of_csharp_runs_nothing()
    {
        var host = Project();
        host.EditSource(0, Unrelated.Replace("=> 1", "=> 2", StringComparison.Ordinal));
        Incrementality.NothingRan(host);
        string[] ofFiles =
        [
            Steps.Options, Steps.Parse, Steps.Exports, Steps.Import, Steps.Split, Steps.Model, Steps.Compile, Steps.Source, Steps.Report
        ];
        Assert.All(ofFiles, step => Assert.All(host.Reasons(step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
    }

    [Fact]
    public void A_line_above_an_annotated_class_moves_it_and_compiles_nothing()
    {
        var host = Project();
        host.EditSource(1, "// moved\n" + Texts.VaeClass);
        Assert.Contains(IncrementalStepRunReason.Modified, host.Reasons(Steps.Classes));
        Assert.All(host.Reasons(Steps.Assemble), reason => Assert.True(Incrementality.IsOld(reason)));
        Assert.All(host.Reasons(Steps.Compile), reason => Assert.True(Incrementality.IsOld(reason)));
    }

    [Fact]
    public void An_edit_of_a_clause_compiles_its_class_only()
    {
        var host = Project();
        host.EditSource(1, Texts.VaeClass.Replace("normal(20)", "normal(2)", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], host.Reasons(Steps.Compile).Where(r => !Incrementality.IsOld(r)));
    }

    [Fact]
    public void An_edit_of_a_constant_compiles_the_files_that_import_it_only()
    {
        var importing = "import \"shared/widths.ae\"\n"
            + Texts.Undercomplete.Replace("dense(32,", "dense(width,", StringComparison.Ordinal);
        var host = Host.OfFiles(
            ("shared/widths.ae", "const width = 32\n"), ("models/../importing.ae", importing), ("two.ae", Texts.Two));
        Assert.Empty(host.Messages);
        host.Edit("shared/widths.ae", "const width = 16\n");
        Assert.Equal([IncrementalStepRunReason.Modified], host.Reasons(Steps.Compile).Where(r => !Incrementality.IsOld(r)));
    }

    [Fact]
    public void An_edit_of_a_model_in_an_imported_file_leaves_the_importers_alone()
    {
        var library = "const width = 32\n" + Texts.Vae;
        var host = Host.OfFiles(
            ("library.ae", library),
            (
                "importing.ae",
                "import \"library.ae\"\n" + Texts.Undercomplete.Replace("dense(32,", "dense(width,", StringComparison.Ordinal)));
        host.Edit("library.ae", library.Replace("normal(20)", "normal(2)", StringComparison.Ordinal) + "\n// longer\n");
        Assert.Equal([IncrementalStepRunReason.Modified], host.Reasons(Steps.Compile).Where(r => !Incrementality.IsOld(r)));
        Assert.All(host.Reasons(Steps.Exports), reason => Assert.True(Incrementality.IsOld(reason)));
    }

    [Fact]
    public void A_new_file_leaves_the_others_alone()
    {
        var host = Project();
        host.Add("more.ae", Texts.Undercomplete);
        Assert.Equal([IncrementalStepRunReason.New], host.Reasons(Steps.Compile).Where(r => !Incrementality.IsOld(r)));
        Assert.Equal(5, host.Sources.Count);
    }
}
