using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Noises;

/// <summary>The corruption <c>salt</c>.</summary>
internal sealed class SaltNoise : NoiseEntry
{
    public override string Name => "salt";
    public override string Summary => "Sets each element, with probability p, to 0 or 1 with equal chances (salt and pepper).";
    public override string Source => "Vincent et al. (2010), section 3";
    public override Signature Signature { get; } = Signature.Of(new Parameter("p", ParameterKind.Fraction));
    public override ValueRange RangeOf(ValueRange input) => input.Union(ValueRange.Unit);

    public override Value Corrupt(StageLowering at, Value x, double level) =>
        at.Call("salt", x.Shape, [level], [x, at.Draws.Uniform(x)], of => (of[0] * of[1].IsAtLeast(level)) + of[1].IsBelow(level / 2));
}
