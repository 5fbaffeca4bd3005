using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>What stands under the pointer.</summary>
internal static class Hovers
{
    /// <summary>The text about a place; null where there is nothing to say.</summary>
    public static HoverText? Of(FileAnalysis file, LinePosition at)
    {
        if (file.Names.At(at) is { } place)
        {
            return Of(file, place) is { } markdown ? new HoverText(markdown, place.Span) : null;
        }

        var offset = file.Document.OffsetOf(at);
        var (start, end) = WordAt(file.Document.Text, offset);
        var word = file.Document.Text[start..end];
        if (!AeKeywords.IsReserved(word) || Comments.Hold(file.Document, offset))
        {
            return null;
        }

        return new HoverText($"**{word}**\n\n```ae\n{AeKeywords.Example(word)}\n```", file.Document.SpanOf(start, end));
    }

    private static string? Of(FileAnalysis file, NamePlace place)
    {
        var model = file.DeclarationAt(place.Span.Start) is ModelDeclaration declared ? file.Of(declared) : null;
        var bound = model?.Unit.Binding.Model;
        var name = place.Name;
        return name.Kind switch
        {
            NameKind.Word => Heading(EntryText.SignatureOf(name.Entry!), EntryText.KindOf(name.Entry!))
                + Shapes(file, place) + EntryText.Markdown(name.Entry!),
            NameKind.Constant or NameKind.Parameter => Number(file, name, model),
            NameKind.Data when bound?.FindData(name.Text) is { } data => Heading($"data {data.Name}", "") + Data(data),
            NameKind.Variable when bound?.Find(name.Text) is { } binding =>
                Heading(name.Text, AeKeywords.Of(binding.Role)) + Variable(bound, binding),
            NameKind.Block => Heading(BlockSignature(file, name.Text), "block") + Shapes(file, place),
            NameKind.Extern => Heading(name.Text, "written in C#") + Shapes(file, place),
            NameKind.Label when Labelled(model, name.Text) is { } note =>
                Heading(name.Text, $"label of `{note.Syntax.Name.Text}`") + Hints.Tooltip(note),
            NameKind.Model => Model(file, name.Text),
            NameKind.Phase => Heading(name.Text, "phase of the training"),
            _ => null,
        };
    }

    private static StageNote? Labelled(ModelAnalysis? model, string label) => model?.Unit.Notes.Stages.LastOrDefault(
        note => note.Syntax.Label?.Text == label && note.Output is not null);

    private static string Heading(string signature, string kind) =>
        $"```ae\n{signature}\n```\n" + (kind.Length == 0 ? "" : $"{kind}\n\n");

    /// <summary>What goes into a stage and comes out of it, where the binder came so far.</summary>
    private static string Shapes(FileAnalysis file, NamePlace place)
    {
        var notes = file.DeclarationAt(place.Span.Start) switch
        {
            ModelDeclaration declared when file.Of(declared) is { } model => Of(model),
            BlockDeclaration block => file.Models.SelectMany(model => model.Unit.Notes.Stages
                .Where(note => note.Block == block.Name.Text && note.Output is not null
                    && Blocks.Now(model, block, note.Syntax.Name.Span).Start == place.Span.Start)
                .Select(Hints.Tooltip)),
            _ => [],
        };
        return string.Concat(notes.Distinct().Take(4).Select(shapes => $"**{shapes}**\n\n"));

        IEnumerable<string> Of(ModelAnalysis model) => model.Unit.Notes.Stages
            .Where(note => note is { Block: null, Output: not null } && model.Now(note.Syntax.Name.Span).Start == place.Span.Start)
            .Select(Hints.Tooltip)
            .Concat(model.Unit.Notes.Distributions
                .Where(note => note.Bound is not null && model.Now(note.Syntax.Name.Span).Start == place.Span.Start)
                .Select(note => $"{note.Input.InBrackets()} → {note.Bound!.Event.InBrackets()}"));
    }

