import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import Module = require('node:module');
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Who knows where a word of a document is declared. */
export interface Definitions {
  provideDefinition(document: object, position: object, token: object): Promise<{ uri: { fsPath: string }; range: object }[]>;
}

/** What happened to a stand-in for the editor. */
export interface Editor {
  readonly commands: Map<string, (...args: unknown[]) => unknown>;
  readonly messages: string[];
  readonly posted: { kind: string; model?: string; svg?: string; text?: string }[];
  readonly tasks: { name: string; execution: { process: string; args: string[]; options: { cwd: string } } }[];
  readonly opened: string[];
  readonly titles: () => string[];
  readonly page: () => string;
  readonly definitions: Definitions[];
  open(file: string, line: number): void;
  edit(text: string): void;
  move(line: number): void;
  set(key: string, value: unknown): void;
  receive(message: unknown): void;
}

/** Anything that the client's library may ask of the editor, and that has no part in what is tested: it can be called, made and read. */
const anything: object = new Proxy(class {}, {
  get: (target, key) => (key === 'prototype' ? target.prototype : typeof key === 'symbol' || key === 'then' ? undefined : anything),
  apply: () => anything,
});

class Event<T> {
  private readonly emitter = new EventEmitter();
  readonly event = (listener: (value: T) => void, self?: unknown): { dispose(): void } => {
    const bound = listener.bind(self);
    this.emitter.on('it', bound);
    return { dispose: () => this.emitter.off('it', bound) };
  };
  fire(value: T): void {
    this.emitter.emit('it', value);
  }
  dispose(): void {
    this.emitter.removeAllListeners();
  }
}

class Uri {
  readonly scheme = 'file';
  constructor(readonly fsPath: string) {}
  static file(file: string): Uri {
    return new Uri(file);
  }
  static joinPath(uri: Uri, ...parts: string[]): Uri {
    return new Uri(path.join(uri.fsPath, ...parts));
  }
  static parse(text: string): Uri {
    return new Uri(fileURLToPath(text));
  }
  toString(): string {
    return pathToFileURL(this.fsPath).href;
  }
}

