import * as vscode from 'vscode';
import { ModelDefinitions } from './definitions';
import { GraphPanel } from './graphPanel';
import { Server } from './server';
import { openReport, train } from './training';

let server: Server | undefined;

/** Starts the server, and has the commands and the picture at hand. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Hourglass', { log: true });
  server = new Server(output);
  const graph = new GraphPanel(vscode.Uri.joinPath(context.extensionUri, 'media'), server);
  const restart = async (): Promise<void> => {
    await server?.restart();
    graph.refresh();
  };

  context.subscriptions.push(
    output,
    server,
    graph,
    vscode.languages.registerDefinitionProvider({ scheme: 'file', language: 'csharp' }, new ModelDefinitions(server)),
    vscode.commands.registerCommand('hourglass.restart', restart),
    vscode.commands.registerCommand('hourglass.showGraph', () => graph.show()),
    vscode.commands.registerCommand('hourglass.train', train),
    vscode.commands.registerCommand('hourglass.openReport', openReport),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('hourglass.command')) {
        void restart();
      }
    }));
  void restart();
}

/** Lets the server end as the protocol has it. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
