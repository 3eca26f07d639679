import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { explainMessage, type MessageStory } from '../../src/flows/explain-message.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { planFile } from '../support/planned-run.js';
import { accepted, lostAnswer, rejected, scriptedProvider } from '../support/scripted-provider.js';
import { campaignNamed, purposeOf, runCampaign } from '../support/send-run.js';
import {
  confirmedCampaign,
  consentGiven,
  consentOf,
  fictionNumbers,
  fileReceipts,
  STAMP,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

/** Tuesday, 11:00 in Paris: inside every window. */
const TUESDAY = '2026-01-06T10:00:00.000Z';
/** A run waits a second before its first submission. */
const LEFT_AT = '2026-01-06T10:00:01.000Z';

let temp: TempLedger;
let ledger: Ledger;
let world: FakeWorld;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  world = fakeWorld(TUESDAY);
});
afterEach(() => temp.remove());

async function storyOf(number: E164 | null, name = 'fete'): Promise<MessageStory> {
  const campaign = await campaignNamed(ledger, name);
  return explainMessage(campaign, number, purposeOf(campaign), ledger);
}

const kinds = ({ audit }: MessageStory): readonly string[] => audit.map(({ kind }) => kind);

describe('a message that was planned', () => {
  it.each([
    ['accepted', accepted, null, 'accepted'],
    ['rejected', () => rejected, '9', 'rejected'],
    ['unknown', () => lostAnswer, 'timeout', 'unknown'],
  ] as const)('%s: state, reason, row of the log and consent', async (outcome, script, reason, told) => {
    const [number] = fictionNumbers(1) as [E164];
    await confirmedCampaign(ledger, 'fete', [number]);
    await runCampaign('fete', { ledger, provider: scriptedProvider(script), world });
    const story = await storyOf(number);
    expect(story).toMatchObject({
      outcome,
      reason,
      intent: { state: outcome, submittedAt: LEFT_AT, text: 'Bonjour\nSTOP au 36184', territory: 'FR' },
      exclusions: [],
      proof: { seq: 1, basis: 'opt_in', proof: 'individual', wording: consentGiven().wording },
      suppressions: [],
    });
    expect(story.proof).not.toHaveProperty('number');
    expect(kinds(story)).toEqual(['submission']);
    expect(story.audit[0]).toMatchObject({ data: { outcome: told, consentSeq: 1 } });
    const [row] = [...ledger.auditRows({})].filter(({ kind }) => kind === 'submission');
    expect(story.audit[0]).toMatchObject({ seq: row!.seq, hash: row!.hash, at: row!.at });
  });

  it('rests on the consent that counted when it left, not on the one that it was planned on', async () => {
    const [number] = fictionNumbers(1) as [E164];
    await confirmedCampaign(ledger, 'fete', [number]);
    await ledger.recordConsents([consentOf(number, consentGiven({ givenAt: '2025-12-01', source: 'stand' }))], STAMP);
    await runCampaign('fete', { ledger, provider: scriptedProvider(), world });
    expect(await storyOf(number)).toMatchObject({
      intent: { consentSeq: 1 },
      proof: { seq: 2, source: 'stand', givenAt: '2025-12-01' },
    });
  });

  it('waits for its confirmation, or for its turn', async () => {
    const [number] = fictionNumbers(1) as [E164];
    const plan = await confirmedCampaign(ledger, 'fete', [number]);
    expect(await storyOf(number)).toMatchObject({ outcome: 'planned', proof: { seq: 1 }, audit: [] });
    temp.raw().prepare("UPDATE plan SET state = 'frozen', confirmed_at = NULL WHERE id = ?").run(plan.planId);
    expect(await storyOf(number)).toMatchObject({ outcome: 'unconfirmed' });
  });

  it('is skipped by a STOP that came while the run was under way', async () => {
    const numbers = fictionNumbers(3);
    const [first, , last] = numbers as [E164, E164, E164];
    await confirmedCampaign(ledger, 'fete', numbers, (index) => ({ consentSeq: index + 1 }));
    const provider = scriptedProvider(async (message) => {
      if (message.to === first) await ledger.recordSuppressions([suppressionOf(last)], STAMP);
      return accepted(message);
    });
    await runCampaign('fete', { ledger, provider, world });
    const story = await storyOf(last);
    expect(story).toMatchObject({
      outcome: 'skipped',
      reason: 'suppressed',
      intent: { submittedAt: null },
      suppressions: [{ reason: 'stop', scope: 'promotional', applies: true, operator: 'claire' }],
      proof: { seq: 3 },
    });
    expect(kinds(story)).toEqual(['skip']);
    expect(story.audit[0]).toMatchObject({ data: { reason: 'suppressed' } });
  });

  it('tells the receipt that came later', async () => {
    const [number] = fictionNumbers(1) as [E164];
    await confirmedCampaign(ledger, 'fete', [number]);
    await runCampaign('fete', { ledger, provider: scriptedProvider(() => lostAnswer), world });
    const { intent } = await storyOf(number);
    await fileReceipts(ledger, [{ ref: intent!.ref, status: 'undelivered', code: '5', at: TUESDAY }], STAMP);
    const story = await storyOf(number);
    expect(story).toMatchObject({ outcome: 'accepted', intent: { receipt: 'undelivered', receiptAt: TUESDAY } });
    expect(kinds(story)).toEqual(['submission', 'settlement', 'receipt']);
  });
});

