using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Makes an autoencoder of one layer of an encoder.</summary>
internal sealed class LayerBinder(ModelScope model, BoundBinding encoder, int below, TextSpan span)
{
    private BoundStage Stage => encoder.Stages[below];

    /// <summary>The autoencoder; null after an error has been reported.</summary>
    /// <param name="noise">What corrupts the layer's input, or null.</param>
    /// <param name="isTied">Whether the way back has the layer's own weights.</param>
    public BoundLayer? Bind(BoundNoise? noise, bool isTied)
    {
        var range = below > 0
            ? encoder.Stages[below - 1].Range
            : encoder.Sources.Select(source => source.Range).Aggregate((a, b) => a.Union(b));
        var isUnit = range.IsWithin(ValueRange.Unit);
        var domain = Vocabulary.Domains[isUnit ? "unit" : "real"];
        var input = new BoundData(BoundLayer.Input, null, domain, 0, Stage.Input, Optional: false, span) { Range = range };
        if (Noisy(noise, range) is not { } stages)
        {
            return null;
        }

        // What follows the layer and has no parameters of its own is a part of its code.
        stages.Add(Stage);
        stages.AddRange(encoder.Stages.Skip(below + 1).TakeWhile(stage => stage.Entry is ActivationEntry));
        var last = stages[stages.Count - 1];
        if (Back(last, isUnit, isTied) is not { } back)
        {
            return null;
        }

        var label = Stage.Label!;
        var bindings = new[]
        {
            Binding(Role.Encode, BoundLayer.Code, BoundLayer.Input, Stage.Input, range, stages),
            Binding(Role.Decode, BoundLayer.Rebuilt, BoundLayer.Code, last.Output, last.Range, [back]),
        };
        var name = $"{encoder.Name}, {label}";
        var training = new BoundTraining(0, EquatableArray<BoundPhase>.Empty);
        return new BoundLayer(label, new BoundModel(name, null, span, [input], bindings, [BoundObjective.None], training), encoder, below);
    }

    private List<BoundStage>? Noisy(BoundNoise? noise, ValueRange range)
    {
        if (noise is null)
        {
            return [];
        }

        var corrupt = Vocabulary.Stages["corrupt"];
        var arguments = new BoundArguments().With("noise", noise);
        var pipeline = Pipeline(Role.Encode, BoundLayer.Code);
        return pipeline.BindDerived(corrupt, arguments, span, Stage.Input, range) is { } stage ? [stage] : null;
    }

    /// <summary>The stage that undoes the layer, with parameters of its own, or the layer's.</summary>
    private BoundStage? Back(BoundStage last, bool isUnit, bool isTied)
    {
        var pipeline = Pipeline(Role.Decode, BoundLayer.Rebuilt);
        var step = isTied
            ? MirrorStep.By(Vocabulary.Stages["transpose"], new BoundArguments().With("label", Stage.Label!, span))
            : Stage.Entry.Mirror(Stage);
        var arguments = step.Arguments!.Without("act");
        if (isUnit)
        {
            var sigmoid = Vocabulary.Activations["sigmoid"];
            arguments = arguments.With("act", new BoundActivation(sigmoid, sigmoid.DefaultParameter));
        }

        return pipeline.BindDerived(step.Entry!, arguments, span, last.Output, last.Range, isTied ? null : Stage);
    }

    private PipelineBinder Pipeline(Role role, string name)
    {
        var start = new NameStart(name, span);
        var syntax = new BindingSyntax(null, new Identifier(name, span), false, new Pipeline(start, [], span), span);
        return new PipelineBinder(model, role, syntax, target: null) { Container = ModelScope.OfObjective };
    }

    private BoundBinding Binding(
        Role role, string name, string reads, Shape shape, ValueRange range, IReadOnlyList<BoundStage> stages)
    {
        var last = stages[stages.Count - 1];
        var source = new BoundReference(reads, shape, range, span);
        return new BoundBinding(role, name, null, [source], stages, null, last.Output, last.Range, span);
    }
}
