using System.Diagnostics;
using System.Globalization;
using Hourglass.Datasets;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Steps;

/// <summary>Every kind of step against the hand-written program of the same work: short blocks by turns in one process, disturbed blocks dropped, medians.</summary>
internal static class StepComparison
{
    private const int Rounds = 25;
    private const int Examples = 60000;

    /// <summary>Measures and prints a line for each work.</summary>
    public static void Run()
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = Dataset.Digits(Examples, testCount: 0);
        using var bound = data.Bind(new Vae().Description.Fields);
        using var images = bound.TrainBatch(arange(Examples, dtype: ScalarType.Int64));
        var x = images["x"].clone();
        Console.WriteLine($"{"work",-14} {"hand",10} {"readable",10} {"portable",10} {"native",10}   ratios of readable, portable, native; managed bytes a step");
        Compare("vae", () => new HandWrittenVaeLoss(), p => optim.Adam(p, 1e-3), () => new Vae(), data, x, 128);
        Compare("contractive", () => new HandWrittenTied(contractive: true), p => optim.SGD(p, 0.01), () => new ContractiveWork(), data, x, 128);
        Compare("denoising", () => new HandWrittenTied(contractive: false), p => optim.SGD(p, 0.01), () => new DenoisingWork(), data, x, 20);
        Compare("convolutional", () => new HandWrittenConvolutional(), p => optim.Adam(p, 1e-3), () => new ConvolutionalWork(), data, x.view(-1, 1, 28, 28), 128);
    }

    private static void Compare(string name, Func<nn.Module<Tensor, Tensor>> hand, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> optimizer, Func<Autoencoder> model, Dataset data, Tensor x, int batch)
    {
        using var first = model();
        StepKind[] kinds = first.Derived?.Native is null ? [StepKind.Readable, StepKind.Portable] : [StepKind.Readable, StepKind.Portable, StepKind.Native];
        IWork[] works = [new HandWrittenWork(hand(), optimizer, x, batch), .. kinds.Select(kind => new EmittedWork(model(), data, kind, batch))];
        var block = Math.Max(5, 2560 / batch);
        var times = works.Select(_ => new List<double>()).ToArray();
        var garbage = new double[works.Length];
        for (var round = -2; round < Rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                var stolen = Stolen();
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var watch = Stopwatch.StartNew();
                for (var step = 0; step < block; step++)
                {
                    works[i].Step();
                }

                var time = watch.Elapsed.TotalMilliseconds / block;
                garbage[i] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)block;
                if (round >= 0 && Stolen() - stolen <= 1)
                {
                    times[i].Add(time);
                }
            }
        }

        var medians = times.Select(Median).ToArray();
        string Column(int i) => i < medians.Length ? medians[i].ToString("0.00", CultureInfo.InvariantCulture) + " ms" : "-";
        var ratios = string.Join(' ', medians.Skip(1).Select(median => (median / medians[0]).ToString("0.00", CultureInfo.InvariantCulture)));
        var bytes = string.Join(' ', garbage.Skip(1).Select(value => value.ToString("0", CultureInfo.InvariantCulture)));
        Console.WriteLine($"{name,-14} {Column(0),10} {Column(1),10} {Column(2),10} {Column(3),10}   {ratios}; {bytes}");
        foreach (var work in works)
        {
            work.Dispose();
        }
    }

    /// <summary>Clock ticks that the hypervisor gave to others: a block that lost some is dropped.</summary>
    private static long Stolen()
    {
        const string Path = "/proc/stat";
        return File.Exists(Path) ? long.Parse(File.ReadLines(Path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[8], CultureInfo.InvariantCulture) : 0;
    }

    private static double Median(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}
