using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>A term that compares a value with data, element by element.</summary>
internal abstract class ErrorTerm : TermEntry
{
    /// <summary>Keeps the logarithm of a probability finite.</summary>
    private const double Smallest = 1e-12;

    public override Signature Signature { get; } = Compared;

    /// <summary>A value and the data that it is compared with.</summary>
    protected static Signature Compared { get; } = Signature.Of(
        new Parameter("y", ParameterKind.Value),
        new Parameter("x", ParameterKind.Value),
        Masking.Parameter);

    public override bool IsReconstruction => true;

    /// <summary>Whether it takes logarithms of values that must be probabilities.</summary>
    internal virtual bool TakesProbabilities => false;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var arguments = term.Arguments;
        if (binding.FindValue(arguments.Word("y"), arguments.SpanOf("y")) is not { } value
            || binding.FindData(arguments.Word("x"), arguments.SpanOf("x")) is not { } data)
        {
            return null;
        }

        if (value.Shape != data.InputShape)
        {
            binding.ReportComparison(
                value.Name, data.Name, ObjectiveErrors.ShapesDiffer(Name, value, data, binding.Model.Find(value.Name)));
            return null;
        }

        if (TakesProbabilities && !value.Range.IsWithin(ValueRange.Unit))
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.LeavesUnitInterval(
                Name, value, arguments.SpanOf("y"), binding.Model.Find(value.Name)));
            return null;
        }

        if (TakesProbabilities && !data.Range.IsWithin(ValueRange.Unit))
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.DataLeavesUnitInterval(Name, data, arguments.SpanOf("x")));
            return null;
        }

        if (binding.IsClasses(arguments.Word("y")))
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.ClassesAsValue(Name, value, arguments.SpanOf("y")));
            return null;
        }

        if (data.Classes > 0 && !TakesProbabilities)
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.ErrorOfClasses(Name, data, arguments.SpanOf("x")));
            return null;
        }

        return Masking.Fits(binding, term, data) ? [term] : null;
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var (y, x) = (at.Value(term, "y"), at.Value(term, "x"));
        var data = at.Model.FindData(term.Arguments.Word("x"))!;
        var errors = data.Classes > 0
            ? ClassEntropy.Of(Logits.LogarithmsOf(at, y) ?? y.AtLeast(Smallest).Log(), x)
            : Error(at, term, y, x);
        if (Masking.Of(at, term, data.Name) is { } mask)
        {
            return at.MeanOfMasked(errors, mask, ofExamples: Kind == TermKind.Sum);
        }

        if (data.Optional)
        {
            return at.MeanOfPresent(at.Scored(errors), x, ofExamples: Kind == TermKind.Sum);
        }

        return Kind == TermKind.Mean ? at.Scored(errors).PerExample() / errors.Shape.Count : at.Scored(errors).PerExample();
    }

    /// <summary>The error of each element.</summary>
    protected abstract Value Error(TermLowering at, BoundTerm term, Value y, Value x);
}
