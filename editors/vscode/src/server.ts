import { type ChildProcess, spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, type Location, State } from 'vscode-languageclient/node';
import { ended, findProgram, here, notFound, parseCommand } from './command';

/** The language server, `hourglass lsp`, and what happens where it does not start. */
export class Server implements vscode.Disposable {
  private client: Client | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly output: vscode.LogOutputChannel) {}

  /** Whether requests are answered. */
  get isRunning(): boolean {
    return this.client?.state === State.Running;
  }

  /** Starts the server, or starts it anew with the settings of now. */
  restart(): Promise<void> {
    this.client?.abandon();
    this.last = this.last.then(() => this.stopNow()).then(() => this.startNow());
    return this.last;
  }

  /** Stops the server. */
  stop(): Promise<void> {
    this.client?.abandon();
    this.last = this.last.then(() => this.stopNow());
    return this.last;
  }

  dispose(): void {
    void this.stop();
  }

  /** Asks what the protocol's client does not know; undefined where no server runs. */
  async request<T>(method: string, params: object, token: vscode.CancellationToken): Promise<T | undefined> {
    return this.isRunning ? this.client?.sendRequest<T>(method, params, token) : undefined;
  }

  /** The address of a document as the server knows it. */
  addressOf(document: vscode.TextDocument): string {
    return this.client?.code2ProtocolConverter.asUri(document.uri) ?? document.uri.toString();
  }

  /** A place that the server names; undefined where no server runs. */
  locationOf(location: Location): vscode.Location | undefined {
    return this.client?.protocol2CodeConverter.asLocation(location);
  }

  private async startNow(): Promise<void> {
    const cwd = vscode.workspace.workspaceFolders?.find(folder => folder.uri.scheme === 'file')?.uri.fsPath;
    try {
      const { program, args } = parseCommand(vscode.workspace.getConfiguration('hourglass').get('command'));
      const found = findProgram(program, here(cwd ?? process.cwd()));
      if (found === undefined) {
        this.tell(notFound(program));
        return;
      }

      const client = new Client(found, [...args, 'lsp'], cwd, this.output);
      this.client = client;
      await client.start().catch(() => client.isAbandoned || this.tell(ended([program, ...args])));
    } catch (error) {
      this.tell(`Hourglass: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.state === State.Running) {
      await client.stop().catch((error: unknown) => this.output.error(String(error)));
    }

    await client?.dispose().catch((error: unknown) => this.output.error(String(error)));
  }

  /** A message that does not keep others waiting until somebody reads it. */
  private tell(message: string): void {
    this.output.error(message);
    const [settings, output] = ['Open Settings', 'Show Output'];
    void vscode.window.showErrorMessage(message, settings, output).then(choice => {
      if (choice === settings) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'hourglass.command');
      } else if (choice === output) {
        this.output.show();
      }
    });
  }
}

/** A client that leaves it to the server above to say why nothing began. */
class Client extends LanguageClient {
  /** Whether it was ended while it had not begun to answer. */
  isAbandoned = false;
  private hasBegun = false;
  private process: ChildProcess | undefined;

  constructor(program: string, args: string[], cwd: string | undefined, output: vscode.LogOutputChannel) {
    super('hourglass', 'Hourglass', async () => this.process = spawn(program, args, { cwd }), {
      documentSelector: [{ scheme: 'file', language: 'ae' }, { scheme: 'untitled', language: 'ae' }],
      outputChannel: output,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (_, __, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
        closed: () => this.hasBegun ? inner.closed() : { action: CloseAction.DoNotRestart, handled: true },
      },
    });
    const inner = this.createDefaultErrorHandler(4);
  }

  /** Ends a server that has not answered yet, for which everything would wait. */
  abandon(): void {
    if (this.state === State.Starting) {
      this.isAbandoned = true;
      this.process?.kill();
    }
  }

  override async start(): Promise<void> {
    await super.start();
    this.hasBegun = true;
  }

  override error(message: string, data?: unknown, showNotification: boolean | 'force' = true): void {
    super.error(message, data, this.hasBegun ? showNotification : false);
  }
}
