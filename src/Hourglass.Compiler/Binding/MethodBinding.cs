using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>What a method's entry sees while a phase is bound.</summary>
internal sealed class MethodBinding(ModelScope model, PhaseDraft draft)
{
    /// <summary>The phase.</summary>
    public PhaseDraft Draft => draft;

    /// <summary>The settings of the phase that are written.</summary>
    public IReadOnlyList<string> Settings => draft.Settings;

    /// <summary>The model's bindings.</summary>
    public IReadOnlyList<BoundBinding> Bindings => model.Bindings;

    /// <summary>Reports a diagnostic.</summary>
    public void Report(Diagnostic diagnostic) => model.Report(diagnostic);

    /// <summary>The method's arguments.</summary>
    public BoundArguments Arguments => draft.Phase.Method!.Arguments;

    /// <summary>A phase for each of some layers, each an autoencoder of its own; null after an error has been reported.</summary>
    /// <param name="labels">The layers.</param>
    /// <param name="isTied">Whether the way back has the layer's own weights.</param>
    public IReadOnlyList<PhaseDraft>? Layers(IReadOnlyList<(string Name, TextSpan Span)> labels, bool isTied)
    {
        var phase = draft.Phase;
        if (phase.Parts is not null)
        {
            model.Report(TrainingErrors.PartsOfMethod(draft.Span, phase.Method!.Entry.Name));
            return null;
        }

        if (phase.Corrupt.Count > 1 && phase.Corrupt.Count != labels.Count)
        {
            model.Report(TrainingErrors.NoiseForEach(draft.Span, phase.Corrupt.Count, labels.Count));
            return null;
        }

        var phases = new List<PhaseDraft>();
        (BoundBinding Encoder, int Below)? before = null;
        foreach (var ((label, span), i) in labels.Select((label, i) => (label, i)))
        {
            if (Find(label, span) is not { } place)
            {
                return null;
            }

            if (before is { } other && other.Encoder == place.Encoder && other.Below >= place.Below)
            {
                model.Report(TrainingErrors.CannotBeGreedy(span, label, "it stands below the layer before it in the list"));
                return null;
            }

            before = place;
            var noise = phase.Corrupt.Count == 0 ? null : phase.Corrupt[Math.Min(i, phase.Corrupt.Count - 1)];
            if (new LayerBinder(model, place.Encoder, place.Below, span).Bind(noise, isTied) is not { } layer)
            {
                return null;
            }

            phases.Add(Phase(layer, place.Encoder.Stages[place.Below]));
        }

        return phases;
    }

    private PhaseDraft Phase(BoundLayer layer, BoundStage stage)
    {
        var parts = new[] { stage }
            .Concat(layer.Way(Role.Decode).Stages)
            .Where(part => part.LayerName is not null)
            .Select(part => new BoundPart(part.LayerName!, part.Container, part.LayerName));
        return draft with
        {
            Layer = layer,
            Phase = draft.Phase with
            {
                Name = draft.Phase.Name.Length == 0 ? layer.Label : $"{draft.Phase.Name}.{layer.Label}",
                Method = null,
                Corrupt = EquatableArray<BoundNoise>.Empty,
                Parts = new BoundParts(parts.ToEquatable(), AreFixed: false),
            },
        };
    }

    /// <summary>The encoder whose stage has a label, and the stages below it; null after an error has been reported.</summary>
    private (BoundBinding Encoder, int Below)? Find(string label, TextSpan span)
    {
        if (!model.Labels.TryGetValue(label, out var stage))
        {
            if (!model.BrokenLabels.Contains(label))
            {
                model.Report(TrainingErrors.UnknownLayer(label, span, model.Labels.Keys));
            }

            return null;
        }

        foreach (var binding in model.Bindings.Where(binding => binding.Role == Role.Encode))
        {
            if (binding.Stages.ToList().IndexOf(stage) is >= 0 and var below)
            {
                if (stage.Entry is Dense or Conv)
                {
                    return (binding, below);
                }

                model.Report(TrainingErrors.CannotBeGreedy(span, label, $"it is a `{stage.Entry.Name}`"));
                return null;
            }
        }

        model.Report(TrainingErrors.CannotBeGreedy(span, label, "it is no stage of an encoder's own chain"));
        return null;
    }
}
