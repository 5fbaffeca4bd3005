import { read } from './repository';

/** A token as the language's page describes it; found without the grammar, to compare that with. */
export interface Token {
  readonly kind: 'comment' | 'doc' | 'string' | 'number' | 'arrow' | 'word' | 'sign';
  readonly text: string;
  readonly line: number;
  readonly start: number;
}

const pattern = new RegExp([
  String.raw`(?<doc>\/\/\/(?!\/)[^\n]*)`,
  String.raw`(?<comment>\/\/[^\n]*)`,
  String.raw`(?<string>"[^"\n]*"?)`,
  String.raw`(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
  '(?<arrow>->)',
  String.raw`(?<word>[\p{L}_][\p{L}\p{Nd}_]*)`,
  String.raw`(?<sign>[^\s])`,
].join('|'), 'gu');

/** The tokens of a text. */
export function tokenize(text: string): Token[] {
  return text.split(/\r?\n/).flatMap((content, line) => [...content.matchAll(pattern)].map(match => {
    const [kind, found] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? ['sign', ''];
    return { kind: kind as Token['kind'], text: found ?? '', line, start: match.index };
  }));
}

/** The words that are reserved, from the compiler's own list. */
export function keywords(): Record<'declarations' | 'roles' | 'statements', string[]> {
  const source = read('src', 'Hourglass.Compiler', 'Syntax', 'AeKeywords.cs');
  const list = (name: string): string[] => {
    const body = new RegExp(`> ${name} \\{ get; \\} = \\[(.*?)\\];`, 's').exec(source)?.[1];
    if (body === undefined) {
      throw new Error(`AeKeywords.cs has no list ${name}.`);
    }

    return [...body.matchAll(/"(\w+)"/g)].map(match => match[1] ?? '');
  };
  const [declarations, roles] = [list('Declarations'), list('Roles')];
  return { declarations, roles, statements: [...roles, ...list('Statements')] };
}
