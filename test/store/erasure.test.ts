import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import type { Ledger } from '../../src/store/store.js';
import { unaccounted } from '../support/counts.js';
import {
  auditOf,
  confirmedCampaign,
  consentGiven,
  consentOf,
  fictionNumber,
  fictionNumbers,
  intentDraft,
  intentIds,
  LEDGER_ID,
  MORNING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  SUBMISSION,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';
import { Program } from './child-program.js';

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

const zoe = fictionNumber(1);
const leo = fictionNumber(2);

it('of whoever was erased no consent is known, though its skeleton stays', async () => {
  await ledger.recordConsents([consentOf(zoe), consentOf(leo)], STAMP);
  await ledger.eraseSubject(zoe, STAMP);
  const facts = await ledger.factsFor([zoe, leo], STAMP.at);
  expect(facts.get(zoe)).toMatchObject({ subjectId: null, consents: [] });
  expect(facts.get(leo)?.consents).toHaveLength(1);
});

describe('the rules of the schema', () => {
  beforeEach(async () => {
    await ledger.recordConsents([consentOf(zoe), consentOf(leo)], STAMP);
    await confirmedCampaign(ledger, 'fete', [zoe, leo]);
    await ledger.eraseSubject(zoe, STAMP);
  });

  it.each([
    ['a proof changed', "UPDATE consent_event SET source = 'x' WHERE seq = 2", 'append-only'],
    ['a proof removed without the mark', 'UPDATE consent_event SET source = NULL WHERE seq = 2', 'append-only'],
    [
      'half a proof removed',
      "UPDATE consent_event SET source = 'x', evidence = NULL, ip = NULL, collected_by = NULL, erased_at = 'now' WHERE seq = 2",
      'append-only',
    ],
    [
      'a basis changed together with the removal',
      `UPDATE consent_event SET source = NULL, evidence = NULL, ip = NULL, collected_by = NULL, erased_at = 'now',
         basis = 'member' WHERE seq = 2`,
      'append-only',
    ],
    ['a mark taken back', 'UPDATE consent_event SET erased_at = NULL WHERE seq = 1', 'append-only'],
    ['a proof removed twice', "UPDATE consent_event SET erased_at = 'later' WHERE seq = 1", 'append-only'],
    ['a consent deleted', 'DELETE FROM consent_event WHERE seq = 1', 'append-only'],
    ['a number given back', `UPDATE subject SET phone = '+33639980001', erased_at = NULL WHERE id = 1`, 'stays erased'],
    ['a number taken without the mark', 'UPDATE subject SET phone = NULL WHERE id = 2', 'CHECK'],
    ['a text put back', "UPDATE intent SET text = 'x' WHERE subject_id = 1", 'frozen'],
    ['the text of a planned message removed', "UPDATE intent SET text = '' WHERE subject_id = 2", 'frozen'],
  ])('refuse %s', (_, sql, why) => {
    expect(() => temp.raw().exec(sql)).toThrow(why);
  });
});

describe('eraseSubject', () => {
  it('tells the check of the ledger from a removal by other tools', async () => {
    await ledger.recordConsents([consentOf(zoe), consentOf(leo)], STAMP);
    await ledger.eraseSubject(zoe, STAMP);
    expect(ledger.checkTampering()).toEqual([]);
    temp
      .raw()
      .exec(
        'UPDATE consent_event SET source = NULL, evidence = NULL, ip = NULL, collected_by = NULL, erased_at = 1 WHERE seq = 2',
      );
    expect(ledger.checkTampering()).toEqual([
      'consent_event without its proof has 2 rows, the audit log tells of 1',
      '1 rows of consent_event lost their proof when nothing in the audit log removed it',
    ]);
  });

  it('records nothing more of someone who was erased after an import had judged them', async () => {
    await ledger.eraseSubject(zoe, STAMP);
    await ledger.recordConsents([consentOf(leo)], STAMP);
    await ledger.eraseSubject(leo, STAMP);
    const late = consentOf(leo, consentGiven({ givenAt: '2025-04-01', evidence: 'leo@example.org' }));
    expect(await ledger.recordConsents([late], STAMP)).toEqual(['unchanged']);
    expect([...ledger.consentProofs(leo)]).toHaveLength(1);
  });

  it('never lets a message in doubt leave again: what was not sent is skipped', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', [zoe, leo]);
    const [id = 0] = await intentIds(ledger, campaignId);
    const { factsVersion } = await ledger.nextPlanned(campaignId, [1], new Set(), 9, MORNING);
    await ledger.beginSubmission(id, factsVersion, MORNING);
    await ledger.recordOutcome(id, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
    await ledger.eraseSubject(zoe, STAMP);
    const [doubt] = await ledger.unknownIntents(campaignId);
    expect(doubt).toMatchObject({ number: null, text: '' });
    const settlement = { ref: doubt!.ref, verdict: 'not_sent', by: 'person', providerId: null, reason: null } as const;
    expect(await ledger.settleUnknown(campaignId, [settlement], STAMP)).toHaveLength(1);
    const counts = await ledger.campaignCounts(campaignId);
    expect(counts).toMatchObject({ planned: 2, unknown: 0, skipped: { erased: 1 }, remaining: 1 });
    expect(unaccounted(counts)).toBe(0);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('of a plan that waits for its confirmation leaves the others to be confirmed', async () => {
    await ledger.recordConsents([consentOf(zoe), consentOf(leo)], STAMP);
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    const drafts = [zoe, leo].map((number, index) => intentDraft(number, { line: index + 2, row: index + 1 }));
    await ledger.keepPlanned(plan, drafts, []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    await ledger.eraseSubject(zoe, STAMP);
    const { unconfirmed } = await ledger.campaignCounts(plan.campaignId);
    expect(unconfirmed).toBe(1);
    expect(await ledger.confirmPlans(plan.campaignId, unconfirmed, STAMP)).toBe(true);
  });

  it('takes along what a killed planning left', async () => {
    await ledger.recordConsents([consentOf(zoe), consentOf(leo)], STAMP);
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    const drafts = [zoe, leo].map((number, index) => intentDraft(number, { line: index + 2, row: index + 1 }));
    await ledger.keepPlanned(plan, drafts, []);
    await ledger.eraseSubject(zoe, STAMP);
    expect(temp.raw().prepare('SELECT subject_id FROM intent').all()).toEqual([{ subject_id: 2 }]);
    expect(auditOf(ledger, 'skip')).toEqual([]);
  });

  it('keeps what a killed run left under way by its reference', async () => {
    await confirmedCampaign(ledger, 'fete', [zoe, leo]);
    const [id = 0] = await intentIds(ledger, 1);
    const { factsVersion } = await ledger.nextPlanned(1, [1], new Set(), 9, MORNING);
    await ledger.beginSubmission(id, factsVersion, MORNING);
    await ledger.eraseSubject(zoe, STAMP);
    expect(await ledger.markAbandonedSubmissions(1, STAMP)).toBe(1);
    expect(await ledger.unknownIntents(1)).toMatchObject([{ number: null, text: '' }]);
    expect(unaccounted(await ledger.campaignCounts(1))).toBe(0);
  });

  it('leaves no byte of anyone erased, whatever was written in whatever order (secure_delete)', async () => {
    const people = fictionNumbers(600, 100);
    for (let first = 0; first < people.length; first += 150) {
      const some = people.slice(first, first + 150);
      await confirmedCampaign(ledger, `c${first}`, some, (index) => ({
        text: `Bonjour P${first + index}Q ${'z'.repeat(((first + index) * 37) % 900)}`,
        ref: `r${first + index}`,
      }));
    }
    const order = fc.sample(fc.shuffledSubarray([...people.keys()], { minLength: 40, maxLength: 40 }), {
      numRuns: 1,
      seed: 7,
    });
    const gone = order[0] ?? [];
    for (const index of gone) await ledger.eraseSubject(people[index]!, STAMP);
    await ledger.scrub();
    const bytes = Buffer.concat([readFileSync(temp.file), readFileSync(`${temp.file}-wal`)]);
    const left = gone.filter((index) => bytes.includes(people[index]!) || bytes.includes(`P${index}Q`));
    expect(left).toEqual([]);
    expect(verifyChain(LEDGER_ID, ledger.auditRows({}), null)).toMatchObject({ ok: true });
    expect(ledger.checkIntegrity()).toEqual([]);
  });
});

/** Erases in another process, and dies the hard way where it is told to. */
const ERASES = `
  const { openLedger } = await import('./dist/store/sqlite/ledger.js');
  const [number, where] = rest;
  const ledger = openLedger(file, keyring, { mode: 'write', appliedAt });
  // Every row that is written asks for the moment: at one of these questions the process dies, within the transaction.
  let asked = 0;
  const toMillis = () => {
    asked += 1;
    if (String(asked) === where) process.kill(process.pid, 'SIGKILL');
    return stamp.at.toMillis();
  };
  await ledger.eraseSubject(number, { ...stamp, at: { isValid: true, toMillis } });
  if (where === 'before scrub') process.kill(process.pid, 'SIGKILL');
  await ledger.scrub();
  process.kill(process.pid, 'SIGKILL');
`;

describe('an erasure that is killed', () => {
  it.each(['1', '2', '3', '4', '5', 'before scrub', 'after'])(
    '(at %s) is there wholly or not at all, and the next one finishes',
    async (where) => {
      await ledger.recordConsents(
        [consentOf(zoe, consentGiven({ evidence: 'zoe@example.org' })), consentOf(leo)],
        STAMP,
      );
      await confirmedCampaign(ledger, 'fete', [zoe, leo], (index) => ({
        text: `Bonjour ${index === 0 ? 'Zoé' : 'Léo'}`,
      }));
      temp.close();
      expect(await new Program(ERASES, [temp.file, zoe, where]).ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
      ledger = temp.open();
      const { standing, consents, messages } = await ledger.heldInClear(zoe);
      expect([
        { standing: 'known', consents: 2, messages: 1 },
        { standing: 'erased', consents: 0, messages: 0 },
      ]).toContainEqual({ standing, consents, messages });
      await ledger.eraseSubject(zoe, STAMP);
      await ledger.scrub();
      const bytes = Buffer.concat([readFileSync(temp.file), readFileSync(`${temp.file}-wal`)]);
      for (const trace of [zoe, 'zoe@example.org', 'Zoé'])
        expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
      expect(verifyChain(LEDGER_ID, ledger.auditRows({}), null)).toMatchObject({ ok: true });
      expect(ledger.checkTampering()).toEqual([]);
    },
  );
});
