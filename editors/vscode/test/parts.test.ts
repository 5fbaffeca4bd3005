import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, test } from 'node:test';
import { type Surroundings, ended, findProgram, notFound, parseCommand } from '../src/command';
import { graphPage, messageOf } from '../src/graphPage';
import { Latest } from '../src/latest';
import { modelAt } from '../src/models';
import { latestReport, upTo } from '../src/reports';

const folder = mkdtempSync(path.join(os.tmpdir(), 'hourglass-parts-'));
const make = (...parts: string[]): string => {
  const file = path.join(folder, ...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  return file;
};
after(() => rmSync(folder, { recursive: true }));

test('a command is a list of texts', () => {
  assert.deepEqual(parseCommand(['hourglass']), { program: 'hourglass', args: [] });
  assert.deepEqual(parseCommand(['dotnet', 'run', '--']), { program: 'dotnet', args: ['run', '--'] });
  for (const wrong of [undefined, null, 'hourglass', [], [''], ['hourglass', 3], {}]) {
    assert.throws(() => parseCommand(wrong), /it takes a list of texts, the program first, such as \["hourglass"\]/);
  }
});

test('a program is found by its path, on PATH and among the tools of .NET', () => {
  const [tool, other] = [make('bin', 'hourglass'), make('home', '.dotnet', 'tools', 'other')];
  const here: Surroundings = {
    cwd: folder,
    env: { PATH: `${path.join(folder, 'none')}:${path.join(folder, 'bin')}` },
    platform: 'linux',
    home: path.join(folder, 'home'),
  };
  assert.equal(findProgram('hourglass', here), tool);
  assert.equal(findProgram('bin/hourglass', here), tool);
  assert.equal(findProgram(tool, here), tool);
  assert.equal(findProgram('other', here), other);
  assert.equal(findProgram('bin', here), undefined);
  assert.equal(findProgram('none', here), undefined);
  assert.equal(findProgram('hourglass', { ...here, env: {} }), undefined);
});

test('on Windows a program has its ending', () => {
  const tool = make('windows', 'hourglass.exe');
  const here: Surroundings = { cwd: folder, env: { Path: path.join(folder, 'windows') }, platform: 'win32', home: folder };
  assert.equal(findProgram('hourglass', here), tool);
});

test('messages say what to do', () => {
  assert.match(notFound('hourglass'), /'hourglass' was not found.*dotnet tool install.*hourglass\.command/);
  assert.match(ended(['dotnet', 'tool.dll']), /`dotnet tool\.dll lsp` ended.*the output says why.*update it/);
});

test('the model at a line is the last above it', () => {
  const text = [
    '// model Zero in a comment', 'import "model None.ae"', '', 'model One {', '  data x: real // model Not {', '}', '', 'model',
    'model Two = One', '/// end', 'remodel Three',
  ].join('\n');
  assert.deepEqual([0, 3, 4, 6, 7, 8, 9, 10].map(line => modelAt(text, line)), ['One', 'One', 'One', 'One', 'One', 'Two', 'Two', 'Two']);
  assert.equal(modelAt('const width = 3', 0), undefined);
  assert.equal(modelAt('model Größe2 {}', 0), 'Größe2');
});

test('the newest report is found beside the file and above it', async () => {
  const file = make('work', 'models', 'deep', 'vae.ae');
  const top = path.join(folder, 'work');
  assert.equal(await latestReport(file, top), undefined);
  const reports = [
    make('report.html'), make('work', 'runs', 'Vae', 'report.html'), make('work', 'models', 'deep', 'runs', 'Vae', 'report.html'),
    make('work', 'models', 'trained', 'report.html'), make('work', 'node_modules', 'report.html'),
  ] as const;
  reports.forEach((report, i) => utimesSync(report, 1000 + i, 1000 + i));
  assert.equal(await latestReport(file, top), reports[3]);
  utimesSync(reports[1], 2000, 2000);
  assert.equal(await latestReport(file, top), reports[1]);
  utimesSync(reports[2], 3000, 3000);
  assert.equal(await latestReport(file, top), reports[2]);
});

test('folders end at the workspace', () => {
  assert.deepEqual(upTo('/a/b/c', '/a'), ['/a/b/c', '/a/b', '/a']);
  assert.deepEqual(upTo('/a', '/a'), ['/a']);
  assert.deepEqual(upTo('/a/b', '/other'), ['/a/b']);
  assert.deepEqual(upTo('/a/..b', '/a'), ['/a/..b', '/a']);
});

test('a picture stays where there is none', () => {
  assert.deepEqual(messageOf({ model: 'M', svg: '<svg/>' }, true), { kind: 'picture', model: 'M', svg: '<svg/>' });
  assert.deepEqual(messageOf(null, true), { kind: 'note', text: '' });
  assert.match((messageOf(null, false) as { text: string }).text, /cursor/);
});

test('a page has the webview\'s addresses', () => {
  const html = `<meta content="script-src 'self'; style-src 'self'"><link href="graph.css"><script src="graph.js">`;
  assert.equal(
    graphPage(html, 'https://s', file => `u:${file}`),
    '<meta content="script-src https://s; style-src https://s"><link href="u:graph.css"><script src="u:graph.js">');
});

test('a slow answer does not overtake a new one', async () => {
  const answers: number[] = [];
  const waiting: ((value: number) => void)[] = [];
  const aborted: boolean[] = [];
  const latest = new Latest<number>(
    0,
    signal => new Promise(resolve => {
      signal.addEventListener('abort', () => aborted.push(true));
      waiting.push(resolve);
    }),
    value => answers.push(value),
    error => assert.fail(String(error)));
  const [first, second] = [latest.run(), latest.run()];
  waiting[1]?.(2);
  waiting[0]?.(1);
  await Promise.all([first, second]);
  assert.deepEqual(answers, [2]);
  assert.equal(aborted.length, 1);
});

test('questions in a row are one, and errors are told', async () => {
  let asked = 0;
  const errors: unknown[] = [];
  const latest = new Latest<number>(
    5,
    async () => {
      asked++;
      throw new Error('no');
    },
    () => assert.fail('There is no answer.'),
    error => errors.push(error));
  latest.schedule();
  latest.schedule();
  await new Promise(resolve => setTimeout(resolve, 60));
  latest.schedule();
  latest.cancel();
  await new Promise(resolve => setTimeout(resolve, 60));
  assert.equal(asked, 1);
  assert.match(String(errors), /no/);
});
