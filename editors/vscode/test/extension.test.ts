import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Editor, fakeVscode } from './fakeVscode';
import { extension } from './repository';

const folder = mkdtempSync(path.join(os.tmpdir(), 'hourglass-'));
const log = path.join(folder, 'server.log');
const server = [process.execPath, path.join(extension, 'out', 'test', 'fakeServer.js')];
const file = path.join(folder, 'two.ae');
let editor: Editor;
let bundle: { activate(context: object): void; deactivate(): Promise<void> | undefined };

/** What the server was asked, once a condition holds. */
async function until(what: string, condition: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !condition(); i++) {
    await new Promise(resolve => setTimeout(resolve, 25));
  }

  assert.ok(condition(), `${what}; messages: ${editor.messages.join('; ')}; asked: ${asked().join('; ')}`);
}

const asked = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
const told = (message: RegExp): boolean => message.test(editor.messages.at(-1) ?? '');
const run = async (command: string): Promise<void> => void await editor.commands.get(`hourglass.${command}`)?.();

before(async () => {
  process.env['HOURGLASS_FAKE_LOG'] = log;
  writeFileSync(file, 'model One { data x: real }\n\n\n\n\nmodel Two = One\n');
  editor = fakeVscode(folder, { command: server });
  bundle = require(path.join(extension, 'out', 'extension.js')) as typeof bundle;
  bundle.activate({ subscriptions: [], extensionUri: { fsPath: extension } });
  await until('the server starts', () => asked().includes('initialize lsp'));
});

after(async () => {
  await bundle.deactivate();
  rmSync(folder, { recursive: true });
});

test('every command of the package is there', () => {
  const { contributes } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8')) as {
    contributes: { commands: { command: string }[] };
  };
  assert.deepEqual([...editor.commands.keys()].sort(), contributes.commands.map(({ command }) => command).sort());
});

test('the picture follows the cursor and the text', async () => {
  editor.open(file, 0);
  await run('showGraph');
  await until('a picture', () => editor.posted.length > 0);
  assert.equal(editor.posted.at(-1)?.model, 'One');
  assert.match(editor.posted.at(-1)?.svg ?? '', /<svg /);

  editor.move(5);
  await until('the other model', () => editor.posted.at(-1)?.model === 'Two');
  assert.deepEqual(editor.titles(), ['Model Two']);

  editor.edit('model Renamed { data x: real }\n');
  await until('the new text', () => editor.posted.at(-1)?.model === 'Renamed');
});

test('many edits ask for one picture', async () => {
  const before = asked().filter(line => line.startsWith('graph')).length;
  for (let i = 0; i < 20; i++) {
    editor.edit(`model M${i} { data x: real }\n`);
  }

  await until('the last text', () => editor.posted.at(-1)?.model === 'M19');
  assert.equal(asked().filter(line => line.startsWith('graph')).length, before + 1);
});

test('the last picture stays while there is none', async () => {
  const pictures = editor.posted.filter(message => message.kind === 'picture').length;
  editor.edit('// nothing\n');
  await until('the answer null', () => asked().at(-1) === 'graph 5 null' && editor.posted.at(-1)?.kind === 'note');
  assert.equal(editor.posted.at(-1)?.text, '');
  assert.equal(editor.posted.filter(message => message.kind === 'picture').length, pictures);
  editor.receive('ready');
  assert.deepEqual(editor.posted.slice(-2).map(message => message.kind), ['picture', 'note']);
});

test('the page allows its own files and nothing else', () => {
  const policy = /Content-Security-Policy"\s+content="([^"]*)"/.exec(editor.page())?.[1];
  assert.equal(
    policy, "default-src 'none'; img-src data:; style-src https://source; script-src https://source; base-uri 'none'; form-action 'none'");
  assert.deepEqual(
    [...editor.page().matchAll(/(?:src|href)="([^"]*)"/g)].map(match => match[1]),
    ['graph.css', 'graph.js'].map(name => pathToFileURL(path.join(extension, 'media', name)).href));
});

test('the class of a model leads to the model', async () => {
  assert.equal(editor.definitions.length, 1);
  const document = (word: string | undefined): object => ({ getWordRangeAtPosition: () => word, getText: (range?: string) => range });
  const token = { onCancellationRequested: () => ({ dispose: () => {} }) };
  const ask = async (word: string | undefined): Promise<unknown[]> =>
    (await editor.definitions[0]?.provideDefinition(document(word), {}, token) ?? []).map(({ uri, range }) => [uri.fsPath, { ...range }]);
  assert.deepEqual(await ask('Vae'), [['/models.ae', { startLine: 3, start: 6, endLine: 3, end: 9 }]]);
  assert.equal(asked().at(-1), 'symbol Vae');
  assert.deepEqual(await ask(undefined), []);
});

test('the model at the cursor is trained in a terminal', async () => {
  editor.open(file, 3);
  editor.set('trainArguments', ['--epochs', '2']);
  await run('train');
  const task = editor.tasks.at(-1);
  assert.equal(task?.name, 'train One');
  assert.equal(task.execution.process, process.execPath);
  assert.deepEqual(task.execution.args, [server[1], 'train', file, '--model', 'One', '--epochs', '2']);
  assert.equal(task.execution.options.cwd, folder);
});

test('a report is opened where there is one', async () => {
  await run('openReport');
  assert.ok(told(/no report\.html/));
  mkdirSync(path.join(folder, 'runs', 'One'), { recursive: true });
  writeFileSync(path.join(folder, 'runs', 'One', 'report.html'), '');
  await run('openReport');
  assert.deepEqual(editor.opened, [path.join(folder, 'runs', 'One', 'report.html')]);
});

test('the server restarts, and ends as the protocol has it', async () => {
  const starts = asked().filter(line => line === 'initialize lsp').length;
  await run('restart');
  assert.deepEqual(asked().slice(-3), ['shutdown', 'exit', 'initialize lsp']);
  assert.equal(asked().filter(line => line === 'initialize lsp').length, starts + 1);
});

test('a program that is not there is told with what to do', async () => {
  editor.set('command', ['hourglass-that-is-not-there']);
  await until('a message', () => told(/'hourglass-that-is-not-there' was not found.*Install the tool.*hourglass\.command/));
  editor.set('command', 'hourglass');
  await until('a message', () => told(/hourglass\.command is "hourglass": it takes a list of texts/));
});

test('a program that is no server is told once', async () => {
  const before = editor.messages.length;
  editor.set('command', [process.execPath, '-e', 'console.error("no such command"); process.exit(1)']);
  await until('a message', () => told(/ lsp` ended before it answered; the output says why\. .*update it/));
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.equal(editor.messages.length, before + 1);
});

test('a server that answers nothing does not stand in the way of a restart', async () => {
  editor.set('command', [process.execPath, '-e', 'setInterval(() => {}, 1000)']);
  await new Promise(resolve => setTimeout(resolve, 500));
  const before = editor.messages.length;
  const starts = asked().filter(line => line === 'initialize lsp').length;
  editor.set('command', server);
  await until('the server', () => asked().filter(line => line === 'initialize lsp').length === starts + 1);
  assert.equal(editor.messages.length, before);
});
