using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>A value of the training step, in static single assignment form.</summary>
/// <param name="Id">Its number, in the order of creation, which is an order of evaluation.</param>
/// <param name="Op">The primitive that computes it.</param>
/// <param name="Inputs">What it is computed from.</param>
/// <param name="Extent">Its size.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Origin">The text that it comes from.</param>
public sealed record StepValue(int Id, StepOp Op, EquatableArray<StepValue> Inputs, Extent Extent, string Name, TextSpan Origin)
{
    /// <inheritdoc/>
    public bool Equals(StepValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id;

    /// <inheritdoc/>
    public override string ToString() => $"%{NumberText.Of(Id)} {Name} = {Op}({string.Join(", ", Inputs.Select(input => "%" + NumberText.Of(input.Id)))}) : {Extent}";
}

/// <summary>
/// A primitive of the training step: its size and its derivative rule here, one line per target in the emitters. The primitives are closed under
/// differentiation: a rule gives primitives, so that a derivative can be derived again.
/// </summary>
public abstract record StepOp
{
    /// <summary>Whether it gives element by element what it computes from the same elements of its inputs, which are broadcast to its extent.</summary>
    public virtual bool IsPointwise => false;

    /// <summary>Whether it only looks at its input in another way.</summary>
    public virtual bool IsView => false;

    /// <summary>The size of the result.</summary>
    public abstract Extent ExtentOf(IReadOnlyList<StepValue> inputs);

    /// <summary>The vector-Jacobian product: the gradient of an input from that of the value; null where nothing passes.</summary>
    /// <param name="build">Where the values of the rule are added.</param>
    /// <param name="value">The value.</param>
    /// <param name="gradient">Its gradient, in its extent, possibly with more rows: several gradients at once.</param>
    /// <param name="input">Which input.</param>
    public abstract StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input);
}

/// <summary>A primitive without inputs that a derivative reaches.</summary>
public abstract record LeafOp : StepOp
{
    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input) => null;
}

/// <summary>A primitive that works element by element.</summary>
public abstract record PointwiseOp : StepOp
{
    /// <inheritdoc/>
    public override bool IsPointwise => true;

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => Broadcasting.Join(inputs.Select(input => input.Extent));
}
