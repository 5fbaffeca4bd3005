using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>bce</c>.</summary>
internal sealed class BinaryCrossEntropy : ErrorTerm
{
    public override string Name => "bce";
    public override string Summary => "The cross entropy of probabilities y, averaged over the event.";
    public override string Formula => "-mean (x log y + (1 - x) log(1 - y))";
    public override TermKind Kind => TermKind.Mean;
    public override string Summed => "cross_entropy";
    internal override bool TakesProbabilities => true;
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) =>
        Logits.Of(at, y) is { } logits ? logits.LogitsEntropy(x) : y.Entropy(x);
}
