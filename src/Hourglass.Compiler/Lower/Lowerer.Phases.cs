using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Methods;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Lower;

/// <summary>What holds in single phases of a training.</summary>
internal sealed partial class Lowerer
{
    /// <summary>What a layer that is trained by itself is given; null where the model is lowered.</summary>
    private Value? _below;

    /// <summary>An autoencoder of one layer is a part of the objective, whatever the role.</summary>
    private Region RegionOf(Role role) => _below is not null ? Region.Objective : role switch
    {
        Role.Encode => Region.Encode,
        Role.Decode => Region.Decode,
        Role.Predict => Region.Predict,
        _ => Region.Prior,
    };

    private string ContainerOf(Role role) =>
        _below is not null && role == Role.Decode ? ModelScope.OfObjective : ModelScope.ContainerOf(role);

    /// <summary>Data as the encoder reads them: in phases that say so, with noise.</summary>
    private Value CorruptedInPhases(Value clean)
    {
        var lowering = new StageLowering(_build, ModelScope.ContainerOf(Role.Encode), _layers, _kept, Read, value => value);
        var value = clean;
        foreach (var phase in Model.Training.Phases.Where(phase => phase.Corrupt.Count > 0))
        {
            var (noise, scope) = (phase.Corrupt[0], _build.Scope);
            _build.Scope = clean.Name + "_corrupted";
            value = _build.Select(Selector.Training, noise.Entry.Corrupt(lowering, clean, noise.Level), value, phase.Name);
            _build.Name(value, _build.Scope);
            _build.Scope = scope;
        }

        return value;

        Value Read(BoundReference reference) => this.Read(reference, Region.Encode);
    }

    /// <summary>An objective whose parameters move in directions that a method gives.</summary>
    private LoweredObjective LowerDirected(BoundObjective objective, BoundMethod method)
    {
        var terms = new List<(BoundTerm, Value)>();
        foreach (var term in objective.Terms.Where(term => term.Entry is not DirectionCosine))
        {
            terms.Add((term, LowerTerm(term, [])));
        }

        (_build.Region, _build.Origin, _build.Scope) = (Region.Objective, Model.Span, null);
        var directions = method.Entry.Lower(new MethodLowering(_build, this, method.Arguments, Through));
        var figure = objective.Terms.First(term => term.Entry is DirectionCosine);
        (_build.Region, _build.Origin, _build.Scope) = (Region.Objective, figure.Span, figure.Name);
        var total = terms
            .Where(term => !term.Item1.Entry.IsFigure)
            .Select(term => term.Item1.Weight.Factor * term.Item2)
            .Aggregate((sum, part) => sum + part);
        terms.Add((figure, DirectionCosine.Lower(new TermLowering(_build, this), total, directions)));
        _build.Scope = null;
        return new LoweredObjective(objective, terms, [], new Dictionary<BoundTerm, Value>()) { Directions = directions };
    }

    /// <summary>A binding's stages on another input, as a part of the objective.</summary>
    private Value Through(BoundBinding binding, Value input)
    {
        var lowering = new StageLowering(
            _build, ContainerOf(binding.Role), _layers, _kept, reference => Read(reference, Region.Objective), value => value);
        return lowering.Chain(binding.Stages, input);
    }

    /// <summary>The objective of a layer that is trained as an autoencoder of its own.</summary>
    private LoweredObjective LowerLayer(BoundObjective objective, BoundLayer layer)
    {
        var below = Below(layer);
        var inner = new Lowerer(layer.Model, _build, _layers) { _below = below };
        inner._inputs[BoundLayer.Input] = below;
        foreach (var binding in layer.Model.Bindings)
        {
            inner.LowerBinding(binding);
        }

        return inner.LowerObjective(objective);
    }

    /// <summary>What the stages below a layer give, without noise; no gradient leads there.</summary>
    private Value Below(BoundLayer layer)
    {
        const Region Region = Region.Objective;
        var lowering = new StageLowering(
            _build,
            ModelScope.ContainerOf(Role.Encode),
            _layers,
            _kept,
            reference => Read(reference, Region),
            value => Repeated(value, Region))
        {
            IsClean = true,
        };
        var sources = layer.Encoder.Sources.Select(reference => Read(reference, Region)).ToArray();
        (_build.Region, _build.Origin) = (Region, layer.Encoder.Sources[0].Span);
        var value = sources.Length == 1 ? sources[0] : _build.Name(ValueShapes.Join(sources), "joined");
        value = lowering.Chain([.. layer.Encoder.Stages.Take(layer.Below)], value);
        return IsInput(value) ? value : _build.Name(value.Detach(), "below_" + layer.Label);
    }
}
