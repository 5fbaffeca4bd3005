using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>A penalty on an activation, on all weights, or on the weights of a labelled stage.</summary>
internal abstract class PenaltyTerm : TermEntry
{
    /// <summary>The word for all weights.</summary>
    internal const string AllWeights = "weights";

    public override Signature Signature { get; } = Signature.Of(new Parameter("h", ParameterKind.ValueOrWeights));

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
        var labels = labelled.Where(stage => stage.Entry.HasWeights).Select(stage => stage.Label!).ToArray();
        if (Variables.Find(binding.Model, name, span) is not null || labels.Contains(name, StringComparer.Ordinal))
        {
            return [term];
        }

        if (labelled.FirstOrDefault(stage => stage.Label == name) is { } other)
        {
            binding.Report(ObjectiveErrors.NotATerm(
                span,
                $"`{name}` labels `{other.Entry.Name}`, which has no weights of its own",
                "name a layer with weights, `dense` or `conv` say, or a variable"));
        }
        else if (!binding.AnyBroken)
        {
            binding.Report(NameErrors.UnknownVariable(name, span, Variables.NamesOf(binding.Model).Concat(labels).Concat([AllWeights])));
        }

        return null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term)
    {
        var name = term.Arguments.Word("h");
        var isVariable = name != AllWeights && Variables.Find(model, name, term.Span) is not null;
        return [isVariable ? TermRead.Value(name) : new TermRead(TermReadKind.Weights, name)];
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var name = term.Arguments.Word("h");
        if (name != AllWeights && Variables.Find(at.Model, name, term.Span) is not null)
        {
            return Magnitude(at.Value(name)).PerExample();
        }

        var weights = at.Layers.Where(layer => name == AllWeights || layer.Name == name)
            .SelectMany(layer => layer.Definition.WeightMembers.Select(member => (Layer: layer, Member: member)))
            .ToArray();
        return weights.Length == 0
            ? at.Constant(0)
            : weights.Select(weight => Magnitude(at.Weight(weight.Layer, weight.Member)).Sum()).Aggregate((sum, weight) => sum + weight);
    }

    /// <summary>What each element counts.</summary>
    protected abstract Value Magnitude(Value h);
}
