using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>Writes the native step of a model: few operations over matrices, in C#.</summary>
internal sealed class NativeProgramText
{
    /// <summary>The optimizers that the native step has a kernel for.</summary>
    private static readonly HashSet<string> Optimizers =
        new(["adagrad", "adam", "adamax", "adamw", "rmsprop", "sgd"], StringComparer.Ordinal);

    private static readonly HashSet<string> Reserved = new(
        ["program", "k", "Lane", "Rows", .. ReservedNames.Locals],
        StringComparer.Ordinal);
    private static readonly HashSet<string> LoopReserved = new(["k"], StringComparer.Ordinal);

    private readonly StepGraph _graph;
    private readonly BoundPhase _phase;
    private readonly NativeGraph _native;
    private readonly IReadOnlyList<NativeStage> _stages;
    private readonly NativeReads _reads;
    private readonly SourceWriter _writer;
    private readonly Identifiers _locals = new(Reserved);
    private readonly Dictionary<Value, string> _names = [];
    private readonly Updates _updates;

    /// <summary>Schedules the step and plans its memory.</summary>
    /// <exception cref="UnsupportedException">The native step has not what the model needs.</exception>
    public NativeProgramText(StepGraph graph, BoundPhase phase, BoundTurn turn, SourceWriter writer)
    {
        _graph = graph;
        _phase = phase;
        _writer = writer;
        if (_graph.Averages.Count > 0)
        {
            throw new UnsupportedException(_graph.Averages[0].Purpose);
        }

        if (!Optimizers.Contains(turn.Optimizer.Name))
        {
            throw new UnsupportedException($"the optimizer {turn.Optimizer.Name}");
        }

        if (_graph.Values.FirstOrDefault(value => value.Op is ContractOp) is { } contraction)
        {
            // Before one of the moves around it is named, which say less.
            throw UnsupportedException.For(contraction.Op);
        }

        _native = new NativeGraph(graph);
        _stages = NativeScheduler.Schedule(_native, writer.Cancellation);
        _reads = new NativeReads(_native, _stages);
        Plan = new BufferPlanner(graph, _reads.Units, _ => false, reshapesRoots: true).Plan(writer.Cancellation);
        _updates = new Updates(_native, _stages, _reads, Plan);
    }

    public BufferPlan Plan { get; }

    /// <summary>Writes the body of the method that describes the step to <c>program</c>.</summary>
    /// <exception cref="UnsupportedException">The native step has no operation for something.</exception>
    public void Write()
    {
        DeclareLeaves();
        DeclareBuffers();
        _writer.Line();
        for (var at = 0; at < _stages.Count; at++)
        {
            Write(_stages[at]);
            WriteUpdates(at);
        }

        if (_phase.Accumulate > 1)
        {
            // The gradients of several batches move the parameters together, which is not the program's work.
            _writer.Line("program.CheckTerms();");
        }
        else if (_phase.Clip is { } clip)
        {
            _writer.Line("program.CheckTerms();");
            _writer.Line($"program.{(clip.IsNorm ? "ClipGradients" : "BoundGradients")}({NumberText.Literal(clip.Limit)});");
            foreach (var (weight, gradient) in _graph.Gradients)
            {
                WriteUpdate(weight.Key, Grid.Of(gradient.Extent));
            }
        }
    }

