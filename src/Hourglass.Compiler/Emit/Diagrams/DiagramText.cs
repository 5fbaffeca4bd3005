using System.Globalization;
using System.Text;

namespace Hourglass.Compiler.Emit.Diagrams;

/// <summary>Writes a diagram as JSON, a card, a box or a line in each line of text; the runtime reads it.</summary>
internal static class DiagramText
{
    /// <summary>The text.</summary>
    public static string Of(Diagram diagram)
    {
        var text = new StringBuilder("{\n");
        text.Append("  ").Append(Field("name", diagram.Name)).Append(",\n  \"cards\": [");
        Join(text, diagram.Cards, "\n    ", card =>
        {
            text.Append(Card(card)).Append(", \"boxes\": [");
            Join(text, card.Boxes, "\n      ", box => text.Append(Box(box)));
            text.Append("]}");
        });
        text.Append("\n  ],\n  \"lines\": [");
        Join(text, diagram.Lines, "\n    ", line => text.Append(
            $"{{\"from\": {NumberText.Of(line.From)}, \"to\": {NumberText.Of(line.To)}, {Field("kind", line.Kind)}}}"));
        return text.Append("\n  ]\n}\n").ToString();
    }

    private static string Card(DiagramCard card) => "{" + string.Join(", ", new[]
    {
        $"\"id\": {NumberText.Of(card.Id)}",
        Field("kind", card.Kind),
        Field("title", card.Title),
        card.Note is { } note ? Field("note", note) : null,
        card.Rises ? "\"rises\": true" : null,
    }.OfType<string>());

    private static string Box(DiagramBox box) => "{" + string.Join(", ", new[]
    {
        $"\"id\": {NumberText.Of(box.Id)}",
        Field("kind", box.Kind),
        Field("text", box.Text),
        box.Shape is { } shape ? Field("shape", shape) : null,
        box.Count > 0 ? $"\"count\": {NumberText.Of(box.Count)}" : null,
        Parameters(box.Parameters),
        box.Note is { } note ? Field("note", note) : null,
        box.Layer is { } layer ? Field("layer", layer) : null,
        box.Chains.Count > 0 ? $"\"chains\": [{string.Join(", ", box.Chains.Select(Chain))}]" : null,
    }.OfType<string>()) + "}";

    private static string? Parameters(long? count) => count switch
    {
        null => "\"parameters\": null",
        0 => null,
        _ => $"\"parameters\": {NumberText.Of(count.Value)}",
    };

    private static string Chain(IReadOnlyList<DiagramBox> boxes) => $"[{string.Join(", ", boxes.Select(Box))}]";

    private static void Join<T>(StringBuilder text, IReadOnlyList<T> items, string before, Action<T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i > 0 ? "," : "").Append(before);
            write(items[i]);
        }
    }

    private static string Field(string name, string value) => $"\"{name}\": {String(value)}";

    private static string String(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' or '\\' => text.Append('\\').Append(character),
                < ' ' or > '~' => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        return text.Append('"').ToString();
    }
}
