using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>
/// A model in which a word of no meaning stands at the cursor: what the binder notes there is what is known of the place, and whether
/// another word fits is asked of the binder itself.
/// </summary>
internal sealed class Trial
{
    /// <summary>The word of no meaning.</summary>
    public const string Word = "here__";

    private readonly ModelInput _input;
    private readonly TextDocument _model;
    private readonly ParseMemory _memory = new();
    private readonly LinePosition _place;

    private Trial(ModelInput input, TextDocument model, BindingResult binding, BindingNotes notes)
    {
        (_input, _model, Binding, Notes) = (input, model, binding, notes);
        _place = model.PositionOf(model.Text.IndexOf(Word, StringComparison.Ordinal));
    }

    /// <summary>What is known of the model.</summary>
    public BindingResult Binding { get; }

    /// <summary>What was found out on the way.</summary>
    public BindingNotes Notes { get; }

    /// <summary>The stage at the cursor, where the binder came so far; inside a block, as its first use has it.</summary>
    public StageNote? Stage => Notes.Stages.FirstOrDefault(note => note.Syntax.Name.Text == Word);

    /// <summary>The model up to the place: what fits there depends on nothing behind it.</summary>
    public string Before => _model.Text[.._model.OffsetOf(_place)];

    /// <summary>A variable and a label that an argument could name, or null.</summary>
    public (string? Variable, string? Label) InReach => (
        Binding.Model.Data.Select(data => data.Name).Concat(Binding.Model.Bindings.Select(binding => binding.Name)).FirstOrDefault(),
        Notes.Stages.Where(note => note.Bound is not null).Select(note => note.Syntax.Label?.Text).OfType<string>().FirstOrDefault());

    /// <summary>The model as it is written.</summary>
    public ModelDeclaration Model => _input.Model;

    /// <summary>
    /// Puts the word at the cursor and binds the model around it, or where that is a block the first model that uses it; null where the
    /// text cannot be parsed so, or nothing is around it. What stands elsewhere in the file is taken as it was analysed.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="cursor">Where.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    public static Trial? Make(FileAnalysis file, Cursor cursor, CancellationToken cancellation)
    {
        var document = file.Document;
        var at = document.PositionOf(cursor.WordStart);
        var index = file.Tree.Declarations.Count(declaration => declaration.Span.Start.CompareTo(at) <= 0) - 1;
        if (index < 0)
        {
            return null;
        }

        var around = file.Tree.Declarations[index];
        var start = document.OffsetOf(around.Span.Start);
        var end = index + 1 < file.Tree.Declarations.Count
            ? document.OffsetOf(file.Tree.Declarations[index + 1].Span.Start)
            : document.Text.Length;
        foreach (var ending in new[] { "", cursor.Closers, $": {Word}{cursor.Closers}" }.Distinct())
        {
            var rest = ending.Length == 0 ? cursor.WordEnd : Math.Min(end, EndOfLine(document, cursor.WordEnd));
            var text = string.Concat(
                document.Text.AsSpan(start, cursor.WordStart - start), Word, ending, document.Text.AsSpan(rest, Math.Max(0, end - rest)));
            var declared = AeParser.ParseFile(text, cancellation).Tree.Declarations.FirstOrDefault();
            if (declared is ModelDeclaration or BlockDeclaration && Made(file, around, declared, text, cancellation) is { } trial)
            {
                return trial;
            }
        }

        return null;
    }

    /// <summary>What the binder notes of another text in the word's place; null where the model cannot be parsed so.</summary>
    public (StageNote? Stage, DistributionNote? Distribution) Try(string text, CancellationToken cancellation)
    {
        var parsed = AeParser.ParseFile(_model.Text.Replace(Word, text, StringComparison.Ordinal), _memory, cancellation);
        if (parsed.Tree.Declarations is not [ModelDeclaration model, ..])
        {
            return (null, null);
        }

        var notes = new BindingNotes();
        AeCompiler.Bind(_input with { Model = model, Variant = null }, notes, cancellation);
        return (
            notes.Stages.FirstOrDefault(note => note.Syntax.Name.Span.Start == _place),
            notes.Distributions.FirstOrDefault(note => note.Syntax.Name.Span.Start == _place));
    }

    private static Trial? Made(
        FileAnalysis file, Declaration around, Declaration declared, string text, CancellationToken cancellation)
    {
        var inputs = (around, declared) switch
        {
            (ModelDeclaration before, ModelDeclaration model) when file.Of(before)?.Input is { } input => [input with { Model = model }],
            (BlockDeclaration before, BlockDeclaration block) => file.Models
                .Where(model => file.Document.Slice(model.Input.Model.Span).Contains(before.Name.Text, StringComparison.Ordinal))
                .Select(model => model.Input with
                {
                    Blocks = model.Input.Blocks.Select(other => other.Name.Text == before.Name.Text ? block : other).ToEquatable(),
                }),
            _ => Enumerable.Empty<ModelInput>(),
        };
        foreach (var input in inputs)
        {
            var notes = new BindingNotes();
            var binding = AeCompiler.Bind(input, notes, cancellation);
            if (declared is ModelDeclaration || notes.Stages.Any(note => note.Syntax.Name.Text == Word))
            {
                return new Trial(input, new TextDocument(text, null), binding, notes);
            }
        }

        return null;
    }

    private static int EndOfLine(TextDocument document, int offset) =>
        document.OffsetOf(new LinePosition(document.PositionOf(offset).Line, int.MaxValue));
}