/** Puts a stand-in for the module `vscode` in place: enough of an editor for the extension to run in. */
export function fakeVscode(folder: string, settings: Record<string, unknown>): Editor {
  const [active, selected, changed, configured, received] =
    [new Event<unknown>(), new Event<unknown>(), new Event<unknown>(), new Event<unknown>(), new Event<unknown>()];
  const [opened, closed] = [new Event<unknown>(), new Event<unknown>()];
  const workspaceFolder = { uri: new Uri(folder), name: 'test', index: 0 };
  const commands: Editor['commands'] = new Map();
  const [messages, posted, tasks, external] = [[] as string[], [] as Editor['posted'], [] as Editor['tasks'], [] as string[]];
  const definitions: Definitions[] = [];
  let panel: { title: string; webview: { html: string } } | undefined;
  let document: ({ text: string; version: number } & Record<string, unknown>) | undefined;
  let editor: { document: unknown; selection: { active: { line: number; character: number } } } | undefined;
  const tell = (message: string): Promise<undefined> => {
    messages.push(message);
    return Promise.resolve(undefined);
  };
  const disposable = { dispose: () => {} };

  const vscode: Record<string, unknown> = {
    version: '1.91.0',
    Uri, EventEmitter: Event,
    Disposable: class { dispose(): void {} static from(): unknown { return disposable; } },
    CancellationTokenSource: class {
      private readonly cancelled = new Event<unknown>();
      readonly token = { isCancellationRequested: false, onCancellationRequested: this.cancelled.event };
      cancel(): void { this.cancelled.fire(undefined); }
      dispose(): void {}
    },
    Task: class { constructor(_: unknown, __: unknown, readonly name: string, ___: string, readonly execution: unknown) {} },
    ProcessExecution: class { constructor(readonly process: string, readonly args: string[], readonly options: unknown) {} },
    env: { language: 'en', appName: 'test', remoteName: undefined, openExternal: async (uri: Uri) => external.push(uri.fsPath) > 0 },
    tasks: { executeTask: async (task: Editor['tasks'][number]) => void tasks.push(task) },
    extensions: { getExtension: () => undefined, all: [] },
    commands: {
      registerCommand: (name: string, run: (...args: unknown[]) => unknown) => (commands.set(name, run), disposable),
      executeCommand: async () => undefined,
    },
    Range: class { constructor(readonly startLine: number, readonly start: number, readonly endLine: number, readonly end: number) {} },
    Location: class { constructor(readonly uri: Uri, readonly range: unknown) {} },
    languages: over({
      registerDefinitionProvider: (_: unknown, provider: Definitions) => (definitions.push(provider), disposable),
      match: () => 10, createDiagnosticCollection: () => ({ set: () => {}, clear: () => {}, dispose: () => {} }),
    }),
    window: over({
      get activeTextEditor() { return editor; },
      visibleTextEditors: [], tabGroups: { all: [], onDidChangeTabs: () => disposable, onDidChangeTabGroups: () => disposable },
      onDidChangeActiveTextEditor: active.event, onDidChangeTextEditorSelection: selected.event,
      showErrorMessage: tell, showInformationMessage: tell, showWarningMessage: tell,
      createOutputChannel: () => over({ logLevel: 3, dispose: () => {}, onDidChangeLogLevel: () => disposable }),
      createWebviewPanel: (_: string, title: string) => panel = {
        title, visible: true, reveal: () => {}, dispose: () => {}, onDidDispose: () => disposable, onDidChangeViewState: () => disposable,
        webview: {
          html: '', cspSource: 'https://source', asWebviewUri: (uri: Uri) => uri, onDidReceiveMessage: received.event,
          postMessage: async (message: Editor['posted'][number]) => posted.push(message) > 0,
        },
      } as never,
    }),
    workspace: over({
      workspaceFolders: [workspaceFolder], notebookDocuments: [],
      get textDocuments() { return document === undefined ? [] : [document]; },
      getWorkspaceFolder: () => workspaceFolder,
      getConfiguration: () => ({ get: (key: string, other: unknown) => settings[key] ?? other, inspect: () => undefined }),
      onDidChangeConfiguration: configured.event, onDidChangeTextDocument: changed.event,
      onDidOpenTextDocument: opened.event, onDidCloseTextDocument: closed.event,
      fs: { readFile: async (uri: Uri) => readFileSync(uri.fsPath) },
    }),
  };
  // A bundle copies what a module has itself, and keeps its prototype: there stands everything else.
  const module: unknown = Object.create(over(vscode));
  const loader = Module as unknown as { _load: (...args: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (name, ...rest) => (name === 'vscode' ? module : load(name, ...rest));

  return {
    commands, messages, posted, tasks, definitions, opened: external,
    titles: () => (panel === undefined ? [] : [panel.title]),
    page: () => panel?.webview.html ?? '',
    open(file, line) {
      const text = readFileSync(file, 'utf8');
      document = { text, version: 1, uri: new Uri(file), languageId: 'ae', getText: () => document?.text, save: async () => true };
      editor = { document, selection: { active: { line, character: 0 } } };
      opened.fire(document);
      active.fire(editor);
    },
    edit(text) {
      document = Object.assign(document ?? {}, { text, version: (document?.version ?? 0) + 1 });
      changed.fire({ document, contentChanges: [{ text }], reason: undefined });
    },
    move(line) {
      editor = { document, selection: { active: { line, character: 0 } } };
      selected.fire({ textEditor: editor });
    },
    set(key, value) {
      settings[key] = value;
      configured.fire({ affectsConfiguration: (name: string) => name === `hourglass.${key}` });
    },
    receive: message => received.fire(message),
  };
}

/** An object some of whose members matter. */
function over(members: object): object {
  return new Proxy(members, {
    get: (target, key) => (key in target ? target[key as never] : typeof key === 'symbol' || key === 'then' ? undefined : anything),
  });
}
