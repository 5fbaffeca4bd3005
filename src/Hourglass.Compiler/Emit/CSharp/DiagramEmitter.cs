using Hourglass.Compiler.Emit.Diagrams;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the model as it is drawn; the runtime makes a picture of it.</summary>
internal static class DiagramEmitter
{
    /// <summary>The text of the model's diagram.</summary>
    public static string TextOf(EmitContext context) => DiagramText.Of(DiagramBuilder.Of(context.Model, context.Program));

    public static void Emit(EmitContext context, SourceWriter writer)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Indent("protected override string? DiagramText =>");
        writer.Line("\"\"\"");
        writer.Lines(TextOf(context));
        writer.Line("\"\"\";");
        writer.Outdent();
    }
}
