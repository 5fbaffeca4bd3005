namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>A result of an operator of ONNX.</summary>
/// <param name="Results">Its name; of several results all names, with commas between, <c>_</c> for those that nobody reads.</param>
/// <param name="Call">The operator with its inputs and attributes, <c>Gemm(x, @encoder.dense1.weight, transB: 1)</c>.</param>
internal sealed record OnnxNode(string Results, string Call)
{
    public override string ToString() => $"{Results} = {Call}";
}

/// <summary>An input or an output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variable">The variable of the model that it belongs to, whose documentation is its own; empty for none.</param>
/// <param name="IsInteger">Whether it is of 64-bit integers; of single precision otherwise.</param>
/// <param name="Sizes">Numbers, and <c>N</c> for the batch.</param>
/// <param name="Summary">What it is.</param>
internal sealed record OnnxPort(string Name, string Variable, bool IsInteger, IReadOnlyList<string> Sizes, string Summary)
{
    public override string ToString() =>
        $"{Name}: {(IsInteger ? "int64" : "float")}[{string.Join(", ", Sizes)}]{(Variable.Length == 0 ? "" : $" of {Variable}")} "
        + $"\"{Summary}\"";
}

/// <summary>A graph, by its name: <c>encode</c>.</summary>
internal sealed record WrittenGraph(
    string Name,
    IReadOnlyList<OnnxPort> Inputs,
    IReadOnlyList<OnnxPort> Outputs,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<Ir.ScriptedFunction> Functions)
{
    /// <summary>The graph as text: a line for each input, node and output.</summary>
    public IEnumerable<string> Lines =>
    [
        $"graph {Name}",
        .. Inputs.Select(input => $"in {input}"),
        .. Nodes.Select(node => node.ToString()),
        .. Outputs.Select(output => $"out {output}"),
    ];
}
