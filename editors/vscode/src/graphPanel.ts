import * as vscode from 'vscode';
import { type GraphMessage, type GraphResult, graphPage, messageOf } from './graphPage';
import { Latest } from './latest';
import type { Server } from './server';

const delay = 150;

/** The picture of the model at the cursor, beside the text. It follows the `.ae` editor that was active last. */
export class GraphPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private editor: vscode.TextEditor | undefined;
  private picture: GraphMessage | undefined;
  private note: GraphMessage | undefined;
  private readonly parts: vscode.Disposable[];
  private readonly latest = new Latest<GraphResult | undefined>(
    delay, signal => this.ask(signal), result => this.answer(result), error => this.fail(error));

  constructor(private readonly media: vscode.Uri, private readonly server: Server) {
    this.parts = [
      vscode.window.onDidChangeActiveTextEditor(editor => this.follow(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.editor?.document) {
          this.refresh();
        }
      }),
    ];
  }

  /** Opens the picture, or brings it forward. */
  async show(): Promise<void> {
    this.editor = isModels(vscode.window.activeTextEditor) ? vscode.window.activeTextEditor : this.editor;
    if (this.panel === undefined) {
      await this.open();
    } else {
      this.panel.reveal(undefined, true);
    }

    this.refresh();
  }

  /** Asks for the picture anew. */
  refresh(): void {
    if (this.panel?.visible === true) {
      this.latest.schedule();
    }
  }

  dispose(): void {
    this.latest.cancel();
    this.panel?.dispose();
    this.parts.forEach(part => void part.dispose());
  }

  private async open(): Promise<void> {
    const html = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.media, 'graph.html')));
    const panel = vscode.window.createWebviewPanel(
      'hourglass.graph',
      'Model',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [this.media] });
    this.panel = panel;
    panel.webview.onDidReceiveMessage(() => [this.picture, this.note].forEach(message => this.post(message)));
    panel.onDidChangeViewState(() => this.refresh());
    panel.onDidDispose(() => {
      this.latest.cancel();
      [this.panel, this.picture, this.note] = [undefined, undefined, undefined];
    });
    panel.webview.html = graphPage(
      html, panel.webview.cspSource, file => panel.webview.asWebviewUri(vscode.Uri.joinPath(this.media, file)).toString());
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (isModels(editor)) {
      this.editor = editor;
      this.refresh();
    }
  }

  private async ask(signal: AbortSignal): Promise<GraphResult | undefined> {
    if (this.editor === undefined) {
      return null;
    }

    const cancellation = new vscode.CancellationTokenSource();
    signal.addEventListener('abort', () => cancellation.cancel());
    try {
      const { line, character } = this.editor.selection.active;
      const textDocument = { uri: this.server.addressOf(this.editor.document) };
      return await this.server.request<GraphResult>('hourglass/graph', { textDocument, position: { line, character } }, cancellation.token);
    } finally {
      cancellation.dispose();
    }
  }

  private answer(result: GraphResult | undefined): void {
    this.send(result === undefined
      ? { kind: 'note', text: 'The language server does not run: nothing new is drawn.' }
      : messageOf(result, this.picture !== undefined));
  }

  private fail(error: unknown): void {
    this.send({ kind: 'note', text: `The language server gave no picture: ${error instanceof Error ? error.message : String(error)}` });
  }

  private send(message: GraphMessage): void {
    [this.picture, this.note] = message.kind === 'picture' ? [message, undefined] : [this.picture, message];
    if (this.panel !== undefined && message.kind === 'picture') {
      this.panel.title = `Model ${message.model}`;
    }

    this.post(message);
  }

  private post(message: GraphMessage | undefined): void {
    if (message !== undefined) {
      void this.panel?.webview.postMessage(message);
    }
  }
}

const isModels = (editor: vscode.TextEditor | undefined): editor is vscode.TextEditor => editor?.document.languageId === 'ae';
