using Hourglass.Checkpoints;
using Hourglass.Tests.Checkpoints;
using Hourglass.Training;
using Hourglass.Training.Steps;

namespace Hourglass.Tests.Training;

/// <summary>A folder belongs to one model, and to one process at a time.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_models_results_are_not_touched_unless_told()
    {
        using var data = TinyVae.Data();
        using var first = new TinyVae();
        first.TrainOn(data, Options);
        var before = Contents();

        using var other = new TinyVae(name: "Other") { PoisonFrom = 1 };
        var error = Assert.Throws<TrainingException>(() => other.TrainOn(data, Options));
        Assert.Equal(
            $"The output folder '{_folder.Path}' holds the results of the model 'TinyVae'; this one is 'Other'. "
            + "Choose another folder (--out; in C#, TrainOptions.OutputFolder), or let those be set aside (--overwrite; "
            + "in C#, TrainOptions.Overwrite).",
            error.Message);
        Assert.Equal(before, Contents());

        // Told so, the folder is the other's; what fails there praises nothing.
        var failure = Assert.Throws<TrainingException>(() => other.TrainOn(data, Options with { Overwrite = true }));
        Assert.EndsWith("No checkpoint had been saved yet.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["previous", "run.json", "run.lock"], Entries());
        using var again = new TinyVae();
        again.TrainOn(data, Options with { OutputFolder = _folder.File("previous"), Resume = true });
        Assert.Equal(first.Snapshot(), again.Snapshot());
    }

    /// <summary>Of former versions, and of a training that was killed: they say themselves whose they are.</summary>
    [Theory]
    [InlineData("run.json")]
    [InlineData("run.json", "metrics.json")]
    [InlineData("run.json", "checkpoint")]
    public void Results_are_known_by_what_is_left_of_them(params string[] lost)
    {
        using var data = TinyVae.Data();
        using var first = new TinyVae();
        first.TrainOn(data, Options);
        Remove(lost);
        using var other = new TinyVae(name: "Other");
        Assert.Contains(
            "holds the results of the model 'TinyVae'",
            Assert.Throws<TrainingException>(() => other.TrainOn(data, Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_nobody_knows_what_are_another_models()
    {
        using var data = TinyVae.Data();
        File.WriteAllText(_folder.File("model.safetensors"), "?");
        File.WriteAllText(_folder.File("run.json"), "{");
        using var model = new TinyVae();
        Assert.Contains(
            "holds the results of a model whose name cannot be read",
            Assert.Throws<TrainingException>(() => model.TrainOn(data, Options)).Message,
            StringComparison.Ordinal);
        Assert.Equal("?", File.ReadAllText(_folder.File("model.safetensors")));
    }

    [Fact]
    public void A_folder_with_other_things_in_it_is_free_and_keeps_them()
    {
        using var data = TinyVae.Data();
        File.WriteAllText(_folder.File("notes.txt"), "mine");
        foreach (var _ in new[] { 1, 2, 3 })
        {
            using var model = new TinyVae();
            model.TrainOn(data, Options);
        }

        Assert.Equal("mine", File.ReadAllText(_folder.File("notes.txt")));
        Assert.Equal(["checkpoint", "metrics.json", "model.safetensors", "notes.txt", "previous", "run.json", "run.lock"], Entries());
        Assert.Equal(
            ["checkpoint", "metrics.json", "model.safetensors", "run.json"],
            Directory.GetFileSystemEntries(_folder.File("previous")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Two_trainings_at_once_are_refused_and_one_after_the_other_are_not()
    {
        using var data = TinyVae.Data();
        using var first = new TinyVae();
        using var second = new TinyVae();
        using (new TrainingSession(first, data, Options))
        {
            var error = Assert.Throws<TrainingException>(() => second.TrainOn(data, Options with { Overwrite = true }));
            Assert.StartsWith(
                $"Another training is under way in the output folder '{_folder.Path}': process {Environment.ProcessId} trains "
                + "'TinyVae' since ",
                error.Message,
                StringComparison.Ordinal);
        }

        Assert.Equal(3, second.TrainOn(data, Options).Epochs.Count);
    }

    [Fact]
    public void Another_process_is_named_and_once_killed_is_in_nobodys_way()
    {
        using var data = TinyVae.Data(train: 200);
        using var model = new TinyVae();
        using var process = KillTests.Start(_folder, resume: false);
        try
        {
            Assert.NotNull(process.StandardOutput.ReadLine());
            var error = Assert.Throws<TrainingException>(() => model.TrainOn(data, Options with { Resume = true }));
            Assert.Contains($": process {process.Id} trains 'TinyVae' since ", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(3, model.TrainOn(data, Options with { Resume = true }).Epochs.Count);
    }

    [Fact]
    public void A_training_that_cannot_begin_leaves_the_folder_free()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        Assert.Throws<TrainingException>(() => model.TrainOn(data, Options with { Step = StepKind.Native }));
        Assert.Throws<TrainingException>(() => model.TrainOn(data, Options with { Resume = true }));
        Assert.Equal(3, model.TrainOn(data, Options).Epochs.Count);
    }

    [Fact]
    public void Stopped_it_leaves_the_weights_as_they_are_then()
    {
        using var data = TinyVae.Data();
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var model = new TinyVae { OnBatch = _ => { if (++steps == 8) { cancellation.Cancel(); } } };
        Assert.True(model.TrainOn(data, Options with { Cancellation = cancellation.Token, Report = true }).Interrupted);
        using var weights = SafeTensors.Load(_folder.File("model.safetensors"));
        Assert.Equal(model.Snapshot(), weights.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.bytes.ToArray()));
        Assert.Equal(["checkpoint", "metrics.json", "model.safetensors", "run.json", "run.lock"], Entries());
    }

    [Fact]
    public void A_resume_with_nothing_to_do_says_so_and_writes_what_is_missing()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        model.TrainOn(data, Options);
        var before = Contents();
        Remove("model.safetensors", "metrics.json");
        var told = new List<TrainingProgress>();
        using var again = new TinyVae();
        again.TrainOn(data, Options with { Resume = true }, new TrainingSessionTests.Told(told));
        Assert.Equal(
            [
                "x [6] <- x",
                $"There is nothing left to train: the checkpoint in '{_folder.File("checkpoint")}' has all 3 epochs behind it. "
                + "Ask for more epochs to go on: --epochs; in C#, TrainOptions.Epochs.",
            ],
            told.Select(progress => progress.Notice));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void To_resume_and_to_overwrite_exclude_each_other()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        Assert.Contains(
            "Ask for one of them",
            Assert.Throws<TrainingException>(() => model.TrainOn(data, Options with { Resume = true, Overwrite = true })).Message,
            StringComparison.Ordinal);
        Assert.Empty(Entries());
    }

    private TrainOptions Options => new() { OutputFolder = _folder.Path, Report = false };

    private string?[] Entries() => [.. Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order()];

    /// <summary>Every result with its bytes.</summary>
    private Dictionary<string, string> Contents() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path) is not ("run.lock" or "run.json"))
        .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));

    private void Remove(params string[] names)
    {
        foreach (var path in names.Select(name => _folder.File(name)))
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
    }
}
