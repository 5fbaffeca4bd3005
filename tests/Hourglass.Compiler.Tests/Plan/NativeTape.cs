using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Emit.Native;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>Reads the native step's C# back. A line that it does not know is an error, so that nothing is overlooked.</summary>
internal sealed partial class NativeTape
{
    private readonly StepGraph _graph;
    private readonly BufferPlan _plan;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Rows, string Width)> _grids = new(StringComparer.Ordinal);
    private readonly Dictionary<Value, string> _names = [];
    private readonly Queue<Value> _undeclared;
    private readonly List<TapeStep> _steps = [];
    private readonly List<string> _reads = [];
    private readonly List<string> _writes = [];
    private readonly List<string> _sums = [];
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);
    private (string Rows, string Width)? _loop;
    private bool _checked;

    private NativeTape(StepGraph graph, BufferPlan plan)
    {
        _graph = graph;
        _plan = plan;
        _undeclared = new Queue<Value>(graph.Values.Where(plan.Slots.ContainsKey));
    }

    /// <summary>The step, and its plan; null where the native step does not have the model.</summary>
    public static (Tape Tape, BufferPlan Plan)? TryRead(StepGraph graph, BoundPhase training)
    {
        var native = NativeText.Of(graph, training);
        return native is { Text: { } text, Plan: { } plan } ? (Of(text, graph, plan, training), plan) : null;
    }

    private static Tape Of(string text, StepGraph graph, BufferPlan plan, BoundPhase training)
    {
        var tape = new NativeTape(graph, plan);
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            tape.Read(line);
        }

        Assert.Empty(tape._undeclared);

        // Where gradients of several batches move the parameters together, that is not the program's work.
        Assert.Equal(
            training.Accumulate > 1 ? [] : graph.Gradients.Select(pair => pair.Weight.Key).Order(StringComparer.Ordinal),
            tape._moved.Order(StringComparer.Ordinal));
        return new Tape(tape._places, tape._steps, [.. graph.Roots.Select(tape.NameOf)]);
    }

    [GeneratedRegex(@"^var (\w+) = program\.(\w+)\((.*)\);$")]
    private static partial Regex Declaration { get; }

    [GeneratedRegex(@"^program\.(\w+)\((.*)\);$")]
    private static partial Regex Operation { get; }

    [GeneratedRegex(@"^program\.Each\((.*), (\d+), k =>$")]
    private static partial Regex Loop { get; }

    [GeneratedRegex(@"^var \w+ = k\.Read(?:Channels)?\((\w+)(\.View\(.*\))?\);$")]
    private static partial Regex LoopRead { get; }

    [GeneratedRegex(@"^k\.(Write|SumChannels|Sum)\((\w+), .*\);$")]
    private static partial Regex LoopWrite { get; }

    /// <summary>Arithmetic on what the loop has read: everything else that touches memory is one of the above.</summary>
    [GeneratedRegex(@"^var \w+ = (?!.*k\.(?!Factor|Weight)).*;$")]
    private static partial Regex LoopArithmetic { get; }

    private void Read(string line)
    {
        if (_loop is not null)
        {
            ReadInLoop(line);
        }
        else if (Declaration.Match(line) is { Success: true } declaration)
        {
            Declare(declaration.Groups[1].Value, declaration.Groups[2].Value, Arguments(declaration.Groups[3].Value));
        }
        else if (Loop.Match(line) is { Success: true } loop)
        {
            _loop = (loop.Groups[1].Value, loop.Groups[2].Value);
        }
        else if (Operation.Match(line) is { Success: true } operation)
        {
            Operate(line, operation.Groups[1].Value, Arguments(operation.Groups[2].Value));
        }
        else
        {
            Assert.Fail($"What does this line read and write? {line}");
        }
    }

    private void ReadInLoop(string line)
    {
        if (LoopRead.Match(line) is { Success: true } read)
        {
            _reads.Add(read.Groups[1].Value);
            if (read.Groups[2].Success)
            {
                // Looked at as another matrix: never element by element at the same places.
                _sums.Add(read.Groups[1].Value);
            }
        }
        else if (LoopWrite.Match(line) is { Success: true } write)
        {
            _writes.Add(write.Groups[2].Value);
            if (write.Groups[1].Value != "Write")
            {
                _sums.Add(write.Groups[2].Value);
            }
            else
            {
                Assert.Equal(_loop, _grids[write.Groups[2].Value]);
            }
        }
        else if (line == "});")
        {
            bool IsSame(string name) => !_sums.Contains(name) && _grids[name] == _loop;
            var pairs = _reads.Where(IsSame).SelectMany(read => _writes.Where(IsSame).Select(write => (read, write)));
            _steps.Add(new TapeStep(
                $"Each({_loop!.Value.Rows}, {_loop.Value.Width}) that writes {string.Join(", ", _writes)}",
                [.. _reads],
                [.. _writes],
                [.. pairs]));
            _reads.Clear();
            _writes.Clear();
            _sums.Clear();
            _loop = null;
        }
        else
        {
            Assert.True(line == "{" || LoopArithmetic.IsMatch(line), $"What does this line read and write? {line}");
        }
    }

    private void Declare(string name, string kind, IReadOnlyList<string> arguments)
    {
        var (rows, width) = kind switch
        {
            "Data" => ("Rows.Batch(1)", arguments[1]),
            "Present" => ("Rows.Batch(1)", "1"),
            "Draw" => ($"Rows.Batch({arguments[0]})", arguments[1]),
            "UnitRows" => ($"Rows.Batch({arguments[0]})", arguments[0]),
            "Parameter" or "Statistic" or "Gradient" or "FixedBuffer" => ($"Rows.Fixed({arguments[1]})", arguments[2]),
            "Buffer" => (arguments[1], arguments[2]),
            _ => ("Rows.Fixed(1)", "1"),
        };
        var size = Number(rows[(rows.IndexOf('(', StringComparison.Ordinal) + 1)..^1]) * Number(width);
        var (memory, offset) = kind switch
        {
            "Data" or "Present" or "Draw" or "UnitRows" => ("given " + name, 0),
            "Parameter" or "Statistic" => ("parameter " + arguments[0], 0),
            "Gradient" => ("gradient " + arguments[0], 0),
            "Buffer" => (Place.Rows, Number(arguments[0])),
            "FixedBuffer" => (Place.Fixed, Number(arguments[0])),
            "Term" => ("term " + arguments[0], 0L),
            _ => throw new InvalidOperationException(kind),
        };
        Assert.True(_places.TryAdd(name, new Place(memory, offset, size, $"{rows} × {width}")), $"{name} is declared twice");
        _grids.Add(name, (rows, width));
        if (kind is not ("Data" or "Present" or "Draw" or "UnitRows" or "Parameter" or "Statistic"))
        {
            // Declarations stand in the graph's order.
            var value = _undeclared.Dequeue();
            Assert.Equal(value.Extent.Numbers, size);
            _names.Add(value, name);
        }
        else if (kind is "Parameter" or "Statistic")
        {
            _names.Add(_graph.Values.Single(value => value.Op is WeightOp op && $"\"{op.Key}\"" == arguments[0]), name);
        }
    }

    private void Operate(string line, string kind, IReadOnlyList<string> arguments)
    {
        switch (kind)
        {
            case "MatMul":
                var into = arguments[0];
                var accumulated = arguments.Count == 4 ? Addend(into) : null;
                _steps.Add(new TapeStep(
                    line,
                    [.. new[] { Base(arguments[1]), Base(arguments[2]), accumulated }.OfType<string>()],
                    [into],
                    accumulated is null ? [] : [(accumulated, into)]));
                break;
            case "Convolve" or "ConvolveBack" or "ConvolveWeight":
                _steps.Add(new TapeStep(line, [Base(arguments[1]), Base(arguments[2])], [arguments[0]], []));
                break;
            case "Copy" or "Embed":
                _steps.Add(new TapeStep(line, [Base(arguments[2])], [arguments[0]], []));
                break;
            case "Repeat" or "SumRepeats" or "LogSumRepeats" or "Softmax" or "LogSoftmax":
                _steps.Add(new TapeStep(line, [Base(arguments[1])], [arguments[0]], []));
                break;
            case "CheckTerms":
                _checked = true;
                _steps.Add(new TapeStep(line, [.. _graph.Terms.Select(term => _names[term.Value])], [], []));
                break;
            case "ClipGradients" or "BoundGradients":
                _steps.Add(new TapeStep(line, [.. _graph.Gradients.Select(pair => NameOf(pair.Gradient))], [], []));
                break;
            case "Update":
                var (weight, gradient) = _graph.Gradients.Single(pair => $"\"{pair.Weight.Key}\"" == arguments[0]);
                Assert.True(_checked, "a parameter moves before the terms are looked at");
                Assert.True(_moved.Add(weight.Key), $"{weight.Key} moves twice");
                _steps.Add(
                    new TapeStep(line, [NameOf(gradient)], [], []) { Spoils = _names[_graph.Values.Single(value => value.Op == weight)] });
                break;
            default:
                Assert.Fail($"What does this line read and write? {line}");
                break;
        }
    }

    /// <summary>A gradient may be wanted in another shape than it was computed in.</summary>
    private string NameOf(Value root) => _names[BufferPlan.ReshapeRoot(root)];

    /// <summary>
    /// What a product is added to: what was copied there just before, or the value that the plan lets it be written over.
    /// </summary>
    private string Addend(string into)
    {
        if (_steps[^1].Writes.Contains(into))
        {
            return into;
        }

        var value = _names.Single(pair => pair.Value == into).Key;
        return _names[value.Inputs.Single(input => _plan.Slots.ContainsKey(input))];
    }

    private static string Base(string operand) => operand.Split('.')[0];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Arguments between the commas that no bracket encloses.</summary>
    private static List<string> Arguments(string text)
    {
        var (arguments, depth, start) = (new List<string>(), 0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                arguments.Add(text[start..i].Trim());
                start = i + 1;
            }
            else
            {
                depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            }
        }

        return arguments;
    }
}
