using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>
/// A bijection behind a distribution over vectors: its draws go through it, and log p is that of the distribution less the logarithm of the
/// determinant of the bijection's Jacobian (Rezende and Mohamed, 2015, equation 5).
/// </summary>
public abstract class BijectionEntry : CatalogueEntry
{
    /// <summary>What an evaluation and its inverse cost, for the reference.</summary>
    public abstract string Passes { get; }

    /// <summary>Whether it goes through the variables in an order, which the next one of its kind reverses.</summary>
    public virtual bool HasOrder => false;

    /// <summary>Its layer, which has all of its parameters.</summary>
    public abstract LayerDefinition Definition(BoundBijection bijection);

    /// <summary>How many layers its layer consists of; a model's stages are counted.</summary>
    public abstract int CountLayers(BoundArguments arguments);

    /// <summary>Floating-point operations per example: of a draw, or of the way back where it is a prior's.</summary>
    public abstract long CountFlops(BoundBijection bijection);

    /// <summary>x of z <c>[N, d]</c>, and log |det ∂x/∂z| <c>[N, 1]</c>.</summary>
    public abstract (Value Value, Value LogDet) Forward(Layer layer, Value z);

    /// <summary>z of x, and log |det ∂x/∂z| there.</summary>
    public abstract (Value Value, Value LogDet) Inverse(Layer layer, Value x);
}
