// Writes syntaxes/ae.tmLanguage.json. A TextMate grammar cannot name a part of an expression, so that the list of keywords and the
// ends of regions, which stand in many of its rules, are named here.
//
// Words of the catalogue are scoped by where they stand: a name behind an arrow is a stage, one before a parenthesis is called, one
// before a colon is a label, an argument or a setting. A new word of the language changes nothing here.
import { readFileSync, writeFileSync } from 'node:fs';

const target = new URL('../syntaxes/ae.tmLanguage.json', import.meta.url);

const word = String.raw`[\p{L}_]\w*`;
const roles = 'encode|decode|predict|prior|critic';
const declarations = 'namespace|import|const|block|model';
const keywords = `${declarations}|extern|data|${roles}|minimize|train`;

/** A keyword, but for a setting or an argument of that name, such as `critic: adam(1e-4)`. */
const keyword = names => String.raw`\b(${names})\b(?!\s*:)`;

/** Where the next statement or declaration begins. */
const next = String.raw`(?=\b(?:${keywords})\b)`;

/** Where one begins a line: no bracket that was left open reaches further. */
const bail = String.raw`(?=^\s*(?:${keywords})\b(?!\s*(?:[:,\])]|$)))`;

/** The same inside of parentheses and brackets, and where a body ends on its own line. */
const bailOfValues = String.raw`${bail}|(?=^\s*\})`;

/** The same for the body of a model, which has statements in it. */
const bailOfModel = String.raw`(?=^\s*(?:${declarations})\b(?!\s*:))`;

const colon = 'punctuation.separator.colon.ae';
const assignment = 'keyword.operator.assignment.ae';

const include = (...names) => names.map(name => ({ include: `#${name}` }));
const captures = names => Object.fromEntries(names.flatMap((name, i) => (name ? [[i + 1, { name }]] : [])));
const whole = name => ({ 0: { name } });

/** A rule of one expression, the groups of which have scopes. */
const parts = (match, ...names) => ({ match, captures: captures(names) });

/** What stands between two brackets. */
const between = (open, close, end, kind, patterns) => ({
  begin: `\\${open}`,
  end: `\\${close}|${end}`,
  beginCaptures: whole(`punctuation.section.${kind}.begin.ae`),
  endCaptures: whole(`punctuation.section.${kind}.end.ae`),
  patterns,
});

