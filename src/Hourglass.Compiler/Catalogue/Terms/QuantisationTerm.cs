using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>A term of what <c>quantize</c> gives.</summary>
internal abstract class QuantisationTerm : TermEntry
{
    /// <summary>The quantised variable.</summary>
    protected static Parameter Variable { get; } = new("q", ParameterKind.Value);

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("q"), term.Arguments.SpanOf("q"));
        if (binding.FindValue(name, span) is null)
        {
            return null;
        }

        if (StageOf(binding.Model, name) is not null)
        {
            return [term];
        }

        binding.Report(ObjectiveErrors.Unfit(
            span,
            $"`{Name}` takes what `quantize` gives, and `{name}` does not end with it",
            "name a variable whose pipeline ends with `quantize(codes: 128, dim: 16)`"));
        return null;
    }

    /// <summary>The quantisation that a variable's pipeline ends with, or null.</summary>
    internal static BoundStage? StageOf(BoundModel model, string name) =>
        model.Find(name) is { Distribution: null, Stages: var stages } && stages.LastOrDefault() is { Entry: Quantize } last ? last : null;

    /// <summary>What the quantisation kept.</summary>
    protected static Value Kept(TermLowering at, BoundTerm term, string name) =>
        at.Kept(StageOf(at.Model, term.Arguments.Word("q"))!, name);
}
