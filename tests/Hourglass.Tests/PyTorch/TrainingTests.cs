using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Cli.Files;
using Hourglass.Datasets;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Steps;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.PyTorch;

/// <summary>
/// Exported trainings. Where a step takes all examples and nothing is drawn, they come to the weights that training here comes to, whatever
/// the optimizer and its settings; what is resumed comes to the weights of what never stopped; two processes come to those of one with the
/// double batch.
/// </summary>
public sealed class TrainingTests(TrainingTests.Runs runs) : IClassFixture<TrainingTests.Runs>
{
    private const int Examples = 24;
    private const int Epochs = 4;

    private static readonly string[] Plans =
    [
        "optimizer: adam(0.01)",
        "optimizer: adamw(0.01, decay: 0.1)",
        "optimizer: adamax(0.01)",
        "optimizer: adagrad(0.1)",
        "optimizer: rmsprop(0.01, momentum: 0.5)",
        "optimizer: sgd(0.5, 0.9)  clip: norm(0.01)",
        "optimizer: sgd(0.5)  clip: value(0.001)  schedule: cosine(warmup: 1)",
        "optimizer: adam(0.01)  schedule: exponential(0.5)  average: 0.9",
        "optimizer: adam(0.01)  schedule: step(2, 0.1)",
        "optimizer: adam(0.01)  init: orthogonal",
    ];

