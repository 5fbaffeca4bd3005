using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>A term that compares a value with data, element by element.</summary>
public abstract class ErrorTerm : TermEntry
{
    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("y", ParameterKind.Value),
        new Parameter("x", ParameterKind.Value),
        new Parameter("mask", ParameterKind.Value, NamedOnly: true, Optional: true, Planned: true));

    /// <inheritdoc/>
    public override bool IsReconstruction => true;

    /// <summary>Whether it takes logarithms of values that must be probabilities.</summary>
    internal bool TakesProbabilities => Error == ErrorKind.CrossEntropy;

    /// <summary>The error of an element.</summary>
    protected abstract ErrorKind Error { get; }

    /// <inheritdoc/>
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
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.ShapesDiffer(Name, value, data));
            return null;
        }

        if (Error == ErrorKind.CrossEntropy && !value.Range.IsWithin(ValueRange.Unit))
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.LeavesUnitInterval(Name, value, arguments.SpanOf("y")));
            return null;
        }

        if (Error == ErrorKind.CrossEntropy && !data.Domain.Range.IsWithin(ValueRange.Unit))
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.DataLeavesUnitInterval(Name, data, arguments.SpanOf("x")));
            return null;
        }

        if (binding.IsClasses(arguments.Word("y")))
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.ClassesAsValue(Name, value, arguments.SpanOf("y")));
            return null;
        }

        if (data.Classes > 0 && Error != ErrorKind.CrossEntropy)
        {
            binding.ReportComparison(value.Name, data.Name, ObjectiveErrors.ErrorOfClasses(Name, data, arguments.SpanOf("x")));
            return null;
        }

        return [term];
    }

    /// <inheritdoc/>
    public override IrValue Lower(TermLowering lowering, BoundTerm term)
    {
        var (name, target) = (term.Arguments.Word("y"), term.Arguments.Word("x"));
        var reduction = Kind == TermKind.Mean ? Reduction.Mean : Reduction.Sum;
        var (value, x) = (lowering.Value(name), lowering.Value(target));
        if (lowering.Model.FindData(target) is { Classes: > 0 } data)
        {
            return Logits.LogarithmsOf(lowering, value) is { } logarithms
                ? lowering.Add(new CategoricalCrossEntropyOp(data.Optional, reduction, OfLogarithms: true), logarithms, x)
                : lowering.Add(new CategoricalCrossEntropyOp(data.Optional, reduction, OfLogarithms: false), value, x);
        }

        return Error == ErrorKind.CrossEntropy && Logits.Of(lowering, value) is { } logits
            ? lowering.Add(new ErrorOp(ErrorKind.CrossEntropyWithLogits, reduction), logits, x)
            : lowering.Add(new ErrorOp(Error, reduction), value, x);
    }
}
