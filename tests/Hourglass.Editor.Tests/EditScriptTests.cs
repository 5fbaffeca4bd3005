using System.Globalization;
using System.Text;

namespace Hourglass.Editor.Tests;

/// <summary>What is said of a text after edits is what a compiler says of it that sees it for the first time.</summary>
public sealed class EditScriptTests
{
    private const int Scripts = 1_000;
    private const int Edits = 8;

    private static readonly string[] Pieces =
    [
        "\n", "  ", "x", "z", "dense(400, relu)", " -> ", "{", "}", "(", ")", "// note\n", "/// doc\n", "\"", "4", ",", "model M {\n",
        " elbo",
        "train { batch: 3 }", "~", "=", ":", "const c = 3\n", "block b(n) { dense(n) }\n", "import \"a.ae\"\n", "desne(3)", "\r\n",
        "c",
    ];

    /// <summary>A thousand lines: constants, blocks, models and variants that use them.</summary>
    internal static string Thousand { get; } = Build();

    [Fact]
    public void A_file_of_a_thousand_lines_typed_character_by_character()
    {
        var editing = new Editing("");
        var text = Thousand;
        Assert.InRange(text.Count(c => c == '\n'), 1_000, 1_100);
        for (var at = 0; at < text.Length; at++)
        {
            editing.Replace(at, 0, text[at].ToString());

            // A cold compile costs far more than a keystroke: now and then, and at the end of each of the first lines.
            if (at % 499 == 0 || (text[at] == '\n' && at < 3_000))
            {
                AssertAsCold(editing);
            }
            else if (at % 7 == 0)
            {
                _ = editing.Diagnostics;
            }
        }

        Assert.Empty(editing.Diagnostics);
    }

    [Fact]
    public void Random_edits_of_models()
    {
        var random = new Random(19);
        for (var script = 0; script < Scripts; script++)
        {
            var texts = Enumerable.Range(0, 3).Select(_ => Editing.Corpus[random.Next(Editing.Corpus.Count)]).Append("const c = 3\n");
            var editing = new Editing(string.Join("\n", texts.OrderBy(_ => random.Next())));
            for (var edit = 0; edit < Edits; edit++)
            {
                var at = random.Next(editing.Text.Length + 1);
                var length = random.Next(3) == 0 ? Math.Min(random.Next(30), editing.Text.Length - at) : 0;
                editing.Replace(at, length, random.Next(4) == 0 ? "" : Pieces[random.Next(Pieces.Length)]);
                AssertAsCold(editing);
            }
        }
    }

    /// <summary>Equal words, places and fixes; and where they differ, those and the text are shown.</summary>
    private static void AssertAsCold(Editing editing)
    {
        var (cold, warm) = (Editing.Cold(editing.Text), editing.Diagnostics);
        if (!cold.SequenceEqual(warm))
        {
            Assert.Fail($"cold:\n{Shown(cold.Except(warm))}\nafter edits:\n{Shown(warm.Except(cold))}\nof:\n{editing.Text}");
        }

        static string Shown(IEnumerable<Diagnostic> found) => string.Join(
            '\n',
            found.Select(d => $"{d.Id} {d.Span} {d.Message} | {string.Join("; ", d.Related)} | {string.Join("; ", d.Fixes)}"));
    }

    private static string Build()
    {
        var text = new StringBuilder("namespace Company.Models\n\nconst width = 40\nconst half = width / 2\n\n")
            .Append("block mlp(n) { dense(n) -> relu -> dense(n / 2) -> tanh }\n\n");
        for (var i = 0; i < 91; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                /// Model number {{i}}.
                model Vae{{i}}(latent = {{(i % 7) + 2}}, beta = 1) {
                  data   x: unit[{{16 + i}}]
                  encode z ~ x -> mlp(width) -> dense(half, relu) -> normal(latent)   // the code
                  decode x ~ z -> dense(half, relu) -> bernoulli
                  minimize nll(x) + beta * kl(z)
                  train  { optimizer: adam(1e-3)  batch: 128  epochs: {{i + 1}} }
                }
                model Small{{i}} = Vae{{i}}(latent: 1)


                """);
            text.Append('\n');
        }

        return text.ToString();
    }
}
