using System.Globalization;
using System.Text;
using Hourglass.Compiler.Syntax;
using Hourglass.Testing;

namespace Hourglass.Editor.Tests;

/// <summary>Hints, hover, signatures, names, outlines, folds, colours and fixes.</summary>
public sealed class FeatureTests
{
    private const string Vae = """
        const width = 400

        /// A layer and its activation.
        block layer(n) { dense(n) -> relu }

        /// A variational autoencoder.
        model Vae(latent = 20) {
          /// Images.
          data   x: unit[784]
          encode z ~ x -> corrupt(mask(0.1)) -> layer(width) -> first: dense(200, relu) -> normal(latent)
          decode x ~ z -> repeat(2) { dense(200, relu) } -> layer(width) -> bernoulli
          minimize rec: nll(x) + ramp(0, 1, epochs: 5) * kl(z)
          train  { optimizer: adam(1e-3)  batch: 128  epochs: 10 }
        }

        model Small = Vae(latent: 2)
        """;

    [Fact]
    public void Hints_show_what_each_stage_gives()
    {
        var editing = new Editing(Vae);
        Snapshot.Verify(Shown(editing.Text, editing.Workspace.Hints(Editing.Path, Everything, default)));
    }

    [Fact]
    public void A_pipeline_with_a_bad_stage_has_the_shapes_before_it()
    {
        var editing = new Editing(
            "model M {\n  data x: unit[784]\n  encode z ~ x -> dense(400) -> desne(3) -> normal(2)\n  minimize elbo\n}\n");
        Assert.Equal(["[400]"], editing.Workspace.Hints(Editing.Path, Everything, default).Select(hint => hint.Text));
    }

    [Fact]
    public void While_a_statement_is_typed_the_other_lines_keep_their_hints()
    {
        var editing = new Editing(Vae);
        var before = editing.Workspace.Hints(Editing.Path, Everything, default);
        editing.Replace(Vae.IndexOf("minimize", StringComparison.Ordinal), 0, "encode h = z -> dense(\n  ");
        var after = editing.Workspace.Hints(Editing.Path, Everything, default);
        Assert.Equal(before.Select(hint => hint.Text), after.Select(hint => hint.Text));
    }

