using System.Text.RegularExpressions;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>
/// Functions that words bring along in TorchScript, as Python: there types are numbers, and the sizes of a tensor are a list.
/// </summary>
internal static class PythonScripts
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["4"] = "torch.int64",
        ["7"] = "torch.float64",
    };

    private static readonly Regex Type = new(@"(\.to\(|dtype=|dtype == )(\d+)\b", RegexOptions.CultureInvariant);

    private static readonly Regex Sizes = new(@"\b(\w+)\.size\(\)", RegexOptions.CultureInvariant);

    /// <summary>The lines of a function.</summary>
    public static string Text(ScriptedFunction function)
    {
        var text = Type.Replace(
            function.Text,
            match => Types.TryGetValue(match.Groups[2].Value, out var type)
                ? match.Groups[1].Value + type
                : throw new UnexportedException(
                    $"`{function.Name}` computes with numbers of the type {match.Groups[2].Value}, which this export does not know",
                    "Report it with the model's text"));
        text = Sizes.Replace(text, "list($1.size())").Replace("List[", "list[");
        const string EndOfHeader = ":\n";
        var body = text.IndexOf(EndOfHeader, StringComparison.Ordinal) + EndOfHeader.Length;
        return $"@torch.no_grad()\n{text.Substring(0, body)}    \"\"\"{PythonText.Documented(function.Summary)}\"\"\"\n"
            + string.Join("\n", text.Substring(body).Split('\n').SelectMany(Broken));
    }

    /// <summary>A line, as several where it is too long; one that its word has broken already stays.</summary>
    private static IEnumerable<string> Broken(string line)
    {
        if (line.Count(c => c is '(' or '[') != line.Count(c => c is ')' or ']'))
        {
            return [line];
        }

        var indent = line.Length - line.TrimStart(' ').Length;
        return PythonLines.Broken(line.Substring(indent), indent).Select(part => new string(' ', indent) + part);
    }
}
