using System.CommandLine;
using Hourglass.Benchmarks.Steps;
using Hourglass.Datasets;
using Hourglass.Training;
using Hourglass.Training.Steps;
using Spectre.Console;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Epochs;

/// <summary>An epoch of MNIST by every kind of step, through the emitted training loop; the best of several, by turns.</summary>
internal static class EpochTimes
{
    private static readonly StepKind[] Kinds = [StepKind.Readable, StepKind.Portable, StepKind.Native];

    /// <summary><c>epoch [--data FOLDER] [--rounds N]</c>.</summary>
    public static Command Command()
    {
        var data = new Option<string>("--data")
        {
            Description = "MNIST's folder.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "../shared/data/mnist"
        };
        var rounds = new Option<int>("--rounds") { Description = "Epochs of each kind.", HelpName = "N", DefaultValueFactory = _ => 3 };
        var command = new Command("epoch", "Seconds of an epoch of MNIST with the variational autoencoder 784-400-20, batch 128.")
        {
            data, rounds
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(data), parsed.GetValue(rounds)));
        return command;
    }

    private static void Run(string folder, int rounds)
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = Dataset.FromIdx(folder);
        var best = Kinds.Select(_ => double.PositiveInfinity).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < Kinds.Length; i++)
            {
                best[i] = Math.Min(best[i], Seconds(data, Kinds[i]));
            }
        }

        var table = Figures.Table("step", "seconds an epoch");
        foreach (var (kind, seconds) in Kinds.Zip(best))
        {
            table.AddRow(kind.ToString().ToLowerInvariant(), Figures.Text(seconds));
        }

        Figures.Print(table);
    }

    /// <summary>The evaluation of the test images is not counted.</summary>
    private static double Seconds(Dataset data, StepKind kind)
    {
        using var model = new Vae();
        return Vae.Train(model, data, new TrainOptions { Epochs = 1, Step = kind }).Epochs[0].Seconds;
    }
}
