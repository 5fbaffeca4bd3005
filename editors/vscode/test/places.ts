import type { Token } from './lexer';

/** What a scope must begin with at a token, by where it stands; found without the grammar, to compare that with. */
export function expectedScopes(tokens: readonly Token[], reserved: ReadonlySet<string>, roles: ReadonlySet<string>): Map<Token, RegExp> {
  const code = tokens.filter(token => token.kind !== 'comment' && token.kind !== 'doc');
  const braces: string[] = [];
  const expected = new Map<Token, RegExp>(tokens.map(token => [token, ofComment(token)]));
  let statement = '';
  code.forEach((token, i) => {
    const before = (count: number): string => code[i - count]?.text ?? '';
    const place = { token, before, after: code[i + 1]?.text ?? '', brace: braces.at(-1) ?? '' };
    if (token.kind === 'word' && reserved.has(token.text) && isKeyword(place)) {
      statement = token.text;
      expected.set(token, /^(keyword|storage)\./);
      return;
    }

    if ('([{'.includes(token.text)) {
      braces.push(token.text === '{' ? kindOfBrace(before, statement, roles) : token.text);
    } else if (')]}'.includes(token.text)) {
      braces.pop();
    }

    expected.set(token, token.kind === 'word' ? ofWord(place, statement, roles) : ofSign(token, statement));
  });
  return expected;
}

interface Place {
  readonly token: Token;
  readonly before: (count: number) => string;
  readonly after: string;
  readonly brace: string;
}

const ofComment = (token: Token): RegExp =>
  token.kind === 'doc' ? /^comment\.line\.documentation\.ae$/ : /^comment\.line\.double-slash\.ae$/;

const isKeyword = ({ before, after }: Place): boolean => after !== ':' && !['(', '[', ',', ':'].includes(before(1));

function kindOfBrace(before: (count: number) => string, statement: string, roles: ReadonlySet<string>): string {
  if (roles.has(before(1))) {
    return 'bindings';
  }

  return before(1) === 'train' || before(2) === 'train' ? 'settings' : statement === 'model' ? 'model' : 'stages';
}

function ofWord({ token, before, after, brace }: Place, statement: string, roles: ReadonlySet<string>): RegExp {
  const isBehindArrow = before(1) === '->' || (before(1) === ':' && before(3) === '->');
  const isFirst = brace === 'stages' && (before(1) === '{' || (before(1) === ':' && before(3) === '{'));
  if (before(1) === 'extern') {
    return /^storage\.type\.extern\.ae$/;
  }

  if (after === ':' && statement !== 'data') {
    const isSummand = ['+', '-'].includes(before(1)) || (before(1) === ':' && before(2) === 'minimize');
    return brace === '(' ? /^variable\.parameter\.argument\.ae$/
      : brace === 'settings' && !isSummand ? /^variable\.parameter\.setting\.ae$/
      : /^(entity\.name\.(label|function\.extern)\.ae|entity\.name\.function)/;
  }

  if (isBehindArrow || isFirst) {
    return /^entity\.name\.function\.stage\.ae$/;
  }

  if (statement === 'data' && before(1) === ':' && brace !== '(') {
    return /^support\.type\.domain\.ae$/;
  }

  if (roles.has(token.text)) {
    return /^variable\.language\.role\.ae$/;
  }

  if (before(1) === '.') {
    return /^(variable\.other\.property|entity\.name\.namespace)\.ae$/;
  }

  if (before(1) === 'model') {
    return /^entity\.name\.type\.model\.ae$/;
  }

  return after === '(' ? /^entity\.name\.(function|type)/
    : /^(variable|entity\.name|support\.type|constant\.language|keyword\.control\.from)\./;
}

function ofSign(token: Token, statement: string): RegExp {
  switch (token.kind) {
    case 'string':
      return /^string\.quoted\.double\.ae$/;
    case 'number':
      return /^constant\.numeric\.ae$/;
    case 'arrow':
      return /^keyword\.operator\.arrow\.ae$/;
    default:
      return '()[]{}'.includes(token.text) ? /^punctuation\.section\./
        : ',:;'.includes(token.text) ? /^punctuation\.(separator|terminator)\./
        : token.text === '.' ? (statement === 'namespace' ? /^entity\.name\.namespace\.ae$/ : /^punctuation\.accessor\.ae$/)
        : /^keyword\.operator\./;
  }
}
