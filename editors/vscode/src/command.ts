import { statSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** A program and its first arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** What `hourglass.command` says; an error in words that lead to its repair where it says nothing that can be run. */
export function parseCommand(setting: unknown): Command {
  const isList = Array.isArray(setting) && setting.every((item): item is string => typeof item === 'string');
  const [program, ...args] = isList ? setting : [];
  if (program === undefined || program.trim() === '') {
    throw new Error(
      `The setting hourglass.command is ${JSON.stringify(setting)}: it takes a list of texts, the program first, such as ["hourglass"].`);
  }

  return { program, args };
}

/** What is known of the machine when a program is looked for. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** Where a program is: by its path, on PATH, or among the global tools of .NET, which not every desktop has on its PATH. */
export function findProgram(program: string, { cwd, env, platform, home }: Surroundings): string | undefined {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(platform === 'win32' ? ';' : ':').filter(folder => folder !== '');
  const candidates = /[\\/]/.test(program)
    ? [path.resolve(cwd, program)]
    : [...folders, path.join(home, '.dotnet', 'tools')].map(folder => path.join(folder, program));
  const endings = platform === 'win32' ? ['', '.exe', '.com'] : [''];
  return candidates.flatMap(candidate => endings.map(ending => candidate + ending)).find(isFile);
}

/** The machine that the extension runs on. */
export const here = (cwd: string): Surroundings => ({ cwd, env: process.env, platform: process.platform, home: os.homedir() });

const install = 'dotnet tool install --global Hourglass.Cli --add-source packages';

/** What to tell where a program is missing. */
export const notFound = (program: string): string =>
  `Hourglass: the program '${program}' was not found, so that there are colours, and no help. Install the tool (${install}, once it is ` +
  'packed into that folder), or name another in the setting hourglass.command; then run "Hourglass: Restart the Language Server".';

/** What to tell where a program ended before it answered anything. */
export const ended = (command: readonly string[]): string =>
  `Hourglass: \`${[...command, 'lsp'].join(' ')}\` ended before it answered; the output says why. An older tool has no language server: ` +
  'update it, and run "Hourglass: Restart the Language Server".';

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
