using System.CommandLine;
using Hourglass.Benchmarks.LowerBound;
using Hourglass.Datasets;
using Hourglass.Native;
using Hourglass.Training.Steps;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Steps;

/// <summary>
/// Every kind of step against the hand-written program of the same work and against its lower bound: short blocks by turns in one process,
/// disturbed blocks dropped, medians.
/// </summary>
internal static class StepComparison
{
    private const int Examples = 60000;

    /// <summary><c>steps [--rounds N] [--work NAME]</c>.</summary>
    public static Command Command()
    {
        var rounds = new Option<int>("--rounds") { Description = "Blocks of each.", HelpName = "N", DefaultValueFactory = _ => 25 };
        var work = new Option<string?>("--work") { Description = "Only this one.", HelpName = "NAME" };
        work.AcceptOnlyFromAmong([.. Works.Select(known => known.Name)]);
        var command = new Command("steps", "Every kind of step beside a hand-written program and a lower bound.") { rounds, work };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(work)));
        return command;
    }

    private static ComparedWork[] Works =>
    [
        new(
            "vae",
            () => new HandWrittenVaeLoss(),
            p => optim.Adam(p, 1e-3),
            () => new Vae(),
            () => new VaeBfloat16(),
            [784],
            128,
            WorkLayers.Vae),
        new(
            "contractive",
            () => new HandWrittenTied(contractive: true),
            p => optim.SGD(p, 0.01),
            () => new ContractiveWork(),
            () => new ContractiveBfloat16(),
            [784],
            128,
            WorkLayers.Tied),
        new(
            "denoising",
            () => new HandWrittenTied(contractive: false),
            p => optim.SGD(p, 0.01),
            () => new DenoisingWork(),
            () => new DenoisingBfloat16(),
            [784],
            20,
            WorkLayers.Tied),
        new(
            "convolutional",
            () => new HandWrittenConvolutional(),
            p => optim.Adam(p, 1e-3),
            () => new ConvolutionalWork(),
            () => new ConvolutionalBfloat16(),
            [1, 28, 28],
            128,
            WorkLayers.Convolutional),
    ];

    private static void Run(int rounds, string? only)
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = Dataset.Digits(Examples, testCount: 0);
        using var bound = data.Bind(new Vae().Description.Fields);
        using var images = bound.TrainBatch(arange(Examples, dtype: ScalarType.Int64));
        var x = images["x"].clone();
        var table = Figures.Table(
            "work", "hand-written, ms", "readable", "portable", "native", "native, bfloat16", "products by libtorch", "products",
            "optimizer", "distance", "managed bytes a step");
        foreach (var work in Works.Where(work => only is null || work.Name == only))
        {
            Compare(table, work, data, x.view([-1, .. work.Shape]), rounds);
        }

        Figures.Print(table);
        Console.WriteLine(
            "Times in ms, in parentheses the ratio to the hand-written program. The lower bound is products + optimizer; "
            + "distance: the fastest kind of step in float32 / the lower bound. No step over libtorch's operators is faster than its "
            + "products. Bytes of each kind.");
        if (MatrixProducts.WhyNotBfloat16() is { } why)
        {
            Console.WriteLine($"No products in bfloat16: {why}.");
        }
    }

    private static void Compare(Table table, ComparedWork compared, Dataset data, Tensor x, int rounds)
    {
        using var first = compared.Model();
        StepKind[] kinds = first.Derived?.Native is null
            ? [StepKind.Readable, StepKind.Portable]
            : [StepKind.Readable, StepKind.Portable, StepKind.Native];
        var traffic = OptimizerTraffic.Of(first);
        var copy = new CopyWork(traffic.Memory, Environment.ProcessorCount);
        IWork[] works =
        [
            new HandWrittenWork(compared.Hand(), compared.Optimizer, x, compared.Batch),
            .. kinds.Select(kind => new EmittedWork(compared.Model(), data, kind, compared.Batch)),
            .. MatrixProducts.WhyNotBfloat16() is null
                ? new[] { new EmittedWork(compared.Bfloat16(), data, StepKind.Native, compared.Batch) }
                : [],
            .. compared.IsDense ? new[] { new LibtorchProductsWork(compared.Layers, compared.Batch) } : [],
            new ProductsWork(compared.Layers, compared.Batch, Environment.ProcessorCount),
            copy,
        ];
        var measured = Blocks.ByTurns(works, Math.Max(5, 2560 / compared.Batch), rounds);
        var steps = measured.Skip(1).SkipLast(compared.IsDense ? 3 : 2).ToArray();
        string Ratio(double milliseconds) => $"{Figures.Text(milliseconds)} ({Figures.Text(milliseconds / measured[0].Milliseconds)})";
        var products = measured[^2].Milliseconds;
        var update = measured[^1].Milliseconds * traffic.Moved / copy.Moved;
        table.AddRow(
        [
            compared.Name,
            Figures.Text(measured[0].Milliseconds),
            .. steps.Select(step => Ratio(step.Milliseconds)),
            .. Enumerable.Repeat("–", 4 - steps.Length),
            compared.IsDense ? Ratio(measured[^3].Milliseconds) : "–",
            Ratio(products),
            Ratio(update),
            Figures.Text(steps[kinds.Length - 1].Milliseconds / (products + update)),
            string.Join(", ", steps.Select(step => Figures.Text(step.Garbage, "0"))),
        ]);
        foreach (var work in works)
        {
            work.Dispose();
        }
    }

    /// <summary>A work of the comparison.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Hand">The hand-written loss.</param>
    /// <param name="Optimizer">Its optimizer.</param>
    /// <param name="Model">The same as a model.</param>
    /// <param name="Bfloat16">The model with products in bfloat16.</param>
    /// <param name="Shape">Of an example.</param>
    /// <param name="Batch">Examples of a step.</param>
    /// <param name="Layers">Its products.</param>
    private sealed record ComparedWork(
        string Name,
        Func<nn.Module<Tensor, Tensor>> Hand,
        Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> Optimizer,
        Func<Autoencoder> Model,
        Func<Autoencoder> Bfloat16,
        long[] Shape,
        int Batch,
        IReadOnlyList<Layer> Layers)
    {
        /// <summary>Whether all its products are those of dense layers.</summary>
        public bool IsDense => Layers.All(layer => layer.Rows == 1);
    }
}
