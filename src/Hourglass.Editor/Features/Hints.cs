using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;

namespace Hourglass.Editor.Features;

/// <summary>The shapes behind stages.</summary>
internal static class Hints
{
    /// <summary>The hints of a model where it stands now, by place.</summary>
    public static IEnumerable<ShapeHint> Of(ModelAnalysis model)
    {
        var notes = model.Unit.Notes;
        var stages = notes.Stages
            .Where(note => note is { Block: null, Output: not null })
            .Select(note => Of(model.Now(note.Syntax.Span), note));
        var distributions = notes.Distributions.Where(note => note.Bound is not null).Select(note => new ShapeHint(
            model.Now(note.Syntax.Span).End,
            note.Bound!.Event.InBrackets(),
            $"{note.Bound.Entry.Name} over {note.Bound.Event.Described()}, from {note.Input.Described()}"));

        // A stage in braces that repeat is bound several times; what it gives in the end is what counts.
        return stages.Concat(distributions).GroupBy(hint => hint.Place).Select(group => group.Last());
    }

    /// <summary>The hints inside a block: where all its uses in the file give the same shape.</summary>
    public static IEnumerable<ShapeHint> Of(FileAnalysis file, BlockDeclaration block)
    {
        var uses = file.Models.SelectMany(model => model.Unit.Notes.Stages
            .Where(note => note.Block == block.Name.Text && note.Output is not null)
            .Select(note => Of(Blocks.Now(model, block, note.Syntax.Span), note)));
        return uses.GroupBy(hint => hint.Place)
            .Where(group => group.Select(hint => hint.Text).Distinct().Count() == 1)
            .Select(group => group.First());
    }

    private static ShapeHint Of(TextSpan span, StageNote note) => new(span.End, note.Output!.Value.InBrackets(), Tooltip(note));

    /// <summary>What goes in and comes out, and what it costs.</summary>
    public static string Tooltip(StageNote note)
    {
        var parameters = note.Bound!.Sum(stage => stage.ParameterCount);
        return $"{note.Input.InBrackets()} → {note.Output!.Value.InBrackets()}"
            + (parameters > 0 ? $", {NumberText.Grouped(parameters)} parameters" : "");
    }
}
