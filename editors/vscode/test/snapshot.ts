import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { extension } from './repository';

/** Compares lines with those that are kept; `SNAPSHOT_ACCEPT=1` keeps what there is. */
export function verify(name: string, lines: readonly string[]): void {
  const file = path.join(extension, 'test', 'snapshots', name);
  if (process.env['SNAPSHOT_ACCEPT'] === '1') {
    writeFileSync(file, `${lines.join('\n')}\n`);
  }

  const kept = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const at = lines.findIndex((line, i) => line !== kept[i]);
  assert.equal(lines[at], at < 0 ? undefined : kept[at], `${name}, line ${at + 1}; SNAPSHOT_ACCEPT=1 keeps what is new.`);
  assert.equal(lines.length, kept.length, `${name} has other lines at its end.`);
}
