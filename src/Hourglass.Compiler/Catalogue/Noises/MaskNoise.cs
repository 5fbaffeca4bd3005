using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Noises;

/// <summary>The corruption <c>mask</c>.</summary>
internal sealed class MaskNoise : NoiseEntry
{
    public override string Name => "mask";
    public override string Summary => "Sets each element to 0 with probability p.";
    public override string Source => "Vincent et al. (2010), section 3";
    public override Signature Signature { get; } = Signature.Of(new Parameter("p", ParameterKind.Fraction));
    public override ValueRange RangeOf(ValueRange input) => input.Union(new ValueRange(0, 0));

    public override Value Corrupt(StageLowering at, Value x, double level) =>
        at.Call("mask", x.Shape, [level], [x, at.Draws.Uniform(x)], of => of[0] * of[1].IsAtLeast(level));
}
