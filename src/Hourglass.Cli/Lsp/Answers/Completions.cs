using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Editor;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/completion</c>.</summary>
internal static class Completions
{
    /// <summary>
    /// The characters after which clients ask by themselves: they ask at every letter anyhow. Not <c>&gt;</c>, as the space behind an arrow
    /// would close the list again, and not <c>:</c> or <c>,</c>, as the key Enter behind them would choose a word.
    /// </summary>
    public static readonly string[] Triggers = [" ", "(", "\""];

    private const int ByCharacter = 2;

    /// <summary>The words that fit.</summary>
    public static CompletionList Of(Session session, CompletionParams at, CancellationToken cancellation)
    {
        var path = Documents.PathOf(at.TextDocument.Uri);
        var place = at.Position.Place;
        var isBySpace = at.Context is { TriggerKind: ByCharacter, TriggerCharacter: " " };
        var words = isBySpace && !IsBehindSign(session.Workspace, path, place, cancellation)
            ? []
            : session.Workspace.Complete(path, place, cancellation);
        return new CompletionList(false, [.. words.Select(word => ItemOf(word, session.Client))]);
    }

    /// <summary>A space asks for words behind an arrow and other signs; elsewhere it is just a space.</summary>
    private static bool IsBehindSign(Workspace workspace, string path, LinePosition place, CancellationToken cancellation)
    {
        var line = new TextSpan(place with { Column = 0 }, place);
        return workspace.Tokens(path, line, cancellation).LastOrDefault(token => token.Span.End.CompareTo(place) <= 0) is { } last
            && last.Colour == TokenColour.Operator
            && last.Span.End.Line == place.Line
            && last.Span.End.Column == place.Column - 1;
    }

    private static CompletionItem ItemOf(Completion word, ClientFeatures client)
    {
        var edit = word.IsSnippet && !client.Snippets ? word.Edit with { Text = SnippetText.Plain(word.Edit.Text) } : word.Edit;
        return new CompletionItem(
            word.Label,
            KindOf(word.Kind),
            word.Detail.Length > 0 ? word.Detail : null,
            Markup.Of(word.Documentation, client.CompletionMarkdown),
            word.Order,
            word.IsSnippet && client.Snippets ? 2 : 1,
            LspTextEdit.Of(edit));
    }

    /// <summary>The protocol's number; what has no name there gets one of its own all the same, for another sign in the list.</summary>
    public static int KindOf(CompletionKind kind) => kind switch
    {
        CompletionKind.Keyword => 14,
        CompletionKind.Stage => 3,
        CompletionKind.Activation => 2,
        CompletionKind.Distribution => 22,
        CompletionKind.Term => 24,
        CompletionKind.Domain => 25,
        CompletionKind.Setting => 10,
        CompletionKind.Word => 20,
        CompletionKind.Variable => 6,
        CompletionKind.Label => 18,
        CompletionKind.Constant => 21,
        CompletionKind.Block => 9,
        CompletionKind.Model => 7,
        CompletionKind.Parameter => 5,
        CompletionKind.File => 17,
        _ => 1,
    };
}
