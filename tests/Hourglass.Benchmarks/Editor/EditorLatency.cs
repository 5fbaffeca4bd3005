using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using HdrHistogram;
using Spectre.Console;

namespace Hourglass.Benchmarks.Editor;

/// <summary>
/// How long an editor waits for the language server after a key: for files of several sizes, from the key to the answer, over the protocol.
/// A stage is typed into a model in the middle of the file and taken away again, key by key, so that the text is broken at most of them.
/// </summary>
internal static class EditorLatency
{
    private const int LinesOfModel = 8;
    private const int LinesOfScreen = 50;
    private const string Typed = " -> dense(64, tanh)";

    private static readonly int[] Sizes = [10, 200, 1_000];

    private static readonly (string Name, Action<EditorClient, int, int> Wait)[] Questions =
    [
        ("diagnostics", (client, _, _) => client.WaitForDiagnostics()),
        ("completion", (client, line, column) => client.AskAt("textDocument/completion", line, column)),
        ("hover", (client, line, column) => client.AskAt("textDocument/hover", line, column - 2)),
        ("hints", (client, line, _) => client.AskAbout("textDocument/inlayHint", Math.Max(0, line - (LinesOfScreen / 2)), LinesOfScreen)),
    ];

    /// <summary><c>editor [--keys N]</c>.</summary>
    public static Command Command()
    {
        var keys = new Option<int>("--keys") { Description = "Keys of each question.", HelpName = "N", DefaultValueFactory = _ => 1_000 };
        var command = new Command("editor", "The time from a key to the language server's answer.") { keys };
        command.SetAction(parsed => Run(parsed.GetValue(keys)));
        return command;
    }

    private static void Run(int keys)
    {
        string[] columns = [.. Questions.SelectMany(question => (string[])[$"{question.Name}, median ms", "99 %"])];
        var table = Figures.Table(["models", .. columns]);
        foreach (var models in Sizes)
        {
            using var client = new EditorClient(string.Join('\n', Enumerable.Range(0, models).Select(TextOf)));
            string[] cells = [.. Questions.SelectMany(question => Measure(client, models, keys, question.Wait))];
            table.AddRow([models.ToString("N0", CultureInfo.InvariantCulture), .. cells]);
        }

        Figures.Print(table);
    }

    private static string[] Measure(EditorClient client, int models, int keys, Action<EditorClient, int, int> wait)
    {
        var times = new LongHistogram(60 * Stopwatch.Frequency, 3);
        var line = (LinesOfModel * (models / 2)) + 3;
        var end = TextOf(models / 2).Split('\n')[3].Length;
        for (var key = -2 * Typed.Length; key < keys; key++)
        {
            // Forth to the last letter, and back to none.
            var at = (key + (2 * Typed.Length)) % (2 * Typed.Length);
            var (from, to, text) = at < Typed.Length
                ? (end + at, end + at, Typed[at].ToString())
                : (end + (2 * Typed.Length) - at - 1, end + (2 * Typed.Length) - at, "");
            var start = Stopwatch.GetTimestamp();
            client.Edit(line, from, to, text);
            wait(client, line, from + text.Length);
            if (key >= 0)
            {
                times.RecordValue(Stopwatch.GetTimestamp() - start);
            }
        }

        return [Cell(times, 50), Cell(times, 99)];
    }

    private static string Cell(LongHistogram times, double percentile) =>
        Figures.Text(times.GetValueAtPercentile(percentile) * 1e3 / Stopwatch.Frequency, "0.0");

    private static string TextOf(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        /// A variational autoencoder.
        model Vae{{i}} {
          data   x: unit[784]
          encode z ~ x -> dense(400, relu) -> normal({{2 + i}})
          decode x ~ z -> mirror -> bernoulli
          minimize rec: nll(x) + beta: 4 * kl(z)
          train  { optimizer: adam(1e-3)  batch: 128  epochs: 10 }
        }
        """);
}
