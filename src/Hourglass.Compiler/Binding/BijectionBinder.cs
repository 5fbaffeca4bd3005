using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds the bijections behind a distribution.</summary>
internal sealed class BijectionBinder(ModelScope model, PipelineBinder pipeline)
{
    /// <summary>Takes a pipeline apart: its stages, the one that must be its distribution, and the bijections behind that.</summary>
    public static (IReadOnlyList<StageSyntax> Stages, StageSyntax? Last, IReadOnlyList<StageSyntax> Bijections) Split(
        ModelScope model,
        IReadOnlyList<StageSyntax> all)
    {
        var count = all.Count - all.Reverse().TakeWhile(stage => IsBijection(model, stage)).Count();
        return ([.. all.Take(count - 1)], count == 0 ? null : all[count - 1], [.. all.Skip(count)]);
    }

    /// <summary>Whether a stage is a bijection; a block of that name hides it.</summary>
    public static bool IsBijection(ModelScope model, StageSyntax stage) =>
        Vocabulary.Bijections.ContainsKey(stage.Name.Text) && !model.Blocks.ContainsKey(stage.Name.Text);

    /// <summary>A binding with the bijections behind its distribution; null after an error has been reported.</summary>
    public BoundBinding? Bind(BoundBinding? binding, IReadOnlyList<StageSyntax> bijections)
    {
        if (binding?.Distribution is not { } distribution)
        {
            return null;
        }

        var bound = new List<BoundBijection>();
        foreach (var syntax in bijections)
        {
            if (Bind(syntax, binding, distribution, isReversed: bound.Count(before => before.Entry.HasOrder) % 2 == 1) is not { } next)
            {
                return null;
            }

            bound.Add(next);
        }

        return binding with { Distribution = distribution with { Bijections = bound } };
    }

    private BoundBijection? Bind(StageSyntax syntax, BoundBinding binding, BoundDistribution distribution, bool isReversed)
    {
        var entry = Vocabulary.Bijections[syntax.Name.Text];
        if (syntax.Body is not null)
        {
            pipeline.Report(NameErrors.UnexpectedBody(entry.Name, false, syntax.Name.Span));
            return null;
        }

        if (!Fits(entry, syntax, binding, distribution)
            || pipeline.BindArguments(entry.Name, entry.Signature, syntax.Arguments, syntax.Name.Span) is not { } arguments)
        {
            return null;
        }

        if (syntax.Label is { } label && model.Labels.TryGetValue(label.Text, out var labelled))
        {
            pipeline.Report(NameErrors.Duplicate(label.Text, label.Span, labelled.Span, "the label"));
            return null;
        }

        return IsSmall(entry, arguments, syntax) ? Checked(entry, arguments, syntax, distribution, isReversed) : null;
    }

    private bool Fits(BijectionEntry entry, StageSyntax syntax, BoundBinding binding, BoundDistribution distribution)
    {
        if (binding.Role is not (Role.Encode or Role.Prior))
        {
            pipeline.Report(DomainErrors.BijectionOfData(syntax.Name.Span, entry.Name, binding.Name));
            return false;
        }

        if (distribution.Entry.Support != Support.Reals)
        {
            pipeline.Report(DomainErrors.BijectionOffTheReals(syntax.Name.Span, entry.Name, distribution.Entry.Name));
            return false;
        }

        if (!distribution.Event.IsVector)
        {
            pipeline.Report(ShapeErrors.WrongRank(
                syntax.Span,
                $"`{entry.Name}`",
                "a distribution over vectors",
                distribution.Event,
                $"put `flatten` before `{distribution.Entry.Name}`"));
            return false;
        }

        return true;
    }

    /// <summary>Whether there is room for its layers among the model's stages.</summary>
    private bool IsSmall(BijectionEntry entry, BoundArguments arguments, StageSyntax syntax)
    {
        model.Cancellation.ThrowIfCancellationRequested();
        if (entry.CountLayers(arguments) <= Limits.Stages - model.StageCount)
        {
            model.StageCount += entry.CountLayers(arguments);
            return true;
        }

        pipeline.Report(ShapeErrors.TooManyStages(syntax.Span));
        return false;
    }

    private BoundBijection? Checked(
        BijectionEntry entry,
        BoundArguments arguments,
        StageSyntax syntax,
        BoundDistribution distribution,
        bool isReversed)
    {
        var name = pipeline.NameLayer(syntax.Label?.Text, entry.Name);
        var bound = new BoundBijection(entry, arguments, distribution.Event[0], isReversed, name, pipeline.Container, syntax.Span)
        {
            Label = syntax.Label?.Text,
        };
        var sizes = entry.Definition(bound).Parameters.Select(parameter => parameter.Shape.Count).ToArray();
        if (sizes.All(size => size <= int.MaxValue) && sizes.Sum() <= int.MaxValue)
        {
            return bound;
        }

        pipeline.Report(ShapeErrors.TooLarge(syntax.Span));
        return null;
    }
}
