using System.Text;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Plan;
using static Hourglass.Compiler.Emit.TorchScript.ScriptText;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>
/// A training step as one TorchScript function: forward, terms, derived backward, clipping and the call of the optimizer's <c>update</c>,
/// everything written into tensors that exist already.
/// </summary>
internal sealed class StepScript
{
    private readonly StepGraph _graph;
    private readonly BoundPhase _phase;
    private readonly BoundTurn _turn;
    private readonly IReadOnlyList<string> _slots;
    private readonly CancellationToken _cancellation;
    private readonly Folding _folding;
    private readonly ProductStatements _products;
    private readonly ScriptNames _names;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<Value, string> _views = [];

    private StepScript(StepGraph graph, BoundPhase phase, BoundTurn turn, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _graph = graph;
        (_phase, _turn) = (phase, turn);
        _slots = turn.Slots;
        _folding = new Folding(graph);
        _products = new ProductStatements(phase.Bfloat16);
        Functions =
        [
            .. graph.Values.Select(value => value.Op).OfType<ScriptedOp>().Select(op => op.Function)
                .Concat(graph.Averages.Select(average => average.Function).OfType<ScriptedFunction>())
                .Distinct(),
        ];
        _names = new ScriptNames(Functions.Select(function => function.Name).Concat(_products.Names));
        Plan = new BufferPlanner(
            graph,
            [.. graph.Values.Select(_folding.OperationOf).OfType<ScheduledOperation>(), .. graph.Averages.Select(Folding.UpdateOf)],
            AllocatesItsResult,
            Statements.WordsPerElement).Plan(cancellation);
        Stored = [.. graph.Values.Where(
            value => Plan.Slots.TryGetValue(value, out var slot) && slot.Kind is SlotKind.Rows or SlotKind.Fixed)];
        Draws = [.. graph.Values.Select(value => value.Op).OfType<DrawOp>()];
        Fields = [.. graph.Values.Select(value => value.Op).OfType<DataOp>().Select(op => op.Field)];
    }

    /// <summary>The function's text, <c>\n</c> newlines.</summary>
    public string Text => _text.ToString();

    /// <summary>The functions that it calls, whose text stands before it.</summary>
    public IReadOnlyList<ScriptedFunction> Functions { get; }

    /// <summary>The memory that it works in.</summary>
    public BufferPlan Plan { get; }

    /// <summary>The values that are given a tensor of the workspace, in the order of the argument <c>values</c>.</summary>
    public IReadOnlyList<Value> Stored { get; }

    /// <summary>The draws, in the order of the argument <c>draws</c>.</summary>
    public IReadOnlyList<DrawOp> Draws { get; }

    /// <summary>The data, in the order of the argument <c>data</c>.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Writes the step of a model.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static StepScript Of(StepGraph graph, BoundPhase phase, BoundTurn? turn = null, CancellationToken cancellation = default)
    {
        var script = new StepScript(graph, phase, turn ?? phase.Turns[0], cancellation);
        script.Write();
        return script;
    }

    private void Write()
    {
        NameRoots();
        var weights = string.Concat(_graph.ScheduledWeights.Select((_, i) => $", weight{NumberText.Of(i)}: float"));
        var slots = string.Concat(
            _slots.Where(slot => slot != OptimizerEntry.StepSlot).Select((_, i) => $"slot{NumberText.Of(i)}: List[Tensor], "));
        Line(
            0,
            "def step(data: List[Tensor], draws: List[Tensor], parameters: List[Tensor], gradients: List[Tensor], values: List[Tensor], "
                + "terms: Tensor, averages: List[Tensor],");
        Line(
            0,
            $"         flat: List[Tensor], flat_gradient: List[Tensor], {slots}counts: List[Tensor], learning_rate: "
                + $"float{weights}) -> Tensor:");
        WriteArguments();
        Line(1, "");
        Line(1, "# Forward, and backward behind it: each line is one operator.");
        foreach (var value in _graph.Values.Where(value => !_folding.IsFolded(value)))
        {
            Write(value);
        }

        WriteRoots();
        WriteUpdate();
    }

    /// <summary>What is wanted has the name under which it is wanted.</summary>
    private void NameRoots()
    {
        foreach (var value in Leaves<DataOp>())
        {
            _names.Prefer(value, value.Name);
        }

        foreach (var (term, value) in _graph.Terms)
        {
            _names.Prefer(value, term.Name);
        }

        foreach (var (weight, gradient) in _graph.Gradients)
        {
            _names.Prefer(gradient, "d_" + weight.Key);
        }
    }

    private void WriteArguments()
    {
        Line(1, "n = data[0].size(0)");
        Unpack("data", Leaves<DataOp>());
        Unpack("draws", Leaves<DrawOp>());
        Unpack("parameters", [.. _graph.Values.Where(value => value.Op is WeightOp)]);
        foreach (var value in _graph.Values.Where(value => InSlot(value, SlotKind.Gradient) is not null))
        {
            var index = (int)Plan.Slots[value].Offset;
            Line(1, $"{_names[value]} = gradients[{NumberText.Of(index)}]  # {_graph.Gradients[index].Weight.Key} {value.Extent}");
        }

        Unpack("values", Stored);
        for (var i = 0; i < _graph.Terms.Count; i++)
        {
            if (InSlot(_graph.Terms[i].Value, SlotKind.Term) is { } value)
            {
                Line(1, $"{_names[value]} = terms.select(0, {NumberText.Of(i)})");
            }
        }
    }

    private Value? InSlot(Value value, SlotKind kind) => Plan.Slots.TryGetValue(value, out var slot) && slot.Kind == kind ? value : null;

