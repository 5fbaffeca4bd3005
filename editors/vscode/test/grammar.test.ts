import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { IGrammar } from 'vscode-textmate';
import { type Token, keywords, tokenize } from './lexer';
import { expectedScopes } from './places';
import { corpus, extension, read } from './repository';
import { verify } from './snapshot';
import { type Piece, type Scoped, loadGrammar, scoped } from './textmate';

const everything = 'tests/Hourglass.Compiler.Tests/Syntax/GrammarTests.Everything_in_one_file_has_this_tree.verified.ae';
const texts = corpus();
const words = keywords();
const roles = new Set(words.roles);
const reserved = new Set([...words.declarations, ...words.statements]);
let grammar: IGrammar;

before(async () => {
  grammar = await loadGrammar();
});

/** The pieces that hold some part of a token. */
const at = ({ pieces }: Scoped, line: number, start: number, length: number): Piece[] =>
  pieces.filter(piece => piece.line === line && piece.start < start + length && piece.end > start);

/** What a text has no scope for, or one that does not fit, as lines to read. */
function misfits(text: string): string[] {
  const result = scoped(grammar, text);
  const tokens = tokenize(text);
  const expected = expectedScopes(tokens, reserved, roles);
  const fits = ({ scopes }: Piece, token: Token): boolean =>
    scopes.slice(1).some(scope => expected.get(token)?.test(scope)) && !scopes.some(scope => /invalid/.test(scope));
  return tokens.flatMap(token => at(result, token.line, token.start, token.text.length)
    .filter(piece => !fits(piece, token))
    .map(piece => `${token.line + 1}:${token.start + 1}: \`${token.text}\` has ${piece.scopes.join(' ')}, not ${expected.get(token)}`));
}

/** A variant has no bracket that ends it. */
const endsInVariant = (text: string): boolean => /\bmodel\s+\w+\s*=\s*\w+\s*(\([^()]*\)\s*)?$/.test(text);

test('the corpus is there', () => assert.ok(texts.size > 120, `There are ${texts.size} texts.`));

for (const [name, text] of texts) {
  test(`tokens of ${name}`, () => {
    assert.deepEqual(misfits(text), []);
    const { pieces, depths } = scoped(grammar, text);
    assert.deepEqual(pieces.filter(piece => piece.text.trim() !== '' && piece.scopes.length < 2), []);
    assert.ok((depths.at(-1) ?? 0) <= (endsInVariant(text) ? 3 : 1), 'A region is open at the end.');
  });
}

test('comments have no brackets, strings and keywords in them', () => {
  const { pieces } = scoped(grammar, texts.get(everything) + [
    '', '// model { ( [ "open', '/// and "encode z ~ x', '//// not documentation {', 'const a = 1 // (', 'const b = 2'].join('\n'));
  const commented = pieces.filter(piece => piece.scopes.some(scope => scope.startsWith('comment.')));
  assert.ok(commented.length > 8);
  assert.deepEqual(commented.filter(piece => piece.scopes.length !== 2), []);
  assert.deepEqual(pieces.at(-1)?.scopes, ['source.ae', 'constant.numeric.ae']);
});

test('a string that is not closed ends with its line', () => {
  const { pieces, depths } = scoped(grammar, 'import "blocks.ae\nmodel Vae { }');
  assert.deepEqual(pieces.find(piece => piece.text === 'blocks.ae')?.scopes, ['source.ae', 'string.quoted.double.ae']);
  assert.deepEqual(pieces.find(piece => piece.text === 'model')?.scopes, ['source.ae', 'storage.type.model.ae']);
  assert.equal(depths.at(-1), 1);
});

test('a bracket that is not closed does not reach the next statement', () => {
  for (const open of [
    'encode z ~ x -> dense(4', 'encode z ~ x -> dense((4, [', 'data x: unit[7', 'train { batch: [1', 'encode { a = x -> repeat(2) { dense(',
    'encode h = x -> residual { dense(4)', 'train layers {', 'encode z ~ x ->', 'minimize', 'minimize nll(x) + (', 'data x:', 'data',
    'train', 'encode',
  ]) {
    const broken = `model A {\n  ${open}\n  decode x ~ z -> normal\n  train { batch: 3 }\n}\nmodel B { data x: unit[3] }`;
    const { pieces } = scoped(grammar, broken);
    const scopes = (line: number, text: string): string | undefined =>
      pieces.find(piece => piece.line === line && piece.text === text)?.scopes.at(-1);
    assert.equal(scopes(2, 'decode'), 'keyword.control.role.ae', open);
    assert.equal(scopes(2, 'normal'), 'entity.name.function.stage.ae', open);
    assert.equal(scopes(3, 'batch'), 'variable.parameter.setting.ae', open);
    assert.equal(scopes(5, 'model'), 'storage.type.model.ae', open);
    assert.equal(scopes(5, 'unit'), 'support.type.domain.ae', open);
  }
});

test('letters of any alphabet make names', () => {
  const text = 'model Größe2 { data x_1: real[3] // 😀 (\n  encode δ ~ x_1 -> w1: dense(1e-3) -> имя2(0.5)\n}';
  assert.deepEqual(misfits(text), []);
  const numbers = scoped(grammar, text).pieces.filter(piece => piece.scopes.includes('constant.numeric.ae'));
  assert.deepEqual(numbers.map(piece => piece.text), ['3', '1e-3', '0.5']);
});

test('a model that is not closed does not reach the next one', () => {
  const { pieces, depths } = scoped(grammar, 'model A {\n  encode {\n    a = x -> relu\n\nmodel B { data x: unit[3] }');
  assert.deepEqual(pieces.find(piece => piece.text === 'B')?.scopes, ['source.ae', 'entity.name.type.model.ae']);
  assert.equal(depths.at(-1), 1);
});

test('every keyword has a scope of its own in its place', () => {
  const places: Record<string, string> = {
    namespace: 'namespace A', import: 'import "a.ae"', const: 'const a = 1', block: 'block b { relu }', model: 'model M { }',
    extern: 'extern term t: sum', data: 'data x: real', minimize: 'minimize elbo', train: 'train { }',
    ...Object.fromEntries(words.roles.map(role => [role, `${role} a = x`])),
  };
  assert.deepEqual([...reserved].sort(), Object.keys(places).sort());
  for (const [word, line] of Object.entries(places)) {
    const first = scoped(grammar, line).pieces[0];
    assert.equal(first?.text, word);
    assert.match(first.scopes.at(-1) ?? '', /^(keyword|storage)\./, word);
  }
});

test('the grammar is the one that its source writes', async () => {
  const source = await import(pathToFileURL(path.join(extension, 'build', 'grammar.mjs')).href) as { text: string };
  assert.equal(readFileSync(path.join(extension, 'syntaxes', 'ae.tmLanguage.json'), 'utf8'), source.text);
});

for (const [name, file] of [
  ['everything', everything],
  ['extern', 'tests/Hourglass.Tests/Models/Extern.ae'],
  ['broken', 'editors/vscode/test/fixtures/broken.ae'],
] as const) {
  test(`scopes of ${name}`, () => verify(`${name}.txt`, scoped(grammar, read(file)).pieces
    .filter(piece => piece.text.trim() !== '')
    .map(piece => `${piece.line + 1}:${piece.start + 1} ${piece.text.trim()} | ${piece.scopes.slice(1).join(' ')}`)));
}
