using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Emit.Diagrams;

/// <summary>
/// Makes the diagram of a bound model. One with errors is drawn as far as it is known: what is not bound is not there, and a line to it
/// neither.
/// </summary>
internal sealed partial class DiagramBuilder
{
    private readonly BoundModel _model;
    private readonly ModelGraph? _graph;
    private readonly List<DiagramCard> _cards = [];
    private readonly List<DiagramLine> _lines = [];
    private readonly HashSet<DiagramLine> _drawn = [];
    private readonly Dictionary<BoundStage, int> _stages = new(new SameObject());
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _distributions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _priors = new(StringComparer.Ordinal);
    private readonly Dictionary<BoundBinding, (int Card, int Entry)> _bindings = new(new SameObject());
    private int _next;

    private DiagramBuilder(BoundModel model, ModelGraph? graph)
    {
        _model = model;
        _graph = graph;
    }

    /// <summary>The diagram.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">Its graph, which tells what priors and terms own; null where the model has none.</param>
    public static Diagram Of(BoundModel model, ModelGraph? graph)
    {
        var builder = new DiagramBuilder(model, graph);
        builder.AddData();
        foreach (var binding in model.Bindings)
        {
            builder.Add(binding, model);
        }

        builder.AddStandardPriors();
        builder.AddObjectives();
        builder.AddTraining();
        builder.AddReads();
        builder.AddTies();
        return new Diagram(model.Name, builder._cards, builder._lines);
    }

    private int Next() => _next++;

    private void AddData()
    {
        foreach (var data in _model.Data)
        {
            var (card, boxes) = (Next(), new List<DiagramBox>());
            var classes = data.Classes > 0 ? $"({NumberText.Of(data.Classes)})" : "";
            boxes.Add(Shaped(new DiagramBox(Next(), "data", data.Stored.Name + classes), data.Shape, data.Classes));
            boxes.AddRange(data.Preparations.Select(preparation => Shaped(
                new DiagramBox(Next(), "prepare", StageText.Of(preparation.Entry, preparation.Arguments)),
                data.Shape)));
            _values[data.Name] = boxes[boxes.Count - 1].Id;
            _cards.Add(new DiagramCard(card, "data", $"data {data.Name}{(data.Optional ? "?" : "")}", boxes)
            {
                Note = data.Optional ? "may be missing" : null,
            });
        }
    }

    /// <summary>A binding's card; its variable is the last box where pipelines can read it.</summary>
    private void Add(BoundBinding binding, BoundModel model, string? title = null)
    {
        var (card, boxes) = (Next(), new List<DiagramBox>());
        if (binding.Concatenates)
        {
            var shape = binding.AllStages.FirstOrDefault()?.Input ?? binding.Shape;
            boxes.Add(Shaped(
                new DiagramBox(Next(), "join", $"concat({string.Join(", ", binding.Sources.Select(source => Source(source)))})"), shape));
        }

        boxes.AddRange(Corruptions(binding));
        boxes.AddRange(binding.Stages.Select(Stage));
        if (binding.Distribution is { } distribution)
        {
            boxes.AddRange(Distribution(binding, distribution));
        }
        else if (binding.Role == Role.Prior)
        {
            boxes.Add(Prior(binding.Name, binding.Prior));
        }

        if (binding.Role is not Role.Prior && (binding.Distribution is null || model.FindData(binding.Name) is null))
        {
            var kind = binding.Role == Role.Encode ? "code" : "variable";
            boxes.Add(Shaped(new DiagramBox(Next(), kind, binding.Name), binding.Shape));
            _values[binding.Name] = boxes[boxes.Count - 1].Id;
        }

        var word = AeKeywords.Of(binding.Role);
        _bindings[binding] = (card, boxes[0].Id);
        _cards.Add(new DiagramCard(card, word, title ?? $"{word} {binding.Name}", boxes)
        {
            Note = NoteOf(binding),
            Rises = binding.Role != Role.Encode && binding.Sources.Count > 0 && _model.FindData(binding.Sources[0].Name) is null,
        });
    }

    private string? NoteOf(BoundBinding binding) => binding is { Role: Role.Encode, Distribution: not null } && _model.Sampling.Draws > 1
        ? $"{NumberText.Of(_model.Sampling.Draws)} draws of each example"
        : null;

    /// <summary>What corrupts the data on their way into an encoder, in some phase of the training.</summary>
    private IEnumerable<DiagramBox> Corruptions(BoundBinding binding)
    {
        if (binding.Role != Role.Encode || _model.FindData(binding.Sources.FirstOrDefault()?.Name ?? "") is not { } data)
        {
            yield break;
        }

        var noises = _model.Training.Phases
            .Where(phase => phase.Corrupt.Count > 0 && _model.Objectives[phase.Objective].Layer is null)
            .GroupBy(phase => DefinitionText.Noise(phase.Corrupt[0]), StringComparer.Ordinal);
        foreach (var noise in noises)
        {
            var names = noise.Select(phase => phase.Name).Where(name => name.Length > 0).ToArray();
            yield return Shaped(new DiagramBox(Next(), "noise", noise.Key), data.InputShape) with
            {
                Note = names.Length == 0 ? "in training" : $"in {string.Join(", ", names)}",
            };
        }
    }

