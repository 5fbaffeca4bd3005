import * as vscode from 'vscode';
import type { Server } from './server';

/** A declaration that the server knows of, of which kind 5 is a class: a model. */
interface Declared {
  readonly name: string;
  readonly kind: number;
  readonly location: { readonly uri: string; readonly range: { readonly start: vscode.Position; readonly end: vscode.Position } };
}

const model = 5;

/** Go to definition in C#: from the class of a model to the model. The editor of C# itself leads to the emitted text. */
export class ModelDefinitions implements vscode.DefinitionProvider {
  constructor(private readonly server: Server) {}

  async provideDefinition(
    document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.Location[]> {
    const word = document.getWordRangeAtPosition(position, /[\p{L}_][\p{L}\p{Nd}_]*/u);
    const query = word === undefined ? '' : document.getText(word);
    if (query === '') {
      return [];
    }

    const found = await this.server.request<Declared[]>('workspace/symbol', { query }, token) ?? [];
    return found
      .filter(({ name, kind }) => name === query && kind === model)
      .map(({ location: { uri, range: { start, end } } }) => new vscode.Location(
        vscode.Uri.parse(uri), new vscode.Range(start.line, start.character, end.line, end.character)));
  }
}
