using System.CommandLine;
using Hourglass.Benchmarks.Steps;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Memory;

/// <summary>A long run of small steps in a process of its own, with readings of its memory on the way.</summary>
internal static class ResidentRun
{
    /// <summary>The command's name.</summary>
    public const string Name = "resident-run";

    /// <summary>The step that later ones are compared with: by then everything is loaded and compiled.</summary>
    public const int FirstReading = 1000;

    private const int Batch = 16;
    private const int Examples = 16_000;

    /// <summary><c>resident-run KIND STEPS</c>, for <c>resident</c> only.</summary>
    public static Command Command()
    {
        var kind = new Argument<StepKind>("KIND");
        var steps = new Argument<int>("STEPS");
        var command = new Command(Name, "One process of resident.") { kind, steps };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(kind), parsed.GetValue(steps)));
        return command;
    }

    private static void Run(StepKind kind, int steps)
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = RandomData.Vectors(Examples);
        using var work = new EmittedWork(new Vae(), data, kind, Batch);
        var readings = new List<ResidentReading>();
        for (var step = 1; step <= steps; step++)
        {
            work.Step();
            if (step == FirstReading || (step > FirstReading && step % Math.Max(1, steps / 10) == 0))
            {
                readings.Add(new ResidentReading(
                    step,
                    ProcessMemory.Resident(),
                    GC.GetAllocatedBytesForCurrentThread(),
                    GC.GetTotalAllocatedBytes(precise: true)));
            }
        }

        foreach (var reading in readings)
        {
            Console.WriteLine(reading);
        }
    }
}
