using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    private const string Two = """
        const width = 16
        model Small(latent = 3) {
          data   x: unit[784]
          encode z ~ x -> dense(width, relu) -> normal(latent)
          decode x ~ z -> dense(width, relu) -> bernoulli
          minimize elbo
        }
        model Tiny = Small(latent: 1)
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_says_where_everything_lies()
    {
        var result = Train(Corpus.File("12"), "--limit", "300", "--epochs", "1");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith(
            $"Vae on digits: 300 examples, 300 to test on; output in {_folder.File("out")}\nx [784] <- images, reshaped from [28, 28], "
            + "bytes divided by 255\nset aside: labels (no variable reads it)\nepoch 1/1  train total ",
            result.Out,
            StringComparison.Ordinal);
        Assert.All(["model.safetensors", "metrics.json", "report.html"], file =>
        {
            Assert.Contains(_folder.File("out", file), result.Out, StringComparison.Ordinal);
            Assert.True(File.Exists(_folder.File("out", file)));
        });
        var report = File.ReadAllText(_folder.File("out", "report.html"));
        Assert.Contains("class=\"hourglass-diagram\"", report, StringComparison.Ordinal);
        Assert.Contains("dense(400, relu)", report, StringComparison.Ordinal);
        Assert.Contains("<figcaption>As the model is declared; ", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Resumed_with_more_epochs_it_ends_as_if_never_stopped()
    {
        var model = Write(Two);
        string[] options = ["--model", "Small", "--limit", "300", "--no-report"];
        Assert.Equal(0, Train(model, [.. options, "--epochs", "1"]).Code);
        var resumed = Train(model, [.. options, "--epochs", "2", "--resume"]);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.DoesNotContain("epoch 1/2", resumed.Out, StringComparison.Ordinal);
        var weights = File.ReadAllBytes(_folder.File("out", "model.safetensors"));

        Assert.Equal(0, Tool.Run(["train", model, .. options, "--epochs", "2", "--out", _folder.File("whole")]).Code);
        Assert.Equal(File.ReadAllBytes(_folder.File("whole", "model.safetensors")), weights);
    }

    [Fact]
    public void The_seed_decides()
    {
        var model = Write(Two);
        string[] options = ["--model", "Tiny", "--limit", "100", "--epochs", "1", "--no-report", "--out"];
        byte[] Weights(string name, params string[] more)
        {
            Assert.Equal(0, Tool.Run(["train", model, .. options, _folder.File(name), .. more]).Code);
            return File.ReadAllBytes(_folder.File(name, "model.safetensors"));
        }

        var first = Weights("a", "--seed", "1");
        Assert.Equal(first, Weights("b", "--seed", "1"));
        Assert.NotEqual(first, Weights("c", "--seed", "2"));
    }

    [Theory]
    [InlineData("Small", "latent=5", 5)]
    [InlineData("Tiny", "latent=5", 5)]
    [InlineData("Tiny", "width=7", 1)]
    [InlineData("Small", "latent=2", 2, "latent=6")]
    public void Constants_and_parameters_can_be_set(string name, string setting, int latent, string? before = null)
    {
        string[] settings = before is null ? ["--set", setting] : ["--set", before, "--set", setting];
        Assert.Equal(0, Train(Write(Two), ["--model", name, "--limit", "100", "--epochs", "1", "--no-report", .. settings]).Code);
        using var weights = SafeTensors.Load(_folder.File("out", "model.safetensors"));
        var width = setting.StartsWith("width", StringComparison.Ordinal) ? 7 : 16;
        Assert.Equal([latent, width], weights.Tensors["encoder.z_mean.weight"].shape);
    }

    [Fact]
    public void A_value_that_does_not_fit_is_an_error_of_the_model()
    {
        var result = Train(Write(Two), "--model", "Small", "--set", "latent=1.5");
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("m.ae:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Imported_constants_can_be_set()
    {
        File.WriteAllText(_folder.File("sizes.ae"), "const width = 16\n");
        var model = Write("import \"sizes.ae\"\n" + Two.Replace("const width = 16", "", StringComparison.Ordinal));
        Assert.Equal(0, Train(model, "--model", "Small", "--limit", "100", "--epochs", "1", "--no-report", "--set", "width=9").Code);
        using var weights = SafeTensors.Load(_folder.File("out", "model.safetensors"));
        Assert.Equal([3, 9], weights.Tensors["encoder.z_mean.weight"].shape);
    }

    [Fact]
    public void Errors_of_another_model_are_shown_and_do_not_stop_it()
    {
        var result = Train(
            Write(Two + "\nmodel Broken {\n  data x: unit[784]\n  encode z ~ x -> dens(3)\n  minimize elbo\n}\n"), "--model", "Small",
            "--limit", "100", "--epochs", "1", "--no-report");
        Assert.Equal(0, result.Code);
        Assert.Contains("there is no stage `dens`", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_numbers_train_too()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 64).Select(i => FormattableString.Invariant($"{i % 7 / 7.0},{i % 5 / 5.0},{i % 3}\n")));
        File.WriteAllText(_folder.File("d.csv"), "a,b,label\n" + rows);
        var model = Write(
            "model T {\n  data x: real[2]\n  data y: class(3)\n  encode h = concat(x, y) -> dense(2, tanh)\n  decode r = h -> dense(2)\n"
            + "  minimize sse(r, x)\n  train { batch: 16  epochs: 2 }\n}\n");
        var result = Train(model, "--data", _folder.File("d.csv"), "--no-report", "--tensorboard", "--checkpoint-every", "2");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.NotEmpty(Directory.GetFiles(_folder.File("out", "tensorboard"), "*", SearchOption.AllDirectories));
        using var metrics = JsonDocument.Parse(File.ReadAllText(_folder.File("out", "metrics.json")));
        Assert.Equal(2, metrics.RootElement.GetProperty("epochs").GetArrayLength());
    }

    [Fact]
    public void Estimators_of_the_objective_are_measured_side_by_side()
    {
        string[] options = ["--limit", "100", "--epochs", "1", "--gradient-variance", "3", "--likelihood", "2"];
        var result = Train(Write(Two), ["--model", "Small", .. options]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        string[] estimators =
        [
            "elbo", "elbo(gradient: score)", "elbo(estimator: sampled)", "elbo(estimator: sampled, gradient: score)",
        ];
        Assert.Contains("log p(x) -", result.Out, StringComparison.Ordinal);
        Assert.All(
            estimators,
            estimator => Assert.Contains($"gradient {estimator}: length of the mean ", result.Out, StringComparison.Ordinal));
        using var metrics = JsonDocument.Parse(File.ReadAllText(_folder.File("out", "metrics.json")));
        var written = metrics.RootElement.GetProperty("gradients").EnumerateArray().ToArray();
        Assert.Equal(estimators, written.Select(spread => spread.GetProperty("estimator").GetString()));
        Assert.All(written, spread => Assert.True(spread.GetProperty("variance").GetDouble() > 0));
        Assert.Contains("<td>elbo(gradient: score)</td>", File.ReadAllText(_folder.File("out", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_estimator_that_a_model_cannot_have_is_named()
    {
        var model = Write(
            "model F {\n  data x: unit[784]\n  encode z ~ x -> dense(8, tanh) -> normal(2) -> planar(1)\n"
            + "  decode x ~ z -> dense(8, tanh) -> bernoulli\n  minimize 2 * elbo(samples: 2)\n}\n");
        var result = Train(model, "--limit", "100", "--epochs", "1", "--no-report", "--gradient-variance", "2");
        Assert.Equal(0, result.Code);
        Assert.Contains("The gradient of elbo(samples: 2, gradient: score) is not measured: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("gradient elbo(samples: 2): length of the mean ", result.Out, StringComparison.Ordinal);
    }

    private ToolResult Train(string model, params string[] options) => Tool.Run(["train", model, "--out", _folder.File("out"), .. options]);

    private string Write(string text)
    {
        File.WriteAllText(_folder.File("m.ae"), text);
        return _folder.File("m.ae");
    }
}