    private Value[] Leaves<T>() => [.. _graph.Values.Where(value => value.Op is T)];

    private void Unpack(string list, IReadOnlyList<Value> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Line(1, $"{_names[values[i]]} = {list}[{NumberText.Of(i)}]  # {values[i].Extent}");
        }
    }

    private void Write(Value value)
    {
        if (value.Op is DataOp or WeightOp or DrawOp)
        {
            return;
        }

        if (value.Op.IsView && !Statements.IsCopied(value))
        {
            var view = Statements.View(value, Use(value, value.Inputs[0]));
            if (value.Op is ExpandOp || view == Use(value.Inputs[0]))
            {
                _views[value] = view;
                return;
            }

            Line(1, $"{_names[value]} = {view}");
            return;
        }

        if (AllocatesItsResult(value) && !Statements.IsOfPairs(value))
        {
            Line(1, $"{_names[value]} = {OwnExpression(value)}");
            return;
        }

        var into = _names[value];
        if (Statements.IsOfPairs(value))
        {
            Line(1, $"{into} = torch.empty({Sizes(value.Extent)}, dtype=terms.dtype, device=terms.device)");
        }
        else if (Plan.Slots[value].Kind == SlotKind.Own)
        {
            // Written over a tensor that an operator made.
            Line(1, $"{into} = {Use(Plan.Overwrites[value])}");
        }

        foreach (var statement in Into(value, into))
        {
            Line(1, statement);
        }
    }

    private string OwnExpression(Value value)
    {
        if (FoldedInput(value) is not { } convolution)
        {
            return (value.Inputs.Count == 2 ? _products.Own(value.Op, Use(value.Inputs[0]), Use(value.Inputs[1])) : null)
                ?? Statements.Own(value, index => Use(value.Inputs[index]));
        }

        var bias = value.Inputs.First(input => input != convolution).Inputs[0];
        return _products.Own(convolution.Op, Use(convolution.Inputs[0]), Use(convolution.Inputs[1]), Use(bias))
            ?? throw new InvalidOperationException($"{convolution.Op} takes no bias.");
    }

    private IReadOnlyList<string> Into(Value value, string into)
    {
        switch (FoldedInput(value))
        {
            case { Op: MatMulOp product } folded:
                var addend = value.Inputs[0] == folded ? value.Inputs[1] : value.Inputs[0];
                return [_products.Added(Use(addend), product, Use(folded.Inputs[0]), Use(folded.Inputs[1]), into)];
            default:
                return _products.Into(value.Op, into, index => Use(value, value.Inputs[index])) is { } statement
                    ? [statement]
                    : Statements.Into(value, into, index => Use(value, value.Inputs[index]));
        }
    }

    /// <summary>Where a root is no value of its own, it is copied to where it is wanted.</summary>
    private void WriteRoots()
    {
        for (var i = 0; i < _graph.Gradients.Count; i++)
        {
            if (InSlot(_graph.Gradients[i].Gradient, SlotKind.Gradient) is null)
            {
                Line(1, $"gradients[{NumberText.Of(i)}].copy_({Use(_graph.Gradients[i].Gradient)})  # {_graph.Gradients[i].Weight.Key}");
            }
        }

        for (var i = 0; i < _graph.Terms.Count; i++)
        {
            if (InSlot(_graph.Terms[i].Value, SlotKind.Term) is null)
            {
                Line(
                    1,
                    $"terms.select(0, {NumberText.Of(i)}).copy_({Use(_graph.Terms[i].Value)})  # "
                        + $"{ScriptComment(_graph.Terms[i].Term.Name)}");
            }
        }
    }

    private void WriteUpdate()
    {
        Line(1, "");
        var written = 0;
        string[] Members(RunningUpdate average) => [.. average.Members.Select(_ => $"averages[{NumberText.Of(written++)}]")];
        string[] moves =
        [
            .. _graph.Averages.SelectMany(average => average.Script(Use, Members(average))),
            .. UpdateStatements.Of(_phase, _turn),
        ];
        if (moves.Length > 0)
        {
            Line(1, "# Parameters stay as they are where a term is NaN or infinite.");
            Line(1, "if bool(torch.isfinite(terms).all()):");
        }

        foreach (var line in moves)
        {
            Line(2, line);
        }

        Line(1, "return terms");
        var all = _graph.Values;
        var lines = FlowStatements.Functions(all).Concat(RecurrentStatements.Functions(all)).Concat(AttentionStatements.Functions(all));
        Array.ForEach([.. lines, .. _products.Functions], line => Line(0, line));
    }

    private bool AllocatesItsResult(Value value) => Statements.AllocatesItsResult(value) || FoldedInput(value)?.Op is ConvOp or ConvInputOp;

    private Value? FoldedInput(Value value) => value.Inputs.FirstOrDefault(_folding.IsFolded);

    /// <summary>A value for a user that needs all of its elements where they are repeated, as it takes parts of them.</summary>
    private string Use(Value user, Value value) =>
        user.Op is CutOp or JoinOp or StatesOp or StatesAdjointOp ? SumStatement.Widened(value, Use(value)) : Use(value);

    private string Use(Value value) => _views.TryGetValue(value, out var view) ? view : _names[value];

    private static string ScriptComment(string text) => text.Replace('\n', ' ').Replace('\r', ' ');

    private void Line(int indent, string text)
    {
        _cancellation.ThrowIfCancellationRequested();
        _text.Append(text.Length == 0 ? "" : new string(' ', 4 * indent) + text).Append('\n');
    }
}