const repository = {
  declarations: { patterns: include('namespace', 'import', 'const', 'block', 'model') },
  statements: { patterns: include('comment', 'data', 'extern', 'role', 'minimize', 'train', 'block', 'const', 'binding', 'expression') },
  expression: {
    patterns: include(
      'comment', 'string', 'number', 'arrow', 'label', 'call', 'property', 'boolean', 'word', 'operator', 'punctuation', 'arguments',
      'list', 'stages'),
  },

  // Tokens.
  comment: {
    patterns: [
      { name: 'comment.line.documentation.ae', match: '///(?!/).*$' },
      { name: 'comment.line.double-slash.ae', match: '//.*$' },
    ],
  },
  string: {
    name: 'string.quoted.double.ae',
    begin: '"',
    end: '"|$',
    beginCaptures: whole('punctuation.definition.string.begin.ae'),
    endCaptures: whole('punctuation.definition.string.end.ae'),
  },
  number: { name: 'constant.numeric.ae', match: String.raw`[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?` },
  boolean: { name: 'constant.language.boolean.ae', match: String.raw`\b(?:true|false)\b(?!\s*:)` },
  word: { name: 'variable.other.ae', match: String.raw`\b${word}` },
  property: parts(String.raw`(\.)\s*(${word})`, 'punctuation.accessor.ae', 'variable.other.property.ae'),
  call: parts(String.raw`\b(${word})\s*(?=\()`, 'entity.name.function.ae'),
  label: parts(String.raw`\b(${word})\s*(:)`, 'entity.name.label.ae', colon),
  roleName: { name: 'variable.language.role.ae', match: String.raw`\b(?:${roles})\b` },
  operator: {
    patterns: [
      { name: 'keyword.operator.distribution.ae', match: '~' },
      { name: assignment, match: '=' },
      { name: 'keyword.operator.arithmetic.ae', match: '[-+*/]' },
    ],
  },
  punctuation: {
    patterns: [
      { name: 'punctuation.separator.comma.ae', match: ',' },
      { name: colon, match: ':' },
      { name: 'punctuation.terminator.statement.ae', match: ';' },
    ],
  },

  // Pipelines and values.
  arrow: {
    begin: '->',
    end: String.raw`${next}|\b(${word})\b(?!\s*:)|(?=[^\s\p{L}_/])`,
    beginCaptures: whole('keyword.operator.arrow.ae'),
    endCaptures: captures(['entity.name.function.stage.ae']),
    patterns: include('comment', 'label'),
  },
  arguments: between('(', ')', bailOfValues, 'parens', [
    parts(String.raw`\b(${word})\s*(:)`, 'variable.parameter.argument.ae', colon),
    ...include('roleName', 'expression'),
  ]),
  list: between('[', ']', bailOfValues, 'brackets', include('roleName', 'expression')),
  stages: between('{', '}', bail, 'block', [
    ...include('comment'),
    {
      begin: String.raw`(?=[\p{L}_])`,
      end: String.raw`(?=\})|${bail}`,
      patterns: [
        parts(String.raw`\G(?:(${word})\s*(:)\s*)?(${word})\b(?!\s*:)`, 'entity.name.label.ae', colon, 'entity.name.function.stage.ae'),
        ...include('expression'),
      ],
    },
  ]),

  // Declarations.
  namespace: parts(
    String.raw`${keyword('namespace')}(?:\s+(${word}(?:\s*\.\s*${word})*))?`, 'keyword.other.namespace.ae', 'entity.name.namespace.ae'),
  import: parts(keyword('import'), 'keyword.control.import.ae'),
  const: parts(String.raw`${keyword('const')}(?:\s+(${word}))?`, 'storage.type.const.ae', 'variable.other.constant.ae'),
  block: {
    begin: keyword('block'),
    end: String.raw`(?<=\})|${next}`,
    beginCaptures: captures(['storage.type.block.ae']),
    patterns: [...include('comment', 'parameters', 'stages'), { name: 'entity.name.function.block.ae', match: String.raw`\b${word}` }],
  },
  model: {
    begin: keyword('model'),
    end: String.raw`(?<=\})|${next}`,
    beginCaptures: captures(['storage.type.model.ae']),
    patterns: [
      ...include('comment', 'parameters', 'variant'),
      between('{', '}', bailOfModel, 'block', include('statements')),
      { name: 'entity.name.type.model.ae', match: String.raw`\b${word}` },
    ],
  },
  variant: {
    begin: '=',
    end: String.raw`${next}|(?=[{}])`,
    beginCaptures: whole(assignment),
    patterns: [...include('comment', 'arguments'), { name: 'entity.name.type.model.ae', match: String.raw`\b${word}` }],
  },
  parameters: between('(', ')', bailOfValues, 'parens', [
    ...include('comment'),
    { begin: '=', end: `(?=[,)])|${bailOfValues}`, beginCaptures: whole(assignment), patterns: include('expression') },
    { name: 'variable.parameter.ae', match: String.raw`\b${word}` },
    ...include('expression'),
  ]),

  // Statements.
  data: {
    begin: keyword('data'),
    end: String.raw`${next}|(?=[^\s\p{L}_?:/])`,
    beginCaptures: captures(['storage.type.data.ae']),
    patterns: [
      ...include('comment'),
      { name: 'keyword.operator.optional.ae', match: String.raw`\?` },
      {
        begin: ':',
        end: String.raw`${next}|\b(${word})|(?=[^\s\p{L}_/])`,
        beginCaptures: whole(colon),
        endCaptures: captures(['support.type.domain.ae']),
        patterns: include('comment'),
      },
      { name: 'variable.other.definition.ae', match: String.raw`\b${word}` },
    ],
  },
  extern: {
    begin: String.raw`${keyword('extern')}(?:\s+(block|term)\b)?`,
    end: String.raw`${next}|(?=[};])`,
    beginCaptures: captures(['storage.modifier.extern.ae', 'storage.type.extern.ae']),
    patterns: [
      ...include('comment', 'parameters', 'list'),
      { name: 'keyword.operator.arrow.ae', match: '->' },
      parts(String.raw`(:)\s*(${word})`, colon, 'support.type.unit.ae'),
      { name: colon, match: ':' },
      { name: 'entity.name.function.extern.ae', match: String.raw`\b${word}` },
    ],
  },
  role: {
    begin: keyword(roles),
    end: String.raw`(?<=\})|(?=[^\s/{])`,
    beginCaptures: captures(['keyword.control.role.ae']),
    patterns: [...include('comment'), between('{', '}', bail, 'block', include('binding', 'expression'))],
  },
  binding: {
    patterns: [
      parts(String.raw`\b(${word})\s*(~)`, 'variable.other.definition.ae', 'keyword.operator.distribution.ae'),
      parts(String.raw`\b(${word})\s*(=)`, 'variable.other.definition.ae', assignment),
    ],
  },
  minimize: parts(keyword('minimize'), 'keyword.control.minimize.ae'),
  train: {
    begin: keyword('train'),
    end: String.raw`(?<=\})|${next}|(?=[^\s\p{L}_/{])`,
    beginCaptures: captures(['keyword.control.train.ae']),
    patterns: [...include('comment', 'settings'), { name: 'entity.name.section.phase.ae', match: String.raw`\b${word}` }],
  },
  settings: between('{', '}', bail, 'block', [
    ...include('comment'),
    parts(
      String.raw`\b(${word})\s*(:)(?:\s*(${word})\s*(:))?`, 'variable.parameter.setting.ae', colon, 'entity.name.label.ae', colon),
    parts(String.raw`([-+])\s*(${word})\s*(:)`, 'keyword.operator.arithmetic.ae', 'entity.name.label.ae', colon),
    parts(String.raw`\b(from)\b(?=\s*")`, 'keyword.control.from.ae'),
    ...include('roleName', 'expression'),
  ]),
};

const grammar = {
  name: 'Hourglass autoencoders',
  comment: 'Written by build/grammar.mjs.',
  scopeName: 'source.ae',
  fileTypes: ['ae'],
  patterns: include('comment', 'declarations', 'statements'),
  repository,
};

/** The grammar as text. */
export const text = `${JSON.stringify(grammar, null, 2)}\n`;

/** Writes it, unless it stands there. */
export function write() {
  if (readFileSync(target, { encoding: 'utf8', flag: 'a+' }) !== text) {
    writeFileSync(target, text);
  }
}
