import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWindows, ownProcess } from '../../src/files/host.js';
import { isAbandonedDraft, openNewFile, refuseUnfitName } from '../../src/files/new-file.js';
import { withoutRoot } from '../support/unprivileged.js';
import { refusal, temporaryFolder } from './written-file.js';

/** A number that no process has: beyond what systems hand out. */
const GONE = 2 ** 30;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const at = (name: string): string => join(folder.path, name);
const lay = (name: string, content = 'x'): void => writeFileSync(at(name), content);

describe('a new file', () => {
  it.each([
    ...['smsctl.toml', 'smsctl.toml.old', 'ledger.db', 'ledger.db-wal', 'ledger.key', 'ledger.key.part'],
    ...['ledger.erasures', 'ledger.copying', 'ledger.home', 'ledger.last-run', 'ledger.last-run.part', 'LEDGER.DB'],
    ...['ledger.run-lock', 'fete.plan-lock', 'rehearsals', 'Rehearsals', 'rehearsals/fete.csv'],
  ])('is never called as a part of a workspace is, whether that is there or not: %s', async (name) => {
    const refused = { kind: 'usage', key: 'safeguards.ownName' };
    const mayReplace = (): boolean => true;
    expect(await refusal(openNewFile(at(name), { mayReplace }))).toMatchObject(refused);
    expect(await refusal(refuseUnfitName(at(name), { mayReplace }))).toMatchObject(refused);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is in no folder of rehearsals, by whatever way it is named', async () => {
    mkdirSync(at('rehearsals/sub'), { recursive: true });
    const name = at('rehearsals/sub') + '/../fete.csv';
    expect(await refusal(openNewFile(name))).toMatchObject({ key: 'safeguards.ownName' });
  });

  it('may be called nearly so', async () => {
    for (const name of ['my-ledger.db.csv', 'smsctl.csv', 'ledger.csv', 'rehearsals.csv']) {
      const made = await openNewFile(at(name));
      await made.finish();
      expect(existsSync(at(name))).toBe(true);
    }
  });

  it('has a name', async () => {
    expect(await refusal(refuseUnfitName(''))).toMatchObject({ kind: 'usage', key: 'files.unnamed' });
  });

  it.each([
    ['is not there', (name: string) => at(`none/${name}`)],
    ['is a file', (name: string) => (lay('file'), at(`file/${name}`))],
  ])('is refused ahead where its folder %s', async (_, named) => {
    const refused = { kind: 'usage', key: 'files.noFolder' };
    expect(await refusal(refuseUnfitName(named('out.csv')))).toMatchObject(refused);
    expect(await refusal(openNewFile(named('out.csv')))).toMatchObject(refused);
  });

  it('takes the place of a file alone, however much may be replaced', async () => {
    const options = { mayReplace: () => true };
    mkdirSync(at('folder'));
    lay('older', 'precious');
    symlinkSync(at('older'), at('link'));
    for (const name of ['folder', 'link']) {
      const refused = { kind: 'usage', key: 'files.outputNoFile' };
      expect(await refusal(openNewFile(at(name), options))).toMatchObject(refused);
      expect(await refusal(refuseUnfitName(at(name), options))).toMatchObject(refused);
    }
    expect(readFileSync(at('older'), 'utf8')).toBe('precious');
    await refuseUnfitName(at('older'), options);
  });

  it('takes no place of what it can not look into', async () => {
    chmodSync(folder.path, 0o755);
    writeFileSync(at('closed'), 'a', { mode: 0o000 });
    const options = { mayReplace: (beginning: string) => beginning === 'a' };
    const refused = await withoutRoot(() => refusal(refuseUnfitName(at('closed'), options)));
    expect(refused).toMatchObject({ key: 'files.outputExists' });
  });

  it('is in a draft of the owner alone until it is finished, which tells who is at work', async () => {
    const made = await openNewFile(at('out.csv'));
    await made.put('half');
    expect([existsSync(at('out.csv')), isAbandonedDraft(basename(made.draft))]).toEqual([false, false]);
    expect(basename(made.draft)).toMatch(new RegExp(`^\\.out\\.csv\\.p${ownProcess}-[0-9a-f]{8}\\.part$`));
    if (!isWindows) expect(lstatSync(made.draft).mode & 0o777).toBe(0o600);
    await made.discard();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('takes along what killed programs left of the same name, and nothing else', async () => {
    const stays = [
      `.other.csv.p${GONE}-0123abcd.part`,
      `.out.csv.p${ownProcess}-0123abcd.part`,
      '.out.csv.notes',
      'out.csv.p1-0123abcd.part',
    ];
    for (const name of [`.out.csv.p${GONE}-0123abcd.part`, '.out.csv.0123abcd.part', ...stays]) lay(name);
    // What can not be removed is in nobody's way.
    mkdirSync(at(`.out.csv.p${GONE}-89abcdef.part`));
    const made = await openNewFile(at('out.csv'));
    await made.finish();
    expect(readdirSync(folder.path).sort()).toEqual([...stays, `.out.csv.p${GONE}-89abcdef.part`, 'out.csv'].sort());
  });
});
