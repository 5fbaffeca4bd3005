using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>
/// The named calls that have an operator: those whose body would be thousands of values, or is not what is computed outside of training.
/// </summary>
internal static class OnnxCalls
{
    /// <summary>The margin of a normalisation's root, PyTorch's.</summary>
    private const string Margin = "1e-5";

    private static readonly Dictionary<string, Func<GraphWriter, Value, Layer, string>> Texts = new(StringComparer.Ordinal)
    {
        ["batch_norm"] = Normalise,
        [RecurrentStage.Call] = Recur,
    };

    /// <summary>Whether a call has an operator.</summary>
    public static bool Knows(string name) => Texts.ContainsKey(name);

    /// <summary>The operator of a call that has one.</summary>
    public static string Of(GraphWriter writer, Value value)
    {
        var call = (CallOp)value.Op;
        return Texts[call.Name](writer, value, call.Layer!);
    }

    /// <summary>By the running averages, which are the layer's buffers.</summary>
    private static string Normalise(GraphWriter writer, Value value, Layer layer)
    {
        string[] members = ["weight", "bias", "running_mean", "running_var"];
        return $"BatchNormalization({writer.Whole(value.Inputs[0])}, {string.Join(", ", members.Select(member => Key(layer, member)))}, "
            + $"epsilon: {Margin})";
    }

    /// <summary>The states; the steps stand first for the operator, and directions have a dimension of their own.</summary>
    private static string Recur(GraphWriter writer, Value value, Layer layer)
    {
        var definition = (RecurrentLayer)layer.Definition;
        var backwards = (bool)((CallOp)value.Op).Arguments[1];
        var steps = $"Transpose({writer.Whole(value.Inputs[0])}, perm: [1, 0, 2])";
        string Gates(string member) => OrderedGates(definition, Key(layer, member));
        var operands = $"{steps}, Unsqueeze({Gates("weight_ih_l0")}, [0]), Unsqueeze({Gates("weight_hh_l0")}, [0]), "
            + $"Unsqueeze(Concat({Gates("bias_ih_l0")}, {Gates("bias_hh_l0")}, axis: 0), [0])";
        var states = $"{(definition.Cell == Cell.Lstm ? "LSTM" : "GRU")}({operands}, hidden_size: {NumberText.Of(definition.Out)}, "
            + $"direction: \"{(backwards ? "reverse" : "forward")}\"{(definition.Cell == Cell.Gru ? ", linear_before_reset: 1" : "")})";
        return $"Transpose(Squeeze({states}, [1]), perm: [1, 0, 2])";
    }

    /// <summary>PyTorch's gates are i, f, g, o and r, z, n; those of ONNX i, o, f, g and z, r, n.</summary>
    private static string OrderedGates(RecurrentLayer layer, string all)
    {
        string From(int first, int count) => $"Slice({all}, [{NumberText.Of(first * layer.Out)}], "
            + $"[{NumberText.Of((first + count) * layer.Out)}], [0])";
        return layer.Cell == Cell.Lstm
            ? $"Concat({From(0, 1)}, {From(3, 1)}, {From(1, 2)}, axis: 0)"
            : $"Concat({From(1, 1)}, {From(0, 1)}, {From(2, 1)}, axis: 0)";
    }

    private static string Key(Layer layer, string member) => "@" + layer.KeyOf(member);
}
