using System.Globalization;
using System.Text.Json;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>The commands with a model whose classes are a code where they are missing, on a table of which a third has none.</summary>
public sealed class LatentClassCommandTests : IDisposable
{
    private const string Text = """
        model SemiSupervised {
          data   x: unit[2]
          data   y?: class(2)
          encode y ~ x -> dense(8, softplus) -> categorical
          encode z ~ concat(x, y) -> dense(8, softplus) -> normal(2)
          decode x ~ concat(z, y) -> dense(8, softplus) -> bernoulli
          minimize elbo + 5 * nll(y)
          train  { batch: 30  epochs: 3  labelled: 0.5 }
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _labels =
        [.. Enumerable.Range(0, 90).Select(i => i % 3 == 2 ? "" : (i * 7 / 5 % 2).ToString(CultureInfo.InvariantCulture))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predictions_and_the_evaluation_are_of_the_same_error()
    {
        var rows = _labels.Select((label, i) => FormattableString.Invariant($"{i % 10 / 9.0:0.###},{i % 7 / 6.0:0.###},{label}"));
        File.WriteAllText(_folder.File("d.csv"), "x0,x1,y\n" + string.Join("\n", rows) + "\n");
        File.WriteAllText(_folder.File("m.ae"), Text);
        Run("train", "--out", _folder.File("run"), "--no-report");
        var said = Run("predict", "--run", _folder.File("run"), "--out", _folder.File("p.csv"));
        Run("evaluate", "--run", _folder.File("run"), "--draws", "2", "--divergence-draws", "90");
        Run("sample", "--run", _folder.File("run"), "--condition", "y=1", "--count", "3", "--out", _folder.File("s.csv"));

        var lines = File.ReadAllLines(_folder.File("p.csv"));
        Assert.Equal("example,y,y_0,y_1", lines[0]);
        string[] found = [.. lines.Skip(1).Select(line => line.Split(',')[1])];
        var labelled = _labels.Index().Where(label => label.Item.Length > 0).ToArray();
        var error = labelled.Count(label => found[label.Index] != label.Item) / (double)labelled.Length;
        Assert.Equal(
            $"y of 90 examples of d.csv in {_folder.File("p.csv")}, error "
            + FormattableString.Invariant($"{error:0.####} over 60 with a class\n"),
            said);
        using var evaluation = JsonDocument.Parse(File.ReadAllBytes(_folder.File("run", "evaluation.json")));
        var figure = evaluation.RootElement.GetProperty("figures").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == "error of y");
        Assert.Equal(error, figure.GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(4, File.ReadAllLines(_folder.File("s.csv")).Length);
    }

    private string Run(string command, params string[] options)
    {
        string[] data = command == "sample" ? [] : ["--data", _folder.File("d.csv")];
        var result = Tool.Run([command, _folder.File("m.ae"), .. data, .. options]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        return result.Out;
    }
}
