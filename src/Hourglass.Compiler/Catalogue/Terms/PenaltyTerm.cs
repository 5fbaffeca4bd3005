using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>A penalty on an activation, on all weights, or on the weights of a labelled stage.</summary>
public abstract class PenaltyTerm : TermEntry
{
    /// <summary>The word for all weights.</summary>
    internal const string AllWeights = "weights";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(new Parameter("h", ParameterKind.ValueOrWeights));

    /// <summary>Whether the elements are squared.</summary>
    protected abstract bool Squared { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("h"), term.Arguments.SpanOf("h"));
        if (name == AllWeights)
        {
            return [term];
        }

        if (binding.IsBroken(name))
        {
            return null;
        }

        var labelled = binding.Model.Bindings.SelectMany(b => b.AllStages).Where(stage => stage.Label is not null).ToArray();
        var labels = labelled.Where(HasWeights).Select(stage => stage.Label!).ToArray();
        if (Variables.Find(binding.Model, name, span) is not null || labels.Contains(name, StringComparer.Ordinal))
        {
            return [term];
        }

        if (labelled.FirstOrDefault(stage => stage.Label == name) is { } other)
        {
            binding.Report(ObjectiveErrors.NotATerm(span, $"`{name}` labels `{other.Entry.Name}`, which has no weights of its own", "name a `dense`, `conv` or `deconv` stage, or a variable"));
        }
        else if (!binding.AnyBroken)
        {
            binding.Report(NameErrors.UnknownVariable(name, span, Variables.NamesOf(binding.Model).Concat(labels).Concat([AllWeights])));
        }

        return null;
    }

    /// <inheritdoc/>
    public override IrValue Lower(TermLowering lowering, BoundTerm term)
    {
        var name = term.Arguments.Word("h");
        if (name == AllWeights)
        {
            return lowering.Add(new WeightPenaltyOp(Squared, Weighted(lowering.Layers)));
        }

        return Variables.Find(lowering.Model, name, term.Span) is null
            ? lowering.Add(new WeightPenaltyOp(Squared, Weighted(lowering.Labelled(name))))
            : lowering.Add(new PenaltyOp(Squared), lowering.Value(name));
    }

    private static bool HasWeights(BoundStage stage) => stage.Entry is Stages.Dense or Stages.Conv or Stages.Deconv;

    private static EquatableArray<IrLayer> Weighted(IEnumerable<IrLayer> layers) =>
        layers.Where(layer => layer.Definition is LinearLayer or ConvLayer or ConvTransposeLayer).ToEquatable();
}
