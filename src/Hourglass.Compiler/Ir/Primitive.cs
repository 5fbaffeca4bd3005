using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir;

/// <summary>An operation of the IR: its shape rule here, its derivative rule and one line per target beside it in later rooms.</summary>
public abstract record Primitive
{
    /// <summary>Whether it draws random numbers.</summary>
    public virtual bool Draws => false;

    /// <summary>The number of the draw among the model's, given when the value is added to the graph; every kind of step draws the same numbers there.</summary>
    internal int Site { get; init; }

    /// <summary>The shape of the result, behind the batch.</summary>
    public abstract Shape ShapeOf(IReadOnlyList<IrValue> inputs);

    /// <summary>What the result's leading dimension counts; by default what the inputs' does.</summary>
    public virtual BatchKind BatchOf(IReadOnlyList<IrValue> inputs) => inputs.Count == 0 ? BatchKind.None : inputs.Max(input => input.Batch);
}