    private static string Number(FileAnalysis file, SourceName name, ModelAnalysis? model)
    {
        var known = (model is null ? file.Models : [model])
            .Where(other => name.Owner is null || other.Input.Model.Name.Text == name.Owner)
            .Select(other => other.Unit.Notes.Values.TryGetValue(name.Text, out var value) ? value : (double?)null)
            .FirstOrDefault(value => value is not null);
        var isConstant = name.Kind == NameKind.Constant;
        var declared = (isConstant ? "const " : "") + name.Text + (known is { } number ? $" = {NumberText.Of(number)}" : "");
        return Heading(declared, isConstant ? "constant" : "parameter");
    }

    private static string Data(BoundData data)
    {
        var lines = new List<string>
        {
            data.Classes > 0
                ? $"{data.Domain.Name}({NumberText.Grouped(data.Classes)}), read as one-hot {data.InputShape.InBrackets()}"
                : $"{data.Domain.Name} {data.Shape.InBrackets()}, {NumberText.Grouped(data.Shape.Count)} numbers in {data.Range}",
        };
        if (data.Preparations.Count > 0)
        {
            lines.Add($"Prepared by {string.Join(", ", data.Preparations.Select(preparation => $"`{preparation.Entry.Name}`"))}.");
        }

        if (data.Optional)
        {
            lines.Add("May be missing.");
        }

        return string.Join("\n\n", data.Doc is null ? lines : lines.Append(data.Doc));
    }

    private static string Variable(BoundModel model, BoundBinding binding)
    {
        var lines = new List<string>
        {
            binding.Distribution is { } distribution
                ? $"{distribution.Entry.Name} {binding.Shape.InBrackets()}, with "
                    + string.Join(", ", distribution.Heads.Select(head => $"`{binding.Name}.{head.Parameter}`"))
                : $"{binding.Shape.InBrackets()}, numbers in {binding.Range}",
        };
        var parameters = binding.AllStages.Sum(stage => stage.ParameterCount);
        if (parameters > 0)
        {
            lines.Add($"{NumberText.Grouped(parameters)} parameters");
        }

        if (binding is { Role: Role.Encode, Distribution: not null })
        {
            lines.Add($"Prior: {model.PriorOf(binding.Name) switch
            {
                { Distribution: { } own } => own.Entry.Name,
                { Prior: { } made } => made.Entry.Name,
                _ => $"standard {binding.Distribution.Entry.Name}",
            }}");
        }

        return string.Join("\n\n", binding.Doc is null ? lines : lines.Append(binding.Doc));
    }

    private static string BlockSignature(FileAnalysis file, string name)
    {
        var block = file.InReach.OfType<BlockDeclaration>().FirstOrDefault(other => other.Name.Text == name);
        return block is null || block.Parameters.Count == 0
            ? name
            : $"{name}({string.Join(", ", block.Parameters.Select(parameter => parameter.Name.Text))})";
    }

    private static string Model(FileAnalysis file, string name)
    {
        if (file.Models.FirstOrDefault(other => other.Name == name) is not { } model)
        {
            return Heading($"model {name}", "");
        }

        var bound = model.Unit.Binding.Model;
        var lines = new List<string>();
        if (model.Input.Doc is { } doc)
        {
            lines.Add(doc);
        }

        var count = bound.Bindings.SelectMany(binding => binding.AllStages).Sum(stage => stage.ParameterCount);
        lines.Add($"{NumberText.Grouped(count)} parameters");
        lines.AddRange(bound.Data.Select(data => $"- data `{data.Name}`: {data.Domain.Name} {data.Shape.InBrackets()}"));
        lines.AddRange(bound.Bindings.Where(binding => binding.Role != Role.Prior)
            .Select(binding =>
                $"- {AeKeywords.Of(binding.Role)} `{binding.Name}`: {binding.Distribution?.Entry.Name} {binding.Shape.InBrackets()}"));
        return Heading($"model {name}", "") + string.Join("\n\n", lines);
    }

    private static (int Start, int End) WordAt(string text, int offset)
    {
        var (start, end) = (offset, offset);
        while (start > 0 && ScannedToken.IsWordPart(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && ScannedToken.IsWordPart(text[end]))
        {
            end++;
        }

        return (start, end);
    }
}