    private static readonly string[] Others = ["vae-gan", "vq", "27", "30", "10", "09"];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Plans.Length)];

    public static TheoryData<string> Names => [.. Others];

    [Theory]
    [MemberData(nameof(Indices))]
    public void It_comes_to_the_weights_that_training_here_comes_to(int plan)
    {
        Python.Require();
        using var model = TextModel.Create(Text(plan));
        using var data = Dataset.FromTensors(Data());
        model.TrainOn(data, new TrainOptions { Epochs = Epochs });
        using var found = SafeTensors.Load(runs.FileOf($"plan{plan}", "model.safetensors"));
        foreach (var (key, tensor) in model.state_dict())
        {
            var difference = (tensor - found.Tensors[key]).abs().max().item<float>();
            Assert.True(difference < 2e-5, FormattableString.Invariant($"{Plans[plan]}: {key} is off by {difference:G3}."));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Critics_phases_codebooks_and_centres_train(string name)
    {
        Python.Require();
        Assert.Contains("weights  ", runs.Printed[name], StringComparison.Ordinal);
        using var model = TextModel.Create(File.ReadAllText(Runs.Source(name)));
        WeightsFile.Load(model, runs.FileOf(name, "model.safetensors"));
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.isfinite().all().item<bool>(), pair.Key));
    }

    [Fact]
    public void What_is_resumed_comes_to_the_same_weights()
    {
        Python.Require();
        Assert.Contains("epoch   2", runs.Printed["resumed"], StringComparison.Ordinal);
        Assert.DoesNotContain("epoch   1", runs.Printed["resumed"], StringComparison.Ordinal);
        byte[] Weights(string job) => File.ReadAllBytes(runs.FileOf(job, "model.safetensors"));
        Assert.Equal(Weights("whole"), Weights("begun"));
    }

    [Fact]
    public void Two_processes_give_the_curve_of_one_with_the_double_batch()
    {
        Python.Require();
        Assert.Equal("", runs.Printed["two"]);
        var (one, two) = (Totals("one"), Totals("two"));
        Assert.Equal(2, one.Length);
        Assert.All(one.Zip(two), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Abs(pair.First)));
        Assert.True(one[1] < one[0]);
    }

    /// <summary>The processes are killed and started again by torchrun, and end with the very weights of two that nobody killed.</summary>
    [Fact]
    public void A_process_that_is_killed_is_started_again()
    {
        Python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which process is which is read from /proc.");
        string[] arguments = [runs.FolderOf("plain"), runs.DataOf("images"), runs.OutOf("killed"), "40", "12"];
        var (code, text) = Python.Run(runs.FolderOf("plain"), [Python.Script("restarts.py"), .. arguments]);
        Assert.True(code == 0, text);
        using var told = JsonDocument.Parse(text.TrimEnd().Split('\n')[^1]);
        Assert.True(told.RootElement.GetProperty("code").GetInt32() == 0, text);
        Assert.InRange(told.RootElement.GetProperty("killed").GetInt32(), 1, 39);
        Assert.Contains("has lost another one", text, StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllBytes(runs.FileOf("undisturbed", "model.safetensors")),
            File.ReadAllBytes(runs.FileOf("killed", "model.safetensors")));
        Assert.Equal(Totals("undisturbed"), Totals("killed"));
    }

    [Fact]
    public void Data_that_do_not_fit_are_refused_in_one_line()
    {
        Python.Require();
        Assert.Equal($"error: '{runs.DataOf("other")}' has no array 'x'; it has y.", runs.Printed["wrong"]);
    }

    private static string Text(int plan) =>
        "model Small {\n  data x: real[6]\n  encode z = x -> dense(3, tanh)\n  decode y = z -> dense(6)\n  minimize mse(y, x)\n"
        + $"  train {{ {Plans[plan]}  batch: {Examples} }}\n}}\n";

    private static Dictionary<string, Tensor> Data()
    {
        using var random = new RandomScope(3);
        return new Dictionary<string, Tensor> { ["x"] = randn(Examples, 6) };
    }

    private double[] Totals(string name)
    {
        using var metrics = JsonDocument.Parse(File.ReadAllText(runs.FileOf(name, "metrics.json")));
        return [.. metrics.RootElement.EnumerateArray().Select(epoch => epoch.GetProperty("train").GetProperty("total").GetDouble())];
    }

    /// <summary>The trainings, by one process.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly List<object> _jobs = [];

        public Runs()
        {
            if (Python.Program is null)
            {
                return;
            }

            var data = Write("plans", Data());
            for (var plan = 0; plan < Plans.Length; plan++)
            {
                var source = _folder.File($"plan{plan}.ae");
                File.WriteAllText(source, Text(plan));
                Add($"plan{plan}", Exported($"plan{plan}", source), data, "--epochs", $"{Epochs}");
            }

            foreach (var name in Others)
            {
                using var model = TextModel.Create(File.ReadAllText(Source(name)));
                Add(name, Exported(name, Source(name)), Write(name, TestModels.Data(model, 60)), "--epochs", "1", "--batch", "20");
            }

            var vae = Exported("vae", Corpus.File("12"));
            using var random = new RandomScope(7);
            var images = Write("images", new Dictionary<string, Tensor> { ["x"] = rand(64, 784) });
            Add("whole", vae, images, "--epochs", "2", "--batch", "16");
            Add("begun", vae, images, "--epochs", "1", "--batch", "16");
            Add("resumed", vae, images, "--epochs", "2", "--batch", "16", "--resume", "--out", _folder.File("out-begun"));
            var plain = Exported("plain", Corpus.File("02"));
            Add("one", plain, images, "--epochs", "2", "--batch", "24");
            Add(2, "two", plain, images, "--epochs", "2", "--batch", "12");
            Add(2, "undisturbed", plain, images, "--epochs", "40", "--batch", "12");
            Add("wrong", vae, Write("other", new Dictionary<string, Tensor> { ["y"] = rand(4, 3) }));
            File.WriteAllText(_folder.File("jobs.json"), JsonSerializer.Serialize(_jobs));
            var (code, text) = Python.Run(_folder.Path, Python.Script("trainings.py"), _folder.Path);
            Assert.True(code == 0, text);
            using var found = JsonDocument.Parse(File.ReadAllText(_folder.File("trainings.json")));
            Printed = found.RootElement.EnumerateObject()
                .ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal);
        }

        /// <summary>What each training printed.</summary>
        public IReadOnlyDictionary<string, string> Printed { get; } = new Dictionary<string, string>();

        /// <summary>A folder of data.</summary>
        public string DataOf(string name) => _folder.File("data-" + name);

        /// <summary>A model of the corpus, or of the zoo.</summary>
        public static string Source(string name) => char.IsDigit(name[0])
            ? Corpus.File(name)
            : Path.Combine(Corpus.Root, "examples", "zoo", name + ".ae");

        /// <summary>A file that a training wrote.</summary>
        public string FileOf(string job, string file) => Path.Combine(OutOf(job), file);

        /// <summary>The folder of a training.</summary>
        public string OutOf(string job) => _folder.File("out-" + job);

        /// <inheritdoc/>
        public void Dispose() => _folder.Dispose();

        /// <summary>The folder of an exported model.</summary>
        public string FolderOf(string name) => _folder.File("exported-" + name);

        private void Add(string name, string folder, string data, params string[] arguments) => Add(1, name, folder, data, arguments);

        private void Add(int processes, string name, string folder, string data, params string[] more)
        {
            string[] arguments = ["--data", data, "--out", OutOf(name), .. more];
            _jobs.Add(new { name, folder, arguments, processes });
        }

        private string Exported(string name, string source)
        {
            var folder = FolderOf(name);
            var result = Tool.Run("export", source, "--pytorch", folder);
            Assert.Equal((0, ""), (result.Code, result.Error));
            return folder;
        }

        private string Write(string name, Dictionary<string, Tensor> arrays)
        {
            Directory.CreateDirectory(DataOf(name));
            foreach (var (key, tensor) in arrays)
            {
                NpyFile.Write(Path.Combine(DataOf(name), key + ".npy"), tensor);
            }

            return DataOf(name);
        }
    }
}
