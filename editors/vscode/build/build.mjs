// Bundles the extension into out/, with --tests its tests too, and lays beside it what the package takes from the rest of the repository.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { write } from './grammar.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
mkdirSync('out', { recursive: true });

const node = { platform: 'node', target: 'node20', format: 'cjs', bundle: true, logLevel: 'warning' };
const { metafile } = await build({
  ...node,
  entryPoints: ['src/extension.ts'],
  outfile: 'out/extension.js',
  external: ['vscode'],
  minify: true,
  legalComments: 'none',
  metafile: true,
});
if (process.argv.includes('--tests')) {
  rmSync('out/test', { recursive: true, force: true });
  const names = readdirSync('test').filter(name => name.endsWith('.test.ts') || name === 'fakeServer.ts');
  await build({ ...node, entryPoints: names.map(name => `test/${name}`), outdir: 'out/test', packages: 'external' });
}

write();
copyFileSync('../../docs/images/icon.png', 'out/icon.png');
copyFileSync('../../LICENSE', 'LICENSE');

// The licences of the libraries whose code is in the bundle.
const folders = Object.keys(metafile.inputs).flatMap(input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []);
writeFileSync('out/notices.txt', [...new Set(folders)].sort().map(folder => {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const licence = readdirSync(folder).find(file => /^licen[cs]e/i.test(file));
  if (licence === undefined) {
    throw new Error(`${name} has no file with its licence.`);
  }

  return `${name} ${version}\n\n${readFileSync(`${folder}/${licence}`, 'utf8').trim()}\n`;
}).join(`\n${'-'.repeat(80)}\n\n`));
