import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Ledger } from '../../src/store/store.js';
import {
  confirmedCampaign,
  consentOf,
  factsVersionOf,
  fictionNumbers,
  fileReceipts,
  intentDraft,
  intentIds,
  KEYRING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  SUBMISSION,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

const AT = '2026-01-05T10:00:00.000Z';
const [first, second, stranger] = fictionNumbers(3) as [
  ReturnType<typeof fictionNumbers>[number],
  ReturnType<typeof fictionNumbers>[number],
  ReturnType<typeof fictionNumbers>[number],
];

it('tells everything that is kept of one message, and nothing of another', async () => {
  const plan = await confirmedCampaign(ledger, 'fete', [first, second]);
  const [id] = await intentIds(ledger, plan.campaignId);
  await ledger.beginSubmission(id!, await factsVersionOf(ledger), STAMP.at);
  await ledger.recordOutcome(id!, { kind: 'accepted', providerId: 'p-1' }, SUBMISSION, STAMP);
  const ref = KEYRING.reference('fete', first);
  await fileReceipts(ledger, [{ ref, status: 'delivered', code: null, at: AT }], STAMP);
  expect(await ledger.traceOf(plan.campaignId, first)).toEqual({
    intent: {
      ...{ id, line: 2, row: 1, number: first, ref, text: 'Bonjour\nSTOP au 36184' },
      ...{
        textHash: KEYRING.textHash('Bonjour\nSTOP au 36184'),
        segments: 1,
        encoding: 'GSM-7',
        costMicros: 65_000,
        consentSeq: 1,
        again: false,
      },
      ...{ state: 'accepted', reason: null, providerId: 'p-1', submittedAt: AT, endedAt: AT },
      ...{ receipt: 'delivered', receiptAt: AT },
      ...{ territory: 'FR', zones: ['Europe/Paris'], calendars: ['FR'], profile: 'FR/strict' },
      plan: {
        ...{ planId: plan.planId, fileName: 'membres.csv', fileSha256: PLANNED_FILE.sha256 },
        ...{ plannedAt: AT, plannedBy: 'claire', confirmedAt: AT, confirmedBy: 'claire' },
      },
    },
    exclusions: [],
  });
  expect((await ledger.traceOf(plan.campaignId, second)).intent).toMatchObject({ number: second, state: 'planned' });
  expect(await ledger.traceOf(plan.campaignId, stranger)).toEqual({ intent: null, exclusions: [] });
  const other = await confirmedCampaign(ledger, 'other', [second]);
  expect((await ledger.traceOf(other.campaignId, first)).intent).toBeNull();
});

it('tells why somebody was left out, plan by plan, and nothing of a plan that is still being written', async () => {
  await ledger.recordConsents([consentOf(first)], STAMP);
  const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
  await ledger.keepPlanned(
    plan,
    [intentDraft(first)],
    [
      { line: 3, number: stranger, reason: 'no_consent' },
      { line: 4, number: null, reason: 'invalid_number' },
      { line: 5, number: first, reason: 'duplicate' },
    ],
  );
  expect(await ledger.traceOf(plan.campaignId, stranger)).toEqual({ intent: null, exclusions: [] });
  expect((await ledger.traceOf(plan.campaignId, first)).intent).toBeNull();
  await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
  const { exclusions } = await ledger.traceOf(plan.campaignId, stranger);
  expect(exclusions).toMatchObject([{ line: 3, reason: 'no_consent', plan: { confirmedAt: null } }]);
  expect(await ledger.traceOf(plan.campaignId, first)).toMatchObject({
    intent: { state: 'planned' },
    exclusions: [{ line: 5, reason: 'duplicate' }],
  });
});

it('lists the rows of the log that concern one number', async () => {
  const plan = await confirmedCampaign(ledger, 'fete', [first, second]);
  for (const id of await intentIds(ledger, plan.campaignId)) await ledger.recordSkip(id, 'suppressed', STAMP);
  const rows = [...ledger.auditRows({ campaign: 'fete', number: second })];
  expect(rows.map(({ kind, number }) => [kind, number])).toEqual([['skip', second]]);
  expect([...ledger.auditRows({ number: second })].map(({ kind }) => kind)).toEqual(['consent_given', 'skip']);
  expect([...ledger.auditRows({ number: stranger })]).toEqual([]);
});
