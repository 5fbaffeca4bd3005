using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds what a pipeline begins with.</summary>
internal static class PipelineStarts
{
    /// <summary>The variables at the start, concatenated; null after an error has been reported.</summary>
    public static (IReadOnlyList<BoundReference> References, Shape Shape, ValueRange Range)? BindStart(
        this PipelineBinder pipeline,
        PipelineStart start)
    {
        while (start is NestedStart nested)
        {
            start = nested.Inner.Start;
        }

        if (References(pipeline, start) is not { Count: > 0 } references)
        {
            return null;
        }

        pipeline.Sources = references;
        var (shape, range) = (references[0].Shape, references[0].Range);
        foreach (var next in references.Skip(1))
        {
            if (!Concat.SidesAgree(shape, next.Shape))
            {
                pipeline.Report(ShapeErrors.CannotConcat(next.Span, shape, next.Name, next.Shape));
                return null;
            }

            if (shape.Count + next.Shape.Count > int.MaxValue)
            {
                pipeline.Report(ShapeErrors.TooLarge(next.Span));
                return null;
            }

            shape = shape.With(0, shape[0] + next.Shape[0]);
            range = range.Union(next.Range);
        }

        return (references, shape, range);
    }

    /// <summary>The stages of a pipeline, those inside parentheses at its start first.</summary>
    public static IReadOnlyList<StageSyntax> AllStages(this PipelineBinder pipeline, Pipeline syntax) => syntax.Start is NestedStart nested
        ? [.. pipeline.AllStages(nested.Inner), .. syntax.Stages]
        : syntax.Stages;

    private static IReadOnlyList<BoundReference>? References(PipelineBinder pipeline, PipelineStart start)
    {
        if (start is NameStart name)
        {
            return pipeline.FindValue(name.Name, name.Span) is { } only ? [only] : null;
        }

        var call = (CallStart)start;
        if (Presence.Of(new CallExpression(call.Name, call.Arguments, call.Span)) is { } presence)
        {
            return pipeline.FindValue(presence, call.Span) is { } only ? [only] : null;
        }

        var concat = Vocabulary.Stages["concat"];
        if (call.Name.Text != concat.Name)
        {
            pipeline.Report(NameErrors.UnknownVariable(call.Name.Text, call.Name.Span, [concat.Name, Presence.Word]) with
            {
                Help = "a pipeline starts at a variable, at `concat(a, b)`, at `present(x)` or at a pipeline in parentheses",
            });
            return null;
        }

        if (pipeline.BindArguments(concat.Name, concat.Signature, call.Arguments, call.Name.Span) is not { } arguments)
        {
            return null;
        }

        var references = new List<BoundReference>();
        foreach (var (word, span) in arguments.Names("values"))
        {
            if (pipeline.FindValue(word, span) is not { } reference)
            {
                return null;
            }

            references.Add(reference);
        }

        return references;
    }
}
