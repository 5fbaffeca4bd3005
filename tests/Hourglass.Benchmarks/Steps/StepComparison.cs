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
        new(
            "importance-weighted",
            () => new HandWrittenImportanceWeighted(),
            p => optim.Adam(p, 1e-3),
            () => new ImportanceWeightedWork(),
            Bfloat16: null,
            [784],
            20,
            WorkLayers.ImportanceWeighted),
        new(
            "image-label",
            () => new HandWrittenImageLabel(),
            p => optim.RMSProp(p, 2e-4),
            () => new ImageLabelWork(),
            Bfloat16: null,
            [1, 28, 28],
            64,
            WorkLayers.ImageLabel),
        new(
            "quantised",
            () => new HandWrittenQuantised(),
            p => optim.Adam(p, 1e-3),
            () => new QuantisedWork(),
            Bfloat16: null,
            [1, 28, 28],
            128,
            WorkLayers.Quantised),
        new(
            "sequence",
            () => new HandWrittenSequence(),
            p => optim.Adam(p, 1e-3),
            () => new SequenceWork(),
            Bfloat16: null,
            [28, 28],
            128,
            WorkLayers.Sequence),
    ];

    private static void Run(int rounds, string? only)
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = Dataset.Digits(Examples, testCount: 0);
        using var bound = data.Bind(new ImageLabelWork().Description.Fields);
        using var images = bound.TrainBatch(arange(Examples, dtype: ScalarType.Int64));
        var (x, labels) = (images["x"].clone(), images["y"].clone());
        var table = Figures.Table(
            "work", "hand-written, ms", "readable", "portable", "native", "native, bfloat16", "products by libtorch", "products",
            "optimizer", "distance", "portable to libtorch", "managed bytes a step");
        foreach (var work in Works.Where(work => only is null || work.Name == only))
        {
            Compare(table, work, data, [x.view([-1, .. work.Shape]), labels], rounds);
        }

        Figures.Print(table);
        Console.WriteLine(
            "Times in ms, in parentheses the ratio to the hand-written program. The lower bound is products + optimizer; "
            + "distance: the fastest kind of step in float32 / the lower bound. No step over libtorch's operators is faster than its "
            + "products and convolutions; portable to libtorch: the portable step / those + optimizer. Bytes of each kind.");
        if (MatrixProducts.WhyNotBfloat16() is { } why)
        {
            Console.WriteLine($"No products in bfloat16: {why}.");
        }
    }

    private static void Compare(Table table, ComparedWork compared, Dataset data, Tensor[] fields, int rounds)
    {
        using var first = compared.Model();
        StepKind[] kinds = first.Untyped.DerivedOf(0, 0)?.Native is null
            ? [StepKind.Readable, StepKind.Portable]
            : [StepKind.Readable, StepKind.Portable, StepKind.Native];
        var traffic = OptimizerTraffic.Of(first);
        var copy = new CopyWork(traffic.Memory, Environment.ProcessorCount);
        IWork[] works =
        [
            new HandWrittenWork(compared.Hand(), compared.Optimizer, fields, compared.Batch),
            .. kinds.Select(kind => new EmittedWork(compared.Model(), data, kind, compared.Batch)),
            .. compared.Bfloat16 is { } bfloat16 && MatrixProducts.WhyNotBfloat16() is null
                ? new[] { new EmittedWork(bfloat16(), data, StepKind.Native, compared.Batch) }
                : [],
            new LibtorchProductsWork(compared.Layers, compared.Batch),
            new ProductsWork(compared.Layers, compared.Batch, Environment.ProcessorCount),
            copy,
        ];
        var measured = Blocks.ByTurns(works, Math.Max(5, 2560 / (compared.Batch * compared.Draws)), rounds);
        var steps = measured.Skip(1).SkipLast(3).ToArray();
        string Ratio(double milliseconds) => $"{Figures.Text(milliseconds)} ({Figures.Text(milliseconds / measured[0].Milliseconds)})";
        var (libtorch, products) = (measured[^3].Milliseconds, measured[^2].Milliseconds);
        var update = measured[^1].Milliseconds * traffic.Moved / copy.Moved;
        table.AddRow(
        [
            compared.Name,
            Figures.Text(measured[0].Milliseconds),
            .. steps.Select(step => Ratio(step.Milliseconds)),
            .. Enumerable.Repeat("–", 4 - steps.Length),
            Ratio(libtorch),
            Ratio(products),
            Ratio(update),
            Figures.Text(steps.Take(kinds.Length).Min(step => step.Milliseconds) / (products + update)),
            Figures.Text(steps[Array.IndexOf(kinds, StepKind.Portable)].Milliseconds / (libtorch + update)),
            string.Join(", ", steps.Select(step => Figures.Text(step.Garbage, "0"))),
        ]);
        foreach (var work in works)
        {
            work.Dispose();
        }
    }

    /// <summary>A work of the comparison.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Hand">The hand-written loss, of the images or of images and labels.</param>
    /// <param name="Optimizer">Its optimizer.</param>
    /// <param name="Model">The same as a model.</param>
    /// <param name="Bfloat16">The model with products in bfloat16, where that is measured.</param>
    /// <param name="Shape">Of an example.</param>
    /// <param name="Batch">Examples of a step.</param>
    /// <param name="Layers">Its products and convolutions.</param>
    private sealed record ComparedWork(
        string Name,
        Func<nn.Module> Hand,
        Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> Optimizer,
        Func<Autoencoder> Model,
        Func<Autoencoder>? Bfloat16,
        long[] Shape,
        int Batch,
        IReadOnlyList<Layer> Layers)
    {
        /// <summary>Rows of a dense layer for each example, draws or steps, for which a block has fewer steps.</summary>
        public int Draws =>
            Layers.Where(layer => layer.Convolution is null && !layer.IsBook).Select(layer => layer.Rows).DefaultIfEmpty(1).Max();
    }
}
