using Google.Protobuf;
using Hourglass.Onnx.Format;
using static Hourglass.Onnx.Format.AttributeProto.Types;

namespace Hourglass.Onnx;

/// <summary>Makes nodes of statements: a node for each operator, and one for each constant.</summary>
internal sealed class NodeWriter
{
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);

    /// <summary>The nodes, each behind those that it reads.</summary>
    public List<NodeProto> Nodes { get; } = [];

    /// <summary>The keys of the tensors of the model that nodes read.</summary>
    public HashSet<string> Weights { get; } = new(StringComparer.Ordinal);

    /// <summary>The functions of the model that nodes call.</summary>
    public HashSet<string> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds statements.</summary>
    public NodeWriter Add(IEnumerable<Statement> statements)
    {
        foreach (var statement in statements)
        {
            Add(statement.Call, statement.Results, statement.Results[^1]);
        }

        return this;
    }

    private void Add(OperatorCall call, IEnumerable<string> results, string name)
    {
        var node = new NodeProto { Name = name, OpType = call.Operator, Domain = call.Domain };
        node.Input.AddRange(call.Inputs.Select((input, i) => Operand(input, FormattableString.Invariant($"{name}__{i}"))));

        // Operators want names also for results that nobody reads.
        node.Output.AddRange(results.Select((result, i) => result.Length > 0 ? result : FormattableString.Invariant($"{name}__unread{i}")));
        node.Attribute.AddRange(call.Attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        if (call.Domain.Length > 0)
        {
            Functions.Add(call.Operator);
        }

        Nodes.Add(node);
    }

    /// <summary>The name of an operand, behind the nodes that it takes.</summary>
    private string Operand(Operand operand, string name)
    {
        switch (operand)
        {
            case NoOperand:
                return "";
            case NamedOperand named:
                return named.Name;
            case WeightOperand weight:
                Weights.Add(weight.Key);
                return weight.Key;
            case ConstantOperand constant:
                return Constant(constant.Text, () => Tensors.Of(constant));
            case SinusoidsOperand table:
                return Constant($"#{table.Steps},{table.Width}", () => Tensors.Of(table));
            case OperatorCall call:
                Add(call, [name], name);
                return name;
            default:
                throw new InvalidOperationException($"{operand} has no node.");
        }
    }

    private string Constant(string text, Func<TensorProto> value)
    {
        if (!_constants.TryGetValue(text, out var name))
        {
            _constants.Add(text, name = FormattableString.Invariant($"constant__{_constants.Count + 1}"));
            var node = new NodeProto { Name = name, OpType = "Constant" };
            node.Output.Add(name);
            node.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeType.Tensor, T = value() });
            Nodes.Add(node);
        }

        return name;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case string text:
                (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case ConstantOperand { IsList: true, IsInteger: true } numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers.Numbers.Select(number => (long)number));
                break;
            case ConstantOperand { IsList: false, IsInteger: true, Numbers: var numbers }:
                (attribute.Type, attribute.I) = (AttributeType.Int, (long)numbers[0]);
                break;
            case ConstantOperand { IsList: false, Numbers: var numbers }:
                (attribute.Type, attribute.F) = (AttributeType.Float, (float)numbers[0]);
                break;
            default:
                throw new InvalidOperationException($"{value} is no value of the attribute {name}.");
        }

        return attribute;
    }
}
