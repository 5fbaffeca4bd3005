using Hourglass.Compiler.Emit.Onnx;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes what the model computes as text in the words of ONNX; the runtime makes files of it, with the weights.</summary>
internal static class OnnxEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        var (graphs, refused) = ModelGraphs.Of(context, writer.Cancellation);
        var functions = graphs.SelectMany(graph => graph.Functions).Distinct().Select(function => function.Onnx!.Replace("\r", ""));
        string[] parts =
        [
            .. graphs.Select(graph => string.Join("\n", graph.Lines)),
            .. functions.Select(function => "function " + function.Trim()),
            .. refused.Select(pair => $"refused {pair.Graph} \"{pair.Why}\""),
        ];
        if (parts.Length == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Indent("protected override string? OnnxText =>");
        writer.Line("\"\"\"");
        writer.Lines(string.Join("\n\n", parts) + "\n");
        writer.Line("\"\"\";");
        writer.Outdent();
    }
}
