using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir;

/// <summary>How errors of elements become a number.</summary>
public enum Reduction
{
    /// <summary>Summed over the event, averaged over the batch.</summary>
    Sum,

    /// <summary>Averaged over the event and the batch.</summary>
    Mean,
}

/// <summary>A primitive that gives one number for the whole batch.</summary>
public abstract record ScalarOp : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Shape.Scalar;

    /// <inheritdoc/>
    public override BatchKind BatchOf(IReadOnlyList<IrValue> inputs) => BatchKind.None;
}

/// <summary>The errors that compare a value with a target, element by element.</summary>
public enum ErrorKind
{
    /// <summary>(y - x)².</summary>
    Squared,

    /// <summary>|y - x|.</summary>
    Absolute,

    /// <summary>-(x log y + (1 - x) log(1 - y)), y a probability.</summary>
    CrossEntropy,

    /// <summary>The same of logits: max(a, 0) - a x + log(1 + exp(-|a|)).</summary>
    CrossEntropyWithLogits,
}

/// <summary>An error of (value, target).</summary>
public sealed record ErrorOp(ErrorKind Kind, Reduction Reduction) : ScalarOp;

/// <summary>-log N(x; mean, exp(logvar)) of (mean, logvar, x), constants included; the log-variance may be one number.</summary>
public sealed record NormalNllOp : ScalarOp;

/// <summary>The cross entropy of (logits, classes); examples whose class is missing (-1) do not count.</summary>
public sealed record CategoricalNllOp(bool Missing) : ScalarOp;

/// <summary>The cross entropy of (probabilities, classes), or of (their logarithms, classes).</summary>
public sealed record CategoricalCrossEntropyOp(bool Missing, Reduction Reduction, bool OfLogarithms) : ScalarOp;

/// <summary>KL(N(mean, exp(logvar)) ‖ N(0, 1)) of (mean, logvar), in closed form.</summary>
public sealed record StandardNormalKlOp : ScalarOp;

/// <summary>KL between normals, of (mean, logvar, prior mean, prior logvar), in closed form.</summary>
public sealed record NormalKlOp : ScalarOp;

/// <summary>log q(z) - log p(z) at a draw, of (z, mean, logvar) and, for another prior than the standard one, (prior mean, prior logvar).</summary>
public sealed record SampledNormalKlOp : ScalarOp;

/// <summary>Σ|h| or Σh² of an activation, averaged over the batch.</summary>
public sealed record PenaltyOp(bool Squared) : ScalarOp;

/// <summary>Σ|w| or Σw² of the weights (not the biases) of some layers.</summary>
public sealed record WeightPenaltyOp(bool Squared, EquatableArray<IrLayer> Layers) : ScalarOp;

/// <summary>Σ KL(Bernoulli(rate) ‖ Bernoulli(mean of h over the batch)).</summary>
public sealed record SparsityOp(double Rate) : ScalarOp;

/// <summary>‖∂h/∂x‖²_F in closed form for an affine layer under an element-wise function: Σ_j f'(a_j)² Σ_i W_ji², of h.</summary>
/// <param name="Layer">The affine layer.</param>
/// <param name="Function">The function's name (sigmoid, tanh, relu: those whose slope follows from h), or null for the identity.</param>
public sealed record AffineContractionOp(IrLayer Layer, string? Function) : ScalarOp;

/// <summary>‖∂h/∂x‖²_F of (h, x): exactly, by one backward pass for each element of h, or estimated with random probes.</summary>
/// <param name="Probes">How many probes; 0 for the exact one.</param>
/// <param name="Site">The number of the place that draws the probes; -1 for the exact one, which draws nothing.</param>
public sealed record JacobianNormOp(int Probes, int Site) : ScalarOp;

/// <summary>The sum of scalars.</summary>
public sealed record ScalarSumOp : ScalarOp;
