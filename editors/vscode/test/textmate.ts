import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { OnigScanner, OnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, type IGrammar, type StateStack, Registry, parseRawGrammar } from 'vscode-textmate';
import { extension } from './repository';

/** A piece of a line with the scopes that the grammar gives it. */
export interface Piece {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly scopes: readonly string[];
}

/** A text's pieces, and how deep in the grammar's regions each line begins; the last number is that of the end. */
export interface Scoped {
  readonly pieces: readonly Piece[];
  readonly depths: readonly number[];
}

/** The grammar as VS Code loads it. */
export async function loadGrammar(): Promise<IGrammar> {
  await loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const file = path.join(extension, 'syntaxes', 'ae.tmLanguage.json');
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new OnigScanner(patterns),
      createOnigString: text => new OnigString(text),
    }),
    loadGrammar: async scope => (scope === 'source.ae' ? parseRawGrammar(readFileSync(file, 'utf8'), file) : null),
  });
  const grammar = await registry.loadGrammar('source.ae');
  if (grammar === null) {
    throw new Error('The grammar is not there.');
  }

  return grammar;
}

/** A text by the grammar, line for line. */
export function scoped(grammar: IGrammar, text: string): Scoped {
  const pieces: Piece[] = [];
  const depths: number[] = [];
  let state: StateStack = INITIAL;
  text.split(/\r?\n/).forEach((content, line) => {
    depths.push(state.depth);
    const result = grammar.tokenizeLine(content, state);
    state = result.ruleStack;
    for (const { startIndex: start, endIndex, scopes } of result.tokens) {
      const end = Math.min(endIndex, content.length);
      pieces.push({ line, start, end, text: content.slice(start, end), scopes });
    }
  });
  return { pieces, depths: [...depths, state.depth] };
}
