using System.Globalization;
using Hourglass.Cli.Commands;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Datasets;
using Hourglass.Training;

namespace Hourglass.Damage;

/// <summary>
/// A training that takes no time and has all that checkpoints hold: batch statistics, counts, draws, a figure of an epoch and a part of the
/// next.
/// </summary>
internal static class TinyRun
{
    /// <summary>Batches of eight: three steps an epoch.</summary>
    private const string Text = """
        model Tiny {
          data   x: real[4]
          encode z ~ x -> dense(6, tanh) -> batchnorm -> dropout(0.1) -> normal(2)
          decode x ~ z -> dense(6, tanh) -> normal(variance: learned)
          minimize nll(x) + kl(z)
          train  { batch: 8  epochs: 2 }
        }

        """;

    private const int StepsBeforeStop = 5;

    /// <summary>Writes the model and its data.</summary>
    /// <returns>The paths.</returns>
    public static (string Model, string Data) Write(string folder)
    {
        var (model, data) = (Path.Combine(folder, "tiny.ae"), Path.Combine(folder, "tiny.csv"));
        File.WriteAllText(model, Text);
        var rows = Enumerable.Range(0, 24).Select(
            i => string.Join(',', Enumerable.Range(1, 4).Select(k => Math.Sin((i + 1) * k).ToString("F4", CultureInfo.InvariantCulture))));
        File.WriteAllText(data, "a,b,c,d\n" + string.Join('\n', rows) + "\n");
        return (model, data);
    }

    /// <summary>The model as the tool compiles it.</summary>
    public static Autoencoder Create(string model) =>
        ModelFactory.Create(CheckedFile.Check(ConstantOverrides.Apply(ModelFile.Read(model), null, [])).Models.Single().Input, null);

    /// <summary>Trains into a folder and stops within the second epoch.</summary>
    public static void Train(Autoencoder model, string data, string output)
    {
        using var cancellation = new CancellationTokenSource();
        using var all = Dataset.FromCsv(data);
        var progress = new Steps(step =>
        {
            if (step == StepsBeforeStop)
            {
                cancellation.Cancel();
            }
        });
        model.TrainOn(all, new TrainOptions { OutputFolder = output, Report = false, Cancellation = cancellation.Token }, progress);
    }

    private sealed class Steps(Action<int> told) : IProgress<TrainingProgress>
    {
        private int _steps;

        public void Report(TrainingProgress value)
        {
            if (value is { Completed: null, Notice: null })
            {
                told(++_steps);
            }
        }
    }
}
