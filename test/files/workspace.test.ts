import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { entriesOf, rehearsalNames, workspaceFiles } from '../../src/files/workspace.js';
import { withoutRoot } from '../support/unprivileged.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-workspace-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('tells whoever may not look into a folder that its owner may, and of anything else what is expected there', async () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o000);
  const looked = withoutRoot(() => Promise.resolve().then(() => entriesOf(closed)));
  await expect(looked).rejects.toMatchObject({ kind: 'storeFailure', hint: { key: 'workspace.refusedHint' } });
  const files = workspaceFiles(folder);
  writeFileSync(files.rehearsals, '');
  expect(() => rehearsalNames(files)).toThrow(
    expect.objectContaining({
      kind: 'storeFailure',
      hint: expect.objectContaining({ key: 'workspace.unreadableHint' }),
    }),
  );
  expect(entriesOf(join(folder, 'none'))).toEqual([]);
});
