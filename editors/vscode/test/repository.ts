import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';

/** The folder of the extension; the bundled tests lie in `out/test`. */
export const extension = path.join(__dirname, '..', '..');

/** The checkout. */
export const root = path.join(extension, '..', '..');

const shared = path.join(root, '..', 'shared', 'design', 'models');

/** A file of the checkout as text. */
export const read = (...parts: string[]): string => readFileSync(path.join(root, ...parts), 'utf8');

/** Every `.ae` text at hand, by where it stands: the files of the checkout, the models of the design, and what pages show. */
export function corpus(): Map<string, string> {
  const files = under(root).filter(name => name.endsWith('.ae') && !name.includes('FormatterTests.')).map(name => [name, read(name)] as const);
  const designs = existsSync(shared) ? readdirSync(shared).filter(name => name.endsWith('.ae')) : [];
  const designed = designs.map(name => [`shared/${name}`, readFileSync(path.join(shared, name), 'utf8')] as const);
  const shown = ['README.md', 'docs/language.md', 'docs/tutorial.md'].flatMap(page =>
    [...read(page).matchAll(/^```ae\n(.*?)^```$/gms)].map((match, i) => [`${page} ${i + 1}`, match[1] ?? ''] as const));
  return new Map([...files, ...designed, ...shown]);
}

/** The files of `examples`, `src` and `tests`, but for what builds leave there. */
function under(folder: string): string[] {
  const below = (name: string): string[] => readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' });
  return ['examples', 'src', 'tests']
    .flatMap(name => below(name).map(file => path.posix.join(name, file.split(path.sep).join('/'))))
    .filter(file => !/(^|\/)(bin|obj|artifacts|runs)\//.test(file));
}

/** Whether a program is there. */
export function has(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** The first block of code in a language below a heading of the page about editors. */
export function configuration(heading: string, language: string): string {
  const code = new RegExp(`^## ${heading}\\n.*?^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(read('editors', 'README.md'))?.[1];
  assert.ok(code !== undefined, `${heading} has code in ${language}.`);
  return code;
}
