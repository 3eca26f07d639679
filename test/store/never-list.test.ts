import { dirname, join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRehearsal } from '../../src/store/sqlite/rehearsal.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  consentGiven,
  consentOf,
  factsVersionOf,
  fictionNumber,
  intentIds,
  KEYRING,
  MORNING,
  STAMP,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const alice = fictionNumber(1);
const later = { ...STAMP, at: MORNING.plus({ hours: 2 }) };
const agreed = consentGiven({ givenAt: '2026-01-05T11:00:00.000Z', effectiveAt: MORNING.plus({ hours: 1 }) });

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

const entriesOf = async (one: Ledger) => (await one.factsFor([alice], MORNING)).get(alice)?.suppressions;

describe('recordLiftingConsent', () => {
  beforeEach(async () => {
    await ledger.recordSuppressions([suppressionOf(alice, 'stop')], STAMP);
  });

  it('records the consent and the lift together, each with its row, and lifts an entry once', async () => {
    expect(await ledger.recordLiftingConsent(consentOf(alice, agreed), [1], later)).toEqual({
      verdict: 'recorded',
      lifted: 1,
    });
    expect(await entriesOf(ledger)).toMatchObject([{ reason: 'stop', liftedFor: ['association'] }]);
    expect(auditOf(ledger, 'suppression_lifted')).toEqual([
      { suppressionSeq: 1, reason: 'stop', why: 'consent', purpose: 'association', consentSeq: 1 },
    ]);
    expect(await ledger.recordLiftingConsent(consentOf(alice, agreed), [1], later)).toEqual({
      verdict: 'unchanged',
      lifted: 0,
    });
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('records neither where an entry is none', async () => {
    await expect(ledger.recordLiftingConsent(consentOf(alice, agreed), [1, 99], later)).rejects.toThrow();
    expect([...ledger.consentProofs(alice)]).toEqual([]);
    expect(await entriesOf(ledger)).toMatchObject([{ reason: 'stop' }]);
    expect(auditOf(ledger, 'suppression_lifted')).toEqual([]);
  });

  it('makes everything that was judged before stale', async () => {
    const before = await factsVersionOf(ledger);
    await ledger.recordLiftingConsent(consentOf(alice, consentGiven()), [], STAMP);
    const between = await factsVersionOf(ledger);
    await ledger.recordLiftingConsent(consentOf(alice, consentGiven()), [1], later);
    expect(new Set([before, between, await factsVersionOf(ledger)]).size).toBe(3);
  });

  it('is known in a rehearsal that is open, and so is a STOP that comes behind it', async () => {
    const files = { ledger: temp.file, rehearsal: join(temp.folder, 'rehearsals', 'fete.db') };
    mkdirSync(dirname(files.rehearsal));
    const rehearsal = openRehearsal(files, 'fete', KEYRING, STAMP);
    try {
      expect(await entriesOf(rehearsal)).toHaveLength(1);
      const version = await factsVersionOf(rehearsal);
      await ledger.recordLiftingConsent(consentOf(alice, agreed), [1], later);
      expect(await entriesOf(rehearsal)).toMatchObject([{ liftedFor: ['association'] }]);
      expect(await factsVersionOf(rehearsal)).not.toBe(version);
      await ledger.recordSuppressions([{ ...suppressionOf(alice, 'stop'), at: later.at }], later);
      const entries = (await entriesOf(rehearsal)) ?? [];
      expect(entries.map(({ liftedFor = [] }) => liftedFor)).toEqual([['association'], []]);
      await ledger.recordWording(
        { name: 'form', text: 'words', purpose: 'association', language: 'en', model: null },
        later,
      );
      expect(await rehearsal.wordings()).toMatchObject([{ name: 'form', version: 1, text: 'words' }]);
    } finally {
      rehearsal.close();
    }
  });

  it('is a STOP again for a submission that was judged in between', async () => {
    const plan = await confirmedCampaign(ledger, 'fete', [alice]);
    await ledger.recordLiftingConsent(consentOf(alice, agreed), [1], later);
    const [intent = 0] = await intentIds(ledger, plan.campaignId);
    const judgedOn = await factsVersionOf(ledger);
    await ledger.recordSuppressions([{ ...suppressionOf(alice, 'stop'), at: later.at }], later);
    expect(await ledger.beginSubmission(intent, judgedOn, later.at)).toBe('stale');
  });
});

describe('the schema', () => {
  it('lets no lift and no version of words be changed or deleted', async () => {
    await ledger.recordSuppressions([suppressionOf(alice, 'stop')], STAMP);
    await ledger.recordLiftingConsent(consentOf(alice, agreed), [1], later);
    await ledger.recordWording({ name: 'form', text: 'a', purpose: 'p', language: 'en', model: null }, later);
    const db = temp.raw();
    for (const sql of [
      "UPDATE suppression_lift SET purpose = 'marketing'",
      'DELETE FROM suppression_lift',
      "UPDATE wording_version SET name = 'x'",
      'DELETE FROM wording_version',
    ])
      expect(() => db.exec(sql)).toThrow('append-only');
  });

  it('shows when a lift was slipped in past the log', async () => {
    await ledger.recordSuppressions([suppressionOf(alice, 'complaint')], STAMP);
    temp
      .raw()
      .exec(
        "INSERT INTO suppression_lift (suppression_seq, why, recorded_at, operator) VALUES (1, 'undo', '2026-01-05', 'x')",
      );
    expect(ledger.checkTampering()).toEqual(['suppression_lift has 1 rows, the audit log tells of 0']);
  });
});

describe('everyonesFacts', () => {
  it('tells of everyone of whom a consent was ever recorded, in bounded steps', async () => {
    const many = Array.from({ length: 2001 }, (_, index) => fictionNumber(index));
    await ledger.recordConsents(
      many.map((number) => consentOf(number)),
      STAMP,
    );
    await ledger.recordSuppressions([suppressionOf(fictionNumber(9000), 'stop'), suppressionOf(many[3]!)], STAMP);
    const found = [...ledger.everyonesFacts()];
    expect(found.map(([number]) => number)).toEqual(many);
    expect(found[3]?.[1]).toMatchObject({ suppressions: [{ reason: 'stop' }], consents: [{ seq: 4 }], received: [] });
  });
});
