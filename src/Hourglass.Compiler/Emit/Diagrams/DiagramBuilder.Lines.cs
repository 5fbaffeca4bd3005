using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.Diagrams;

/// <summary>Who reads whom.</summary>
internal sealed partial class DiagramBuilder
{
    private const string Reads = "reads";

    /// <summary>What pipelines begin with and read on their way, and what critics are given besides.</summary>
    private void AddReads()
    {
        foreach (var binding in _model.Bindings)
        {
            var (_, entry) = _bindings[binding];
            foreach (var source in binding.Sources)
            {
                AddRead(source, entry);
            }

            foreach (var stage in binding.AllStages.SelectMany(stage => stage.WithBody))
            {
                foreach (var reference in stage.References)
                {
                    AddRead(reference, _stages[stage]);
                }
            }

            if (binding.Prior is { Entry.ReadsEncoder: true } && _distributions.TryGetValue(binding.Name, out var encoder))
            {
                AddLine(encoder, entry, "tied");
            }
        }

        foreach (var play in _model.AllTerms.Where(term => term.Critic is not null))
        {
            AddSides(play);
        }
    }

    private void AddRead(BoundReference read, int to)
    {
        if (_values.TryGetValue(read.Name, out var from))
        {
            AddLine(from, to, read.IsPresence ? "presence" : Reads);
        }

        // Classes that are missing are those of the encoder.
        if (_model.LatentClasses?.Name == read.Name && !read.IsPresence && _distributions.TryGetValue(read.Name, out var latent))
        {
            AddLine(latent, to, Reads);
        }
    }

    /// <summary>A critic is given what its term is about; what it reads by its pipeline has a line already.</summary>
    private void AddSides(BoundTerm play)
    {
        if (_model.Find(play.Critic!) is not { Role: Role.Critic } critic)
        {
            return;
        }

        var entry = _bindings[critic].Entry;
        var read = new HashSet<int>(_lines.Where(line => line.To == entry).Select(line => line.From)) { _values[critic.Name] };
        foreach (var from in ((IPlaysCritic)play.Entry).ReadsOfCritic(_model, play).SelectMany(PlacesOf).Distinct().Where(read.Add))
        {
            AddLine(from, entry, "sides");
        }
    }

    /// <summary>Where a line from what a term reads begins; nowhere where that could not be bound.</summary>
    private IEnumerable<int> PlacesOf(TermRead read)
    {
        if (read.Kind == TermReadKind.Weights)
        {
            return WeightsOf(read.Name);
        }

        var places = read.Kind switch
        {
            TermReadKind.Distribution => _distributions,
            TermReadKind.Prior => _priors,
            _ => _values,
        };
        return places.TryGetValue(read.Name, out var place) ? [place] : [];
    }

    /// <summary>The stages of a label; of all weights, the cards that have any.</summary>
    private IEnumerable<int> WeightsOf(string name) => _model.Bindings
        .Where(binding => binding.Role != Role.Critic)
        .SelectMany(binding =>
        {
            var owners = binding.AllStages.SelectMany(stage => stage.WithBody).Where(stage => stage.Entry.HasWeights).ToArray();
            return owners.Any(stage => stage.Label == name)
                ? owners.Where(stage => stage.Label == name).Select(stage => _stages[stage])
                : name == Catalogue.Terms.PenaltyTerm.AllWeights && owners.Length > 0 ? [_bindings[binding].Card] : [];
        });

    /// <summary>A line from each stage whose weights, or whose switches, another has too.</summary>
    private void AddTies()
    {
        foreach (var stage in _stages.Keys.Where(stage => stage.Tied is not null).ToArray())
        {
            var partner = _stages.TryGetValue(stage.Tied!, out var same)
                ? same
                : _stages.Where(pair => pair.Key.LayerName is not null
                    && (pair.Key.Container, pair.Key.LayerName) == (stage.Tied!.Container, stage.Tied.LayerName))
                    .Select(pair => (int?)pair.Value)
                    .FirstOrDefault();
            if (partner is { } from)
            {
                AddLine(from, _stages[stage], "tied");
            }
        }
    }

    private void AddLine(int from, int to, string kind)
    {
        var line = new DiagramLine(from, to, kind);
        if (from != to && _drawn.Add(line))
        {
            _lines.Add(line);
        }
    }

    /// <summary>Numbers that a prior owns beyond those of its stages.</summary>
    private long? OwnedByPrior(string code) => Owned(ModelScope.ContainerOf(Role.Prior), layer =>
        layer.Name.StartsWith(code + "_", StringComparison.Ordinal)
        && _stages.Keys.Cast<BoundStage>().All(stage => (stage.Container, stage.LayerName) != (layer.Container, layer.Name)));

    private long? Owned(string container, Func<Layer, bool> isOwned) => _graph?.Layers
        .Where(layer => layer.Container == container && isOwned(layer))
        .Sum(layer => layer.Definition.Parameters.Sum(parameter => parameter.Shape.Count));
}
