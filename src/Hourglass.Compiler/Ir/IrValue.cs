using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Ir;

/// <summary>The part of the emitted model that a value is computed in.</summary>
public enum Region
{
    /// <summary>Data to codes.</summary>
    Encode,

    /// <summary>Codes to data.</summary>
    Decode,

    /// <summary>Codes to labels.</summary>
    Predict,

    /// <summary>Codes to the parameters of another code's prior.</summary>
    Prior,

    /// <summary>Draws and terms.</summary>
    Objective,
}

/// <summary>What a value's leading dimension counts.</summary>
public enum BatchKind
{
    /// <summary>There is none: a parameter, or a scalar of the objective.</summary>
    None,

    /// <summary>The examples of the batch, N.</summary>
    Examples,

    /// <summary>Several draws for each example, L·N, the draws outermost.</summary>
    Draws,
}

/// <summary>A value in static single assignment form.</summary>
/// <param name="Id">Its number, in the order of creation, which is an order of evaluation.</param>
/// <param name="Op">The primitive that computes it.</param>
/// <param name="Inputs">What it is computed from.</param>
/// <param name="Shape">Its shape behind the batch.</param>
/// <param name="Batch">What its leading dimension counts.</param>
/// <param name="Region">Where it is computed.</param>
/// <param name="Origin">The text that it comes from, for <c>#line</c>.</param>
/// <param name="Name">A name for the emitted variable.</param>
public sealed record IrValue(int Id, Primitive Op, IReadOnlyList<IrValue> Inputs, Shape Shape, BatchKind Batch, Region Region, TextSpan Origin, string Name)
{
    /// <summary>Whether the name is that of a binding, rather than of the stage.</summary>
    public bool IsBinding { get; init; }

    /// <inheritdoc/>
    public bool Equals(IrValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"%{Id} {Name} = {Op}({string.Join(", ", Inputs.Select(v => "%" + NumberText.Of(v.Id)))}) : {Shape.WithBatch()}");
}
