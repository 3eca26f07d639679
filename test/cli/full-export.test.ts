import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountSmallDisk } from '../store/small-disk.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

/** Where a disk can be mounted and filled; elsewhere nothing is full. */
const disk = mountSmallDisk();
const place = (name: string): string => join(disk?.folder ?? '', name);

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = testWorkspace();
  const flags = ['--purpose', 'association', '--basis', 'opt_in', '--method', 'paper_form', '--wording', 'Oui'];
  const given = ['--source', 'guichet', '--given-at', '2026-03-01'];
  expect((await workspace.run('consent', 'add', '0639980001', ...flags, ...given)).exit).toBe(0);
  expect((await workspace.run('suppress', 'add', '0639980002')).exit).toBe(0);
});
afterAll(() => {
  workspace.remove();
  disk?.remove();
});

describe.skipIf(disk === null)('on a disk that is full', () => {
  const exports: readonly (readonly string[])[] = [
    ['audit', 'export'],
    ['audit', 'export', '--format', 'jsonl'],
    ['consent', 'export'],
    ['suppress', 'export'],
    ['subject', 'access', '0639980001'],
  ];
  it.each(exports)(
    '%s %s %s leaves no half file, says so with 74, and works once there is room',
    async (...command) => {
      const out = place('out.csv');
      disk?.fill();
      const refused = await workspace.run(...command, '--out', out);
      expect(refused).toMatchObject({ exit: 74, out: '' });
      expect(refused.err).toContain(out);
      expect(refused.err).toContain('ENOSPC');
      expect(readdirSync(disk?.folder ?? '')).toEqual(['ballast']);
      disk?.free();
      expect(await workspace.run(...command, '--out', out)).toMatchObject({ exit: 0 });
      expect(readFileSync(out).length).toBeGreaterThan(10);
      expect(readdirSync(disk?.folder ?? '')).toEqual(['out.csv']);
      rmSync(out);
    },
  );

  it('a file of rejects that can not be written is no import gone wrong: nothing is left of it', async () => {
    const list = workspace.write('never.csv', 'phone\n0639980003\nnobody\n');
    disk?.fill();
    const refused = await workspace.run('suppress', 'import', list, '--rejects', place('rejects.csv'));
    expect(refused).toMatchObject({ exit: 74 });
    expect(readdirSync(disk?.folder ?? '')).toEqual(['ballast']);
    disk?.free();
    expect((await workspace.run('suppress', 'import', list, '--rejects', place('rejects.csv'))).exit).toBe(80);
    rmSync(place('rejects.csv'));
  });
});
