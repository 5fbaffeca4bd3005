using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// Draws that carry gradients without an inverse: from a function S(z; θ) that turns z into something whose distribution no longer depends
/// on θ, the distribution function say, follows dz/dθ = -(∂S/∂z)⁻¹ ∂S/∂θ (Figurnov et al., 2018, equation 6).
/// </summary>
internal static class ImplicitDraw
{
    /// <summary>The same numbers, with the gradient of a parameter: dz/dθ is given.</summary>
    /// <param name="drawn">Numbers drawn in any way.</param>
    /// <param name="parameter">θ, for each element.</param>
    /// <param name="slope">dz/dθ of each element at the numbers drawn.</param>
    public static Value Of(Value drawn, Value parameter, Value slope) =>
        parameter.Op is FillOp ? drawn.Detach() : drawn.Detach() + (slope.Detach() * (parameter - parameter.Detach()));

    /// <summary>The same numbers, with the gradients of the parameters that S reads.</summary>
    /// <param name="drawn">Numbers drawn in any way.</param>
    /// <param name="standardise">S, element by element.</param>
    public static Value Of(Value drawn, Func<Value, Value> standardise)
    {
        var z = drawn.Detach();
        var standard = standardise(z);
        var slope = standard.Gradient(z.Build.Fill(Factor.One, standard.Extent), z)
            ?? throw new InvalidOperationException("A standardisation function reads what it standardises.");
        return z - ((standard - standard.Detach()) / slope.Detach());
    }
}