    private DiagramBox Stage(BoundStage stage) => Stage(stage, "stage", "");

    private DiagramBox Stage(BoundStage stage, string kind, string before)
    {
        var id = Next();
        _stages[stage] = id;
        return Shaped(new DiagramBox(id, KindOf(stage, kind), before + TextOf(stage)), stage.Output) with
        {
            Parameters = stage.Entry.IsForeign ? null : stage.Entry.CountParameters(stage),
            Layer = stage.LayerName is null ? null : $"{stage.Container}.{stage.LayerName}",
            Chains = stage.Body.Count == 0 ? [] : [[.. stage.Body.Select(Stage)]],
        };
    }

    private static string KindOf(BoundStage stage, string kind) => stage.Entry switch
    {
        Residual => "residual",
        Corrupt or Dropout => "noise",
        _ => kind,
    };

    /// <summary>Braces are the frame.</summary>
    private static string TextOf(BoundStage stage) => stage.Body.Count == 0 ? StageText.Of(stage) : StageText.Of(stage with { Body = [] });

    private IEnumerable<DiagramBox> Distribution(BoundBinding binding, BoundDistribution distribution)
    {
        var id = Next();
        var classes = _model.FindData(binding.Name)?.Classes ?? 0;
        var box = Shaped(new DiagramBox(id, "distribution", StageText.Of(distribution)), distribution.Event, classes) with
        {
            Parameters = distribution.Entry.LearnedNames(distribution.Arguments).Count,
            Chains = [.. distribution.Heads.Select(head => Head(binding, head))],
        };
        if (binding is { Role: Role.Prior, Sources.Count: 0 })
        {
            box = box with { Parameters = OwnedByPrior(binding.Name), Kind = "prior" };
        }

        yield return box;
        foreach (var bijection in distribution.Bijections)
        {
            id = Next();
            yield return Shaped(new DiagramBox(id, "bijection", StageText.Of(bijection)), distribution.Event) with
            {
                Parameters = bijection.ParameterCount,
                Layer = $"{bijection.Container}.{bijection.LayerName}",
            };
        }

        (binding.Role == Role.Prior ? _priors : _distributions)[binding.Name] = id;
    }

    private IReadOnlyList<DiagramBox> Head(BoundBinding binding, BoundHead head)
    {
        var boxes = head.Stages.Select((stage, i) => Stage(stage, "head", i == 0 ? head.Parameter + ": " : "")).ToArray();
        _values[$"{binding.Name}.{head.Parameter}"] = boxes[boxes.Length - 1].Id;
        return boxes;
    }

    private DiagramBox Prior(string code, BoundPrior? prior)
    {
        var id = Next();
        _priors[code] = id;
        var (family, shape) = (_model.Find(code)?.Distribution?.Entry.Name, _model.Find(code)?.Shape);
        var box = new DiagramBox(id, "prior", prior is null ? family ?? "normal" : StageText.Of(prior.Entry, prior.Arguments))
        {
            Parameters = OwnedByPrior(code),
            Note = prior is null ? "standard" : null,
        };
        return shape is { } known ? Shaped(box, known, _model.FindData(code)?.Classes ?? 0) : box;
    }

    /// <summary>The priors that hold where none is written, of codes whose prior a term reads.</summary>
    private void AddStandardPriors()
    {
        var read = _model.Objectives
            .Where(objective => objective.Layer is null)
            .SelectMany(objective => objective.Terms.Concat(objective.CriticTerms))
            .SelectMany(term => term.Entry.Reads(_model, term))
            .Where(read => read.Kind == TermReadKind.Prior && !_priors.ContainsKey(read.Name))
            .Select(read => read.Name)
            .Distinct();
        foreach (var code in read.ToArray())
        {
            var card = Next();
            _cards.Add(new DiagramCard(card, "prior", $"prior {code}", [Prior(code, null)]));
        }
    }

    private static string Source(BoundReference source) => source.IsPresence ? Presence.Of(source.Name) : source.Name;

    private static DiagramBox Shaped(DiagramBox box, Shape shape, int classes = 0) => box with
    {
        Shape = shape.Rank > 0 ? shape.InBrackets() : classes > 0 ? $"one of {NumberText.Of(classes)}" : "a number",
        Count = shape.Count,
    };

    /// <summary>Two stages may be equal and stand in two places.</summary>
    private sealed class SameObject : IEqualityComparer<object>
    {
        bool IEqualityComparer<object>.Equals(object? x, object? y) => ReferenceEquals(x, y);

        int IEqualityComparer<object>.GetHashCode(object value) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
    }
}
