import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  dumpTables,
  factsVersionOf,
  fictionNumbers,
  intentIds,
  KEYRING,
  LEDGER_ID,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  termsOf,
  intentDraft,
  NO_TIMES,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(5);
const open = (file: string): Ledger =>
  openLedger(file, KEYRING, { mode: 'write', appliedAt: '2026-01-05T10:00:00.000Z' });

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

/** A copy of the ledger as people make one: with every file beside it. */
function copyAs(name: string): string {
  temp.close();
  const copy = join(temp.folder, name);
  copyFileSync(temp.file, copy);
  return copy;
}

describe('a ledger', () => {
  it('knows its own file, also when it was moved or renamed', async () => {
    expect(await ledger.standing()).toBe('own');
    temp.close();
    const moved = join(temp.folder, 'moved.db');
    renameSync(temp.file, moved);
    const again = open(moved);
    expect(await again.standing()).toBe('own');
    again.close();
  });

  it('knows that it is a copy, even when the original is gone and its inode is given out again', async () => {
    const copy = copyAs('copy.db');
    rmSync(temp.file);
    renameSync(copy, temp.file);
    const again = temp.open();
    expect(await again.standing()).toBe('copied');
  });

  it('knows that an older copy was written over it in place', async () => {
    const backup = copyAs('backup.db');
    const original = temp.open();
    await original.recordSuppressions([suppressionOf(numbers[0]!)], STAMP);
    await original.beginRun(STAMP);
    temp.close();
    const { ino } = statSync(temp.file);
    writeFileSync(temp.file, readFileSync(backup));
    expect(statSync(temp.file).ino).toBe(ino);
    const restored = temp.open();
    expect(await restored.standing()).toBe('restored');
    const madeAt = await restored.newestAuditAt();
    const later = { ...STAMP, at: STAMP.at.plus({ hours: 3 }) };
    await restored.recordSuppressions([suppressionOf(numbers[1]!)], later);
    expect(await restored.knownUntil()).toBe(madeAt);
    await restored.adopt(STAMP);
    expect(await restored.standing()).toBe('own');
  });

  it('keeps the newest row of its log beside it, closed to others', async () => {
    await ledger.beginRun(STAMP);
    const file = join(temp.folder, 'ledger.last-run');
    const head = await ledger.auditHead();
    expect(readFileSync(file, 'utf8')).toBe(`${head.seq}:${head.hash}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('notes in a copy how far the original was known, whatever the copy learns itself', async () => {
    const madeAt = (await ledger.newestAuditAt())!;
    const copy = copyAs('copy.db');
    for (const [place, hours] of [1, 2].entries()) {
      const written = open(copy);
      await written.recordSuppressions([suppressionOf(numbers[place]!)], { ...STAMP, at: STAMP.at.plus({ hours }) });
      expect(await written.knownUntil()).toBe(madeAt);
      written.close();
    }
    const original = temp.open();
    expect(await original.knownUntil()).toBeNull();
    temp.close();
    const adopted = open(copy);
    await adopted.adopt(STAMP);
    expect([await adopted.standing(), await adopted.knownUntil()]).toEqual(['own', null]);
    adopted.close();
  });

  it('made before this was kept is its own, and claims its file at its first run', async () => {
    temp.close();
    const raw = temp.raw();
    raw.exec('UPDATE ledger SET home = NULL');
    const old = temp.open();
    expect(await old.standing()).toBe('own');
    await old.beginRun(STAMP);
    temp.close();
    const copy = copyAs('copy.db');
    const second = open(copy);
    expect(await second.standing()).toBe('copied');
    second.close();
  });
});

describe('adoption', () => {
  it('doubts every message that may have left from the original, confirmed or not, each with its row', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 3));
    const unconfirmed = await ledger.openPlan(termsOf('bal'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(unconfirmed, [intentDraft(numbers[0]!)], []);
    await ledger.freezePlan(unconfirmed, { sha256: 'a'.repeat(64), rows: 1 }, STAMP);
    // What nobody has frozen yet could not leave anywhere.
    const unfinished = await ledger.openPlan(termsOf('loto'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(unfinished, [intentDraft(numbers[1]!)], []);
    const [first] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(first!, await factsVersionOf(ledger), STAMP.at);
    await ledger.recordOutcome(
      first!,
      { kind: 'accepted', providerId: 'x' },
      { provider: 'simulator', profile: 'FR/strict', territory: 'FR', consentSeq: 1 },
      STAMP,
    );
    const copy = open(copyAs('copy.db'));
    expect(await copy.adopt(STAMP)).toBe(3);
    expect(await copy.campaignCounts(campaignId)).toMatchObject({ planned: 3, accepted: 1, unknown: 2, remaining: 0 });
    expect(await copy.campaignCounts(unconfirmed.campaignId)).toMatchObject({ planned: 1, unknown: 1, remaining: 0 });
    expect((await copy.unknownIntents(campaignId)).map(({ reason }) => reason)).toEqual(['adopted', 'adopted']);
    expect(auditOf(copy, 'submission').filter((row) => row['reason'] === 'adopted')).toHaveLength(3);
    expect(auditOf(copy, 'ledger_adopted')).toEqual([{ unknown: 3 }]);
    expect(await copy.standing()).toBe('own');
    expect(verifyChain(LEDGER_ID, copy.auditRows({}), await copy.auditHead()).ok).toBe(true);
    copy.close();
    expect(await temp.open().standing()).toBe('own');
  });

  it('knows nothing of what was searched and settled of an earlier attempt: the original may have sent it since', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 1));
    const [id] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(id!, await factsVersionOf(ledger), STAMP.at);
    await ledger.recordOutcome(id!, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
    const [{ ref } = { ref: '' }] = await ledger.unknownIntents(campaignId);
    await ledger.noteLookedUp(campaignId, [ref], STAMP.at);
    const word = { ref, verdict: 'not_sent', by: 'person', providerId: null, reason: null } as const;
    expect(await ledger.settleUnknown(campaignId, [word], STAMP)).toHaveLength(1);
    const file = copyAs('copy.db');
    const copy = open(file);
    expect(await copy.adopt(STAMP)).toBe(1);
    expect(await copy.unknownIntents(campaignId)).toMatchObject([{ reason: 'adopted', lookedUpAt: null }]);
    expect(copy.checkTampering()).toEqual([]);
    copy.close();
    expect(dumpTables(file)['intent']).toMatchObject([{ state: 'unknown', settled_by: null, looked_up_at: null }]);
  });
});
