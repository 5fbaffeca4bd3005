namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the model as it is drawn; the runtime makes a picture of it.</summary>
internal static class DiagramEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Indent("protected override string? DiagramText =>");
        writer.Line("\"\"\"");
        writer.Lines(context.Diagram);
        writer.Line("\"\"\";");
        writer.Outdent();
    }
}
