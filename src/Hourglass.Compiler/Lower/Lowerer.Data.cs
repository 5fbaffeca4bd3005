using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Lower;

/// <summary>Data on their way from what is stored to what pipelines and terms read, and back.</summary>
internal sealed partial class Lowerer
{
    /// <summary>The container of statistics, as <c>state_dict</c> has them.</summary>
    private const string Preparation = "preparation";

    private readonly Dictionary<string, Value> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _presence = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Value Prepared, Value Stored)> _restored = new(StringComparer.Ordinal);
    private readonly List<FittedStatistics> _fitted = [];

    /// <inheritdoc/>
    public Value? PresenceOf(string data) => _presence.TryGetValue(data, out var present) ? present : null;

    /// <inheritdoc/>
    public bool IsInput(Value value) => _below is { } below ? value == below
        : value.Op is DataOp { Classes: false } data ? !_prepared.ContainsKey(data.Field)
        : _prepared.ContainsValue(value);

    private void LowerData(BoundData data)
    {
        _build.Origin = data.Span;
        var stored = _build.Add(new DataOp(data.Name, data.Shape, data.Classes > 0), data.Name);
        _inputs[data.Name] = stored;
        var value = stored;
        var steps = new List<(BoundPreparation Preparation, PreparationLowering At)>();
        foreach (var preparation in data.Preparations)
        {
            var (first, second) = StatisticsOf(data, preparation, value);
            var at = new PreparationLowering(_build, preparation.Arguments, first, second);
            value = preparation.Entry.Lower(at, value);
            steps.Add((preparation, at));
        }

        if (data.HasGaps)
        {
            _presence[data.Name] = _build.Name(stored.IsNumber(), data.Name + "_present");
            value = value.NumberOr(data.Domain.Filler);
        }

        if (value != stored)
        {
            _prepared[data.Name] = _build.Name(value, data.Name + "_prepared");
        }

        if (steps.Count > 0)
        {
            // A place of its own for what a likelihood or a reconstruction gives.
            var given = _build.Add(new DataOp(data.Name + "_prepared", data.Shape, Classes: false), data.Name);
            steps.Reverse();
            var restored = steps.Aggregate(given, (y, step) => step.Preparation.Entry.Undo(step.At, y));
            _restored[data.Name] = (given, restored);
        }
    }

    /// <summary>The layers of a preparation's statistics, which are of what is before it.</summary>
    private (Layer? First, Layer? Second) StatisticsOf(BoundData data, BoundPreparation preparation, Value before)
    {
        string first, second;
        switch (preparation.Entry.Statistics)
        {
            case StatisticKind.Moments:
                (first, second) = ("mean", "deviation");
                break;
            case StatisticKind.Range:
                (first, second) = ("least", "span");
                break;
            default:
                return (null, null);
        }

        var number = _fitted.Count(other => other.Data == data) is var others and > 0 ? NumberText.Of(others + 1) : "";
        var layers = (
            First: Register(Preparation, $"{data.Name}_{first}{number}", new StatisticLayer(data.Shape, 0, first)),
            Second: Register(Preparation, $"{data.Name}_{second}{number}", new StatisticLayer(data.Shape, 1, second)));
        _fitted.Add(new FittedStatistics(data, preparation.Entry.Statistics, layers.First, layers.Second, before));
        return layers;
    }

    /// <summary>Data as pipelines read them: a missing element is 0, whatever stands for it in terms.</summary>
    private Value ReadOf(string name) => Model.FindData(name) is { HasGaps: true, Domain.Filler: not 0 }
        ? ValueOf(name) * _presence[name]
        : ValueOf(name);
}
