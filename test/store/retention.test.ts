import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsentEvent } from '../../src/core/consent/consent-event.js';
import type { RetentionBounds } from '../../src/store/retention-store.js';
import type { Ledger } from '../../src/store/store.js';
import {
  consentGiven,
  consentOf,
  fictionNumber,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

/** Who ended before that day is past the term of their proof. */
const TERM = DateTime.utc(2026, 1, 1);
/** By then so old that it had ended by {@link TERM}. */
const AGED = DateTime.utc(2023, 1, 1);
const bounds: RetentionBounds = {
  ...{ texts: TERM, proofs: TERM, requests: TERM, replies: TERM, exclusions: TERM },
  ageing: ['association', 'survey'],
  givenBefore: AGED,
};
const [before, after] = [AGED.minus({ days: 1 }), AGED.plus({ days: 1 })];

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

/** Records the events of one person in this order. */
async function record(...events: readonly ConsentEvent[]): Promise<void> {
  for (const event of events) await ledger.recordConsents([consentOf(fictionNumber(1), event)], STAMP);
}

const pastTerm = async (): Promise<number> => (await ledger.pastTerm(bounds)).proofs;

type Given = Parameters<typeof consentGiven>[0];
const given = (effectiveAt: DateTime, differing: Given = {}): ConsentEvent =>
  consentGiven({ effectiveAt, givenAt: effectiveAt.toISODate()!, evidence: 'fiche 12', ...differing });
const pending = (effectiveAt: DateTime): ConsentEvent =>
  given(effectiveAt, { basis: 'double_opt_in', isPending: true });
const withdrawn = (effectiveAt: DateTime, purpose: string | null = null): ConsentEvent => ({
  kind: 'withdrawn',
  purpose,
  effectiveAt,
});
const ended = (
  effectiveAt: DateTime,
  basis: 'member' | 'opt_in' = 'member',
  purpose = 'association',
): ConsentEvent => ({
  kind: 'ended',
  purpose,
  basis,
  effectiveAt,
});

describe('a proof that still answers a question is past no term', () => {
  const fresh = given(TERM);
  const contract = given(before, { purpose: 'information', basis: 'contract' });
  const member = given(TERM.minus({ days: 9 }), { basis: 'member' });

  it.each<readonly [rule: string, past: number, events: readonly ConsentEvent[]]>([
    ['what is in force', 0, [fresh]],
    ['what has grown old', 1, [given(before)]],
    ['what is not quite as old', 0, [given(AGED)]],
    ['what does not grow old, as long as it is in force', 0, [contract]],
    ['its own end has passed', 1, [given(after, { validUntil: TERM.minus(1) })]],
    ['its own end is not so long ago', 0, [given(after, { validUntil: TERM })]],
    ['it was withdrawn', 1, [member, withdrawn(TERM.minus(1))]],
    ['it was withdrawn not so long ago', 0, [member, withdrawn(TERM)]],
    ['it was withdrawn for this purpose', 1, [member, withdrawn(TERM.minus(1), 'association')]],
    ['another purpose was withdrawn', 0, [member, withdrawn(TERM.minus(1), 'survey')]],
    ['it was agreed to after the withdrawal', 0, [withdrawn(TERM.minus(1)), member]],
    ['its membership was ended', 1, [member, ended(TERM.minus(1))]],
    ['a membership was ended, and it rests on something else', 0, [given(after), ended(TERM.minus(1))]],
    ['who joined again', 0, [ended(TERM.minus(1)), member]],
  ])('%s', async (_, past, events) => {
    await record(...events);
    expect(await pastTerm()).toBe(past);
  });

  it.each<readonly [rule: string, past: number, later: ConsentEvent]>([
    ['they agreed to something else since', 0, given(AGED, { purpose: 'survey' })],
    ['a later record tells of a contact since', 0, given(before, { purpose: 'survey', lastContactAt: AGED })],
    [
      'it tells of one that is older',
      1,
      given(before, {
        purpose: 'survey',
        basis: 'legitimate_interest',
        lastContactAt: before,
        evidence: null,
        source: null,
      }),
    ],
    [
      'one statement for a whole file is no sign of life',
      1,
      given(after, { purpose: 'survey', proof: 'bulk_attested' }),
    ],
    ['nor is an interest of ours', 1, given(after, { purpose: 'survey', basis: 'legitimate_interest' })],
    ['nor a request that nobody confirmed', 1, pending(after)],
    ['nor a withdrawal from another purpose', 1, withdrawn(after, 'survey')],
  ])('who was heard of is no older than that: %s', async (_, past, later) => {
    await record(given(before), later);
    expect(await pastTerm()).toBe(past);
  });

  it.each<readonly [rule: string, past: number, own: ConsentEvent, others: ConsentEvent]>([
    ['takes back', 0, member, withdrawn(TERM.minus(1))],
    ['is heard of', 1, given(before), given(after, { purpose: 'survey' })],
  ])('whatever somebody else %s', async (_, past, own, others) => {
    await record(own);
    await ledger.recordConsents([consentOf(fictionNumber(2), others)], STAMP);
    expect(await pastTerm()).toBe(past);
  });

  it('and goes once it is, alone: what stands beside it keeps its own', async () => {
    await record(given(before, { evidence: 'fiche 1' }), contract);
    await ledger.recordConsents([consentOf(fictionNumber(2), given(after, { evidence: 'fiche 2' }))], STAMP);
    expect(await ledger.applyRetention(bounds, STAMP)).toMatchObject({ proofs: 1 });
    const proofs = [1, 2].flatMap((index) => [...ledger.consentProofs(fictionNumber(index))]);
    expect(proofs.map(({ evidence }) => evidence)).toEqual([null, 'fiche 12', 'fiche 2']);
    expect(await ledger.applyRetention(bounds, STAMP)).toMatchObject({ proofs: 0 });
    expect(ledger.checkTampering()).toEqual([]);
  });
});

it('whom a planning left out that was killed is no exclusion of a plan: the log vouches for none of them', async () => {
  const leftOut = { line: 3, number: fictionNumber(1), reason: 'no_consent' };
  const later = { ...bounds, exclusions: STAMP.at.plus({ years: 3 }) };
  const killed = await ledger.openPlan(termsOf('kermesse'), { name: 'membres.csv' }, NO_TIMES, STAMP);
  await ledger.keepPlanned(killed, [], [leftOut]);
  expect(await ledger.applyRetention(later, STAMP)).toMatchObject({ exclusions: 0 });
  const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
  await ledger.keepPlanned(plan, [], [leftOut, { ...leftOut, line: 4 }]);
  await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
  expect(await ledger.applyRetention(later, STAMP)).toMatchObject({ exclusions: 2 });
  expect(ledger.checkTampering()).toEqual([]);
});

describe('a request, of which only its day is known, is within its term', () => {
  it.each([
    ['in Paris until midnight there', '2026-01-06T22:59:59.999Z', 'Europe/Paris', 0],
    ['in Paris no longer', '2026-01-06T23:00:00.000Z', 'Europe/Paris', 1],
    [
      'in Tahiti until midnight there, though another day has begun in Greenwich',
      '2026-01-07T09:59:59.999Z',
      'Pacific/Tahiti',
      0,
    ],
    ['in Tahiti no longer', '2026-01-07T10:00:00.000Z', 'Pacific/Tahiti', 1],
  ])('%s', async (_, instant, zone, past) => {
    const asked = {
      kind: 'access',
      contact: 'Zoé',
      receivedOn: '2026-01-02',
      dueOn: '2026-02-02',
      number: null,
    } as const;
    const id = await ledger.addRequest(asked, STAMP);
    await ledger.answerRequest(id, '2026-01-06', 'granted', null, STAMP);
    const requests = DateTime.fromISO(instant, { zone });
    expect((await ledger.pastTerm({ ...bounds, requests })).requests).toBe(past);
  });
});
