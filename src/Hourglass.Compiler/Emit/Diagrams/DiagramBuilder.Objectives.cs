using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.Diagrams;

/// <summary>What is minimized, and in which phases.</summary>
internal sealed partial class DiagramBuilder
{
    private readonly Dictionary<int, List<int>> _objectives = [];

    private bool HasPhases => _model.Training.Phases.Count > 1;

    private void AddObjectives()
    {
        for (var i = 0; i < _model.Objectives.Count; i++)
        {
            var objective = _model.Objectives[i];
            _objectives[i] = [];
            if (objective.Layer is { } layer)
            {
                AddLayer(i, objective, layer);
                continue;
            }

            var name = objective.Name.Length == 0 ? "" : $" in {objective.Name}";
            AddTerms(i, "minimize" + name, objective.Terms, NoteOf(i), term => term.Entry.Reads(_model, term).SelectMany(Places));
            AddTerms(i, "critics minimize" + name, objective.CriticTerms, NoteOfCritics(i), PlacesOfCritics);
        }
    }

    /// <summary>How it is trained, where there is one phase alone; phases have a card of their own.</summary>
    private string? NoteOf(int objective) =>
        HasPhases || objective > 0 ? null : NoteOf(_model.Training.Phases.FirstOrDefault());

    private string? NoteOfCritics(int objective) =>
        HasPhases || objective > 0 || _model.Training.Phases[0].Turns is not { Count: > 1 } turns ? null : Optimizer(turns[1]);

    /// <summary>A critic's own loss reads what it tells apart, and the critic.</summary>
    private IEnumerable<(int Place, string Kind)> PlacesOfCritics(BoundTerm term) => (term.Entry is IPlaysCritic play
        ? play.ReadsOfCritic(_model, term).Append(TermRead.Value(term.Critic!))
        : term.Entry.Reads(_model, term)).SelectMany(Places);

    private IEnumerable<(int Place, string Kind)> Places(TermRead read) =>
        PlacesOf(read).Select(place => (place, read.Kind == TermReadKind.Weights ? "weights" : Reads));

    /// <summary>A layer that is trained by itself: the way back from it, and the terms that compare.</summary>
    private void AddLayer(int index, BoundObjective objective, BoundLayer layer)
    {
        var stage = layer.Encoder.Stages.ElementAtOrDefault(layer.Below);
        var (back, code) = (layer.Way(Role.Decode), stage is not null && _stages.TryGetValue(stage, out var id) ? id : (int?)null);
        var boxes = back.Stages.Select(Stage).ToArray();
        var card = new DiagramCard(Next(), "decode", $"back from {layer.Label}", boxes) { Rises = true };
        _cards.Add(card);
        var given = layer.Below > 0
            ? [_stages[layer.Encoder.Stages[layer.Below - 1]]]
            : layer.Encoder.Sources.SelectMany(source => PlacesOf(TermRead.Value(source.Name))).ToArray();
        if (code is { } from && boxes.Length > 0)
        {
            AddLine(from, boxes[0].Id, Reads);
        }

        var noise = _model.Training.Phases.FirstOrDefault(phase => phase.Objective == index)?.Corrupt.FirstOrDefault();
        var places = new Dictionary<string, int[]>(StringComparer.Ordinal)
        {
            [BoundLayer.Input] = given,
            [BoundLayer.Code] = code is { } known ? [known] : [],
            [BoundLayer.Rebuilt] = boxes.Length > 0 ? [boxes[boxes.Length - 1].Id] : [],
        };
        AddTerms(
            index,
            $"minimize in {objective.Name}",
            objective.Terms,
            noise is null ? null : $"{layer.Label} is given {DefinitionText.Noise(noise)}",
            term => term.Entry.Reads(layer.Model, term).SelectMany(read => places.TryGetValue(read.Name, out var found)
                ? found.Select(place => (place, Reads))
                : Places(read)));
    }

    private void AddTerms(
        int index,
        string title,
        IReadOnlyList<BoundTerm> terms,
        string? note,
        Func<BoundTerm, IEnumerable<(int Place, string Kind)>> reads)
    {
        if (terms.Count == 0)
        {
            return;
        }

        var card = Next();
        _objectives[index].Add(card);
        var boxes = new List<DiagramBox>();
        foreach (var term in terms)
        {
            var box = new DiagramBox(Next(), term.Entry.IsFigure ? "figure" : "term", StageText.Of(term.Entry, term.Arguments))
            {
                Note = WeightOf(term),
                Layer = term.Name,
                Parameters = term.Entry.IsForeign ? null : Owned(ModelScope.OfObjective, layer => layer.Name == term.Name) ?? 0,
            };
            boxes.Add(box);
            foreach (var (place, kind) in reads(term))
            {
                AddLine(place, box.Id, kind);
            }
        }

        _cards.Add(new DiagramCard(card, "objective", title, boxes) { Note = note });
    }

    private static string? WeightOf(BoundTerm term)
    {
        var weight = term.Weight;
        if (term.Entry.IsFigure)
        {
            return "not minimized";
        }

        var factor = weight.Factor == 1 ? "" : $"× {NumberText.Plain(weight.Factor)}";
        return weight.Schedule is not { } schedule
            ? factor.Length == 0 ? null : factor
            : (weight.IsCapacity ? $"held at {StageText.Of(schedule, weight.ScheduleArguments)} {factor}"
                : $"{factor} × {StageText.Of(schedule, weight.ScheduleArguments)}").Trim();
    }

    private void AddTraining()
    {
        if (!HasPhases)
        {
            return;
        }

        var (card, boxes) = (Next(), new List<DiagramBox>());
        foreach (var phase in _model.Training.Phases)
        {
            var box = new DiagramBox(Next(), "phase", phase.Name.Length == 0 ? "train" : phase.Name) { Note = NoteOf(phase) };
            boxes.Add(box);
            if (_objectives.TryGetValue(phase.Objective, out var cards))
            {
                cards.ForEach(objective => AddLine(objective, box.Id, "phase"));
            }
        }

        _cards.Add(new DiagramCard(card, "training", "train", boxes));
    }

    private string? NoteOf(BoundPhase? phase) => phase is null ? null : string.Join(", ", new[]
    {
        phase.Method is { } method ? StageText.Of(method.Entry, method.Arguments) : null,
        phase.Turns.Count > 0 && _model.Mixture is null ? Optimizer(phase.Turns[0]) : null,
        $"batches of {NumberText.Of(phase.Batch)}",
        phase.Epochs == 1 ? "1 epoch" : $"{NumberText.Of(phase.Epochs)} epochs",
        phase.Parts is { } parts && _model.Objectives[phase.Objective].Layer is null
            ? $"{(parts.AreFixed ? "without" : "moves")} {DefinitionText.Words(parts)}"
            : null,
    }.OfType<string>());

    /// <summary>An optimizer with its rate, which is worth a word even where it is the usual one.</summary>
    private static string Optimizer(BoundTurn turn)
    {
        var rate = NumberText.Plain(turn.Arguments.Number("rate"));
        var rest = DefinitionText.Call(turn.Optimizer, turn.Arguments.Without("rate"));
        return rest.EndsWith(")", StringComparison.Ordinal) ? rest.Replace("(", $"({rate}, ") : $"{rest}({rate})";
    }
}
