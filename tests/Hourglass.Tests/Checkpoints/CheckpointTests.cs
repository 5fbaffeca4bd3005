using System.Text.Json.Nodes;
using Hourglass.Checkpoints;
using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests.Checkpoints;

public class CheckpointTests
{
    [Fact]
    public void Holds_the_state_under_its_keys_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        using var model = Train(folder, new TinyVae());
        var names = Directory.GetFiles(folder.File("checkpoint")).Select(Path.GetFileName).Order().ToArray();
        Assert.Equal(3, names.Length);
        Assert.Equal("manifest.json", names[0]);
        var manifest = JsonNode.Parse(File.ReadAllText(folder.File("checkpoint", "manifest.json")))!;
        Assert.Equal("TinyVae", (string?)manifest["model"]);
        Assert.Equal(3, (int?)manifest["epoch"]);
        Assert.Equal(0, (int?)manifest["step"]);
        Assert.Equal("optimizer: adam(0.01)", (string?)manifest["identity"]!["plan"]!["lines"]![0]);

        using var weights = SafeTensors.Load(folder.File("checkpoint", (string)manifest["modelFile"]!["name"]!));
        Assert.Equal(model.state_dict().Keys.Order(), weights.Tensors.Keys.Order());
        Assert.Contains("norm.running_mean", weights.Tensors.Keys);
        using var optimizer = SafeTensors.Load(folder.File("checkpoint", (string)manifest["optimizerFile"]!["name"]!));
        Assert.Contains("hidden.weight.exp_avg", optimizer.Tensors.Keys);
        Assert.Contains("rng_state", optimizer.Tensors.Keys);
        Assert.Equal(18f, optimizer.Tensors["hidden.weight.step"].item<float>());
    }

    [Fact]
    public void A_missing_checkpoint_is_said_to_be_missing()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("There is no checkpoint to resume from", Resume(folder, new TinyVae()), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_model_is_told_by_name_fields_shapes_terms_and_plan()
    {
        using var folder = new TemporaryFolder();
        Train(folder, new TinyVae()).Dispose();
        Assert.Contains(
            "it is of the model 'TinyVae', this one is 'Other'",
            Resume(folder, new TinyVae(name: "Other")),
            StringComparison.Ordinal);
        Assert.Contains("`data x` was unit[6], is unit[2, 3]", Resume(folder, new TinyVae(shape: [2, 3])), StringComparison.Ordinal);
        Assert.Contains(
            "'hidden.weight' is float32[16, 6], this training's is float32[24, 6]",
            Resume(folder, new TinyVae(width: 24)),
            StringComparison.Ordinal);
        Assert.Contains(
            "`optimizer` had adam(0.01), has adam(0.001)",
            Resume(folder, new TinyVae(new TrainingPlan(Optimizers.Of("adam(1e-3)"), Batch: 8, Epochs: 3, Seed: 5))),
            StringComparison.Ordinal);
        Assert.Contains("`seed` had 5, has 6", Resume(folder, new TinyVae(), new TrainOptions { Seed = 6 }), StringComparison.Ordinal);
        Assert.Contains(
            "it was trained on 43 examples, the data has 20 examples",
            Resume(folder, new TinyVae(), examples: 20),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_is_noticed_wherever_it_is()
    {
        using var folder = new TemporaryFolder();
        Train(folder, new TinyVae()).Dispose();
        var manifest = folder.File("checkpoint", "manifest.json");
        var whole = File.ReadAllBytes(manifest);
        var weights = Directory.GetFiles(folder.File("checkpoint"), "model-*").Single();

        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Contains("is not what was written", Resume(folder, new TinyVae()), StringComparison.Ordinal);

        File.Delete(weights);
        Assert.Contains("is missing", Resume(folder, new TinyVae()), StringComparison.Ordinal);

        File.WriteAllBytes(manifest, whole[..(whole.Length / 2)]);
        Assert.Contains("is damaged", Resume(folder, new TinyVae()), StringComparison.Ordinal);

        foreach (var text in new[] { "", "null", "[]", "{}", "{\"format\":2}" })
        {
            File.WriteAllText(manifest, text);
            Assert.Contains("is damaged", Resume(folder, new TinyVae()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_and_the_former_checkpoint_kept()
    {
        using var folder = new TemporaryFolder();
        Train(folder, new TinyVae()).Dispose();

        // A folder in the place of the manifest's temporary file: writing fails for everyone, the superuser included.
        Directory.CreateDirectory(folder.File("checkpoint", "manifest.json.tmp"));
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        var error = Assert.Throws<TrainingException>(
            () => model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false, Epochs = 5, Resume = true }));
        Assert.Contains($"cannot be written to '{folder.File("checkpoint")}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("The last good checkpoint is kept", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder.File("checkpoint", "manifest.json.tmp"));
        using var again = new TinyVae();
        Assert.Equal(
            5,
            again.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false, Epochs = 5, Resume = true }).Epochs.Count);
    }

    [Fact]
    public void An_output_folder_that_is_a_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("taken");
        File.WriteAllText(file, "");
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        var error = Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { OutputFolder = file }));
        Assert.Contains($"'{file}' cannot be written", error.Message, StringComparison.Ordinal);
    }

    private static TinyVae Train(TemporaryFolder folder, TinyVae model)
    {
        using var data = TinyVae.Data();
        model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false });
        return model;
    }

    private static string Resume(TemporaryFolder folder, TinyVae model, TrainOptions? options = null, int examples = 43)
    {
        using (model)
        {
            using var data = TinyVae.Data(examples);
            return Assert.Throws<TrainingException>(() => model.TrainOn(
                data,
                (options ?? new TrainOptions()) with { OutputFolder = folder.Path, Report = false, Resume = true })).Message;
        }
    }
}
