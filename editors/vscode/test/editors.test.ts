// The configurations that ../../README.md gives, as they stand there, in the editors that are here. A script by the name of the tool
// starts the stand-in for its server, or the server itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { configuration, extension, has } from './repository';
import { putTool, serverSkip, serverTool } from './server';

const folder = mkdtempSync(path.join(os.tmpdir(), 'hourglass-editors-'));
const file = path.join(folder, 'mistake.ae');
const log = path.join(folder, 'server.log');
const env = { ...process.env, HOME: folder, HOURGLASS_FAKE_LOG: log, PATH: `${folder}:${process.env['PATH']}` };
const options = { env, cwd: folder, encoding: 'utf8', timeout: 60_000 } as const;

const write = (name: string, text: string): string => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};

before(() => {
  write('mistake.ae', '/// A model.\nmodel M {\n  data x: real[4]\n  encode h = x -> desne(2)\n  minimize l1(h)\n}\n');
});

const servers = [
  ['a stand-in', [process.execPath, path.join(extension, 'out', 'test', 'fakeServer.js')], false],
  ['the server', serverTool(), serverSkip],
] as const;

after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const neovim = has('nvim', '--version') ? false : 'There is no Neovim.';

for (const [who, command, skip] of servers) test(`Neovim shows a mistake, from ${who}`, { skip: neovim || skip }, () => {
  putTool(folder, command);
  const init = write('init.lua', configuration('Neovim', 'lua'));
  const look = write('look.lua', `
    vim.wait(40000, function() return #vim.diagnostic.get(0) > 0 end, 50)
    for _, found in ipairs(vim.diagnostic.get(0)) do
      print(found.code or 'AE1002', found.lnum, found.message, vim.bo.filetype, vim.bo.commentstring)
    end
    vim.cmd('qall!')`);
  const { status, stderr } = spawnSync('nvim', ['--headless', '-u', init, file, '-c', `luafile ${look}`], options);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /AE1002 3 there is no stage `desne`[^]* ae \/\/ %s/i);
  if (who === 'a stand-in') {
    assert.match(readFileSync(log, 'utf8'), /^initialize lsp\n(.*\n)*shutdown\nexit\n$/);
  }
});

const eglot = '(progn (package-initialize) (require \'eglot))';
const emacs = has('emacs', '--batch', '--eval', eglot) ? false : 'There is no Emacs with eglot.';

for (const [who, command, skip] of servers) test(`Emacs shows a mistake, from ${who}`, { skip: emacs || skip }, () => {
  putTool(folder, command);
  const init = write('init.el', configuration('Emacs', 'elisp'));
  const look = write('look.el', `
    (require 'eglot)
    (require 'flymake)
    (setq eglot-sync-connect 40)
    (find-file "${file}")
    (apply #'eglot--connect (eglot--guess-contact)) ; what eglot-ensure does behind the next command, which a batch has not
    (flymake-mode 1)
    (let ((tries 0))
      (while (and (< tries 600) (null (flymake-diagnostics)))
        (accept-process-output nil 0.05)
        (flymake-start)
        (setq tries (1+ tries))))
    (dolist (found (flymake-diagnostics))
      (message "%s at %s: %s in %s" (flymake-diagnostic-text found) (flymake-diagnostic-beg found)
               (buffer-substring (flymake-diagnostic-beg found) (flymake-diagnostic-end found)) mode-name))
    (goto-char (point-min))
    (search-forward "A model")
    (message "comment %s" (and (nth 4 (syntax-ppss)) t))
    (eglot-shutdown (eglot-current-server) nil 10 nil)`);
  const { status, stderr } = spawnSync('emacs', ['--batch', '--eval', '(package-initialize)', '-l', init, '-l', look], options);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /there is no stage `desne`[^]* in ae/i);
  assert.match(stderr, /comment t/);
});