    [Theory]
    [InlineData("dense(200, relu) -> normal", "[400] → [200]", "parameters", "dense(n, act")]
    [InlineData("normal(latent)", "[200] → [20]", "Kingma")]
    [InlineData("width)", "width = 400")]
    [InlineData("latent)", "latent = 20")]
    [InlineData("x -> corrupt", "unit [784]", "Images.")]
    [InlineData("z -> repeat", "normal [20]", "z.mean", "Prior: standard normal")]
    [InlineData("layer(width) -> first", "layer(n)", "[784] → [400]")]
    [InlineData("first: dense", "label of `dense`", "[200]")]
    [InlineData("Vae(latent = 20)", "A variational autoencoder.", "parameters")]
    [InlineData("kl(z)", "Formula:")]
    [InlineData("ramp", "schedule of a weight")]
    [InlineData("adam", "optimizer")]
    [InlineData("batch", "setting")]
    [InlineData("relu }", "activation", "[400] → [400]")]
    [InlineData("minimize", "minimize nll")]
    [InlineData("unit", "domain", "Likelihoods")]
    public void Hover_says_what_a_word_is(string at, params string[] expected)
    {
        var editing = new Editing(Vae);
        var hover = editing.Workspace.Hover(Editing.Path, editing.At(at, 1), default);
        Assert.NotNull(hover);
        Assert.All(expected, part => Assert.Contains(part, hover.Markdown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dense(|", "dense(n, act, bias: true)", 0)]
    [InlineData("dense(20, |", "dense(n, act, bias: true)", 1)]
    [InlineData("dense(20, bias: |", "dense(n, act, bias: true)", 2)]
    [InlineData("corrupt(mask(|", "mask(p)", 0)]
    [InlineData("layer(|)", "layer(n)", 0)]
    [InlineData("reshape(1, 28, |", "reshape(sizes)", 0)]
    public void The_signature_of_the_call_around(string call, string label, int active)
    {
        var (editing, at) = Editing.Marked(
            $"block layer(n) {{ dense(n) }}\nmodel M {{\n  data x: unit[784]\n  encode z ~ x -> {call}\n}}\n");
        var answer = editing.Workspace.Signature(Editing.Path, at, default);
        Assert.NotNull(answer);
        Assert.StartsWith(label, answer.Label, StringComparison.Ordinal);
        Assert.Equal(active, answer.Active);
    }

    [Fact]
    public void A_block_is_found_and_renamed_over_two_files()
    {
        const string Other = MemoryFiles.Folder + "blocks.ae";
        var editing = new Editing("""
            import "blocks.ae"
            model M {
              data x: unit[8]
              encode h = x -> mlp(n: 4)
              decode y = h -> mlp(8)
              minimize sse(y, x)
            }

            """);
        editing.Files.Texts[Other] = "const a = 2\nblock mlp(n) { dense(n) }\n";
        editing.Files.Texts[MemoryFiles.Folder + "third.ae"] = "block mlp(k) { dense(k) }\n";
        Assert.Empty(editing.Diagnostics);
        var at = editing.At("mlp", 1);

        Assert.Equal([new Location(Other, Span(1, 6, 9))], editing.Workspace.Definition(Editing.Path, at, default));
        var imported = editing.Workspace.Definition(Editing.Path, editing.At("blocks", 1), default);
        Assert.Equal(new Location(Other, default), Assert.Single(imported));
        Assert.Equal(3, editing.Workspace.References(Editing.Path, at, withDeclaration: true, default).Count);
        Assert.Equal(2, editing.Workspace.References(Editing.Path, at, withDeclaration: false, default).Count);
        Assert.Equal((Span(3, 18, 21), "mlp"), editing.Workspace.Renamable(Editing.Path, at, default));

        var renamed = editing.Workspace.Rename(Editing.Path, at, "stack", default);
        Assert.Null(renamed.Refusal);
        Assert.Equal([Other, Editing.Path], renamed.Edits.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("const a = 2\nblock stack(n) { dense(n) }\n", TextEdits.Apply(editing.Files.Texts[Other], renamed.Edits[Other]));
        Assert.Equal(2, renamed.Edits[Editing.Path].Count);

        // A parameter of the block, from the other side.
        var parameter = editing.Workspace.Rename(Other, new LinePosition(1, 10), "width", default);
        Assert.Contains("mlp(width: 4)", TextEdits.Apply(editing.Text, parameter.Edits[Editing.Path]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("z ~ x", "2z", "no name")]
    [InlineData("z ~ x", "train", "keyword")]
    [InlineData("z ~ x", "x", "AE")]
    [InlineData("width = 400", "layer", "AE1007")]
    [InlineData("dense(200", "other", "no name that is declared")]
    public void A_renaming_that_would_break_the_file_is_refused(string at, string name, string reason)
    {
        var editing = new Editing(Vae);
        var answer = editing.Workspace.Rename(Editing.Path, editing.At(at, 1), name, default);
        Assert.Empty(answer.Edits);
        Assert.Contains(reason, answer.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_imports_a_file_hears_of_its_changes()
    {
        const string Other = MemoryFiles.Folder + "blocks.ae";
        var editing = new Editing("""
            import "blocks.ae"
            model M {
              data x: unit[8]
              encode h = x -> dense(a)
              decode y = h -> dense(8)
              minimize sse(y, x)
            }

            """);
        editing.Files.Texts[Other] = "const a = 2\n";
        Assert.Empty(editing.Diagnostics);
        editing.Workspace.Open(Other, "const b = 2\n", 1);
        Assert.Equal([Editing.Path, Other], editing.Workspace.DependentsOf(Other).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal("AE1011", Assert.Single(editing.Diagnostics).Id);
        Assert.Equal([Editing.Path, Other], editing.Workspace.DependentsOf(Other).Order(StringComparer.Ordinal).Reverse());
        editing.Workspace.Close(Other);
        Assert.Empty(editing.Diagnostics);
        editing.Files.Texts.Remove(Other);
        editing.Workspace.ChangedOnDisk(Other);
        Assert.NotEmpty(editing.Diagnostics);
    }

    [Theory]
    [InlineData("", "First", "Second", "Small", "Vae", "layer", "width")]
    [InlineData("sc", "Second")]
    [InlineData("VAE", "Vae")]
    [InlineData("eav")]
    public void Declarations_of_a_folder_are_found_by_letters_of_their_names(string query, params string[] names)
    {
        var editing = new Editing(Vae);
        editing.Files.Texts[MemoryFiles.Folder + "other.ae"] = "model First { data x: real }\nmodel Second = First\nmodel {";
        editing.Files.Texts["/elsewhere/other.ae"] = "model Far { data x: real }";
        var found = editing.Workspace.Declared([MemoryFiles.Folder], query, default);
        Assert.Equal(names, found.Select(place => place.Name));
        Assert.All(found, place => Assert.Equal(
            place.Name is "First" or "Second" ? MemoryFiles.Folder + "other.ae" : Editing.Path, place.Location.Path));
    }

    [Fact]
    public void A_fix_is_offered_where_its_mistake_is()
    {
        var editing = new Editing(Vae.Replace("first: dense", "first: desne", StringComparison.Ordinal));
        var at = editing.At("desne");
        var action = Assert.Single(editing.Workspace.Actions(Editing.Path, new TextSpan(at, at), default));
        Assert.Equal(("Write `dense`", "AE1002", true), (action.Title, action.Mends.Id, action.IsPreferred));
        Assert.Equal(Vae, TextEdits.Apply(editing.Text, action.Edits));
        Assert.Empty(editing.Workspace.Actions(Editing.Path, default, default));
    }

    [Fact]
    public void The_outline_the_folds_and_the_colours()
    {
        var editing = new Editing(Vae);
        var text = new StringBuilder();
        void Show(IEnumerable<OutlineItem> items, int depth)
        {
            foreach (var item in items)
            {
                text.Append(' ', depth * 2).Append(CultureInfo.InvariantCulture, $"{item.Kind} {item.Name} {item.Detail} {item.Span}\n");
                Show(item.Children, depth + 1);
            }
        }

        Show(editing.Workspace.Outline(Editing.Path, default), 0);
        text.Append('\n').AppendJoin('\n', editing.Workspace.Folds(Editing.Path, default)).Append("\n\n");
        foreach (var line in editing.Workspace.Tokens(Editing.Path, null, default).GroupBy(token => token.Span.Start.Line))
        {
            var source = editing.Text.Split('\n')[line.Key];
            text.AppendJoin(' ', line.Select(token =>
                $"{source[token.Span.Start.Column..token.Span.End.Column]}:{token.Colour}{(token.IsDeclaration ? "!" : "")}")).Append('\n');
        }

        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void A_file_and_a_range_are_put_in_order()
    {
        const string Untidy = "const  a=1\nmodel M {\n data x : unit[4]   // numbers\n}\n";
        var editing = new Editing(Untidy);
        Assert.Equal(
            "const a = 1\n\nmodel M {\n  data x: unit[4]   // numbers\n}\n",
            TextEdits.Apply(Untidy, editing.Workspace.Format(Editing.Path, null, default)));
        Assert.Equal(
            "const a = 1\nmodel M {\n data x : unit[4]   // numbers\n}\n",
            TextEdits.Apply(Untidy, editing.Workspace.Format(Editing.Path, new TextSpan(default, new LinePosition(0, 3)), default)));
    }

    private static TextSpan Everything => new(default, new LinePosition(int.MaxValue, 0));

    private static TextSpan Span(int line, int start, int end) => new(new LinePosition(line, start), new LinePosition(line, end));

    /// <summary>A text with its hints, as an editor shows them.</summary>
    private static string Shown(string text, IReadOnlyList<ShapeHint> hints) => TextEdits.Apply(
        text, hints.Select(hint => new TextEdit(new TextSpan(hint.Place, hint.Place), $"⟨{hint.Text}⟩")));
}
