namespace Hourglass.Cli.Lsp.Protocol;

/// <summary>A document is open.</summary>
internal sealed record DidOpenParams(TextDocumentItem TextDocument);

/// <summary>A document with its text.</summary>
internal sealed record TextDocumentItem(string Uri, string Text, int? Version = null);

/// <summary>A document has changed.</summary>
internal sealed record DidChangeParams(VersionedDocument TextDocument, ContentChange[] ContentChanges);

/// <summary>A piece, or everything where there is none, becomes another text.</summary>
internal sealed record ContentChange(string Text, LspRange? Range = null);

/// <summary>Files have changed on the disk.</summary>
internal sealed record DidChangeWatchedFilesParams(FileEvent[] Changes);

/// <summary>A file has changed on the disk.</summary>
internal sealed record FileEvent(string Uri);

/// <summary>Requests of the server that the client should send something.</summary>
internal sealed record RegistrationParams(Registration[] Registrations);

/// <summary>Something that the client should send.</summary>
internal sealed record Registration(string Id, string Method, WatchOptions RegisterOptions);

/// <summary>Which files are watched.</summary>
internal sealed record WatchOptions(FileWatcher[] Watchers);

/// <summary>Which files are watched.</summary>
internal sealed record FileWatcher(string GlobPattern);

/// <summary>A message for the client's log: type 1 is an error, 3 an information.</summary>
internal sealed record LogMessageParams(int Type, string Message);

/// <summary>A message for whoever traces the server.</summary>
internal sealed record LogTraceParams(string Message, string? Verbose = null);

/// <summary>Parameters of a request that has none.</summary>
internal sealed record NoParams;
