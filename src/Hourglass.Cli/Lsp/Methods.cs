using Hourglass.Cli.Lsp.Answers;
using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Cli.Lsp.Wire;
using Hourglass.Editor;
using StreamJsonRpc;

namespace Hourglass.Cli.Lsp;

/// <summary>The methods that clients may call.</summary>
internal sealed class Methods
{
    private readonly LanguageServer _server;
    private readonly JsonRpc _rpc;

    private Methods(LanguageServer server, JsonRpc rpc)
    {
        _server = server;
        _rpc = rpc;
    }

    private Session Session => _server.Session;

    /// <summary>Adds all of them to a connection.</summary>
    public static void AddTo(LanguageServer server, JsonRpc rpc)
    {
        var methods = new Methods(server, rpc);
        methods.AddLife();
        methods.AddDocuments();
        methods.AddAnswers();
    }

    private void AddLife()
    {
        At<InitializeParams, InitializeResult>("initialize", (client, _) => _server.Initialize(client));
        At<NoParams, object?>("shutdown", (_, _) => null);
        At<NoParams, object?>("initialized", (_, _) => Nothing(_server.Initialized));
        At<SetTraceParams, object?>("$/setTrace", (trace, _) => Nothing(() => _server.Trace(trace.Value)));
    }

    private void AddDocuments()
    {
        Change<DidOpenParams>("textDocument/didOpen", opened =>
        {
            var (uri, text, version) = opened.TextDocument;
            var path = Session.Documents.Open(uri);
            _server.Change(path, () => Session.Workspace.Open(path, text, version));
            _server.LookAtDisk();
        });
        Change<DidChangeParams>("textDocument/didChange", changed => IfOpen(changed.TextDocument.Uri, path =>
        {
            TextChange[] changes = [.. changed.ContentChanges.Select(change => new TextChange(change.Range?.Span, change.Text))];
            _server.Change(path, () => Session.Workspace.Change(path, changes, changed.TextDocument.Version));
        }));
        Change<DocumentParams>("textDocument/didClose", closed => IfOpen(closed.TextDocument.Uri, path =>
        {
            Session.Documents.Close(path);
            _server.Change(path, () => Session.Workspace.Close(path));
            _server.Publisher.Forget(path, closed.TextDocument.Uri);
            _server.LookAtDisk();
        }));
        Change<DocumentParams>("textDocument/didSave", saved => IfOpen(saved.TextDocument.Uri, _ => _server.LookAtDisk()));
        Change<DidChangeWorkspaceFoldersParams>(
            "workspace/didChangeWorkspaceFolders",
            changed => Session.Folders.Change(changed.Event.Added, changed.Event.Removed));
        Change<DidChangeWatchedFilesParams>("workspace/didChangeWatchedFiles", changed =>
        {
            foreach (var file in changed.Changes)
            {
                _server.ChangeOnDisk(Documents.PathOf(file.Uri));
            }
        });
    }

    private void AddAnswers()
    {
        Answer<PositionParams, Hover?>("textDocument/hover", Hovers.Of);
        Answer<CompletionParams, CompletionList>("textDocument/completion", Completions.Of);
        Answer<PositionParams, SignatureHelp?>("textDocument/signatureHelp", Signatures.Of);
        Answer<PositionParams, LspLocation[]>("textDocument/definition", Navigation.Definition);
        Answer<ReferenceParams, LspLocation[]>("textDocument/references", Navigation.References);
        Answer<PositionParams, DocumentHighlight[]>("textDocument/documentHighlight", Navigation.Highlights);
        Answer<PositionParams, PrepareRenameResult?>("textDocument/prepareRename", Renaming.Prepare);
        Answer<RenameParams, WorkspaceEdit>("textDocument/rename", Renaming.Of);
        Answer<DocumentParams, object>("textDocument/documentSymbol", Outlines.Symbols);
        Answer<WorkspaceSymbolParams, SymbolInformation[]>("workspace/symbol", Outlines.Declared);
        Answer<DocumentParams, FoldingRange[]>("textDocument/foldingRange", Outlines.Folds);
        Answer<DocumentParams, SemanticTokens>("textDocument/semanticTokens/full", Colours.Full);
        Answer<RangeParams, SemanticTokens>("textDocument/semanticTokens/range", Colours.Range);
        Answer<RangeParams, InlayHint[]>("textDocument/inlayHint", Hints.Of);
        Answer<CodeActionParams, LspCodeAction[]>("textDocument/codeAction", Actions.Of);
        Answer<DocumentParams, LspTextEdit[]>("textDocument/formatting", Formatting.Full);
        Answer<RangeParams, LspTextEdit[]>("textDocument/rangeFormatting", Formatting.Range);
        Answer<PositionParams, ModelGraph?>(
            "hourglass/graph",
            (session, at, cancellation) => Graphs.Of(session, _server.Draw, at, cancellation));
    }

    /// <summary>At once, in the order of messages.</summary>
    private void At<TParams, TResult>(string method, Func<TParams, CancellationToken, TResult> run) =>
        new Endpoint<TParams, TResult>((parameters, cancellation) => Task.FromResult(run(parameters, cancellation))).AddTo(_rpc, method);

    /// <summary>About the text as it is when the question comes.</summary>
    private void Answer<TParams, TResult>(string method, Func<Session, TParams, CancellationToken, TResult> answer) =>
        new Endpoint<TParams, TResult>((parameters, cancellation) =>
            _server.Queue.AskAsync(() => answer(Session, parameters, cancellation), cancellation)).AddTo(_rpc, method);

    private void Change<TParams>(string method, Action<TParams> change) =>
        new Endpoint<TParams, object?>(async (parameters, _) =>
        {
            await _server.Queue.ChangeAsync(() => change(parameters));
            return null;
        }).AddTo(_rpc, method);

    private static object? Nothing(Action action)
    {
        action();
        return null;
    }

    /// <summary>Changes of documents that are not open come from clients that are mistaken, and there is nothing to change.</summary>
    private void IfOpen(string uri, Action<string> change)
    {
        var path = Documents.PathOf(uri);
        if (Session.Documents.IsOpen(path))
        {
            change(path);
        }
    }
}