    private void DeclareLeaves()
    {
        foreach (var value in _graph.Values.Where(value => NativeGraph.IsLeaf(value) && value.Kind != ValueKind.Index))
        {
            var grid = Grid.Of(value.Extent);
            var text = value.Op switch
            {
                DataOp op => $"program.Data({XmlText.Literal(op.Field)}, {NumberText.Of(grid.Width)})",
                OneHotOp => $"program.Data({XmlText.Literal(((DataOp)value.Inputs[0].Op).Field)}, {NumberText.Of(grid.Width)})",
                PresentOp => $"program.Present({XmlText.Literal(((DataOp)value.Inputs[0].Op).Field)})",
                UnitRowsOp op => $"program.UnitRows({NumberText.Of(checked((int)op.Shape.Count))})",
                DrawOp { Extent.HasRows: false } => throw new UnsupportedException("draws for all examples together"),
                DrawOp op => $"program.Draw({NumberText.Of(op.Extent.Rows)}, {NumberText.Of(grid.Width)})",
                WeightOp { IsTrained: false } op =>
                    $"program.Statistic({XmlText.Literal(op.Key)}, {NumberText.Of(grid.Fixed)}, {NumberText.Of(grid.Width)})",
                WeightOp op => $"program.Parameter({XmlText.Literal(op.Key)}, {NumberText.Of(grid.Fixed)}, {NumberText.Of(grid.Width)})",
                _ => throw UnsupportedException.For(value.Op),
            };
            _writer.Line($"var {NameOf(value)} = {text};");
        }
    }

    private void DeclareBuffers()
    {
        var written = new HashSet<Value>(_stages.SelectMany(stage => stage.Values.Where(value => _reads.IsWritten(value, stage))));
        foreach (var value in _graph.Values.Where(written.Contains))
        {
            var (slot, grid) = (Plan.Slots[value], Grid.Of(value.Extent));
            var text = slot.Kind switch
            {
                SlotKind.Rows => $"program.Buffer({Long(slot.Offset)}, {grid.RowsText}, {NumberText.Of(grid.Width)})",
                SlotKind.Fixed => $"program.FixedBuffer({Long(slot.Offset)}, {NumberText.Of(grid.Fixed)}, {NumberText.Of(grid.Width)})",
                SlotKind.Gradient =>
                    $"program.Gradient({XmlText.Literal(_graph.Gradients[(int)slot.Offset].Weight.Key)}, {NumberText.Of(grid.Fixed)}, "
                    + $"{NumberText.Of(grid.Width)})",
                _ => $"program.Term({Long(slot.Offset)})",
            };
            _writer.Line($"var {NameOf(value)} = {text};");
        }
    }

    private void Write(NativeStage stage)
    {
        if (stage.Space is { } space)
        {
            WriteLoop(stage, space);
            return;
        }

        var value = stage.Values[0];
        var into = NameOf(value);
        if (_native.AccumulatedBy(value) is { } product)
        {
            var addend = value.Inputs[0] == product ? value.Inputs[1] : value.Inputs[0];
            if (!Plan.Overwrites.TryGetValue(value, out var over) || over != addend)
            {
                _writer.Line($"program.Copy({into}, 0, {NameOf(addend)}, 0, {NumberText.Of(Grid.Of(value.Extent).Width)});");
            }

            _writer.Line($"program.MatMul({into}, {Product(product)}, accumulate: true);");
            return;
        }

        _writer.Line(value.Op switch
        {
            MatMulOp => $"program.MatMul({into}, {Product(value)});",
            NormalizedExpOp op when value.Extent.Shape.Rank == 1 =>
                $"program.{(op.Log ? "LogSoftmax" : "Softmax")}({into}, {Operand(value.Inputs[0])});",
            NormalizedExpOp => throw new UnsupportedException("softmax over the channels of maps"),
            RepeatOp op => $"program.Repeat({into}, {Operand(value.Inputs[0])}, {NumberText.Of(op.Times)});",
            FoldOp op => $"program.SumRepeats({into}, {Operand(value.Inputs[0])}, {NumberText.Of(op.Times)});",
            LogFoldOp op => $"program.LogSumRepeats({into}, {Operand(value.Inputs[0])}, {NumberText.Of(op.Times)});",
            ConvOp op =>
                $"program.Convolve({into}, {Operand(value.Inputs[0])}, {Operand(value.Inputs[1])}, {ConvolutionText.Of(op.Sizes)});",
            ConvInputOp op =>
                $"program.ConvolveBack({into}, {Operand(value.Inputs[0])}, {Operand(value.Inputs[1])}, {ConvolutionText.Of(op.Sizes)});",
            ConvWeightOp op =>
                $"program.ConvolveWeight({into}, {Operand(value.Inputs[0])}, {Operand(value.Inputs[1])}, {ConvolutionText.Of(op.Sizes)});",
            _ => Blocks(value, into),
        });
    }

