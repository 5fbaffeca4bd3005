using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Plan;

/// <summary>What a target computes at once: an operator, or a fused loop.</summary>
/// <param name="Reads">The values that it reads.</param>
/// <param name="Writes">The values that it writes.</param>
/// <param name="Replaceable">Those of the read values that a written one of the same size may take the place of.</param>
internal sealed record ScheduledOperation(IReadOnlyList<Value> Reads, IReadOnlyList<Value> Writes, IReadOnlyList<Value> Replaceable)
{
    /// <summary>What the operator allocates while it runs and frees before it is done.</summary>
    public Temporaries Temporaries { get; init; }
}
