using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>cross_entropy</c>.</summary>
internal sealed class CrossEntropy : ErrorTerm
{
    public override string Name => "cross_entropy";
    public override string Summary => "The cross entropy of probabilities y, summed over the event, in nats.";
    public override string Formula => "-Σ (x log y + (1 - x) log(1 - y))";
    internal override bool TakesProbabilities => true;
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) =>
        Logits.Of(at, y) is { } logits ? logits.LogitsEntropy(x) : y.Entropy(x);
}
