using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>Reads the portable step's TorchScript back. A line that it does not know is an error, so that nothing is overlooked.</summary>
internal sealed partial class PortableTape
{
    /// <summary>Operators of ATen that read each element before they write it.</summary>
    private static readonly HashSet<string> Elementwise = new(StringComparer.Ordinal)
    {
        "add", "sub", "mul", "div", "exp", "log", "log1p", "expm1", "sqrt", "rsqrt", "lgamma",
        "digamma", "special_zeta", "polygamma", "square", "abs", "sign", "ge", "lt", "gt", "eq", "clamp_min", "clamp_max",
        "nan_to_num",
        "sigmoid", "tanh", "leaky_relu", "elu",
        "gelu", "silu", "softplus", "threshold_backward", "leaky_relu_backward", "elu_backward", "gelu_backward", "silu_backward",
        "softplus_backward", "sigmoid_backward",
        "tanh_backward", "binary_cross_entropy", "binary_cross_entropy_backward",
    };

    private readonly StepScript _script;
    private readonly IReadOnlyDictionary<Value, Slot> _slots;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _views = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inTwo = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TemporaryPlace> _temporaries = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<Value, TemporaryPlace> _temporariesOf;
    private readonly Queue<Value> _own;
    private readonly Queue<TemporaryPlace> _ofUpdates;
    private readonly List<TapeStep> _steps = [];
    private readonly Dictionary<string, string> _wanted = new(StringComparer.Ordinal);

    private PortableTape(StepGraph graph, StepScript script, BufferPlan plan)
    {
        _script = script;
        _slots = plan.Slots;
        _temporariesOf = plan.Temporaries;
        _ofUpdates = new Queue<TemporaryPlace>(plan.OfUpdates);
        _own = new Queue<Value>(graph.Values.Where(value => plan.Slots.TryGetValue(value, out var slot) && slot.Kind == SlotKind.Own));
    }

    public static Tape Of(StepGraph graph, StepScript script, BufferPlan plan)
    {
        var tape = new PortableTape(graph, script, plan);
        foreach (var line in script.Text
            .Split('\n')
            .Skip(2)
            .Select(line => line.Trim())
            .TakeWhile(line => line != "return terms")
            .Where(line => line.Length > 0 && line[0] != '#'))
        {
            tape.Read(line);
        }

        Assert.Empty(tape._own);
        Assert.Equal(graph.Gradients.Count + graph.Terms.Count, tape._wanted.Count);
        return new Tape(tape._places, tape._steps, [.. tape._wanted.Values]);
    }

    [GeneratedRegex(@"^(\w+) = (data|draws|parameters|gradients|values)\[(\d+)\]  # (?:\S+ )?(\[.*\])$")]
    private static partial Regex Given { get; }

    [GeneratedRegex(@"^(\w+) = terms\.select\(0, (\d+)\)$")]
    private static partial Regex Term { get; }

    [GeneratedRegex(@"^(\w+) = (\w+)$")]
    private static partial Regex Alias { get; }

    [GeneratedRegex(@"^(\w+) = (\w+)(?:\.(?:reshape|narrow|expand)\([^()]*\))+$")]
    private static partial Regex View { get; }

    [GeneratedRegex(@"^(\w+) = torch\.empty\(\[[^\]]*\], dtype=terms\.dtype, device=terms\.device\)$")]
    private static partial Regex Empty { get; }

    [GeneratedRegex(@"^(\w+) = (torch\.(?:conv|max_pool).*|\w+\.repeat\(.*)$")]
    private static partial Regex Own { get; }

    [GeneratedRegex(
        @"^(?:torch\.)?(\w+)\((.*), (?:out|grad_input)=(\w+)(?:\.(?:view|flatten|unsqueeze)\([^()]*\))?"
            + @"(?:, indices=torch\.empty\(.*\))?\)$")]
    private static partial Regex Into { get; }

