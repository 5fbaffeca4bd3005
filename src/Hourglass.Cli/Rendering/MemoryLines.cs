using System.Globalization;
using Hourglass.Compiler.Plan;

namespace Hourglass.Cli.Rendering;

/// <summary>The memory that training takes, in lines of text.</summary>
internal static class MemoryLines
{
    /// <summary>The lines: what does not depend on the step, then a line for each step.</summary>
    /// <param name="memory">By kinds of step.</param>
    /// <param name="phase">The phase's name; empty where there is no other.</param>
    /// <param name="batch">Examples of a batch.</param>
    public static IEnumerable<string> Of(IReadOnlyList<TrainingMemory> memory, string phase, int batch)
    {
        var of = phase.Length == 0 ? "memory" : $"memory of {phase}";
        if (memory.Count == 0)
        {
            yield return $"{of}: no step can be derived, so it is known only while training.";
            yield break;
        }

        yield return $"{of}: parameters {Bytes(memory[0].ParameterBytes)}, optimizer state {Bytes(memory[0].OptimizerBytes)}";
        foreach (var step in memory)
        {
            yield return $"  {step.Step} step: {Bytes(step.BytesPerExample)} an example, {Bytes(step.Peak(batch))} at most with batches of "
                + $"{batch.ToString(CultureInfo.InvariantCulture)}";
        }
    }

    /// <summary>A number of bytes: <c>4.2 MB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
    };
}
