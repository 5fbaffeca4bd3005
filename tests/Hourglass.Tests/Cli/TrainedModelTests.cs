using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>The commands that work with a trained model, on one training of few digits.</summary>
public sealed class TrainedModelTests : IClassFixture<TrainedModelTests.Trained>
{
    private const string Text = """
        model Labelled {
          data    x: unit[784]
          data    y: class(10)
          encode  z ~ x -> dense(16, relu) -> normal(2)
          decode  x ~ z -> dense(16, relu) -> bernoulli
          predict y ~ z -> categorical
          minimize elbo + nll(y)
          train   { batch: 50 epochs: 1 validate: 0.2 }
        }
        model Other {
          data   x: unit[784]
          encode z = x -> dense(3)
          decode r = z -> dense(784)
          minimize mse(r, x)
        }
        """;

    private readonly Trained _trained;

    public TrainedModelTests(Trained trained) => _trained = trained;

    [Fact]
    public void An_evaluation_finds_the_figures_of_training_and_writes_them()
    {
        var result = Run("evaluate", "--draws", "2", "--divergence-draws", "20", "--anomalies", "3");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("Labelled on digits: 200 examples of the test split\n", result.Out, StringComparison.Ordinal);
        using var metrics = JsonDocument.Parse(File.ReadAllBytes(_trained.File("run", "metrics.json")));
        using var found = JsonDocument.Parse(File.ReadAllBytes(_trained.File("run", "evaluation.json")));
        var test = metrics.RootElement.GetProperty("epochs")[0].GetProperty("test");
        var figures = found.RootElement.GetProperty("figures").EnumerateArray().ToArray();
        foreach (var term in test.EnumerateObject())
        {
            var figure = figures.Single(
                item => item.GetProperty("metric").GetString() == "objective" && item.GetProperty("name").GetString() == term.Name);
            Assert.Equal(term.Value.GetDouble(), figure.GetProperty("value").GetDouble(), 1e-9);
        }

        var confusion = found.RootElement.GetProperty("confusions")[0].GetProperty("counts");
        Assert.Equal(200, confusion.EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())));
        Assert.Contains("left out: frechet (name a model whose code gives the features)\n", result.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(_trained.File("run", "evaluation.json.tmp")));
        Assert.Equal(
            figures.Length,
            JsonNode.Parse(File.ReadAllText(_trained.File("run", "metrics.json")))!["evaluation"]!["figures"]!.AsArray().Count);

        // Confusion, ROC, precision and recall, four kinds of values and three scores, units, rates.
        Assert.Contains($"page     {_trained.File("run", "evaluation.html")}\n", result.Out, StringComparison.Ordinal);
        Assert.Equal(11, Regex.Count(File.ReadAllText(_trained.File("run", "evaluation.html")), "<img "));
    }

    /// <summary>The code has two numbers; the finest steps of the default series lose next to nothing.</summary>
    [Fact]
    public void A_code_is_compressed_and_data_are_denoised_and_filled_in()
    {
        var result = Run(
            "evaluate", "--metrics", "reconstruction,rate,denoising,inpainting", "--noise", "gaussian(0.3)", "--missing", "0.5");
        Assert.Equal((0, ""), (result.Code, result.Error));
        using var found = JsonDocument.Parse(File.ReadAllBytes(_trained.File("run", "evaluation.json")));
        var figures = found.RootElement.GetProperty("figures").EnumerateArray().ToDictionary(
            figure => figure.GetProperty("name").GetString()!, figure => figure.GetProperty("value").GetDouble());
        var rates = found.RootElement.GetProperty("rates").EnumerateArray().ToArray();
        Assert.Equal(7, rates.Length);
        Assert.Equal(figures["mean square"], rates[^1].GetProperty("meanSquare").GetDouble(), 1e-3);
        Assert.Equal(0.09, figures["mean square with gaussian(0.3)"], 0.002);
        Assert.Equal(-10 * Math.Log10(figures["mean square, denoised"]), figures["PSNR, denoised"], 1e-9);
        Assert.Contains("mean square, filled in, 50 rounds", figures.Keys);
    }

    [Fact]
    public async Task Codes_are_the_same_in_every_form()
    {
        Wrote("encode", "z of 200 examples of digits", "codes.csv");
        Wrote("encode", "z of 200 examples of digits", "codes.npy");
        Wrote("encode", "z of 200 examples of digits", "codes.parquet");
        var lines = await File.ReadAllLinesAsync(_trained.File("codes.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(("z_0,z_1", 201), (lines[0], lines.Length));
        var words = lines.Skip(1).SelectMany(line => line.Split(','));
        double[] numbers = [.. words.Select(word => double.Parse(word, CultureInfo.InvariantCulture))];

        var bytes = await File.ReadAllBytesAsync(_trained.File("codes.npy"), TestContext.Current.CancellationToken);
        Assert.Equal(128 + (200 * 2 * sizeof(float)), bytes.Length);
        Assert.Equal("\u0093NUMPY\u0001\0v\0", Latin(bytes[..10]));
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (200, 2), }", Latin(bytes[10..127]).TrimEnd());
        Assert.Equal((byte)'\n', bytes[127]);
        Assert.All(numbers.Index(), pair => Assert.Equal((float)pair.Item, BitConverter.ToSingle(bytes, 128 + (4 * pair.Index))));

        Assert.Equal(numbers, await Columns(_trained.File("codes.parquet")));
    }

    [Fact]
    public void Classes_have_probabilities()
    {
        Wrote("predict", "y of 200 examples of digits", "classes.csv");
        var lines = File.ReadAllLines(_trained.File("classes.csv"));
        Assert.Equal("example,y," + string.Join(',', Enumerable.Range(0, 10).Select(k => $"y_{k}")), lines[0]);
        Assert.All(lines.Skip(1), line =>
        {
            double[] words = [.. line.Split(',').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            Assert.Equal(1, words[2..].Sum(), 1e-5);
            Assert.Equal(words[2..].Max(), words[2 + (int)words[1]]);
        });
    }

    [Theory]
    [InlineData("reconstruction")]
    [InlineData("bound")]
    [InlineData("likelihood")]
    [InlineData("neighbour")]
    [InlineData("prepared")]
    [InlineData("input")]
    public void Scores_reach_the_threshold_where_it_is_said(string by)
    {
        var name = $"{by}.csv";
        string[] options = ["--by", by, "--draws", "2", "--threshold", "100", "--top", "2", "--anomalies", "1"];
        var result = Run("score", [.. options, "--out", _trained.File(name)]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        var lines = File.ReadAllLines(_trained.File(name));
        Assert.Equal($"example,{by},anomaly,element_1,error_1,element_2,error_2", lines[0]);
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.All(rows, row => Assert.Equal(double.Parse(row[1], CultureInfo.InvariantCulture) >= 100 ? "1" : "0", row[2]));
        var reached = rows.Count(row => row[2] == "1");
        Assert.StartsWith($"{reached} of 200 examples of digits reach 100 (as given); ", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nAUROC ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_scores_are_one()
    {
        var result = Run("score", "--by", "input,neighbour,prepared", "--training", "digits", "--out", _trained.File("several.csv"));
        Assert.Equal((0, ""), (result.Code, result.Error));
        var lines = File.ReadAllLines(_trained.File("several.csv"));
        Assert.Equal("example,input,neighbour,prepared,score,anomaly", lines[0]);
        Run("score", "--by", "input,strange", "--out", _trained.File("q.csv")).AssertFails(
            2, "--by takes reconstruction, bound, likelihood, neighbour, prepared, input, found 'strange'.");
    }

    [Fact]
    public void A_threshold_comes_from_the_examples_set_aside() => Assert.Contains(
        "(the 0.5 quantile of the examples set aside in training)",
        Run("score", "--quantile", "0.5", "--out", _trained.File("half.csv")).Out,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("reconstruct", "x of 24 examples of digits", "r.png")]
    [InlineData("reconstruct", "x of 200 examples of digits", "r.npy")]
    [InlineData("reconstruct", "x of 24 examples of digits", "noisy.png", "--noise", "salt(0.2)")]
    [InlineData("reconstruct", "x of 5 examples of digits", "filled.npy", "--missing", "square(9)", "--rounds", "3", "--count", "5")]
    [InlineData("sample", "64 samples of Labelled", "s.png")]
    [InlineData("sample", "9 samples of Labelled", "plane.png", "--from", "plane", "--count", "9")]
    [InlineData("sample", "5 samples of Labelled", "m.csv", "--from", "mixture", "--components", "3", "--count", "5")]
    public void Data_are_pictures_or_numbers(string command, string says, string name, params string[] more)
    {
        Wrote(command, says, name, more);
        var bytes = File.ReadAllBytes(_trained.File(name));
        Assert.Equal(name[^3..] switch { "png" => "PNG", "npy" => "NUM", _ => "_0," }, Latin(bytes[1..4]));
    }

    [Fact]
    public void A_file_that_is_there_stays_unless_it_may_be_replaced()
    {
        var path = _trained.File("mine.csv");
        File.WriteAllText(path, "mine");
        Run("encode", "--out", path).AssertFails(
            1, $"There is a file '{path}' already. Name another one, or let it be replaced: --overwrite.");
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(0, Run("encode", "--out", path, "--overwrite").Code);
        Assert.StartsWith("z_0,z_1\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        Run("encode", "--out", "codes.xls").AssertFails(
            2, "--out takes a file whose name ends in .csv, .npy or .parquet, found 'codes.xls'.");
        Run("encode", "--code", "w", "--out", _trained.File("w.csv")).AssertFails(1, "Labelled has no code 'w'; it has z.");
        Run("evaluate", "--metrics", "fid").AssertFails(
            1, $"There is no metric 'fid'; they are {string.Join(", ", Hourglass.Evaluation.ModelEvaluation.Metrics)}.");
        Run("evaluate", "--model", "Other").AssertFails(
            1,
            $"'{_trained.File("run")}' holds the results of the model 'Labelled'; this one is 'Other'. "
            + "Name the folder of its own training: --run.");
        Tool.Run("evaluate", _trained.File("m.ae"), "--model", "Other", "--run", _trained.File("nowhere")).AssertFails(
            1, $"There is no file '{_trained.File("nowhere")}'. Name a file of weights, or the output folder of a training.");
        Run("score", "--quantile", "2", "--out", _trained.File("q.csv")).AssertFails(
            2, "--quantile takes a number from 0 to 1, found '2'.");
        Run("sample", "--condition", "y", "--out", _trained.File("q.csv")).AssertFails(
            2, "--condition takes name=value with a number, found 'y'; write for example --condition y=3.");
        Run("evaluate", "--features", _trained.File("m.ae"), "--features-run", _trained.File("run"), "--metrics", "frechet").AssertFails(
            1,
            "Labelled cannot give features: it reads x, y. Take a model of one variable, that of the data to compare.");
        Run("evaluate", "--noise", "blur(2)").AssertFails(
            2,
            "--noise: A noise is gaussian(deviation) with a number above 0, mask(probability) or salt(probability) with one between 0 and "
            + "1, such as gaussian(0.3); got 'blur(2)'.");
        Run("evaluate", "--steps", "1,0").AssertFails(2, "--steps takes numbers above 0, separated by commas, found '0'.");
        Run("reconstruct", "--noise", "mask(0.2)", "--missing", "0.2", "--out", _trained.File("q.csv")).AssertFails(
            2, "--noise and --missing are two ways to corrupt data; name one of them.");
        Run("evaluate", "--features", "f.ae").AssertFails(
            2,
            "--features and --features-run belong together: the file of a model, and the folder of its training. See `hourglass evaluate "
            + "--help`.");
    }

    private void Wrote(string command, string says, string name, params string[] more)
    {
        var result = Run(command, ["--out", _trained.File(name), .. more]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith($"{says} in {_trained.File(name)}", result.Out, StringComparison.Ordinal);
    }

    private ToolResult Run(string command, params string[] options) =>
        Tool.Run([command, _trained.File("m.ae"), "--run", _trained.File("run"), "--limit", "200", .. options]);

    private static string Latin(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private static async Task<double[]> Columns(string path)
    {
        await using var reader = await Parquet.ParquetReader.CreateAsync(path);
        using var group = reader.OpenRowGroupReader(0);
        var columns = new List<double[]>();
        foreach (var field in reader.Schema.DataFields)
        {
            var values = new double[group.RowCount];
            await group.ReadAsync<double>(field, values);
            columns.Add(values);
        }

        return [.. Enumerable.Range(0, columns[0].Length).SelectMany(row => columns.Select(column => column[row]))];
    }

    /// <summary>The training that all tests use.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained()
        {
            System.IO.File.WriteAllText(File("m.ae"), Text);
            var result = Tool.Run(
                "train", File("m.ae"), "--model", "Labelled", "--limit", "200", "--out", File("run"), "--no-report");
            Assert.Equal((0, ""), (result.Code, result.Error));
        }

        public string File(params string[] parts) => _folder.File(parts);

        public void Dispose() => _folder.Dispose();
    }
}