    [GeneratedRegex(@"^(\w+)(?:\.(?:view|narrow|flatten|diagonal)\([^()]*\))*\.(?:copy_|fill_|zero_|scatter_)\((.*)\)$")]
    private static partial Regex Method { get; }

    [GeneratedRegex(@"^(gradients\[\d+\]|terms\.select\(0, \d+\))\.copy_\((.*)\)(?:  #.*)?$")]
    private static partial Regex Copy { get; }

    [GeneratedRegex(@"^(?:averages\[\d+\]\.(?:lerp_|add_)|follow_codes)\((.*)\)")]
    private static partial Regex Average { get; }

    /// <summary>What only updates parameters, or says nothing of the step's values.</summary>
    [GeneratedRegex(@"^(n = |if bool|norm = |flat|update\()")]
    private static partial Regex Update { get; }

    [GeneratedRegex(@"\w+\.(?:dtype|device|size\(0\))|\.expand_as\(\w+\)")]
    private static partial Regex Properties { get; }

    [GeneratedRegex(@"(?<![.\w])[A-Za-z_]\w*(?!\w*=)")]
    private static partial Regex Words { get; }

    private void Read(string line)
    {
        if (Given.Match(line) is { Success: true } given)
        {
            Declare(
                given.Groups[1].Value,
                PlaceOf(
                    given.Groups[2].Value,
                    int.Parse(given.Groups[3].Value, CultureInfo.InvariantCulture),
                    given.Groups[1].Value,
                    given.Groups[4].Value));
        }
        else if (Term.Match(line) is { Success: true } term)
        {
            Declare(term.Groups[1].Value, new Place("term " + term.Groups[2].Value, 0, 1, "[]"));
            _wanted["term " + term.Groups[2].Value] = term.Groups[1].Value;
        }
        else if (Copy.Match(line) is { Success: true } copy)
        {
            Declare(copy.Groups[1].Value, new Place(copy.Groups[1].Value, 0, 1, ""));
            _wanted[copy.Groups[1].Value] = copy.Groups[1].Value;
            Step(line, copy.Groups[2].Value, copy.Groups[1].Value, []);
        }
        else if (Average.Match(line) is { Success: true } average)
        {
            if (line.StartsWith("follow_codes", StringComparison.Ordinal))
            {
                _temporaries.Add(line, _ofUpdates.Dequeue());
            }

            _steps.Add(new TapeStep(line, ReadsOf(average.Groups[1].Value), TemporariesOf(line), []));
        }
        else if (Update.IsMatch(line))
        {
            return;
        }
        else if (Alias.Match(line) is { Success: true } alias)
        {
            // One tensor under two names: it must lie at one place of one size.
            Declare(alias.Groups[1].Value, PlaceOfOwn());
            Assert.Equal(_places[alias.Groups[2].Value], _places[alias.Groups[1].Value]);
        }
        else if (View.Match(line) is { Success: true } view)
        {
            var of = view.Groups[2].Value;
            _views.Add(view.Groups[1].Value, _views.GetValueOrDefault(of, of));
        }
        else if (Empty.Match(line) is { Success: true } empty)
        {
            Note(_own.Peek(), empty.Groups[1].Value);
            Declare(empty.Groups[1].Value, PlaceOfOwn());
        }
        else if (Own.Match(line) is { Success: true } own)
        {
            var name = own.Groups[1].Value;
            Note(_own.Peek(), name);
            Declare(name, PlaceOfOwn());
            Step(line, own.Groups[2].Value, name, []);
        }
        else if (Into.Match(line) is { Success: true } into)
        {
            var operands = into.Groups[2].Value;
            var name = into.Groups[3].Value;
            if (_inTwo.Remove(name))
            {
                // What the first of two statements writes is not yet the value.
                _begun.Add(name, name + " begun");
                Declare(_begun[name], _places[name]);
                Step(line, operands, _begun[name], []);
                return;
            }

            var inPlace = into.Groups[1].Value is "addmm" or "addcmul" ? [operands.Split(',')[0]]
                : Elementwise.Contains(into.Groups[1].Value) ? DirectReads(operands)
                : [];
            Step(line, operands, name, [.. inPlace.Select(read => _begun.GetValueOrDefault(read, read))]);
            _begun.Remove(name);
        }
        else if (Method.Match(line) is { Success: true } method)
        {
            Step(line, method.Groups[2].Value, method.Groups[1].Value, []);
        }
        else
        {
            Assert.Fail($"What does this line read and write? {line}");
        }
    }

