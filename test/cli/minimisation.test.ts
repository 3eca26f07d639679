import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliWorkspace, members, memberNumber, TERMS, type CliWorkspace } from '../support/cli.js';
import { testWorkspace } from './test-workspace.js';

let elsewhere: string;
beforeEach(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'smsctl-lists-'));
});
afterEach(() => rmSync(elsewhere, { recursive: true, force: true }));

/** Files of a workspace whose bytes hold a text. */
function holding(space: CliWorkspace, text: string): readonly string[] {
  return readdirSync(space.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

describe('what is kept of a file of contacts', () => {
  it('is the text and nothing else: no cell that the text does not use, be it looked at by --where or not', async () => {
    const space = await cliWorkspace();
    const list = join(elsewhere, 'membres.csv');
    const rows = members(2)
      .trimEnd()
      .split('\n')
      .map((row, index) => `${row};${index === 0 ? 'adresse;religion' : `12 rue du Bac ${index};bouddhiste`}`);
    writeFileSync(list, rows.join('\n'));
    const where = ['--where', 'religion = "bouddhiste"'];
    const planned = await space.run(['plan', list, '--campaign', 'fete', ...TERMS, ...where, '--json']);
    expect(planned.json()).toMatchObject({ planned: 2 });
    expect(holding(space, 'Bonjour P1')).not.toEqual([]);
    for (const cell of ['12 rue du Bac', 'bouddhiste', 'Lyon'])
      expect([cell, holding(space, cell)]).toEqual([cell, []]);
    const told = await space.run(['plan', list, '--campaign', 'autre', ...TERMS]);
    expect(told.stdout + told.stderr).toContain('religion');
  });
});

describe('exports and screens', () => {
  it('hide number, evidence and IP unless they are revealed, which is a row of the log', async () => {
    const workspace = testWorkspace();
    const optins = join(elsewhere, 'optins.csv');
    const header = 'phone;purpose;basis;given_at;method;wording;source;evidence;ip';
    const proof = 'association;opt_in;2026-03-02;web_form;oui;https://amis.example;zoe@example.org;192.0.2.7';
    writeFileSync(optins, `${header}\n${memberNumber(0)};${proof}\n`);
    expect((await workspace.run('consent', 'import', optins)).exit).toBe(0);
    await workspace.run('suppress', 'add', memberNumber(0));
    const exports = [
      ['consent', 'export'],
      ['consent', 'export', '--format', 'jsonl'],
      ['suppress', 'export'],
      ['audit', 'export'],
      ['subject', 'access', memberNumber(0)],
      ['subject', 'access', memberNumber(0), '--json'],
      ['consent', 'show', memberNumber(0)],
      ['consent', 'show', memberNumber(0), '--json'],
      ['why', memberNumber(0)],
      ['why', memberNumber(0), '--json'],
    ];
    const log = async (): Promise<number> =>
      (await workspace.run('audit', 'list')).out.split('numbers shown').length - 1;
    for (const args of exports) {
      const { out } = await workspace.run(...args);
      for (const part of ['639980001', '6 39 98 00 01', 'zoe@example.org', '192.0.2.7'])
        expect([args, part, out.includes(part)]).toEqual([args, part, false]);
    }
    expect(await log()).toBe(0);
    for (const args of exports) {
      const { out } = await workspace.run(...args, '--reveal');
      expect(out.replaceAll(' ', '')).toContain('+33639980001');
      const isOfConsents = ['consent', 'subject', 'why'].includes(args[0] ?? '');
      expect([args, out.includes('zoe@example.org'), out.includes('192.0.2.7')]).toEqual([
        args,
        ...[isOfConsents, isOfConsents],
      ]);
    }
    expect(await log()).toBe(exports.length);
    workspace.remove();
  });
});
