using System.CommandLine;
using System.Globalization;
using Hourglass.Benchmarks.Steps;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Memory;

/// <summary>
/// How far the resident memory of a fresh process grows from before a training's construction to its worst moment in 50 steps.
/// </summary>
internal static class PeakRun
{
    /// <summary>The command's name.</summary>
    public const string Name = "peak-run";

    private const int Steps = 50;
    private const int StepsBeforePeak = 2;

    /// <summary>Large enough that the kernels for many rows are compiled.</summary>
    private const int WarmUpBatch = 256;

    private const int ProductRows = 4096;

    /// <summary><c>peak-run KIND BATCH</c>, for <c>resident</c> only.</summary>
    public static Command Command()
    {
        var kind = new Argument<StepKind>("KIND");
        var batch = new Argument<int>("BATCH");
        var command = new Command(Name, "One process of resident.") { kind, batch };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(kind), parsed.GetValue(batch)));
        return command;
    }

    private static void Run(StepKind kind, int batch)
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = RandomData.Vectors(4 * batch);
        WarmUp(kind);
        var before = ProcessMemory.Resident();
        using var work = new EmittedWork(new Vae(), data, kind, batch);
        for (var step = 0; step < Steps; step++)
        {
            // What construction needs for a moment, to check the data for example, is not the step's.
            if (step == StepsBeforePeak)
            {
                ProcessMemory.ResetPeak();
            }

            work.Step();
        }

        Console.WriteLine((ProcessMemory.Peak() - before).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Libraries, compiled code and threads are the process's, not the training's: a small training loads them before.</summary>
    private static void WarmUp(StepKind kind)
    {
        Multiply();
        using var data = RandomData.Vectors(4 * WarmUpBatch);
        using var work = new EmittedWork(new Vae(), data, kind, WarmUpBatch);
        for (var step = 0; step < Steps; step++)
        {
            work.Step();
        }
    }

    /// <summary>
    /// Intel's library keeps what it packs factors into, some 5 MB for each thread whatever the batch is: it asks for that at the first
    /// large product.
    /// </summary>
    private static void Multiply()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (data, weight) = (ones(ProductRows, 784), ones(400, 784));
        var product = data.matmul(weight.t());
        product.t().matmul(data);
        product.matmul(weight);
    }
}
