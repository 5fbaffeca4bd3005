using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds the distribution at a pipeline's end, with its heads.</summary>
internal sealed class DistributionBinder(ModelScope model, PipelineBinder pipeline, Role role, BindingSyntax syntax, BoundData? data)
{
    private string Name => syntax.Name.Text;

    public BoundBinding? Bind(StageSyntax last, IReadOnlyList<BoundStage> stages, Shape input)
    {
        var bound = Complete(last, stages, input);
        model.Notes?.Add(new DistributionNote(last, input, bound?.Distribution));
        return bound;
    }

    private BoundBinding? Complete(StageSyntax last, IReadOnlyList<BoundStage> stages, Shape input)
    {
        var entry = Vocabulary.Distributions[last.Name.Text];
        if (last.Body is not null)
        {
            pipeline.Report(NameErrors.UnexpectedBody(entry.Name, false, last.Name.Span));
            return null;
        }

        if (last.Label is { } written)
        {
            pipeline.Report(NameErrors.LabelledDistribution(written.Text, entry.Name, Name, written.Span));
            return null;
        }

        if (pipeline.BindArguments(entry.Name, entry.Signature, last.Arguments, last.Name.Span) is not { } arguments
            || !Fits(entry, last)
            || Event(entry, arguments, last, input) is not { } eventShape)
        {
            return null;
        }

        if (entry.Misfit(arguments, eventShape, data?.Classes ?? 0, last.Span) is { } misfit)
        {
            pipeline.Report(misfit);
            return null;
        }

        if (data is { HasGaps: true } && role != Role.Prior && !entry.IsFactorised(arguments))
        {
            pipeline.Report(DomainErrors.LikelihoodNeedsAll(last.Name.Span, entry.Name, data));
            return null;
        }

        var names = entry.HeadNames(arguments).ToArray();
        if (Templates(entry, names, arguments, eventShape, ref stages, input, last) is not { } templates)
        {
            return null;
        }

        if (!templates.SelectMany(template => template).All(PipelineBinder.IsAddressable))
        {
            pipeline.Report(ShapeErrors.TooLarge(last.Span));
            return null;
        }

        foreach (var learned in entry.LearnedNames(arguments).Select(parameter => $"{Name}_{parameter}"))
        {
            if (!model.ReserveLayer(pipeline.Container, learned))
            {
                var taken = model.Labels.TryGetValue(learned, out var label) ? label.Span : last.Span;
                pipeline.Report(NameErrors.Duplicate(learned, last.Span, taken, "the label"));
                return null;
            }
        }

        model.HeadCount += names.Length;
        if (model.HeadCount > Limits.Heads)
        {
            if (model.HeadCount - names.Length <= Limits.Heads)
            {
                pipeline.Report(ShapeErrors.TooManyHeads(last.Span));
            }

            return null;
        }

        var heads = names
            .Zip(templates, (parameter, template) => new BoundHead(parameter, Named(template, $"{Name}_{parameter}")))
            .ToArray();
        var distribution = new BoundDistribution(entry, arguments, eventShape, heads, last.Span);
        return new BoundBinding(
            role,
            Name,
            syntax.Doc,
            pipeline.Sources,
            stages,
            distribution,
            eventShape,
            entry.MeanRange,
            syntax.Name.Span);
    }

    private bool Fits(DistributionEntry entry, StageSyntax last)
    {
        if (role == Role.Encode && !entry.IsDrawn)
        {
            pipeline.Report(DomainErrors.NoGradientThroughDraw(last.Name.Span, entry.Name));
            return false;
        }

        if (data is not null && role != Role.Prior && !data.Domain.Likelihoods.Contains(entry.Name))
        {
            pipeline.Report(DomainErrors.LikelihoodDoesNotFit(last.Name.Span, entry.Name, data));
            return false;
        }

        return true;
    }

    private Shape? Event(DistributionEntry entry, BoundArguments arguments, StageSyntax last, Shape input)
    {
        var width = entry.WidthOf(arguments);
        if (data is not null)
        {
            if (width is { } written && data.Shape != Shape.Of(written))
            {
                pipeline.Report(DomainErrors.EventDiffers(last.Span, data.Name, data.Shape, written));
                return null;
            }

            return data.Shape;
        }

        if (width is { } size)
        {
            return input.Rank == 0 ? Shape.Of(size) : input.With(IsSequence(input) ? 1 : 0, size);
        }

        pipeline.Report(DomainErrors.EventMissing(last.Span, entry));
        return null;
    }

    /// <summary>
    /// The layers that each head copies. Those of another shape than the first, of a triangle say, are affine wherever they stand.
    /// </summary>
    private IReadOnlyList<BoundStage>[]? Templates(
        DistributionEntry entry,
        string[] parameters,
        BoundArguments arguments,
        Shape eventShape,
        ref IReadOnlyList<BoundStage> stages,
        Shape input,
        StageSyntax last)
    {
        if (parameters.Length == 0)
        {
            return [];
        }

        var shapes = parameters.Select(parameter => entry.HeadShape(parameter, arguments, eventShape, data?.Classes ?? 0)).ToArray();
        if (Template(ref stages, input, shapes[0], last) is not { } first)
        {
            return null;
        }

        var templates = new List<IReadOnlyList<BoundStage>>();
        foreach (var shape in shapes)
        {
            if ((shape == shapes[0] ? first : Affine(first[0].Input, shape, last)) is not { } template)
            {
                return null;
            }

            templates.Add(template);
        }

        return [.. templates];
    }

