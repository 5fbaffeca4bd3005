using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Derives a decoder's stages from an encoder's.</summary>
internal sealed class MirrorBinder(ModelScope model, PipelineBinder pipeline, StageBinding at)
{
    /// <summary>The stages that undo the encoder of <paramref name="code"/>; null after an error has been reported.</summary>
    public IReadOnlyList<BoundStage>? Bind(string code)
    {
        if (Encoder(code) is not { } encoder)
        {
            return null;
        }

        var (steps, activations) = Steps(encoder);
        if (steps is null)
        {
            return null;
        }

        var (input, range) = (at.Input, at.InputRange);
        var stages = new List<BoundStage>();
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            var (entry, arguments, undone) = steps[i];
            arguments = arguments.Without("act");
            if (entry.LayerPrefix is not null && PreviousActivation(activations, i) is { } activation)
            {
                arguments = arguments.With("act", activation);
            }

            if (pipeline.BindDerived(entry, arguments, at.Span, input, range, undone) is not { } stage)
            {
                return null;
            }

            stages.Add(stage);
            (input, range) = (stage.Output, stage.Range);
        }

        return stages;
    }

    /// <summary>The activation of the nearest layer before; null where there is no layer before, or it is linear.</summary>
    private static BoundActivation? PreviousActivation(IReadOnlyList<(bool IsLayer, BoundActivation? Activation)> encoder, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (encoder[i].IsLayer)
            {
                return encoder[i].Activation;
            }
        }

        return null;
    }

    private (
        List<(StageEntry Entry, BoundArguments Arguments, BoundStage Undone)>? Steps,
        List<(bool IsLayer, BoundActivation? Activation)> Activations) Steps(
        IReadOnlyList<BoundStage> encoder)
    {
        var steps = new List<(StageEntry, BoundArguments, BoundStage)>();
        var activations = new List<(bool IsLayer, BoundActivation? Activation)>();
        foreach (var stage in encoder)
        {
            if (stage.Entry is ActivationEntry activation)
            {
                SetLast(
                    activations,
                    new BoundActivation(
                        activation,
                        stage.Arguments.Has("slope") ? stage.Arguments.Number("slope") : activation.DefaultParameter));
                continue;
            }

            var step = stage.Entry.Mirror(stage);
            if (step.Kind == MirrorKind.Impossible)
            {
                pipeline.Report(ShapeErrors.CannotMirror(at.Span, stage.Entry.Name, stage.Span, step.Help));
                return (null, activations);
            }

            if (step.Kind == MirrorKind.Stage)
            {
                steps.Add((step.Entry!, step.Arguments!, stage));
                activations.Add((stage.LayerName is not null, stage.Activation));
            }
        }

        return (steps, activations);
    }

    private static void SetLast(List<(bool IsLayer, BoundActivation? Activation)> activations, BoundActivation activation)
    {
        for (var i = activations.Count - 1; i >= 0; i--)
        {
            if (activations[i].IsLayer)
            {
                activations[i] = (true, activation);
                return;
            }
        }
    }

    /// <summary>All stages from the data to the code, the first head of its distribution included.</summary>
    private List<BoundStage>? Encoder(string code)
    {
        var stages = new List<BoundStage>();
        for (var name = code; ;)
        {
            var binding = model.Bindings.FirstOrDefault(b => b.Role == Role.Encode && b.Name == name);
            if (binding is null)
            {
                if (name != code && model.Data.Any(data => data.Name == name))
                {
                    return stages;
                }

                pipeline.Report(ShapeErrors.NothingToMirror(at.Span, $"`{name}` is no code"));
                return null;
            }

            if (binding.Sources.Count != 1)
            {
                pipeline.Report(ShapeErrors.NothingToMirror(at.Span, $"`{name}` is computed from several variables"));
                return null;
            }

            if (binding.Distribution is { Heads.Count: 0 })
            {
                pipeline.Report(ShapeErrors.NothingToMirror(at.Span, $"no layers give `{name}`"));
                return null;
            }

            stages.InsertRange(0, binding.Stages.Concat(binding.Distribution?.Heads[0].Stages ?? []));
            name = binding.Sources[0].Name;
        }
    }
}