    /// <summary>Columns side by side: joined, cut out or embedded.</summary>
    private string Blocks(Value value, string into)
    {
        switch (value.Op)
        {
            case JoinOp:
                var at = 0;
                foreach (var input in value.Inputs)
                {
                    var width = Grid.Of(input.Extent).Width;
                    _writer.Line($"program.Copy({into}, {NumberText.Of(at)}, {Operand(input)}, 0, {NumberText.Of(width)});");
                    at += width;
                }

                return "";
            case CutOp op when FirstColumn(op.Start, value, value.Inputs[0]) is { } first:
                return $"program.Copy({into}, 0, {Operand(value.Inputs[0])}, {NumberText.Of(first)}, "
                    + $"{NumberText.Of(Grid.Of(value.Extent).Width)});";
            case EmbedOp op when FirstColumn(op.Start, value.Inputs[0], value) is { } first:
                return $"program.Embed({into}, {NumberText.Of(first)}, {Operand(value.Inputs[0])});";
            default:
                throw UnsupportedException.For(value.Op);
        }
    }

    /// <summary>Where a block begins in the rows of a matrix; null where it is no block of columns.</summary>
    private static int? FirstColumn(IReadOnlyList<int> start, Value part, Value whole)
    {
        var (inner, outer) = (part.Extent.Shape, whole.Extent.Shape);
        return (whole.Extent.HasRows, outer.Rank) switch
        {
            (true, _) when inner.Dimensions.Skip(1).SequenceEqual(outer.Dimensions.Skip(1)) =>
                start[0] * checked((int)(inner.Count / inner[0])),
            (false, 2) when inner[0] == outer[0] => start[1],
            _ => null,
        };
    }

    private string Product(Value product)
    {
        var op = (MatMulOp)product.Op;
        return $"{Operand(product.Inputs[0])}{(op.TransposeLeft ? ".T" : "")}, "
            + $"{Operand(product.Inputs[1])}{(op.TransposeRight ? ".T" : "")}";
    }

    private void WriteLoop(NativeStage stage, Grid space)
    {
        _writer.Line($"program.Each({space.RowsText}, {NumberText.Of(space.Width)}, k =>");
        _writer.Open();
        var loop = new LoopText(_native, stage, space, _writer, Operand, new Identifiers(LoopReserved, _locals));
        loop.Write(value => _reads.IsWritten(value, stage) ? NameOf(value) : null);
        _writer.Close(");");
    }

    private void WriteUpdates(int at)
    {
        if (_phase.Clip is not null || _phase.Accumulate > 1)
        {
            return;
        }

        if (_updates.ChecksBehind(at))
        {
            _writer.Line("program.CheckTerms();");
        }

        foreach (var key in _updates.Behind(at))
        {
            WriteUpdate(key, _updates.GridOf(key));
        }
    }

    private void WriteUpdate(string key, Grid grid) =>
        _writer.Line($"program.Update({XmlText.Literal(key)}, {NumberText.Of(grid.Fixed)}, {NumberText.Of(grid.Width)});");

    /// <summary>A value in memory, possibly looked at in another shape.</summary>
    private string Operand(Value value)
    {
        if (value.Op is DetachOp)
        {
            return Operand(value.Inputs[0]);
        }

        if (value.Op is not ViewOp)
        {
            return value.Op is ExpandOp ? throw new UnsupportedException("a value that is broadcast, as an operand") : NameOf(value);
        }

        var (source, grid) = (value.Inputs[0], Grid.Of(value.Extent));
        return Grid.Of(source.Extent) == grid ? Operand(source) : $"{Operand(source)}.View({grid.RowsText}, {NumberText.Of(grid.Width)})";
    }

    private string NameOf(Value value)
    {
        if (!_names.TryGetValue(value, out var name))
        {
            _names.Add(value, name = _locals.Camel(value.Name));
        }

        return name;
    }

    private static string Long(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
