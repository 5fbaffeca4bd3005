using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Plan;

/// <summary>Gives every value that a target stores its place.</summary>
/// <param name="graph">The step.</param>
/// <param name="units">What the target computes, in order.</param>
/// <param name="isOwn">Whether the target's operator makes a tensor of its own.</param>
/// <param name="widthOf">How many numbers of single precision an element of a value takes; 1 where nothing is said.</param>
/// <param name="reshapesRoots">Whether the target can write a gradient in another shape than it is wanted in.</param>
internal sealed class BufferPlanner(
    StepGraph graph,
    IReadOnlyList<ScheduledOperation> units,
    Func<Value, bool> isOwn,
    Func<Value, int>? widthOf = null,
    bool reshapesRoots = false)
{
    private readonly Dictionary<Value, Slot> _slots = [];
    private readonly Dictionary<Value, Value> _overwrites = [];
    private readonly HashSet<Value> _written = [.. units.SelectMany(unit => unit.Writes)];
    private readonly Dictionary<Value, int> _lastUse = [];
    private readonly Dictionary<Value, int> _uses = [];
    private readonly Dictionary<(SlotKind Kind, int BatchAxes), Arena> _arenas = [];
    private readonly Dictionary<Value, TemporaryPlace> _temporaries = [];
    private readonly List<TemporaryPlace> _ofUpdates = [];

    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public BufferPlan Plan(CancellationToken cancellation = default)
    {
        CountUses();
        PlaceRoots();
        HandDownRoots();
        for (var at = 0; at < units.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            var free = units[at].Replaceable.Where(value => CanOverwrite(value, at)).ToList();
            foreach (var value in units[at].Writes.Where(value => !_slots.ContainsKey(value)))
            {
                Place(value, free, at);
            }

            PlacePassing(units[at], at);
        }

        long Size(SlotKind kind, int axes) => _arenas.TryGetValue((kind, axes), out var arena) ? arena.Size : 0;
        return new BufferPlan(
            _slots,
            Size(SlotKind.Rows, 1),
            Size(SlotKind.Fixed, 0),
            Size(SlotKind.Own, 1),
            Size(SlotKind.Own, 0),
            _overwrites,
            _temporaries)
        {
            OwnPairNumbers = Size(SlotKind.Own, 2),
            OfUpdates = _ofUpdates,
        };
    }

    private void CountUses()
    {
        for (var at = 0; at < units.Count; at++)
        {
            foreach (var input in units[at].Reads)
            {
                var read = StorageOf(input);
                _lastUse[read] = at;
                _uses[read] = _uses.TryGetValue(read, out var count) ? count + 1 : 1;
            }
        }

        foreach (var root in graph.Roots)
        {
            _lastUse[StorageOf(root)] = int.MaxValue;
        }
    }

    /// <summary>A gradient or a term is computed where it is wanted, unless it is wanted twice or only a view of something else.</summary>
    private void PlaceRoots()
    {
        var gradients = graph.Gradients.Select((pair, i) => (pair.Gradient, new Slot(SlotKind.Gradient, i)));
        var terms = graph.Terms.Select((term, i) => (term.Value, new Slot(SlotKind.Term, i)));
        foreach (var group in gradients.Concat(terms).GroupBy(root => reshapesRoots ? BufferPlan.ReshapeRoot(root.Item1) : root.Item1))
        {
            if (group.Count() == 1 && _written.Contains(group.Key) && !isOwn(group.Key))
            {
                _slots[group.Key] = group.Single().Item2;
            }
        }
    }

    /// <summary>
    /// What a gradient is added to, or computed from element by element, can lie where the gradient will: sums of products need no second
    /// place.
    /// </summary>
    private void HandDownRoots()
    {
        for (var at = units.Count - 1; at >= 0; at--)
        {
            foreach (var value in units[at].Writes.Where(
                value => _slots.TryGetValue(value, out var slot) && slot.Kind == SlotKind.Gradient))
            {
                if (units[at].Replaceable.FirstOrDefault(other => other.Extent == value.Extent && CanBecome(other, at)) is { } below)
                {
                    _slots[below] = _slots[value];
                    _overwrites[value] = below;
                }
            }
        }
    }

    /// <summary>The value whose memory a value looks at; a target may write what others only look at.</summary>
    private Value StorageOf(Value value)
    {
        while (value.Op.IsView && !_written.Contains(value))
        {
            value = value.Inputs[0];
        }

        return value;
    }

    private bool CanBecome(Value value, int at) =>
        !_slots.ContainsKey(value) && _lastUse[value] == at && _uses[value] == 1 && !isOwn(value) && _written.Contains(value);

    private void Place(Value value, List<Value> free, int at)
    {
        var last = _lastUse.TryGetValue(value, out var use) ? use : at;
        if (!isOwn(value) && free.FirstOrDefault(other => other.Extent == value.Extent) is { } over)
        {
            free.Remove(over);
            _slots[value] = _slots[over];
            _overwrites[value] = over;
            ArenaOf(_slots[over].Kind, over.Extent.BatchAxes).Extend(_slots[over].Offset, last);
            return;
        }

        var kind = isOwn(value) ? SlotKind.Own : value.Extent.HasRows ? SlotKind.Rows : SlotKind.Fixed;
        var size = (widthOf?.Invoke(value) ?? 1) * (value.Extent.HasRows ? value.Extent.PerExample : value.Extent.Count);
        _slots[value] = new Slot(kind, ArenaOf(kind, value.Extent.BatchAxes).Take(size, at, last));
    }

    /// <summary>What an operator takes while it runs lies beside the tensors that operators have made by then.</summary>
    private void PlacePassing(ScheduledOperation unit, int at)
    {
        if (unit.Temporaries != default)
        {
            long Take(long size, int axes) => size == 0 ? 0 : ArenaOf(SlotKind.Own, axes).Take(size, at, at);
            var place = new TemporaryPlace(
                unit.Temporaries,
                Take(unit.Temporaries.PerExample, axes: 1),
                Take(unit.Temporaries.Fixed, axes: 0));
            if (unit.Writes.Count == 0)
            {
                _ofUpdates.Add(place);
                return;
            }

            _temporaries[unit.Writes[0]] = place;
        }
    }

    private bool CanOverwrite(Value value, int at) =>
        _lastUse[value] == at && _slots.TryGetValue(value, out var slot) && slot.Kind is SlotKind.Rows or SlotKind.Fixed or SlotKind.Own;

    private Arena ArenaOf(SlotKind kind, int batchAxes)
    {
        var key = (kind, batchAxes);
        if (!_arenas.TryGetValue(key, out var arena))
        {
            _arenas.Add(key, arena = new Arena());
        }

        return arena;
    }
}
