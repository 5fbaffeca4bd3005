using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Preparations;

/// <summary>The preparation <c>binarize</c>.</summary>
internal sealed class Binarize : PreparationEntry
{
    public override string Name => "binarize";
    public override string Summary => "1 from a threshold on, 0 below it.";
    public override string Takes => "numbers that lie on both sides of the threshold";
    public override Signature Signature { get; } = Signature.Of(new Parameter("threshold", ParameterKind.Number, "0.5"));

    public override Prepared? Of(Prepared before, BoundArguments arguments)
    {
        var threshold = arguments.Number("threshold");
        return threshold <= before.Range.Low || threshold > before.Range.High ? null : Prepared.All("binary");
    }

    internal override Value Lower(PreparationLowering at, Value x) => x.IsAtLeast(at.Number("threshold"));

    internal override Value Undo(PreparationLowering at, Value y) => y;
}
