import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { type GraphResult, messageOf } from '../src/graphPage';
import { samplePicture } from './picture';
import { extension, has, read, root } from './repository';
import { Session, serverCommand, serverSkip } from './server';

const chromium = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'].find(name => name && has(name, '--version'));
const skip = chromium === undefined ? 'There is no Chromium: install it, or name it in CHROMIUM.' : false;
const media = path.join(extension, 'media');
const types: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };
type Size = readonly [width: number, height: number];
let server: Server;
let profile: string;

/** What stands in for the editor around the page: the colours of a theme, and the messages of the extension. */
const surroundings = (theme: string, messages: object[]): string => `<!DOCTYPE html>
<body style="margin:0"><iframe src="/graph.html" style="border:0;width:100vw;height:100vh"></iframe>
<script>
  const frame = document.querySelector('iframe');
  frame.addEventListener('load', () => {
    const { body } = frame.contentDocument;
    body.classList.add('vscode-${theme}');
    body.style.setProperty('--vscode-editor-background', '${theme === 'dark' ? '#1f1f1f' : '#ffffff'}');
    body.style.setProperty('--vscode-editor-foreground', '${theme === 'dark' ? '#cccccc' : '#3b3b3b'}');
    for (const message of ${JSON.stringify(messages).replaceAll('<', '\\u003c')}) frame.contentWindow.postMessage(message, '*');
  });
</script>`;

/** The page as Chromium draws it; the picture is kept in \`out/pictures\`. */
async function draw(name: string, theme: 'light' | 'dark', messages: object[], [width, height]: Size = [480, 480]): Promise<PNG> {
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const file = (request.url ?? '/').slice(1);
    const isMedia = /^graph\.\w+$/.test(file);
    response.writeHead(isMedia || file === '' ? 200 : 404, { 'content-type': types[path.extname(file)] ?? 'text/html' });
    response.end(isMedia ? readFileSync(path.join(media, file)) : file === '' ? surroundings(theme, messages) : '');
  });
  const picture = path.join(extension, 'out', 'pictures', `${name}.png`);
  await promisify(execFile)(chromium ?? '', [
    '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${profile}`, `--window-size=${width},${height}`,
    '--virtual-time-budget=5000', `--screenshot=${picture}`, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  ], { timeout: 60_000 });
  return PNG.sync.read(readFileSync(picture));
}

/** How many pixels have nearly a colour. */
function count({ data }: PNG, [red, green, blue]: readonly [number, number, number]): number {
  let found = 0;
  for (let i = 0; i < data.length; i += 4) {
    const far = Math.max(...[red, green, blue].map((value, channel) => Math.abs(value - (data[i + channel] ?? 0))));
    found += far <= 6 ? 1 : 0;
  }

  return found;
}

/** How many pixels of the first line, where a note stands, are as dark as words. */
const words = (page: PNG): number => {
  const line = new PNG({ width: page.width, height: 36 });
  PNG.bitblt(page, line, 0, 0, page.width, 36, 0, 0);
  return count(line, [0x3b, 0x3b, 0x3b]);
};

before(async () => {
  profile = mkdtempSync(path.join(os.tmpdir(), 'hourglass-page-'));
  mkdirSync(path.join(extension, 'out', 'pictures'), { recursive: true });
  server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});

