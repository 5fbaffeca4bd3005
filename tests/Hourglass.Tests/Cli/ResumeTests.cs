using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>A checkpoint goes on with its own model, plan, options and data, however they are written, and with nothing else.</summary>
public sealed class ResumeTests : IClassFixture<ResumeTests.Trained>, IDisposable
{
    private const string Text = """
        model V {
          data   x: unit[784]
          encode z ~ x -> dense(8, relu) -> dropout(0.1) -> normal(2)
          decode x ~ z -> dense(8, relu) -> bernoulli
          minimize nll(x) + 1 * kl(z)
          train { batch: 16  epochs: 1 }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public ResumeTests(Trained trained)
    {
        foreach (var file in Directory.GetFiles(trained.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = _folder.File("out", Path.GetRelativePath(trained.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1 * kl(z)", "100 * kl(z)", "`kl(z)` had weight 1, has 100")]
    [InlineData("x -> dense(8, relu)", "x -> dense(8, tanh)", "`encode z`, stage 1: had dense(8, relu), has dense(8, tanh)")]
    [InlineData(
        "nll(x) + 1 * kl(z)",
        "elbo(samples: 2)",
        "`draws` was 1, is 2")]
    [InlineData(
        "batch: 16",
        "optimizer: sgd(0.1) batch: 16 clip: norm(2) seed: 3",
        "`optimizer` had adam(0.001), has sgd(0.1); `clip` had none, has norm(2); `seed` had 0, has 3")]
    [InlineData("batch: 16", "schedule: cosine batch: 16", "`schedule` had constant, has cosine; `epochs` had no value, has 2")]
    public void Another_model_or_plan_is_refused_with_what_differs(string before, string after, string expected)
    {
        Assert.Contains(before, Text, StringComparison.Ordinal);
        Refused(expected, Text.Replace(before, after, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_options_are_refused_with_what_differs()
    {
        Refused(
            "`batch` had 16, has 8; `seed` had 0, has 7; `binarize` had none, has threshold", Text, "--binarize", "threshold", "--batch",
            "8", "--seed", "7");
        Refused(
            "it was trained on 40 examples, the data has 39 examples; it was tested on 40 examples, the data has 39 examples",
            Text,
            "--limit",
            "39");
    }

    [Fact]
    public void Other_data_is_refused_by_its_column()
    {
        const string Table = "model T { data x: real[2] data y: class(2) encode h = concat(x, y) -> dense(2) "
            + "decode r = h -> dense(2) minimize sse(r, x) train { batch: 4 epochs: 1 } }";
        const string Rows = "a,b,y\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n";
        string Write(string name, string text)
        {
            File.WriteAllText(_folder.File(name), text);
            return _folder.File(name);
        }

        Assert.Equal((0, ""), Said(Train(Table, "--data", Write("first.csv", Rows), "--out", _folder.File("table"))));
        string[] Resume(string name, string text) =>
        [
            "--data", Write(name, text), "--out", _folder.File("table"), "--resume", "--epochs", "2"
        ];
        Assert.Contains(
            "another training: the values of `x` in the training data are others.",
            Train(Table, Resume("x.csv", Rows.Replace("7,8", "7,9", StringComparison.Ordinal))).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "another training: the values of `y` in the training data are others.",
            Train(Table, Resume("y.csv", Rows.Replace("8,1", "8,0", StringComparison.Ordinal))).Error,
            StringComparison.Ordinal);

        // Where it lies and how it is written does not matter.
        Assert.Equal(
            (0, ""),
            Said(Train(Table, Resume("moved.csv", Rows.Replace(',', ';').Replace("1;2", "1.0;2e0", StringComparison.Ordinal)))));
    }

    [Fact]
    public void What_is_the_same_in_other_words_goes_on_as_if_never_stopped()
    {
        const string Other = """
            block wide(n) { dense(n, relu) }
            const few = 16
            // The same model.
            model V {
              train { epochs: 1, optimizer: adam(1e-3, beta2: 0.999), batch: few, seed: 0 }
              minimize elbo
              decode x ~ z -> wide(8) -> bernoulli
              encode z ~ x -> dense(2 * 4, relu, bias: true)
                -> dropout(1e-1) -> normal(2, variance: full)
              data x: unit[784]
            }
            """;
        Assert.Equal((0, ""), Said(Train(Text, "--epochs", "2", "--out", _folder.File("whole"))));
        Assert.Equal((0, ""), Said(Train(Other, "--resume", "--epochs", "2")));
        Assert.Equal(
            File.ReadAllBytes(_folder.File("whole", "model.safetensors")),
            File.ReadAllBytes(_folder.File("out", "model.safetensors")));
    }

    /// <summary>All kinds of step draw the same numbers and differ by rounding alone.</summary>
    [Fact]
    public void Another_kind_of_step_goes_on() =>
        Assert.Equal((0, ""), Said(Train(Text, "--resume", "--epochs", "2", "--step", "readable")));

    private void Refused(string expected, string text, params string[] options)
    {
        var weights = File.ReadAllBytes(_folder.File("out", "model.safetensors"));
        var result = Train(text, ["--resume", "--epochs", "2", .. options]);
        Assert.Equal(
            $"error: The checkpoint in '{_folder.File("out", "checkpoint")}' belongs to another training: {expected}. "
            + "Resume with the same model, data and options, or train anew without resuming.\n",
            result.Error);
        Assert.Equal(1, result.Code);
        Assert.Equal(weights, File.ReadAllBytes(_folder.File("out", "model.safetensors")));
    }

    private ToolResult Train(string text, params string[] options)
    {
        File.WriteAllText(_folder.File("m.ae"), text);
        string[] limit = options.Contains("--limit") || options.Contains("--data") ? [] : ["--limit", "40"];
        string[] output = options.Contains("--out") ? [] : ["--out", _folder.File("out")];
        return Tool.Run(["train", _folder.File("m.ae"), "--no-report", .. limit, .. output, .. options]);
    }

    private static (int Code, string Error) Said(ToolResult result) => (result.Code, result.Error);

    /// <summary>A training of one epoch, done once.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained()
        {
            File.WriteAllText(_folder.File("m.ae"), Text);
            Assert.Equal((0, ""), Said(Tool.Run("train", _folder.File("m.ae"), "--no-report", "--limit", "40", "--out", Folder)));
        }

        public string Folder => _folder.File("out");

        public void Dispose() => _folder.Dispose();
    }
}
