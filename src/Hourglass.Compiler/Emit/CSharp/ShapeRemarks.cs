using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes what an editor shows of a model's type: every stage with the shape that comes out of it, the number of parameters, and the file.
/// </summary>
internal static class ShapeRemarks
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        (string Text, string Shape)[] lines = [.. context.Model.Data.Select(Of), .. context.Model.Bindings.SelectMany(Of)];
        var width = lines.Max(line => line.Text.Length) + 2;
        writer.Line("/// <remarks>");
        writer.Line($"/// <para>{Parameters(context)}{Place(context, writer)}</para>");
        writer.Line("/// <code>");
        foreach (var (text, shape) in lines)
        {
            writer.Line($"/// {XmlText.Code(text.PadRight(width) + shape)}");
        }

        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    private static (string Text, string Shape) Of(BoundData data) => (DefinitionText.Data(data), data.Shape.WithBatch());

    private static IEnumerable<(string Text, string Shape)> Of(BoundBinding binding)
    {
        var sign = binding.Distribution is null && binding.Role != Role.Prior ? '=' : '~';
        var head = $"{AeKeywords.Of(binding.Role)} {binding.Name} {sign} ";
        if (binding.Sources.Count == 0)
        {
            var word = binding.Prior is { } prior ? DefinitionText.Call(prior.Entry, prior.Arguments)
                : binding.Distribution is { } alone ? DefinitionText.Distribution(binding.Role, alone)
                : "normal";
            return [(head + word, binding.Shape.WithBatch())];
        }

        var sources = string.Join(", ", binding.Sources.Select(DefinitionText.Source));
        return
        [
            (head + (binding.Concatenates ? $"concat({sources})" : sources), ""),
            .. binding.Stages.SelectMany(stage => Of(stage, 1)),
            .. binding.Distribution is { } distribution
                ? new[] { ("  " + DefinitionText.Distribution(binding.Role, distribution), distribution.Event.WithBatch()) }
                : [],
            .. (binding.Distribution?.Bijections ?? [])
                .Select(bijection => ("  " + DefinitionText.Bijection(bijection), binding.Shape.WithBatch())),
        ];
    }

    private static IEnumerable<(string Text, string Shape)> Of(BoundStage stage, int depth) =>
    [
        (new string(' ', 2 * depth) + DefinitionText.Head(stage), stage.Output.WithBatch()),
        .. stage.Body.SelectMany(inner => Of(inner, depth + 1)),
    ];

    private static string Parameters(EmitContext context)
    {
        var count = context.Program.Layers.Sum(layer => layer.Definition.Parameters.Sum(parameter => parameter.Shape.Count));
        var others = context.Model.Externs.Count > 0 ? ", and those of what is written in C#" : "";
        return $"{NumberText.Grouped(count)} parameters{others}.";
    }

    private static string Place(EmitContext context, SourceWriter writer) => writer.FileName is { } file
        ? $" Declared in {XmlText.Code(file)}, line {NumberText.Of(context.Model.Span.Start.Line + 1)}."
        : "";
}
