using System.Globalization;
using System.Reflection;
using Google.Protobuf;
using Hourglass.Onnx.Format;
using static TorchSharp.torch;

namespace Hourglass.Onnx;

/// <summary>Makes the file of a graph: its nodes, the weights that they read, and what it is for people.</summary>
internal static class OnnxModel
{
    /// <summary>The set of operators: the newest that is released and that ONNX Runtime runs.</summary>
    internal const int Opset = 26;

    /// <summary>The version of the format that came with that set of operators.</summary>
    internal const int Format = 13;

    /// <summary>The domain of the functions that a model brings along.</summary>
    private const string Own = "hourglass";

    /// <summary>A message of protobuf is read as a whole, at most 2 GiB; the nodes have room besides.</summary>
    internal const long MostBytes = int.MaxValue - (16L << 20);

    private static readonly string Version =
        typeof(OnnxModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The file of a graph.</summary>
    /// <param name="model">The model, for its description.</param>
    /// <param name="text">What it computes.</param>
    /// <param name="name">The graph.</param>
    /// <param name="weights">The model's tensors, by their keys in <c>state_dict</c>.</param>
    /// <exception cref="HourglassException">The weights are too large for a file.</exception>
    public static ModelProto Of(ModelDescription model, OnnxText text, string name, IReadOnlyDictionary<string, Tensor> weights)
    {
        var described = text.Graphs[name];
        var nodes = new NodeWriter().Add(described.Statements);
        var graph = new GraphProto { Name = name, DocString = $"{model.Name}: {name}" };
        graph.Node.AddRange(nodes.Nodes);
        graph.Initializer.AddRange(Initializers(model, nodes.Weights, weights));
        graph.Input.AddRange(described.Inputs.Select(input => Info(model, input)));
        graph.Output.AddRange(described.Outputs.Select(output => Info(model, output)));
        var file = new ModelProto
        {
            IrVersion = Format,
            ProducerName = "Hourglass",
            ProducerVersion = Version,
            DocString = model.Summary,
            Graph = graph,
        };
        file.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        file.MetadataProps.Add(new StringStringEntryProto { Key = "model", Value = model.Name });
        file.MetadataProps.Add(new StringStringEntryProto { Key = "definition", Value = model.Definition });
        file.Functions.AddRange(nodes.Functions.Order(StringComparer.Ordinal).Select(function => Function(text.Functions[function])));
        if (file.Functions.Count > 0)
        {
            file.OpsetImport.Add(new OperatorSetIdProto { Domain = Own, Version = 1 });
        }

        return file;
    }

    private static IEnumerable<TensorProto> Initializers(
        ModelDescription model, HashSet<string> keys, IReadOnlyDictionary<string, Tensor> weights)
    {
        var bytes = keys.Sum(key => weights[key].numel() * sizeof(float));
        return bytes <= MostBytes
            ? keys.Order(StringComparer.Ordinal).Select(key => Tensors.Of(key, weights[key]))
            : throw new HourglassException(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name} has weights of {bytes / 1e9:0.0} GB in single precision, and an ONNX file holds at most 2 GiB. Export a "
                    + $"graph that reads fewer of them, or use the safetensors file."));
    }

    private static FunctionProto Function(TextFunction text)
    {
        var function = new FunctionProto { Name = text.Name, Domain = Own };
        function.Input.AddRange(text.Inputs);
        function.Output.Add(text.Result);
        function.Node.AddRange(new NodeWriter().Add(text.Statements).Nodes);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return function;
    }

    private static ValueInfoProto Info(ModelDescription model, Port port)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(port.Sizes.Select(size => long.TryParse(size, CultureInfo.InvariantCulture, out var number)
            ? new TensorShapeProto.Types.Dimension { DimValue = number }
            : new TensorShapeProto.Types.Dimension { DimParam = size }));
        var words = port.Variable is { } variable && model.Documentation.TryGetValue(variable, out var own)
            ? $"{port.Summary} {own}"
            : port.Summary;
        return new ValueInfoProto
        {
            Name = port.Name,
            DocString = words,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = (int)(port.IsInteger ? TensorProto.Types.DataType.Int64 : TensorProto.Types.DataType.Float),
                    Shape = shape,
                },
            },
        };
    }
}
