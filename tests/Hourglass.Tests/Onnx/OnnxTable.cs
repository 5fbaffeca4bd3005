using System.Globalization;

namespace Hourglass.Tests.Onnx;

/// <summary>Rows of the table of <c>docs/onnx.md</c>: run the tests with <c>ONNX_TABLE=FILE</c> to have them written.</summary>
internal static class OnnxTable
{
    /// <summary>The largest difference of each graph; a refused graph has its reason.</summary>
    public static string Row(
        string name, IReadOnlyDictionary<OnnxGraph, double> differences, IReadOnlyDictionary<OnnxGraph, string> refused) =>
        $"| {name} | {string.Join(" | ", Enum.GetValues<OnnxGraph>().Select(graph => Cell(graph, differences, refused)))} |";

    private static string Cell(
        OnnxGraph graph, IReadOnlyDictionary<OnnxGraph, double> differences, IReadOnlyDictionary<OnnxGraph, string> refused) =>
        differences.TryGetValue(graph, out var found) ? found == 0 ? "0" : found.ToString("0.#e-0", CultureInfo.InvariantCulture)
        : refused.TryGetValue(graph, out var why) ? $"refused: {why}"
        : "";
}
