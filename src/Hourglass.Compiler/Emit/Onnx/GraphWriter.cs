using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>What a graph is given, or gives.</summary>
/// <param name="Value">The value; of an input, a leaf.</param>
/// <param name="Name">The name that is wanted.</param>
/// <param name="Variable">The variable of the model that it belongs to; empty for none.</param>
/// <param name="Summary">What it is.</param>
internal sealed record GraphValue(Value Value, string Name, string Variable, string Summary);

/// <summary>Writes the values behind the outputs of a graph as nodes.</summary>
internal sealed class GraphWriter
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly HashSet<Ir.ScriptedFunction> _functions = [];
    private readonly Dictionary<Value, (string Text, Extent Extent)> _written = [];
    private readonly Dictionary<Value, string> _wanted = [];
    private readonly Dictionary<Value, (Value Product, Value Bias)> _sums = [];
    private readonly HashSet<Value> _folded = [];
    private readonly GraphNames _names = new();
    private string? _batch;
    private string? _rows;

    private GraphWriter()
    {
    }

    /// <summary>The graph of some outputs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">The leaves that are its inputs, also those that nothing reads.</param>
    /// <param name="outputs">What it gives.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    /// <exception cref="RefusedException">ONNX has no operator for a part of it.</exception>
    public static WrittenGraph Write(
        string name, IReadOnlyList<GraphValue> inputs, IReadOnlyList<GraphValue> outputs, CancellationToken cancellation)
    {
        var writer = new GraphWriter();
        Value[] live = [.. Graphs.Behind(outputs.Select(output => output.Value)).OrderBy(value => value.Id)];
        OnnxPort[] given = [.. inputs.Select(writer.Take)];
        string[] names = [.. outputs.Select(writer.Want)];
        writer.Fold(live, [.. outputs.Select(output => output.Value)]);
        foreach (var value in live.Where(value => !writer._written.ContainsKey(value) && !writer._folded.Contains(value)))
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Add(value);
        }

        OnnxPort[] made = [.. outputs.Select((output, i) => writer.Give(output, names[i]))];
        return new WrittenGraph(name, given, made, writer._nodes, [.. writer._functions]);
    }

    /// <summary>A list of numbers.</summary>
    public static string List(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers.Select(number => NumberText.Of(number)))}]";

    /// <summary>A value as an operand of an element-wise operator: what is broadcast there need not have all of its elements.</summary>
    public string Use(Value value) => _written[value].Text;

    /// <summary>A value with all of its elements.</summary>
    public string Whole(Value value)
    {
        var (text, extent) = _written[value];
        if (extent == value.Extent)
        {
            return text;
        }

        var sizes = List(value.Shape.Dimensions);
        var shape = value.Extent switch
        {
            { HasRows: false } => sizes,
            _ when extent.HasRows => List([1, .. value.Shape.Dimensions]),
            { Rows: var rows } => $"Concat({Rows(rows)}, {sizes}, axis: 0)",
        };
        var whole = Node(value.Name, $"Expand({text}, {shape})");
        _written[value] = (whole, value.Extent);
        return whole;
    }

    /// <summary>How many rows there are, so many for each example: a list of one number.</summary>
    public string Rows(int each)
    {
        _rows ??= Node("rows", _batch ?? throw new RefusedException("a graph without examples"));
        return each == 1 ? _rows : $"Mul({_rows}, [{NumberText.Of(each)}])";
    }

    /// <summary>The product or convolution that takes a bias along, and the bias; null for other sums.</summary>
    public (Value Product, Value Bias)? SumOfProduct(Value sum) => _sums.TryGetValue(sum, out var parts) ? parts : null;

    /// <summary>The call of a function that its word's file has in ONNX.</summary>
    /// <exception cref="RefusedException">It has none.</exception>
    public string Call(Ir.ScriptedFunction function, IEnumerable<string> arguments)
    {
        if (function.Onnx is null)
        {
            throw new RefusedException(function.Purpose);
        }

        _functions.Add(function);
        return $"hourglass.{function.Name}({string.Join(", ", arguments)})";
    }

    /// <summary>Adds a node and gives the name of its result.</summary>
    public string Node(string name, string call)
    {
        var free = _names.Free(name);
        _nodes.Add(new OnnxNode(free, call));
        return free;
    }

    /// <summary>Adds a node of whose results the last one is wanted.</summary>
    /// <param name="name">The name of that one.</param>
    /// <param name="others">How many there are before it.</param>
    /// <param name="call">The operator.</param>
    public string LastOf(string name, int others, string call)
    {
        var free = _names.Free(name);
        _nodes.Add(new OnnxNode(string.Concat(Enumerable.Repeat("_, ", others)) + free, call));
        return free;
    }

    private void Add(Value value)
    {
        switch (value.Op)
        {
            case FillOp { Factor: { IsNumber: true } factor }:
                _written[value] = (NumberText.Literal(factor.Number), Extent.Scalar);
                return;
            case WeightOp weight:
                _written[value] = ("@" + weight.Key, value.Extent);
                return;
            case ExpandOp:
                _written[value] = _written[value.Inputs[0]];
                return;
            case DataOp or DrawOp:
                throw new InvalidOperationException($"{value} is no input of the graph.");
        }

        var extent = value.Op.IsPointwise && !_sums.ContainsKey(value)
            ? Broadcasting.Join(value.Inputs.Select(input => _written[input].Extent))
            : value.Extent;
        var call = Operators.Of(this, value);
        if (_wanted.TryGetValue(value, out var wanted) && extent == value.Extent)
        {
            _nodes.Add(new OnnxNode(wanted, call));
            _written[value] = (wanted, extent);
        }
        else
        {
            _written[value] = (Node(value.Name, call), extent);
        }
    }

    /// <summary>Finds x W + b: one operator computes both where nothing else reads the product.</summary>
    private void Fold(Value[] live, HashSet<Value> outputs)
    {
        var uses = live.SelectMany(value => value.Inputs).GroupBy(input => input).ToDictionary(group => group.Key, group => group.Count());
        foreach (var sum in live.Where(value => value.Op is PlusOp))
        {
            var product = sum.Inputs.FirstOrDefault(input => IsProduct(input) && uses[input] == 1 && !outputs.Contains(input));
            var bias = product is null ? null : sum.Inputs.Select(input => BiasOf(product, input)).OfType<Value>().FirstOrDefault();
            if (bias is not null)
            {
                _sums.Add(sum, (product!, bias));
                _folded.Add(product!);
            }
        }
    }

    private static bool IsProduct(Value value) => value.Op is ConvOp or ConvInputOp || value is { Op: MatMulOp, Shape.Rank: 1 };

    /// <summary>The vector that is added to rows, or to the channels of maps; null for anything else.</summary>
    private static Value? BiasOf(Value product, Value addend) => (product.Op, addend) switch
    {
        (MatMulOp, { Op: WeightOp, Shape.Rank: 1 }) => addend,
        (MatMulOp, _) => null,
        (_, { Op: ViewOp, Shape: var shape }) when addend.Inputs[0] is { Op: WeightOp, Shape.Rank: 1 } bias
            && shape.Rank == product.Shape.Rank && shape[0] == product.Shape[0] => bias,
        _ => null,
    };

    private OnnxPort Take(GraphValue input)
    {
        var (extent, name) = (input.Value.Extent, _names.Free(input.Name));
        var sizes = extent.Shape.Dimensions.Select(size => NumberText.Of(size));
        var several = extent.Rows > 1;
        string[] batch = extent.HasRows ? several ? [NumberText.Of(extent.Rows), "N"] : ["N"] : [];
        if (extent.HasRows)
        {
            _batch ??= several ? $"Shape({name}, start: 1, end: 2)" : $"Shape({name}, start: 0, end: 1)";
        }

        // Several rows for each example stand one batch behind the other.
        var text = several ? Node(name + "_rows", $"Reshape({name}, {List([-1, .. extent.Shape.Dimensions])})") : name;
        _written[input.Value] = (text, extent);
        return new OnnxPort(name, input.Variable, input.Value.Kind == ValueKind.Index, [.. batch, .. sizes], input.Summary);
    }

    private string Want(GraphValue output)
    {
        // Classes that are a code where they are missing are an input as well.
        var name = _names.Free(_names.Has(output.Name) ? output.Name + "_out" : output.Name);
        if (!_written.ContainsKey(output.Value) && !_wanted.ContainsKey(output.Value))
        {
            _wanted.Add(output.Value, name);
        }

        return name;
    }

    private OnnxPort Give(GraphValue output, string name)
    {
        var text = Whole(output.Value);
        if (text != name)
        {
            _nodes.Add(new OnnxNode(name, $"Identity({text})"));
        }

        var extent = output.Value.Extent;
        var sizes = extent.Shape.Dimensions.Select(size => NumberText.Of(size));
        return new OnnxPort(
            name,
            output.Variable,
            output.Value.Kind == ValueKind.Index,
            [.. extent.HasRows ? new[] { extent.Rows == 1 ? "N" : $"{NumberText.Of(extent.Rows)}N" } : [], .. sizes],
            output.Summary);
    }
}
