using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>Writes the body of one element-wise loop.</summary>
internal sealed class LoopText(
    NativeGraph graph,
    NativeStage stage,
    Grid space,
    SourceWriter writer,
    Func<Value, string> operand,
    Identifiers locals)
{
    private readonly Dictionary<Value, string> _names = [];

    /// <summary>Writes the loop; what is read is read first, as a result may be written over it.</summary>
    /// <param name="target">The memory that a value is wanted in, or null.</param>
    public void Write(Func<Value, string?> target)
    {
        foreach (var value in stage.Values)
        {
            foreach (var input in (graph.SumOf(value) ?? value).Inputs)
            {
                Read(input, graph.SumOf(value)?.Inputs[0].Extent ?? value.Extent);
            }
        }

        var results = new List<string>();
        foreach (var value in stage.Values)
        {
            if (graph.SumOf(value) is { } sum)
            {
                var scale = value.Op is ScaleOp op ? $" * {LaneText.Of(op.Factor)}" : "";
                results.Add(
                    $"k.{(Grid.IsByChannel(sum.Extent, sum.Inputs[0].Extent) ? "SumChannels" : "Sum")}({target(value)}, "
                    + $"{Use(sum.Inputs[0])}{scale});");
                continue;
            }

            var name = locals.Camel(value.Name);
            writer.Line(
                $"var {name} = {(value.Op is FillOp fill ? Filled(fill) : LaneText.Expression(value, index => Use(value.Inputs[index])))}"
                + ";");
            _names[value] = name;
            if (target(value) is { } into)
            {
                results.Add($"k.Write({into}, {name});");
            }
        }

        foreach (var result in results)
        {
            writer.Line(result);
        }
    }

    private static string Filled(FillOp fill) =>
        fill.Factor.IsNumber ? $"k.Factor({NumberText.Literal(fill.Factor.Number)})" : LaneText.Of(fill.Factor);

    private void Read(Value value, Extent reader)
    {
        if (_names.ContainsKey(value) || (stage.Values.Contains(value) && graph.SumOf(value) is null) || value.Op is FillOp)
        {
            return;
        }

        if (IsReadThrough(value))
        {
            Read(value.Inputs[0], value.Op is RepeatOp ? reader : value.Extent);
            return;
        }

        if (graph.IsRematerialized(value))
        {
            foreach (var input in value.Inputs)
            {
                Read(input, value.Extent);
            }

            var computed = locals.Camel(value.Name);
            writer.Line($"var {computed} = {LaneText.Expression(value, index => Use(value.Inputs[index]))};");
            _names[value] = computed;
            return;
        }

        var byChannel = Grid.IsByChannel(value.Extent, reader);
        if (!byChannel && (!space.Reads(Grid.Of(value.Extent)) || !Grid.IsFaithful(value.Extent, reader)))
        {
            throw new UnsupportedException($"{value.Extent} read in a loop over {reader}");
        }

        var name = locals.Camel(value.Name);
        writer.Line($"var {name} = k.{(byChannel ? "ReadChannels" : "Read")}({operand(value)});");
        _names[value] = name;
    }

    private string Use(Value value) => value.Op switch
    {
        FillOp fill when !_names.ContainsKey(value) => Filled(fill),
        _ when IsReadThrough(value) => Use(value.Inputs[0]),
        _ => _names[value],
    };

    private bool IsReadThrough(Value value) => value.Op switch
    {
        ExpandOp => true,
        RepeatOp => graph.IsFused(value),
        ViewOp =>
            NativeGraph.IsSameMatrix(value)
            && (stage.Values.Contains(value.Inputs[0]) || IsReadThrough(value.Inputs[0]) || graph.IsRematerialized(value.Inputs[0])),
        _ => false,
    };
}
