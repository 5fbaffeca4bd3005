using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Noises;

/// <summary>The corruption <c>gaussian</c>.</summary>
internal sealed class GaussianNoise : NoiseEntry
{
    public override string Name => "gaussian";
    public override string Summary => "Adds normal noise of standard deviation s.";
    public override string Source => "Vincent et al. (2010), section 3";
    public override Signature Signature { get; } = Signature.Of(new Parameter("s", ParameterKind.Positive));
    public override ValueRange RangeOf(ValueRange input) => ValueRange.Any;

    public override Value Corrupt(StageLowering at, Value x, double level) =>
        at.Call("gaussian", x.Shape, [level], [x, at.Draws.Normal(x)], of => of[0] + (level * of[1]));
}
