using System.CommandLine;
using Hourglass.Benchmarks.LowerBound;
using Hourglass.Datasets;
using Hourglass.Training.Steps;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Steps;

/// <summary>Every kind of step against the hand-written program of the same work and against its lower bound: short blocks by turns in one process, disturbed blocks dropped, medians.</summary>
internal static class StepComparison
{
    private const int Examples = 60000;

    /// <summary><c>steps [--rounds N]</c>.</summary>
    public static Command Command()
    {
        var rounds = new Option<int>("--rounds") { Description = "Blocks of each.", HelpName = "N", DefaultValueFactory = _ => 25 };
        var command = new Command("steps", "Every kind of step beside a hand-written program and a lower bound.") { rounds };
        command.SetAction(parsed => Run(parsed.GetValue(rounds)));
        return command;
    }

    private static void Run(int rounds)
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = Dataset.Digits(Examples, testCount: 0);
        using var bound = data.Bind(new Vae().Description.Fields);
        using var images = bound.TrainBatch(arange(Examples, dtype: ScalarType.Int64));
        var x = images["x"].clone();
        var table = Figures.Table("work", "hand-written, ms", "readable", "portable", "native", "products", "optimizer", "distance", "managed bytes a step");
        Compare(table, "vae", () => new HandWrittenVaeLoss(), p => optim.Adam(p, 1e-3), () => new Vae(), data, x, 128, WorkLayers.Vae, rounds);
        Compare(table, "contractive", () => new HandWrittenTied(contractive: true), p => optim.SGD(p, 0.01), () => new ContractiveWork(), data, x, 128, WorkLayers.Tied, rounds);
        Compare(table, "denoising", () => new HandWrittenTied(contractive: false), p => optim.SGD(p, 0.01), () => new DenoisingWork(), data, x, 20, WorkLayers.Tied, rounds);
        Compare(table, "convolutional", () => new HandWrittenConvolutional(), p => optim.Adam(p, 1e-3), () => new ConvolutionalWork(), data, x.view(-1, 1, 28, 28), 128, WorkLayers.Convolutional, rounds);
        Figures.Print(table);
        Console.WriteLine("Times in ms, in parentheses the ratio to the hand-written program. The lower bound is products + optimizer; distance: the fastest kind of step / the lower bound. Bytes of readable, portable, native.");
    }

    private static void Compare(Table table, string name, Func<nn.Module<Tensor, Tensor>> hand, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> optimizer, Func<Autoencoder> model, Dataset data, Tensor x, int batch, IReadOnlyList<Layer> layers, int rounds)
    {
        using var first = model();
        StepKind[] kinds = first.Derived?.Native is null ? [StepKind.Readable, StepKind.Portable] : [StepKind.Readable, StepKind.Portable, StepKind.Native];
        var traffic = OptimizerTraffic.Of(first);
        var copy = new CopyWork(traffic.Memory, Environment.ProcessorCount);
        IWork[] works =
        [
            new HandWrittenWork(hand(), optimizer, x, batch),
            .. kinds.Select(kind => new EmittedWork(model(), data, kind, batch)),
            new ProductsWork(layers, batch, Environment.ProcessorCount),
            copy,
        ];
        var measured = Blocks.ByTurns(works, Math.Max(5, 2560 / batch), rounds);
        var steps = measured.Skip(1).Take(kinds.Length).ToArray();
        var products = measured[^2].Milliseconds;
        var update = measured[^1].Milliseconds * traffic.Moved / copy.Moved;
        table.AddRow(
        [
            name,
            Figures.Text(measured[0].Milliseconds),
            .. steps.Select(step => $"{Figures.Text(step.Milliseconds)} ({Figures.Text(step.Milliseconds / measured[0].Milliseconds)})"),
            .. Enumerable.Repeat("–", 3 - steps.Length),
            Figures.Text(products),
            Figures.Text(update),
            Figures.Text(steps[^1].Milliseconds / (products + update)),
            string.Join(", ", steps.Select(step => Figures.Text(step.Garbage, "0"))),
        ]);
        foreach (var work in works)
        {
            work.Dispose();
        }
    }
}
