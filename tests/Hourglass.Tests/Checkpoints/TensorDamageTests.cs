using System.Buffers.Binary;
using Hourglass.Checkpoints;
using Hourglass.Damage;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Checkpoints;

/// <summary>
/// Files of a checkpoint that are whole as files, with hashes that fit, and hold what no training leaves behind. Nothing of them may reach
/// torch's own code.
/// </summary>
public sealed class TensorDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TensorDamageTests()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false });
    }

    private string Manifest => _folder.File("checkpoint", "manifest.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_untouched_copy_resumes()
    {
        SealedManifest.EditTensors(Manifest, "modelFile", _ => { });
        SealedManifest.EditTensors(Manifest, "optimizerFile", _ => { });
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        Assert.Equal(
            4,
            model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false, Resume = true, Epochs = 4 }).Epochs.Count);
    }

    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "modelFile", "hidden.weight", "remove", "there is no 'hidden.weight', which this training needs" },
        { "modelFile", "hidden.weight", "double", "'hidden.weight' is float64[16, 6], this training's is float32[16, 6]" },
        { "modelFile", "hidden.weight", "bytes", "'hidden.weight' is byte[16, 6]" },
        { "modelFile", "hidden.weight", "longer", "'hidden.weight' is float32[32, 6]" },
        { "modelFile", "hidden.weight", "turned", "'hidden.weight' is float32[6, 16]" },
        { "modelFile", "hidden.weight", "empty", "'hidden.weight' is float32[0, 6]" },
        { "modelFile", "hidden.weight", "nan", "'hidden.weight' holds NaN or infinity" },
        { "modelFile", "norm.running_var", "infinite", "'norm.running_var' holds NaN or infinity" },
        { "modelFile", "norm.running_var", "below", "'norm.running_var' holds -1, and is never below 0" },
        { "modelFile", "norm.num_batches_tracked", "below", "'norm.num_batches_tracked' holds -1, and is never below 0" },
        { "modelFile", "norm.num_batches_tracked", "double", "'norm.num_batches_tracked' is float64[]" },
        { "modelFile", "rng_state", "add", "there is 'rng_state', which this training has not" },
        { "optimizerFile", "mean.bias.exp_avg", "remove", "there is no 'mean.bias.exp_avg'" },
        { "optimizerFile", "mean.bias.exp_avg", "nan", "'mean.bias.exp_avg' holds NaN or infinity" },
        { "optimizerFile", "mean.bias.exp_avg_sq", "infinite", "'mean.bias.exp_avg_sq' holds NaN or infinity" },
        { "optimizerFile", "mean.bias.exp_avg_sq", "below", "'mean.bias.exp_avg_sq' holds -1, and is never below 0" },
        { "optimizerFile", "mean.bias.step", "below", "'mean.bias.step' holds -1, and is never below 0" },
        { "optimizerFile", "mean.bias.step", "half", "'mean.bias.step' is 0.5; expected a number of steps" },
        { "optimizerFile", "mean.bias.step", "many", "'mean.bias.step' is 19; expected a number of steps, at most the 18 of the training" },
        { "optimizerFile", "mean.bias.step", "longer", "'mean.bias.step' is float32[2]" },
        { "optimizerFile", "rng_state", "remove", "there is no 'rng_state', the state of the generator" },
        { "optimizerFile", "rng_state", "double", "'rng_state' is float64[5056]; the state of a generator is byte[5056]" },
        { "optimizerFile", "rng_state", "longer", "'rng_state' is byte[10112]" },
        { "optimizerFile", "rng_state", "empty", "'rng_state' is byte[0]" },
        { "optimizerFile", "rng_state", "zero", "'rng_state' is of a generator that was never seeded" },
        { "optimizerFile", "torch_rng_state", "empty", "'torch_rng_state' is byte[0]" },
        { "optimizerFile", "torch_rng_state", "zero", "'torch_rng_state' is of a generator that was never seeded" },
        { "optimizerFile", "other", "add", "there is 'other', which this training has not" },
        { "optimizerFile", "a\n\u001b[31mb", "add", "there is 'a  [31mb', which this training has not" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_tensor_that_cannot_be_is_named(string field, string key, string change, string expected)
    {
        SealedManifest.EditTensors(Manifest, field, tensors =>
        {
            if (change == "remove")
            {
                Assert.True(tensors.Remove(key));
                return;
            }

            var tensor = change == "add" ? zeros(2) : tensors[key];
            tensors[key] = change switch
            {
                "add" => tensor,
                "double" => tensor.to_type(ScalarType.Float64),
                "bytes" => tensor.to_type(ScalarType.Byte),
                "longer" => tensor.dim() == 0 ? stack([tensor, tensor]) : cat([tensor, tensor]),
                "turned" => tensor.t(),
                "empty" => tensor.narrow(0, 0, 0),
                "nan" => tensor.view(-1).index_fill(0, torch.tensor(1L), float.NaN).view(tensor.shape),
                "infinite" => full_like(tensor, float.NegativeInfinity),
                "below" => full_like(tensor, -1),
                "half" => full_like(tensor, 0.5),
                "many" => full_like(tensor, 19),
                "zero" => zeros_like(tensor),
                _ => throw new ArgumentOutOfRangeException(nameof(change)),
            };
        });
        Refused(expected);
    }

    /// <summary>
    /// The definition of a compiled model agrees, so that its file must; of a model by hand nothing says that it is the same one.
    /// </summary>
    [Fact]
    public void A_tensor_that_is_missing_is_damage_or_another_model()
    {
        const string Text =
            "model H { data x: real[6] encode h = x -> dense(2) decode y = h -> dense(6) minimize sse(y, x) train { batch: 8 epochs: 1 } }";
        SealedManifest.EditTensors(Manifest, "modelFile", tensors => Assert.True(tensors.Remove("hidden.weight")));
        Refused("belongs to another training: in 'model-");

        var folder = _folder.File("compiled");
        using var data = TinyVae.Data();
        using (var first = TextModel.Create(Text))
        {
            first.TrainOn(data, new TrainOptions { OutputFolder = folder, Report = false });
        }

        SealedManifest.EditTensors(
            System.IO.Path.Combine(folder, "checkpoint", "manifest.json"),
            "modelFile",
            tensors => Assert.True(tensors.Remove("encoder.dense1.weight")));
        using var model = TextModel.Create(Text);
        var error = Assert.Throws<TrainingException>(() =>
            model.TrainOn(data, new TrainOptions { OutputFolder = folder, Report = false, Resume = true, Epochs = 2 }));
        Assert.Contains("is damaged: in 'model-", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Places in torch's structure of the generator's state, with values that its own checks abort at, or read beyond its words by.
    /// </summary>
    [Theory]
    [InlineData(8, 0, "says that 0 of its 624 words are left")]
    [InlineData(8, 625, "says that 625 of its 624 words are left")]
    [InlineData(8, -1, "says that -1 of its 624 words are left")]
    [InlineData(8, 300, "says that 300 of its 624 words are left and the next one is ")]
    [InlineData(16, 100, "and the next one is 100, which do not go together")]
    [InlineData(12, 0, "is of a generator that was never seeded")]
    [InlineData(12, 2, "is of a generator that was never seeded")]
    [InlineData(16, 625, "the next one is 625, which do not go together")]
    [InlineData(20, 1, "which do not go together")]
    [InlineData(28, 1, "has more than 32 bits in word 0")]
    [InlineData(24 + (8 * 623) + 4, -1, "has more than 32 bits in word 623")]
    [InlineData(5016 + 4, 0x7ff00000, "keeps a normal draw that is none")]
    [InlineData(5024 + 4, 0x7ff80000, "keeps a normal draw that is none")]
    [InlineData(5040, 2, "keeps a normal draw that is none")]
    [InlineData(5048, 0x7fc00000, "keeps a normal draw that is none")]
    [InlineData(5052, 2, "keeps a normal draw that is none")]
    public void A_random_state_that_torch_would_not_survive_is_refused(int at, int value, string expected)
    {
        SealedManifest.EditTensors(
            Manifest,
            "optimizerFile",
            tensors => BinaryPrimitives.WriteInt32LittleEndian(tensors["rng_state"].bytes[at..], value));
        Refused(expected);
    }

    /// <summary>Torch's own states pass, however many draws of whatever kind they are behind.</summary>
    [Fact]
    public void Every_state_of_torch_is_taken()
    {
        using var outer = new RandomScope(3);
        for (var draws = 0; draws < 1300; draws++)
        {
            using var state = RandomScope.Capture();
            Assert.Null(RandomState.WhyNot(state));
            using var draw = (draws % 3) switch { 0 => rand(1), 1 => randn(1), _ => randn(1, ScalarType.Float64) };
        }
    }

    /// <summary>An older one has one state, from which everything was drawn.</summary>
    [Fact]
    public void A_checkpoint_without_torchs_state_is_read_with_the_trainings_own()
    {
        SealedManifest.EditTensors(Manifest, "optimizerFile", tensors => Assert.True(tensors.Remove(RandomState.GlobalKey)));
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        var report = model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false, Resume = true, Epochs = 4 });
        Assert.Equal(4, report.Epochs.Count);
    }

    /// <summary>Each file in turn: one byte changed, cut short, empty, missing, the other's.</summary>
    [Theory]
    [InlineData("modelFile")]
    [InlineData("optimizerFile")]
    public void A_file_that_is_not_what_was_written_is_named(string field)
    {
        var file = SealedManifest.FileOf(Manifest, field);
        var whole = File.ReadAllBytes(file);
        foreach (var at in new[] { 0, 8, 9, whole.Length / 2, whole.Length - 1 })
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            File.WriteAllBytes(file, changed);
            Refused("is not what was written (its SHA-256 differs)");
            File.WriteAllBytes(file, whole[..at]);
            Refused("is not what was written (its SHA-256 differs)");
        }

        File.WriteAllBytes(file, File.ReadAllBytes(SealedManifest.FileOf(Manifest, field == "modelFile" ? "optimizerFile" : "modelFile")));
        SealedManifest.Hash(Manifest, field);
        Refused("which this training needs");

        File.WriteAllBytes(file, whole[..^1]);
        SealedManifest.Hash(Manifest, field);
        Refused("the file is cut short");

        File.WriteAllBytes(file, [255, .. whole[1..]]);
        SealedManifest.Hash(Manifest, field);
        Refused($"in '{Path.GetFileName(file)}', ");

        File.WriteAllBytes(file, []);
        SealedManifest.Hash(Manifest, field);
        Refused("there are 0 bytes, fewer than the 8 of the header's length");

        File.Delete(file);
        Refused("is missing");
    }

    private void Refused(string expected)
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        var before = model.Snapshot();
        var error = Assert.Throws<TrainingException>(
            () => model.TrainOn(data, new TrainOptions { OutputFolder = _folder.Path, Report = false, Resume = true, Epochs = 4 }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The checkpoint in '{_folder.File("checkpoint")}' ", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Snapshot());
    }
}
