import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Diagnostic, DidChangeTextDocumentNotification, DidOpenTextDocumentNotification, ExitNotification, type InitializeResult,
  InitializeRequest, InitializedNotification, type ProtocolConnection, PublishDiagnosticsNotification, ShutdownRequest, StreamMessageReader,
  StreamMessageWriter, type TextDocumentContentChangeEvent, type TextEdit, type WorkspaceEdit, createProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The command that HOURGLASS_SERVER names, its words separated by blanks; undefined where it is not set. */
export const serverCommand = (): string[] | undefined => process.env['HOURGLASS_SERVER']?.split(/\s+/).filter(word => word !== '');

/** Puts a script by the name of the tool into a folder, which gives its own arguments to a command. */
export function putTool(folder: string, command: readonly string[]): void {
  const place = path.join(folder, 'hourglass');
  writeFileSync(place, `#!/bin/sh\ncd '${process.cwd()}' && exec ${command.map(word => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(place, 0o755);
}

/** The tool that `serverCommand` starts as a server: its command without the last word, `lsp`. */
export const serverTool = (): string[] => (serverCommand() ?? []).slice(0, -1);

/** Why tests of the real server do not run. */
export const serverSkip = serverCommand() === undefined
  ? 'HOURGLASS_SERVER does not say where the server is: "dotnet src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll lsp".' : false;

/** A server over standard streams, with a client's documents and the diagnostics that came for them. */
export class Session {
  readonly documents = new Map<string, TextDocument>();
  readonly diagnostics = new Map<string, { version: number | undefined; items: Diagnostic[] }>();
  readonly errors: string[] = [];
  capabilities: InitializeResult['capabilities'] = {};
  private readonly process: ChildProcess;
  private readonly changed = new Set<() => void>();
  readonly connection: ProtocolConnection;

  constructor(command: readonly string[], private readonly folder: string) {
    const [program, ...args] = command;
    this.process = spawn(program ?? '', args, { cwd: process.cwd(), stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stderr?.on('data', (data: Buffer) => this.errors.push(data.toString()));
    const [input, output] = [this.process.stdout, this.process.stdin];
    if (input === null || output === null) {
      throw new Error('The server has no streams.');
    }

    this.connection = createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    this.connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
      this.diagnostics.set(uri, { version, items: diagnostics });
      this.changed.forEach(look => look());
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
    for (const what of ['inlayHint', 'semanticTokens', 'diagnostic', 'codeLens', 'foldingRange']) {
      this.connection.onRequest(`workspace/${what}/refresh`, () => null);
    }

    this.connection.listen();
  }

  /** Begins, with what VS Code's client can do. */
  async initialize(): Promise<void> {
    const rootUri = pathToFileURL(this.folder).href;
    const { capabilities } = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'test' }],
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        workspace: { applyEdit: true, workspaceFolders: true, workspaceEdit: { documentChanges: true } },
        textDocument: {
          publishDiagnostics: { relatedInformation: true, versionSupport: true },
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
          hover: { contentFormat: ['markdown', 'plaintext'] },
          signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          rename: { prepareSupport: true },
          semanticTokens: { requests: { full: true, range: true }, tokenTypes: [], tokenModifiers: [], formats: ['relative'] },
        },
      },
    });
    this.capabilities = capabilities;
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  /** Opens a document, as it is written in the client. */
  async open(uri: string, text: string): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, 'ae', 1, text));
    await this.connection.sendNotification(
      DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: 'ae', version: 1, text } });
  }

  /** Changes a document, here and there. */
  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const document = TextDocument.update(this.document(uri), contentChanges, this.document(uri).version + 1);
    await this.connection.sendNotification(
      DidChangeTextDocumentNotification.type, { textDocument: { uri, version: document.version }, contentChanges });
  }

  /** Applies edits of one document, the last in the text first. */
  async apply(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.document(uri);
    const last = [...edits].sort((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start));
    await this.change(uri, ...last.map(({ range, newText }) => ({ range, text: newText })));
  }

  /** The edits of each document, in whichever form a server gave them. */
  editsOf(edit: WorkspaceEdit): Map<string, TextEdit[]> {
    const versioned = (edit.documentChanges ?? []).flatMap(change => ('textDocument' in change ? [change] : []));
    return new Map([
      ...Object.entries(edit.changes ?? {}),
      ...versioned.map(change => [change.textDocument.uri, change.edits.filter((one): one is TextEdit => 'newText' in one)] as const),
    ].map(([uri, edits]) => [uri, [...edits]]));
  }

  /** The diagnostics of a document's newest text, once they fit a condition. */
  async diagnosticsOf(uri: string, fits: (items: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    const found = (): Diagnostic[] | undefined => {
      const { version, items } = this.diagnostics.get(uri) ?? {};
      const isOld = version !== undefined && version !== this.document(uri).version;
      return items !== undefined && !isOld && fits(items) ? items : undefined;
    };
    return found() ?? await new Promise<Diagnostic[]>((resolve, reject) => {
      const look = (): void => {
        const items = found();
        if (items !== undefined) {
          clearTimeout(timer);
          this.changed.delete(look);
          resolve(items);
        }
      };
      const timer = setTimeout(() => {
        this.changed.delete(look);
        reject(new Error(`No diagnostics that fit came for ${uri}: ${JSON.stringify(this.diagnostics.get(uri))}. ${this.errors.join('')}`));
      }, 20_000);
      this.changed.add(look);
    });
  }

  /** Ends as the protocol has it, and gives the exit code. */
  async end(): Promise<number | null> {
    const code = new Promise<number | null>(resolve => this.process.once('exit', resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return code;
  }

  /** Ends a server that did not end by itself. */
  dispose(): void {
    this.connection.dispose();
    this.process.kill();
  }

  /** A document as it stands now. */
  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (document === undefined) {
      throw new Error(`${uri} is not open.`);
    }

    return document;
  }
}
