using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>bce</c>.</summary>
public sealed class BinaryCrossEntropy : ErrorTerm
{
    /// <inheritdoc/>
    public override string Name => "bce";

    /// <inheritdoc/>
    public override string Summary => "The cross entropy of probabilities y, averaged over the event.";

    /// <inheritdoc/>
    public override string Formula => "-mean (x log y + (1 - x) log(1 - y))";

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Mean;

    /// <inheritdoc/>
    internal override bool TakesProbabilities => true;

    /// <inheritdoc/>
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) => Logits.Of(at, y) is { } logits ? logits.LogitsEntropy(x) : y.Entropy(x);
}
