using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the functions in TorchScript that a model's methods call.</summary>
internal static class ScriptsEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        var calls = context.Program.Values.Select(value => value.Op).OfType<ScriptedOp>();
        var functions = calls.Select(call => call.Function).Distinct().ToArray();
        if (functions.Length == 0)
        {
            return;
        }

        writer.Line();
        writer.Doc("summary", "Functions in TorchScript, which the derived step calls too. No gradient passes through them.");
        writer.Open("private static class Scripts");
        foreach (var (function, index) in functions.Select((function, i) => (function, i)))
        {
            if (index > 0)
            {
                writer.Line();
            }

            writer.Doc("summary", function.Summary);
            writer.Indent($"public const string {Identifiers.PascalOf(function.Name)} =");
            writer.Line("\"\"\"");
            writer.Lines(function.Text);
            writer.Line("\"\"\";");
            writer.Outdent();
        }

        writer.Close();
    }

    /// <summary>The constant that holds a function's text.</summary>
    public static string NameOf(ScriptedFunction function) => $"Scripts.{Identifiers.PascalOf(function.Name)}";
}
