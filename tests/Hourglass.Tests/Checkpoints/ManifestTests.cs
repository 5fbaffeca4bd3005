using System.Text.Json.Nodes;
using Hourglass.Checkpoints;
using Hourglass.Damage;
using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests.Checkpoints;

/// <summary>A manifest is believed field by field, or refused by the name of the field.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManifestTests()
    {
        // Two steps of the third epoch are done.
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var data = TinyVae.Data();
        using var model = new TinyVae { OnBatch = _ => { if (++steps == 14) { cancellation.Cancel(); } } };
        model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false, Cancellation = cancellation.Token });
    }

    private string Path => _folder.File("checkpoint", "manifest.json");

    public void Dispose() => _folder.Dispose();

    /// <summary>A field, what is put in its place, and what is said of it; the manifest's own digest fits again.</summary>
    [Theory]
    [InlineData("format", "null", "format is null; expected a whole number, 0 or more")]
    [InlineData("format", "\"2\"", "format is the text \"2\"; expected")]
    [InlineData("format", "-2", "format is -2; expected")]
    [InlineData("format", "", "format is missing")]
    [InlineData("model", "null", "model is null; expected a text")]
    [InlineData("model", "\"\\ud800\"", "model holds a text that is no valid Unicode")]
    [InlineData("model", "\"a\\nb\"", "model holds a control character")]
    [InlineData("terms", "null", "terms is null; expected a list")]
    [InlineData("terms", "[\"nll_x\",null]", "terms[1] is null; expected a text")]
    [InlineData("terms", "[\"nll_x\",\"nll_x\"]", "terms has a name twice")]
    [InlineData("terms", "[\"nll_x\",\"kl\"]", "metrics[0].train.kl_z does not belong in it")]
    [InlineData("identity", "{}", "identity.definition is missing")]
    [InlineData("identity.plan", "null", "identity.plan is null; expected an object")]
    [InlineData("identity.plan.lines", "[\"batch: 8\"]", "identity.plan.sha256 is not that of the lines beside it")]
    [InlineData("identity.plan.lines", "[7]", "identity.plan.lines[0] is 7; expected a text")]
    [InlineData("identity.data.sha256", "\"\"", "identity.data.sha256 is no SHA-256")]
    [InlineData("examples", "43.0", "examples is 43.0; expected a whole number")]
    [InlineData("examples", "44", "examples is 44; the data that it names has 43")]
    [InlineData("phase", "1", "phase is 1; the last of the training's is 0")]
    [InlineData("phase", "-1", "phase is -1; expected a whole number from 0 to 2147483647")]
    [InlineData("epoch", "-1", "epoch is -1; expected a whole number from 0 to 2147483647")]
    [InlineData("epoch", "-0", "epoch is -0; expected")]
    [InlineData("epoch", "2e0", "epoch is 2e0; expected")]
    [InlineData("epoch", "4294967298", "epoch is 4294967298; expected")]
    [InlineData("epoch", "1", "epoch is 1, but metrics has the figures of 2 epochs")]
    [InlineData("step", "6", "step is 6, but an epoch has 6 steps, and the last one ends it")]
    [InlineData("step", "true", "step is true; expected")]
    [InlineData("step", "1", "stepsTotal is 14, but 2 epochs of 6 steps and 1 steps are 13")]
    [InlineData("stepsTotal", "15", "stepsTotal is 15, but 2 epochs of 6 steps and 2 steps are 14")]
    [InlineData("stepsTotal", "1e999", "stepsTotal is 1e999; expected")]
    [InlineData("seen", "15", "seen is 15, but 2 steps see 16 examples")]
    [InlineData("sums", "[1,2]", "sums has 2 numbers; expected 3")]
    [InlineData("sums", "[1,2,1e400]", "sums[2] is 1e400; expected a finite number")]
    [InlineData("sums", "[1,2,\"NaN\"]", "sums[2] is the text \"NaN\"; expected a finite number")]
    [InlineData("seconds", "-1", "seconds is below 0")]
    [InlineData("seconds", "[]", "seconds is a list; expected a finite number")]
    [InlineData("metrics", "[]", "epoch is 2, but metrics has the figures of 0 epochs")]
    [InlineData("metrics.0.epoch", "2", "metrics[0].epoch is not 1, its place in the list")]
    [InlineData("metrics.1.train", "{}", "metrics[1].train.nll_x is missing")]
    [InlineData("metrics.1.train.total", "-1e999", "metrics[1].train.total is -1e999; expected a finite number")]
    [InlineData("metrics.1.test", "{}", "metrics[1].test has 0 figures, but there is a test split")]
    [InlineData("metrics.1.peakMemoryBytes", "1.5", "metrics[1].peakMemoryBytes is 1.5; expected")]
    [InlineData("modelFile", "null", "modelFile is null; expected an object")]
    [InlineData(
        "modelFile.name",
        "\"../../etc/passwd\"",
        "modelFile.name is not the name of a file model-….safetensors in the checkpoint's folder")]
    [InlineData("modelFile.name", "\"model-/../x.safetensors\"", "modelFile.name is not the name")]
    [InlineData("modelFile.name", "\"optimizer-1.safetensors\"", "modelFile.name is not the name")]
    [InlineData("modelFile.name", "\"model-1.safetensors\"", "its file 'model-1.safetensors' is missing")]
    [InlineData("optimizerFile.sha256", "\"XY\"", "optimizerFile.sha256 is no SHA-256")]
    [InlineData("sha256", "null", "sha256 is null; expected a text")]
    [InlineData("extra", "1", "extra does not belong in it")]
    public void A_field_that_cannot_be_is_named(string place, string value, string expected)
    {
        SealedManifest.Edit(Path, place, value);
        var message = Refused();
        Assert.StartsWith($"The checkpoint in '{_folder.File("checkpoint")}' is damaged: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_could_be_is_noticed_by_the_digest()
    {
        var text = File.ReadAllText(Path);
        foreach (var (before, after) in new[]
        {
            ("\"seconds\": 0.", "\"seconds\": 1."),
            ("\"peakMemoryBytes\": ", "\"peakMemoryBytes\": 1")
        })
        {
            Assert.Contains(before, text, StringComparison.Ordinal);
            File.WriteAllText(Path, text.Replace(before, after, StringComparison.Ordinal));
            Assert.Contains("sha256 is not that of the other fields: one of them was changed", Refused(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Spacing_is_nothing_that_changes()
    {
        File.WriteAllText(Path, JsonNode.Parse(File.ReadAllText(Path))!.ToJsonString());
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        Assert.Equal(3, model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false, Resume = true }).Epochs.Count);
    }

    [Fact]
    public void A_field_twice_is_named_even_where_both_are_the_same()
    {
        var text = File.ReadAllText(Path);
        File.WriteAllText(Path, text.Replace("\"step\": 2,", "\"step\": 2, \"step\": 2,", StringComparison.Ordinal));
        Assert.Contains("step is in it twice", Refused(), StringComparison.Ordinal);
        File.WriteAllText(Path, text.Replace("\"step\": 2,", "\"step\": 2, \"s\\u0074ep\": 3,", StringComparison.Ordinal));
        Assert.Contains("step is in it twice", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the text is no JSON from line 1, byte 1 on")]
    [InlineData("null", "the whole text is null; expected an object")]
    [InlineData("[]", "the whole text is a list; expected an object")]
    [InlineData("{}", "format is missing")]
    [InlineData("{\"format\":2}", "model is missing")]
    [InlineData("{\"format\":2,", "the text is no JSON")]
    [InlineData("{\"format\":NaN}", "the text is no JSON from line 1, byte 11 on")]
    [InlineData("{\n\"format\":\n 2,\n}", "the text is no JSON from line 4, byte 1 on")]
    [InlineData("{\"format\":2,\"model\":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]}", "the text is no JSON")]
    [InlineData("\ufeff{\"format\":2}", "the text is no JSON")]
    public void A_text_that_is_no_manifest_is_damaged_too(string text, string expected)
    {
        File.WriteAllText(Path, text);
        Assert.Contains("is damaged: in manifest.json, " + expected, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_is_not_damage()
    {
        File.WriteAllText(Path, "{\"format\":3,\"plan\":null}");
        Assert.Contains("has format 3; this version reads format 2", Refused(), StringComparison.Ordinal);
    }

    /// <summary>The first format is known: it is looked through before it is refused as one.</summary>
    [Theory]
    [InlineData("format", "1", "has format 1; this version reads format 2")]
    [InlineData("plan", "null", "is damaged: in manifest.json, plan is null; expected an object")]
    [InlineData("fields", "7", "is damaged: in manifest.json, fields is 7; expected a list")]
    [InlineData("seen", "-1", "is damaged: in manifest.json, seen is -1; expected a whole number")]
    [InlineData("seconds", "-1", "is damaged: in manifest.json, seconds is below 0")]
    [InlineData("other", "1", "is damaged: in manifest.json, other does not belong in it")]
    [InlineData("metrics", "[7]", "is damaged: in manifest.json, metrics[0] is 7; expected an object")]
    [InlineData(
        "modelFile",
        "{\"name\":\"../x\",\"sha256\":\"\"}",
        "is damaged: in manifest.json, modelFile.name is not the name of a file")]
    public void The_first_format_is_looked_through(string field, string value, string expected)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path))!.AsObject();
        Assert.True(manifest.Remove("identity") && manifest.Remove("phase") && manifest.Remove("sha256"));
        manifest["format"] = 1;
        manifest["fields"] = new JsonArray();
        manifest["plan"] = new JsonObject();
        manifest[field] = JsonNode.Parse(value);
        File.WriteAllText(Path, manifest.ToJsonString());
        Assert.Contains(expected, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_the_system_keeps_back_is_not_called_damaged()
    {
        var manifest = ManifestBytes();
        using (new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var message = Refused();
            Assert.Contains("The file 'manifest.json' of the checkpoint", message, StringComparison.Ordinal);
            Assert.Contains("cannot be read", message, StringComparison.Ordinal);
            Assert.DoesNotContain("damaged", message, StringComparison.Ordinal);
        }

        Assert.Equal(manifest, ManifestBytes());
    }

    [Fact]
    public void More_epochs_than_are_asked_for_are_told()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        var error = Assert.Throws<TrainingException>(() =>
            model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false, Resume = true, Epochs = 2 }));
        Assert.Contains("has 2 epochs and 2 steps behind it, and 2 are asked for in all", error.Message, StringComparison.Ordinal);
    }

    private byte[] ManifestBytes() => File.ReadAllBytes(Path);

    private string Refused()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        var before = model.Snapshot();
        var error = Assert.Throws<TrainingException>(
            () => model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false, Resume = true }));
        Assert.Equal(before, model.Snapshot());
        return error.Message;
    }
}