    /// <summary>
    /// The layers that a head of the event's shape copies: behind a mirror, the mirror's last ones, which then leave the pipeline;
    /// elsewhere one affine layer.
    /// </summary>
    private IReadOnlyList<BoundStage>? Template(ref IReadOnlyList<BoundStage> stages, Shape input, Shape needed, StageSyntax last)
    {
        if (IsBehindMirror(last))
        {
            var first = LastLayer(stages);
            if (first < 0 || input != needed)
            {
                pipeline.Report(ShapeErrors.OutputDoesNotFit(
                    last.Span,
                    Name,
                    data?.Shape ?? needed,
                    input,
                    "write the stages out instead of `mirror`, which comes back to what the encoder reads",
                    data?.Span ?? syntax.Name.Span));
                return null;
            }

            var template = stages.Skip(first).ToArray();
            stages = stages.Take(first).ToArray();
            return template;
        }

        return Affine(input, needed, last);
    }

    private IReadOnlyList<BoundStage>? Affine(Shape input, Shape needed, StageSyntax last)
    {
        if (needed.IsVector && input.IsVector)
        {
            return [Head("dense", BoundArguments.None.With("n", (double)needed[0]).With("bias", true), input, last.Span)];
        }

        if (input.IsVector && needed.Rank == 2 && data is null or { Shape.Rank: 1 })
        {
            var dense = Head("dense", BoundArguments.None.With("n", (double)needed.Count).With("bias", true), input, last.Span);
            return [dense, Head("reshape", BoundArguments.None.With("sizes", needed.Dimensions.ToArray()), dense.Output, last.Span)];
        }

        if (IsSequence(input) && needed.Rank == 2 && needed[0] == input[0])
        {
            return [Head("dense", BoundArguments.None.With("n", (double)needed[1]).With("bias", true), input, last.Span)];
        }

        if (needed.IsMap && input.IsMap && input.Spatial.SequenceEqual(needed.Spatial))
        {
            return [Head("conv", Convolution(needed[0]), input, last.Span)];
        }

        pipeline.Report(ShapeErrors.HeadDoesNotFit(last.Name.Span, last.Name.Text, input, needed, Remedy(input, needed))
            .PutIn(last.Span.Start, Before(input, needed) is { } stages ? $"{stages} -> " : null));
        return null;
    }

    private bool IsSequence(Shape input) => input.Rank == 2 && pipeline.Layout is Layout.Sequence or Layout.SequenceFromBehind;

    private bool IsBehindMirror(StageSyntax last)
    {
        var before = pipeline.AllStages(syntax.Pipeline).TakeWhile(stage => stage != last).LastOrDefault();
        return before?.Name.Text == "mirror" && !model.Blocks.ContainsKey("mirror");
    }

    private static int LastLayer(IReadOnlyList<BoundStage> stages) => stages.ToList().FindLastIndex(stage => stage.LayerName is not null);

    private static string Remedy(Shape input, Shape needed)
    {
        return Before(input, needed) is { } stages
            ? needed.IsVector ? $"put `{stages}` before it" : $"give it a feature map: `{stages}` before it"
            : $"bring the map to {string.Join(" × ", needed.Spatial.Select(d => NumberText.Of(d)))} with `deconv`, `up`, `conv` or `pool`";
    }

    /// <summary>The stages that make one shape of the other; null where there are many that could.</summary>
    private static string? Before(Shape input, Shape needed)
    {
        var size = string.Join(", ", needed.Dimensions.Select(d => NumberText.Of(d)));
        return needed.IsVector ? "flatten" : input.IsVector ? $"dense({NumberText.Of(needed.Count)}) -> reshape({size})" : null;
    }

    private static BoundArguments Convolution(int channels) => BoundArguments.None
        .With("c", (double)channels).With("k", 1.0).With("stride", 1.0).With("padding", "same").With("bias", true);

    private BoundStage Head(string stage, BoundArguments arguments, Shape input, TextSpan span)
    {
        var entry = Vocabulary.Stages[stage];
        var output = stage switch
        {
            "dense" => input.With(input.Rank - 1, arguments.Int("n")),
            "reshape" => Shape.Of([.. arguments.Sizes("sizes")]),
            _ => input.With(0, arguments.Int("c")),
        };
        return new BoundStage(entry, arguments, input, output, pipeline.Place(span))
        {
            LayerName = entry.LayerPrefix,
            Container = pipeline.Container
        };
    }

    private IReadOnlyList<BoundStage> Named(IReadOnlyList<BoundStage> template, string name)
    {
        var stages = template.ToArray();
        for (var i = 0; i < stages.Length; i++)
        {
            if (stages[i].LayerName is not null)
            {
                stages[i] = stages[i] with { LayerName = model.NameLayer(pipeline.Container, name, "") };
            }
        }

        return stages;
    }
}
