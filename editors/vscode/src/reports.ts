import { readdir, stat } from 'node:fs/promises';
import * as path from 'node:path';

const report = 'report.html';

/**
 * The newest report of a training of a file: in a folder beside it or in `runs` there, and the same in each folder above, up to the
 * workspace's.
 */
export async function latestReport(file: string, top: string): Promise<string | undefined> {
  const places = await Promise.all(upTo(path.dirname(file), top).map(runsIn));
  const reports = await Promise.all(places.flat().map(async folder => {
    const place = path.join(folder, report);
    return { place, time: await timeOf(place) };
  }));
  return reports.reduce<{ place?: string; time: number }>((best, next) => (next.time > best.time ? next : best), { time: 0 }).place;
}

/** A folder and those above it, as far as one that is named; the folder alone where that one is none of them. */
export function upTo(folder: string, top: string): string[] {
  const way = path.relative(top, folder);
  const isInside = way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
  return folder === top || !isInside ? [folder] : [folder, ...upTo(path.dirname(folder), top)];
}

/** The folders that may hold a report, of one folder. */
async function runsIn(folder: string): Promise<string[]> {
  const runs = path.join(folder, 'runs');
  return [folder, ...(await foldersIn(folder)), ...(await foldersIn(runs))];
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(entry => path.join(folder, entry.name));
}

/** When a file was written; 0 where there is none. */
async function timeOf(file: string): Promise<number> {
  return stat(file).then(found => (found.isFile() ? found.mtimeMs : 0), () => 0);
}
