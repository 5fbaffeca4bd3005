// A language server that knows one model: it stands in for `hourglass lsp` where the client alone is tested. What it is asked stands
// in the file that HOURGLASS_FAKE_LOG names, one line each.
import { appendFileSync } from 'node:fs';
import {
  DidChangeTextDocumentNotification, DidOpenTextDocumentNotification, ExitNotification, InitializeRequest, type InitializeResult,
  PublishDiagnosticsNotification, ShutdownRequest, StreamMessageReader, StreamMessageWriter, TextDocumentSyncKind, createProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { modelAt } from '../src/models';
import { samplePicture } from './picture';

const log = (line: string): void => {
  const file = process.env['HOURGLASS_FAKE_LOG'];
  if (file !== undefined) {
    appendFileSync(file, `${line}\n`);
  }
};

const connection = createProtocolConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
const texts = new Map<string, string>();
let isShutDown = false;

function check(uri: string, text: string): void {
  texts.set(uri, text);
  const at = text.split('\n').findIndex(line => line.includes('desne'));
  const diagnostics = at < 0 ? [] : [{
    range: { start: { line: at, character: 0 }, end: { line: at, character: 5 } },
    severity: 1 as const,
    code: 'AE1002',
    source: 'hourglass',
    message: 'There is no stage `desne`.',
  }];
  void connection.sendNotification(PublishDiagnosticsNotification.type, { uri, diagnostics });
}

connection.onRequest(InitializeRequest.type, (): InitializeResult => {
  log(`initialize ${process.argv.slice(2).join(' ')}`);
  return { capabilities: { textDocumentSync: TextDocumentSyncKind.Full } };
});
connection.onNotification(DidOpenTextDocumentNotification.type, ({ textDocument }) => check(textDocument.uri, textDocument.text));
connection.onNotification(DidChangeTextDocumentNotification.type, ({ textDocument, contentChanges }) =>
  contentChanges.forEach(change => check(textDocument.uri, change.text)));
connection.onRequest('hourglass/graph', ({ textDocument, position }: { textDocument: { uri: string }; position: { line: number } }) => {
  const model = modelAt(texts.get(textDocument.uri) ?? '', position.line);
  log(`graph ${position.line} ${model ?? 'null'}`);
  return model === undefined ? null : { model, svg: samplePicture(model) };
});
connection.onRequest('workspace/symbol', ({ query }: { query: string }) => {
  log(`symbol ${query}`);
  const location = { uri: 'file:///models.ae', range: { start: { line: 3, character: 6 }, end: { line: 3, character: 9 } } };
  return [{ name: query, kind: 5, location }, { name: query, kind: 12, location }, { name: `${query}2`, kind: 5, location }];
});
connection.onRequest(ShutdownRequest.type, () => {
  log('shutdown');
  isShutDown = true;
});
connection.onNotification(ExitNotification.type, () => {
  log('exit');
  process.exit(isShutDown ? 0 : 1);
});
connection.listen();
