import * as vscode from 'vscode';
import { type SymbolInformation, SymbolKind } from 'vscode-languageclient/node';
import type { Server } from './server';

/** Go to definition in C#: from the class of a model to the model. The editor of C# itself leads to the emitted text. */
export class ModelDefinitions implements vscode.DefinitionProvider {
  constructor(private readonly server: Server) {}

  async provideDefinition(
    document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.Location[]> {
    const word = document.getWordRangeAtPosition(position, /[\p{L}_][\p{L}\p{Nd}_]*/u);
    if (word === undefined) {
      return [];
    }

    const query = document.getText(word);
    const found = await this.server.request<SymbolInformation[]>('workspace/symbol', { query }, token) ?? [];
    return found
      .filter(({ name, kind }) => name === query && kind === SymbolKind.Class)
      .flatMap(({ location }) => this.server.locationOf(location) ?? []);
  }
}
