import { afterEach, beforeEach, expect, it } from 'vitest';
import { isoInstant } from '../../src/core/schedule/instant.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { classifyReply } from '../../src/core/suppression/classify-reply.js';
import type { Ledger } from '../../src/store/store.js';
import {
  DAYS,
  consentOf,
  fictionNumbers,
  intentDraft,
  MORNING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  suppressionOf,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

const [ANNE, BRUNO, CHLOE, DORA] = fictionNumbers(4) as [E164, E164, E164, E164];

let temp: TempLedger;
let ledger: Ledger;
let campaignId: number;
/** Three messages that wait; Chloé had Dora's number before. */
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  const people = [ANNE, BRUNO, CHLOE];
  await ledger.recordConsents(
    [ANNE, BRUNO, DORA].map((number) => consentOf(number)),
    STAMP,
  );
  await ledger.rectifySubject(DORA, CHLOE, DAYS, STAMP);
  const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
  const drafts = people.map((number, index) => intentDraft(number, { row: index + 1, consentSeq: index + 1 }));
  await ledger.keepPlanned(plan, drafts, []);
  await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
  ({ campaignId } = plan);
});
afterEach(() => temp.remove());

const hashNow = async (): Promise<string> => (await ledger.waitingPlan(campaignId, 'rules')).hash.toString('hex');

/** Whether what was done makes another plan of what waits. */
async function alters(deed: () => Promise<unknown>): Promise<boolean> {
  const before = await hashNow();
  await deed();
  return (await hashNow()) !== before;
}

const review = { ...classifyReply('ok stop'), text: 'ok stop', at: MORNING, moment: isoInstant(MORNING) };

it('what waits is another plan after everything that decides about one of its people, and after nothing else', async () => {
  const importId = await ledger.beginImport('suppression', 'liste.csv', STAMP);
  const entry = { ...suppressionOf(ANNE, 'manual'), source: { importId, line: 2 } };
  expect(await alters(() => ledger.recordSuppressions([entry], STAMP))).toBe(true);
  expect(await alters(() => ledger.undoImport(importId, STAMP))).toBe(true);

  const reply = { ...review, number: BRUNO, messageId: null, line: null };
  const batch = { collectionId: null, replies: [reply], receipts: [], unreachableAfter: 0 };
  expect(await alters(() => ledger.recordInbox(batch, STAMP))).toBe(true);
  const [held] = await ledger.openReplies();
  expect(await alters(() => ledger.decideReplies([held!.id], 'not_opt_out', STAMP))).toBe(true);

  expect(await alters(() => ledger.setRestriction(ANNE, 'restricted', DAYS, STAMP))).toBe(true);
  expect(await alters(() => ledger.setRestriction(ANNE, 'lifted', DAYS, STAMP))).toBe(true);

  // Chloé said it while she had that number.
  expect(await alters(() => ledger.recordSuppressions([suppressionOf(DORA, 'stop')], STAMP))).toBe(true);
  const stranger = { ...suppressionOf(DORA, 'complaint'), at: MORNING.plus({ days: 1 }) };
  expect(await alters(() => ledger.recordSuppressions([stranger], STAMP))).toBe(false);
  const elsewhere = fictionNumbers(1, 9)[0]!;
  expect(await alters(() => ledger.recordSuppressions([suppressionOf(elsewhere, 'stop')], STAMP))).toBe(false);
});

it('what waits is counted and priced without what will not be sent', async () => {
  expect(await ledger.waitingPlan(campaignId, 'rules')).toMatchObject({ count: 3, costMicros: 195_000 });
  await ledger.eraseSubject(ANNE, STAMP);
  expect(await ledger.waitingPlan(campaignId, 'rules')).toMatchObject({ count: 2, costMicros: 130_000 });
});
