using Hourglass.Compiler;
using Hourglass.Compiler.Binding;

namespace Hourglass.Cli.Watching;

/// <summary>A part of the memory that training takes.</summary>
/// <param name="What">What it is for: <c>optimizer state</c>.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Where">When, or for what: words that follow the number, or nothing.</param>
/// <param name="IsPeak">Whether it is all that a step takes at its worst moment.</param>
internal sealed record MemoryState(string What, long Bytes, string Where = "", bool IsPeak = false)
{
    /// <summary>What it is compared by.</summary>
    public string Key => What + Where;

    /// <summary>That of a phase; nothing where no step can be derived.</summary>
    public static IEnumerable<MemoryState> Of(BindingResult binding, BoundPhase phase)
    {
        var of = phase.Name.Length == 0 ? "" : $" of {phase.Name}";
        var memory = AeCompiler.Memory(binding, phase);
        if (memory.Count == 0)
        {
            yield break;
        }

        yield return new MemoryState("optimizer state" + of, memory[0].OptimizerBytes);
        foreach (var step in memory)
        {
            yield return new MemoryState($"{step.Step} step{of}", step.BytesPerExample, " an example");
            yield return new MemoryState(
                $"{step.Step} step{of}",
                step.Peak(phase.Batch),
                FormattableString.Invariant($" with batches of {phase.Batch}"),
                IsPeak: true);
        }
    }
}
