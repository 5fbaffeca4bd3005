import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Readable } from 'node:stream';
import { before, test } from 'node:test';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import * as yauzl from 'yauzl';
import { extension, root } from './repository';

const entries = new Map<string, string>();

before(async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hourglass-package-'));
  const file = path.join(folder, 'hourglass.vsix');
  const vsce = path.join(extension, 'node_modules', '@vscode', 'vsce', 'vsce');
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '-o', file], { cwd: extension, stdio: 'pipe' });
  const archive = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(file, { lazyEntries: true });
  const open = promisify<yauzl.Entry, Readable>(archive.openReadStream.bind(archive));
  await new Promise<void>((resolve, reject) => {
    archive.on('entry', (entry: yauzl.Entry) => void open(entry)
      .then(stream => text(stream))
      .then(content => entries.set(entry.fileName, content))
      .then(() => archive.readEntry(), reject));
    archive.on('end', resolve);
    archive.readEntry();
  });
  rmSync(folder, { recursive: true });
});

test('the package carries nothing but itself', () => assert.deepEqual([...entries.keys()].sort(), [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/language-configuration.json',
  'extension/media/graph.css',
  'extension/media/graph.html',
  'extension/media/graph.js',
  'extension/out/extension.js',
  'extension/out/icon.png',
  'extension/out/notices.txt',
  'extension/package.json',
  'extension/readme.md',
  'extension/snippets.json',
  'extension/syntaxes/ae.tmLanguage.json',
]));

test('the bundle has no map, and asks for nothing outside of it', () => {
  const bundle = entries.get('extension/out/extension.js') ?? '';
  assert.doesNotMatch(bundle, /sourceMappingURL/);
  const required = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(match => match[1] ?? '');
  assert.ok(required.includes('vscode'));
  assert.deepEqual(required.filter(name => name !== 'vscode' && !isBuiltin(name)), []);
});

test('licence and icon are the project\'s', () => {
  assert.equal(entries.get('extension/LICENSE.txt'), readFileSync(path.join(root, 'LICENSE'), 'utf8'));
  assert.deepEqual(
    readFileSync(path.join(extension, 'out', 'icon.png')), readFileSync(path.join(root, 'docs', 'images', 'icon.png')));
});

test('the version is the project\'s', () => {
  const version = /<Version>([^<]+)</.exec(readFileSync(path.join(root, 'Directory.Build.props'), 'utf8'))?.[1];
  assert.equal((JSON.parse(entries.get('extension/package.json') ?? '{}') as { version: string }).version, version);
});

test('the lock file names no registry', () => {
  const lock = readFileSync(path.join(extension, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { packages: Record<string, { resolved?: string }> };
  assert.ok(Object.keys(packages).length > 50);
  assert.deepEqual(Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined).map(([name]) => name), []);
  assert.doesNotMatch(lock, /https?:\/\/[^"]*(registry|npm)[^"]*\//i);
});