    private Place PlaceOf(string list, int index, string name, string extent)
    {
        switch (list)
        {
            case "values":
                var value = _script.Stored[index];
                Assert.Equal(extent, value.Extent.ToString());
                var slot = _slots[value];
                Note(value, name);
                return new Place(value.Extent.HasRows ? Place.Rows : Place.Fixed, slot.Offset, value.Extent.Numbers, extent);
            case "gradients":
                // The value that is the gradient is declared under its key; what was handed its place has another name.
                return new Place(string.Create(CultureInfo.InvariantCulture, $"gradient {index}"), 0, 1, extent);
            default:
                return new Place("given " + name, 0, 1, extent);
        }
    }

    /// <summary>Tensors that operators make are assigned in the graph's order.</summary>
    private Place PlaceOfOwn()
    {
        var value = _own.Dequeue();
        var memory = value.Extent.BatchAxes switch { 2 => Place.OwnPairs, 1 => Place.OwnRows, _ => Place.OwnFixed };
        return new Place(memory, _slots[value].Offset, Statements.WordsPerElement(value) * value.Extent.Numbers, value.Extent.ToString());
    }

    /// <summary>What a name's statements do beside writing it.</summary>
    private void Note(Value value, string name)
    {
        if (value.Op is LogitsEntropyOp)
        {
            _inTwo.Add(name);
        }

        if (_temporariesOf.TryGetValue(value, out var passing))
        {
            _temporaries.Add(name, passing);
        }
    }

    private void Declare(string name, Place place)
    {
        Assert.True(_places.TryAdd(name, place), $"{name} is declared twice");
        if (place.Memory.StartsWith("gradient ", StringComparison.Ordinal))
        {
            // The graph's order is an order of evaluation: the last of those that share a gradient is the gradient.
            _wanted[place.Memory] = name;
        }
    }

    private void Step(string line, string from, string name, IReadOnlyList<string> inPlace) =>
        _steps.Add(new TapeStep(line, ReadsOf(from), [name, .. TemporariesOf(name)], [.. inPlace.Select(read => (read, name))]));

    /// <summary>Names for what the operator of a name takes while it runs: written and never read.</summary>
    private List<string> TemporariesOf(string name)
    {
        var names = new List<string>();
        if (_temporaries.TryGetValue(name, out var passing))
        {
            foreach (var (memory, offset, size) in new[]
            {
                (Place.OwnRows, passing.RowOffset, passing.Size.PerExample),
                (Place.OwnFixed, passing.FixedOffset, passing.Size.Fixed)
            }.Where(part => part.Item3 > 0))
            {
                names.Add($"passing of {name}, {memory}");
                _places.TryAdd(names[^1], new Place(memory, offset, size, ""));
            }
        }

        return names;
    }

    private IReadOnlyList<string> ReadsOf(string text) =>
    [
        .. Words.Matches(Properties.Replace(text, ""))
            .Select(match => _views.GetValueOrDefault(match.Value, match.Value))
            .Select(name => _begun.GetValueOrDefault(name, name))
            .Where(_places.ContainsKey),
    ];

    /// <summary>Those that are read as they lie there, and never also through a view.</summary>
    private IReadOnlyList<string> DirectReads(string text)
    {
        var words = Words.Matches(Properties.Replace(text, "")).Select(match => match.Value).ToArray();
        return [.. words.Where(
            word => _places.ContainsKey(word) && !words.Any(other => _views.TryGetValue(other, out var of) && of == word))];
    }
}
