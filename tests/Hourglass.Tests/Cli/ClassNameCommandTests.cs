using System.Text.Json;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>Classes keep the names that they had in the training, whatever the data have that are predicted.</summary>
public sealed class ClassNameCommandTests : IDisposable
{
    private const string Text = """
        model Fruits {
          data    x: unit[2]
          data    kind?: class(3)
          encode  z = x -> dense(8, tanh) -> dense(2)
          decode  r = z -> dense(2)
          predict kind ~ z -> categorical
          minimize sse(r, x) + 10 * nll(kind)
          train   { optimizer: adam(3e-2)  batch: 15  epochs: 25 }
        }
        """;

    private static readonly (string Kind, string Row)[] Rows =
    [
        .. Enumerable.Range(0, 60).Select(i => (i % 3) switch
        {
            0 => ("pear", "0.9,0.1"),
            1 => ("apple", "0.1,0.1"),
            _ => ("quince", "0.5,0.9"),
        }),
    ];

    private readonly TemporaryFolder _folder = new();

    public ClassNameCommandTests()
    {
        File.WriteAllText(_folder.File("m.ae"), Text);
        Write("d.csv", "x0,x1,kind", Rows.Select(row => $"{row.Row},{row.Kind}"));
        Run("train", "d.csv", "--out", _folder.File("run"), "--no-report");
    }

    private string Classes => _folder.File("run", ClassTexts.Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predictions_are_named_as_in_the_training()
    {
        Assert.Equal(["apple", "pear", "quince"], ClassTexts.Of(_folder.File("run"))["kind"]);
        Assert.Equal(["apple", "pear", "quince"], ClassTexts.Of(_folder.File("run", "model.safetensors"))["kind"]);

        // Of one kind alone, which by itself would be class 0, of a kind that nobody has seen, and without kinds.
        Write("quinces.csv", "x0,x1,kind", Enumerable.Repeat("0.5,0.9,quince", 4).Append("0.9,0.1,fig"));
        Write("bare.csv", "x0,x1", ["0.5,0.9", "0.1,0.1", "0.9,0.1"]);
        var said = Run("predict", "quinces.csv", "--out", _folder.File("p.csv"));
        Assert.Contains("error 0 over 4 with a class", said, StringComparison.Ordinal);
        Assert.Equal(["kind", "quince", "quince", "quince", "quince", "pear"], Column("p.csv", 1));
        Assert.Equal("example,kind,kind_apple,kind_pear,kind_quince", File.ReadLines(_folder.File("p.csv")).First());
        Run("predict", "bare.csv", "--out", _folder.File("b.csv"));
        Assert.Equal(["kind", "quince", "apple", "pear"], Column("b.csv", 1));
    }

    [Fact]
    public void The_confusion_matrix_has_the_names()
    {
        Run("evaluate", "d.csv", "--metrics", "classification");
        using var report = JsonDocument.Parse(File.ReadAllBytes(_folder.File("run", "evaluation.json")));
        var confusion = report.RootElement.GetProperty("confusions")[0];
        Assert.Equal(
            ["apple", "pear", "quince"],
            confusion.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        var page = File.ReadAllText(_folder.File("run", "evaluation.html"));
        Assert.Contains("Confusion of kind", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_a_class_must_not_lack_is_named()
    {
        using var data = Dataset.FromRecords([new { x = 0.5f, kind = "fig" }, new { x = 0.1f, kind = "apple" }]);
        var options = new BindOptions { Texts = ClassTexts.Of(_folder.File("run")) };
        Assert.Equal(
            "The column 'kind' of the data 'fruit' has 'fig', which is none of the texts that 'kind' had in the training: 'apple', 'pear', "
            + "'quince'. Train with examples of it, leave them out, or declare that one may be missing: `data kind?: class(3)`.",
            Assert.Throws<DataException>(() => Named(data).Bind([new("kind", Domain.Class, 3, [], false)], options)).Message);
        using var bound = data.Bind([new("kind", Domain.Class, 3, [], true)], options);
        Assert.Equal(["apple", "pear", "quince"], bound.Columns[0].Texts);
        Assert.Equal("texts as classes: 0 apple, 1 pear, 2 quince", bound.Columns[0].Conversion);
        using var batch = bound.TrainBatch(TorchSharp.torch.tensor([0L, 1]));
        Assert.Equal([-1, 0], batch["kind"].data<long>().ToArray());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"kind\": null}")]
    [InlineData("{\"kind\": [null]}")]
    [InlineData("{\"kind\": \"apple\"}")]
    public void A_damaged_file_of_names_is_one_line(string text)
    {
        File.WriteAllText(Classes, text);
        var (model, data, run) = (_folder.File("m.ae"), _folder.File("d.csv"), _folder.File("run"));
        var result = Tool.Run(["predict", model, "--data", data, "--run", run, "--out", _folder.File("p.csv")]);
        Assert.NotEqual(0, result.Code);
        Assert.Contains($"'{Classes}' is damaged: it has a list of texts for each variable", result.Error, StringComparison.Ordinal);
    }

    /// <summary>What a training of before left has no names: those of the data at hand are taken, as before.</summary>
    [Fact]
    public void Without_the_file_the_data_name_their_classes()
    {
        File.Delete(Classes);
        Assert.Empty(ClassTexts.Of(_folder.File("run")));
        Run("predict", "d.csv", "--out", _folder.File("p.csv"));
        Assert.Equal(Rows.Select(row => row.Kind), Column("p.csv", 1).Skip(1));
    }

    private static Dataset Named(Dataset data) => Dataset.FromTensors(
        new Dictionary<string, TorchSharp.torch.Tensor>
        {
            ["x"] = TorchSharp.torch.ones(data.Count),
            ["kind"] = TorchSharp.torch.tensor([.. data.Classes("kind", DataSplit.Train).Select(place => (long)place)]),
        },
        name: "fruit",
        texts: new Dictionary<string, IReadOnlyList<string>> { ["kind"] = data.TextsOf("kind") });

    private string[] Column(string file, int place) =>
        [.. File.ReadAllLines(_folder.File(file)).Select(line => line.Split(',')[place])];

    private void Write(string file, string header, IEnumerable<string> rows) =>
        File.WriteAllText(_folder.File(file), header + "\n" + string.Join("\n", rows) + "\n");

    private string Run(string command, string data, params string[] options)
    {
        string[] run = command == "train" ? [] : ["--run", _folder.File("run")];
        var result = Tool.Run([command, _folder.File("m.ae"), "--data", _folder.File(data), .. run, .. options]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        return result.Out;
    }
}
