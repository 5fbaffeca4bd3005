import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { extension } from './repository';
import { serverCommand, serverSkip } from './server';
import { loadGrammar, scoped } from './textmate';

interface Configuration {
  readonly comments: { lineComment: string };
  readonly wordPattern: { pattern: string; flags: string };
  readonly indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
  readonly onEnterRules: { beforeText: string; afterText?: string; action: { indent: string; appendText?: string } }[];
}

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: string[];
}

const json = <T>(name: string): T => JSON.parse(readFileSync(path.join(extension, name), 'utf8')) as T;
const configuration = json<Configuration>('language-configuration.json');
const snippets = json<Record<string, Snippet>>('snippets.json');

/** A snippet as it stands in the text when nothing is changed: defaults, and the first of choices. */
function expanded({ body }: Snippet): string {
  const values = new Map<string, string>();
  let text = body.join('\n').replace(/\$\{(\d+)\|([^,|]*)[^}]*\|\}/g, (_, n: string, first: string) => (values.set(n, first), first));
  for (let last = ''; last !== text;) {
    last = text;
    text = text.replace(/\$\{(\d+):([^${}]*)\}/g, (_, n: string, value: string) => (values.set(n, value), value))
      .replace(/\$(\d+)/g, (whole, n: string) => (n === '0' ? '' : values.get(n) ?? whole));
  }

  return text;
}

/** The rest of a file in which a snippet is whole. */
const around = (name: string, text: string): string => {
  const vae = (statements: string): string => `model Vae(latent = 20) {\n  ${statements}\n}\n`;
  const [data, minimize] = ['data x: unit[784]', 'minimize elbo'];
  const [encode, decode] = ['encode z ~ x -> dense(400) -> normal(20)', 'decode x ~ z -> bernoulli'];
  const random = vae([data, 'encode z ~ x -> dense(400) -> normal(latent)', decode, minimize].join('\n  '));
  const plain = [data, 'encode h = x -> dense(4)', 'decode y = h -> dense(784)'].join('\n  ');
  const places: Record<string, string> = {
    Block: `${text}\n${random}`,
    Constant: `${text}\n${random}`,
    Import: `${text}\n${random}`,
    Variant: `${random}\n${text}`,
    Data: vae([data, text, 'encode z ~ concat(x, y) -> dense(400) -> normal(20)', decode, minimize].join('\n  ')),
    'Data that are classes': vae([data, text, encode, decode, 'predict y ~ z -> categorical', 'minimize elbo + nll(y)'].join('\n  ')),
    Encoder: vae([data, text, decode, minimize].join('\n  ')),
    Decoder: vae([data, encode, text, minimize].join('\n  ')),
    Training: vae([data, encode, decode, minimize, text].join('\n  ')),
    Phase: vae(`${plain}\n  ${text}`),
    Residual: vae([data, `encode z ~ x -> dense(64) -> ${text} -> normal(20)`, decode, minimize].join('\n  ')),
    'Term in C#': vae(`${plain}\n  ${text}\n  minimize sse(y, x) + smooth(y)`),
  };
  return places[name] ?? text;
};

test('every snippet is coloured as what it is', async () => {
  const grammar = await loadGrammar();
  for (const [name, snippet] of Object.entries(snippets)) {
    const text = around(name, expanded(snippet));
    assert.doesNotMatch(text, /\$/, name);
    const { pieces, depths } = scoped(grammar, text);
    assert.deepEqual(pieces.filter(piece => piece.text.trim() !== '' && piece.scopes.length < 2), [], name);
    assert.ok((depths.at(-1) ?? 0) <= (name === 'Variant' ? 3 : 1), name);
  }
});

test('every snippet is a text without mistakes', { skip: serverSkip }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hourglass-snippets-'));
  try {
    writeFileSync(path.join(folder, 'blocks.ae'), 'block mlp(n) { dense(n) }\n');
    const files = Object.entries(snippets).map(([name, snippet], i) => {
      const file = path.join(folder, `snippet${i}.ae`);
      writeFileSync(file, `// ${name}\n${around(name, expanded(snippet))}\n`);
      return file;
    });
    const [program, ...args] = serverCommand() ?? [];
    const { status, stdout, stderr } = spawnSync(program ?? '', [...args.slice(0, -1), 'check', ...files], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, new RegExp(`${files.length} files checked: no errors`));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('snippets have prefixes of their own and say what they are', () => {
  const prefixes = Object.values(snippets).map(snippet => snippet.prefix);
  assert.equal(new Set(prefixes).size, prefixes.length);
  assert.ok(Object.values(snippets).every(snippet => snippet.description.endsWith('.')));
});

test('lines are indented behind a bracket that is open', () => {
  const increases = new RegExp(configuration.indentationRules.increaseIndentPattern);
  for (const line of [
    'model Vae {', '  encode {', '  train { // settings', '  encode z ~ x -> dense(400,', '  data x: unit[', 'model V(n = 2) {',
    'const a = (1 / 2) * (',
  ]) {
    assert.match(line, increases);
  }

  for (const line of [
    '', '// model {', '/// A (', 'model M { data x: real }', '  encode z ~ x -> dense(4)', 'import "a{b"', 'const a = 1 / 2 // (',
  ]) {
    assert.doesNotMatch(line, increases);
  }

  const decreases = new RegExp(configuration.indentationRules.decreaseIndentPattern);
  assert.ok(['}', '  )', '  ] -> relu'].every(line => decreases.test(line)));
  assert.ok(['  data x: unit[3]', '// }'].every(line => !decreases.test(line)));
});

test('documentation goes on in the next line', () => {
  const goesOn = (line: string): string | undefined =>
    configuration.onEnterRules.find(rule => new RegExp(rule.beforeText).test(line) && rule.afterText === undefined)?.action.appendText;
  assert.deepEqual(['/// A model.', '  ///'].map(goesOn), ['/// ', '/// ']);
  assert.deepEqual(['//// no', '// no', 'model M { /// no'].map(goesOn), [undefined, undefined, undefined]);
});

test('a word is what the compiler reads as one', () => {
  const { pattern, flags } = configuration.wordPattern;
  assert.deepEqual('größe_2 z1.mean 1e-3'.match(new RegExp(pattern, `${flags}g`)), ['größe_2', 'z1', 'mean', 'e']);
});
