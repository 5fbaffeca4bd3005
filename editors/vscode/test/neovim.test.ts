// Neovim's own client, set up as ../../README.md says, and the real server: a mistake is typed, seen and mended, words are completed, a
// block is renamed over two files, a file is put in order.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { configuration, has } from './repository';
import { putTool, serverSkip, serverTool } from './server';

const folder = mkdtempSync(path.join(os.tmpdir(), 'hourglass-neovim-'));
const blocks = 'block mlp(n) { dense(n) -> relu }\n';
const models = `import "blocks.ae"

model Vae {
  data   x: unit[784]
  encode z ~ x -> mlp(400) -> dense(100, tanh) -> normal(20)
  decode x ~ z -> mlp(400) -> bernoulli
  minimize elbo
}
`;

const steps = `
  local function wait(what, holds)
    assert(vim.wait(60000, holds, 50), what .. ' did not come')
  end
  local function ask(method, params)
    for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 60000) or {}) do
      assert(not answer.err and not answer.error, vim.inspect(answer))
      return answer.result
    end
    error('no server answers ' .. method)
  end
  local uri = vim.uri_from_bufnr(0)
  local function place(line, word)
    local text = vim.api.nvim_buf_get_lines(0, line, line + 1, true)[1]
    return { line = line, character = text:find(word, 1, true) - 1 }
  end
  local function write(line, from, to)
    local at = place(line, from)
    vim.api.nvim_buf_set_text(0, line, at.character, line, at.character + #from, { to })
  end
  local function say(...) print(...) print('\\n') end

  wait('the server', function() return #vim.lsp.buf_get_clients(0) > 0 end)
  write(4, 'dense', 'desne')
  wait('the mistake', function() return #vim.diagnostic.get(0) > 0 end)
  local found = vim.diagnostic.get(0)[1]
  say('mistake', found.code, found.lnum, found.col)

  local range = { start = place(4, 'desne'), ['end'] = place(4, 'desne') }
  local actions = ask('textDocument/codeAction', { textDocument = { uri = uri }, range = range, context = { diagnostics = {} } })
  say('action', actions[1].title)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
  wait('the mended text', function() return #vim.diagnostic.get(0) == 0 end)
  say('mended', vim.api.nvim_buf_get_lines(0, 4, 5, true)[1])

  write(4, 'dense(100, tanh)', 'de')
  local at = place(4, 'de -> normal')
  local list = ask('textDocument/completion', { textDocument = { uri = uri }, position = { line = 4, character = at.character + 2 } })
  for _, item in ipairs(list.items or list) do
    if item.label == 'dense' or item.label == 'conv' or item.label == 'mlp' then say('offered', item.label) end
  end
  write(4, 'de -> normal', 'dense(100, tanh) -> normal')

  local edit = ask('textDocument/rename', { textDocument = { uri = uri }, position = place(4, 'mlp'), newName = 'layers' })
  vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
  say('renamed', vim.api.nvim_buf_get_lines(0, 4, 5, true)[1])
  say('renamed', vim.api.nvim_buf_get_lines(vim.fn.bufnr('blocks.ae'), 0, 1, true)[1])

  write(6, '  minimize elbo', ' minimize   elbo')
  vim.lsp.buf.formatting_sync(nil, 60000)
  say('in order [' .. vim.api.nvim_buf_get_lines(0, 6, 7, true)[1] .. ']')
  vim.cmd('qall!')`;

const write = (name: string, text: string): string => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};

before(() => {
  write('blocks.ae', blocks);
  write('models.ae', models);
  putTool(folder, serverTool());
});

after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const why = serverSkip || (has('nvim', '--version') ? false : 'There is no Neovim.');

test('Neovim works with the server', { skip: why }, () => {
  const init = write('init.lua', configuration('Neovim', 'lua'));
  const script = write('steps.lua', steps);
  const { status, stderr } = spawnSync(
    'nvim',
    ['--headless', '-u', init, path.join(folder, 'models.ae'), '-c', `luafile ${script}`, '-c', 'cquit'],
    { env: { ...process.env, HOME: folder, PATH: `${folder}:${process.env['PATH']}` }, cwd: folder, encoding: 'utf8', timeout: 120_000 });
  assert.equal(status, 0, stderr);
  const said = stderr.split(/[\r\n]+/).map(line => line.trim()).filter(line => line !== '');
  assert.deepEqual(said, [
    'mistake AE1002 4 30',
    'action Write `dense`',
    'mended   encode z ~ x -> mlp(400) -> dense(100, tanh) -> normal(20)',
    'offered dense',
    'offered mlp',
    'renamed   encode z ~ x -> layers(400) -> dense(100, tanh) -> normal(20)',
    'renamed block layers(n) { dense(n) -> relu }',
    'in order [  minimize elbo]',
  ]);
});
