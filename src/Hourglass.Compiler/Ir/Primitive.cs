using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir;

/// <summary>An operation of the IR: its shape rule here, its derivative rule and one line per target beside it in later rooms.</summary>
public abstract record Primitive
{
    /// <summary>The shape of the result, behind the batch.</summary>
    public abstract Shape ShapeOf(IReadOnlyList<IrValue> inputs);

    /// <summary>Whether it computes something else while training than in evaluation: noise, or statistics of the batch.</summary>
    internal virtual bool DiffersInTraining => false;

    /// <summary>
    /// Whether it only moves elements, as a reshape does: each element of the result is one of an input's, unchanged. A function of single elements
    /// may then be taken behind it as well as before, which is how logits are found behind such stages (<see cref="Logits"/>).
    /// </summary>
    internal virtual bool MovesElements => false;

    /// <summary>What the result's leading dimension counts; by default what the inputs' does.</summary>
    public virtual BatchKind BatchOf(IReadOnlyList<IrValue> inputs) => inputs.Count == 0 ? BatchKind.None : inputs.Max(input => input.Batch);
}