after(() => {
  server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

test('the picture is drawn in light colours', { skip }, async () => {
  const page = await draw('light', 'light', [{ kind: 'picture', model: 'MnistVae', svg: samplePicture('MnistVae') }]);
  assert.deepEqual([page.width, page.height], [480, 480]);
  assert.ok(count(page, [0xee, 0xf3, 0xfa]) > 30_000, 'Boxes have their light colour.');
  assert.ok(count(page, [0x1b, 0x2b, 0x40]) > 200, 'Words are dark.');
  assert.ok(count(page, [255, 255, 255]) > 80_000, 'The background is the theme\'s.');
});

test('the picture is drawn in dark colours', { skip }, async () => {
  const page = await draw('dark', 'dark', [{ kind: 'picture', model: 'MnistVae', svg: samplePicture('MnistVae') }]);
  assert.ok(count(page, [0x1e, 0x2a, 0x3a]) > 30_000, 'Boxes have their dark colour.');
  assert.ok(count(page, [0xe6, 0xed, 0xf5]) > 200, 'Words are light.');
  assert.ok(count(page, [0x1f, 0x1f, 0x1f]) > 80_000, 'The background is the theme\'s.');
});

test('a picture without colours for the dark lies on paper', { skip }, async () => {
  const svg = samplePicture('MnistVae').replace(/@media[^}]*\{(?:[^{}]*\{[^}]*\})*\s*\}/, '');
  const page = await draw('paper', 'dark', [{ kind: 'picture', model: 'MnistVae', svg }]);
  assert.ok(count(page, [255, 255, 255]) > 60_000, 'There is paper.');
  assert.ok(count(page, [0x1f, 0x1f, 0x1f]) > 60_000, 'Around it is the theme\'s background.');
});

test('a picture stays when a note comes', { skip }, async () => {
  const page = await draw('note', 'light', [
    { kind: 'picture', model: 'MnistVae', svg: samplePicture('MnistVae') }, { kind: 'note', text: 'The language server does not run.' },
  ]);
  assert.ok(count(page, [0xee, 0xf3, 0xfa]) > 30_000, 'The boxes are there.');
  assert.ok(words(page) > 50, 'The note is there.');
  const alone = await draw('empty', 'light', [{ kind: 'note', text: 'Put the cursor into a model.' }]);
  assert.ok(count(alone, [0xee, 0xf3, 0xfa]) < 20, 'There are no boxes.');
  assert.ok(words(alone) > 50, 'The note is there.');
});

test('no script of a picture runs', { skip }, async () => {
  const red = '<rect width="999" height="999" fill="#f00"/>';
  const script = `document.getElementById('g').innerHTML = '${red}'`;
  const svg = samplePicture('MnistVae').replace('</svg>', `<g id="g"/><script>${script}</script></svg>`);
  const page = await draw('script', 'light', [{ kind: 'picture', model: 'MnistVae', svg }]);
  assert.equal(count(page, [255, 0, 0]), 0);
  assert.ok(count(page, [0xee, 0xf3, 0xfa]) > 30_000, 'The boxes are there.');
});

test('the picture that the server draws of a model is drawn in the colours of the theme', { skip: skip || serverSkip }, async () => {
  const session = new Session(serverCommand() ?? [], root);
  try {
    await session.initialize();
    const [text, uri] = [read('tests', 'Corpus', '12-vae.ae'), pathToFileURL(path.join(root, 'tests', 'Corpus', '12-vae.ae')).href];
    await session.open(uri, text);
    const position = session.document(uri).positionAt(text.indexOf('encode'));
    const result = await session.connection.sendRequest<GraphResult>('hourglass/graph', { textDocument: { uri }, position });
    const message = messageOf(result, false);
    const size = [1080, 560] as const;
    const [light, dark] = [await draw('vae-light', 'light', [message], size), await draw('vae-dark', 'dark', [message], size)];
    for (const [page, encode, decode, paper] of [
      [light, [0x09, 0x69, 0xda], [0x1a, 0x7f, 0x37], [255, 255, 255]],
      [dark, [0x44, 0x93, 0xf8], [0x3f, 0xb9, 0x50], [0x0d, 0x11, 0x17]],
    ] as const) {
      assert.ok(count(page, encode) > 200, 'The encoder has its colour.');
      assert.ok(count(page, decode) > 200, 'The decoder has its colour.');
      assert.ok(count(page, paper) > 20_000, 'It lies on its paper.');
    }

    assert.equal(await session.end(), 0);
  } finally {
    session.dispose();
  }
});