describe('whoever got no message', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-why-'));
  afterEach(() => rmSync(join(folder, 'a.csv'), { force: true }));

  it('was left out of the plan for a reason, be it one that the number alone gives', async () => {
    const [first, second] = fictionNumbers(2) as [E164, E164];
    await ledger.recordConsents([consentOf(first)], STAMP);
    await ledger.recordSuppressions([suppressionOf(first, 'complaint')], STAMP);
    const contacts = join(folder, 'a.csv');
    writeFileSync(contacts, `phone;prenom\n${first};Zoé\n${second};Ali\n${second};Ali\n0199001234;Fixe\n12;Nul\n`);
    await planFile(ledger, world, { contacts });
    expect(await storyOf(first)).toMatchObject({
      outcome: 'excluded',
      reason: 'suppressed',
      intent: null,
      proof: null,
      audit: [],
      suppressions: [{ reason: 'complaint' }],
      exclusions: [{ line: 2, plan: { fileName: contacts } }],
    });
    const twice = await storyOf(second);
    expect(twice).toMatchObject({ outcome: 'excluded', reason: 'no_consent' });
    expect(twice.exclusions.map(({ reason }) => reason)).toEqual(['no_consent', 'duplicate']);
    // An unreadable number stands nowhere, and so is found nowhere.
    expect(await storyOf(null)).toMatchObject({ outcome: 'absent', reason: null, audit: [] });
  });

  it('is told by the latest plan', async () => {
    const [number] = fictionNumbers(1) as [E164];
    const contacts = join(folder, 'a.csv');
    writeFileSync(contacts, `phone;prenom\n${number};Zoé\n`);
    await planFile(ledger, world, { contacts });
    await ledger.recordSuppressions([suppressionOf(number)], STAMP);
    await planFile(ledger, world, { contacts });
    const story = await storyOf(number);
    expect(story.exclusions.map(({ reason }) => reason)).toEqual(['no_consent', 'suppressed']);
    expect(story.reason).toBe('suppressed');
  });

  it('was never in the list', async () => {
    const [number, stranger] = fictionNumbers(2) as [E164, E164];
    await confirmedCampaign(ledger, 'fete', [number]);
    await ledger.recordConsents([consentOf(stranger)], STAMP);
    expect(await storyOf(stranger)).toMatchObject({
      outcome: 'absent',
      reason: null,
      intent: null,
      exclusions: [],
      proof: null,
      audit: [],
    });
  });
});
