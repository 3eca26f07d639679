import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { E164 } from '../../src/core/contact/phone-number.js';
import type { Ledger } from '../../src/store/store.js';
import {
  DAYS,
  confirmedCampaign,
  consentGiven,
  consentOf,
  factsVersionOf,
  fictionNumber,
  fictionNumbers,
  intentIds,
  KEYRING,
  MORNING,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

const nothingKnown = { subjectId: null, suppressions: [], consents: [], received: [] };

describe('factsFor', () => {
  it('answers for a thousand numbers at once, the unknown and the erased among them', async () => {
    const numbers = fictionNumbers(1000);
    const isKind = (index: number, kind: number): boolean => index % 5 === kind;
    await ledger.recordConsents(
      numbers.flatMap((number, index) => {
        if (isKind(index, 0)) return [consentOf(number)];
        if (isKind(index, 1)) return [consentOf(number), consentOf(number, withdrawal())];
        return [];
      }),
      STAMP,
    );
    const listed = numbers.filter((_, index) => isKind(index, 2) || isKind(index, 3));
    await ledger.recordSuppressions(
      listed.map((number) => suppressionOf(number)),
      STAMP,
    );
    const raw = temp.raw();
    const forget = raw.prepare('DELETE FROM subject WHERE phone = ?');
    for (const [index, number] of numbers.entries()) if (isKind(index, 3)) forget.run(number);

    const facts = await ledger.factsFor(numbers, MORNING);
    expect([...facts.keys()]).toEqual(numbers);
    for (const [index, number] of numbers.entries()) {
      const { subjectId, suppressions, consents, received } = facts.get(number)!;
      const found = [subjectId !== null, suppressions.length, consents.map(({ kind }) => kind), received];
      const expected = [
        [true, 0, ['given'], []],
        [true, 0, ['given', 'withdrawn'], []],
        [true, 1, [], []],
        [false, 1, [], []],
        [false, 0, [], []],
      ];
      expect(found).toEqual(expected[index % 5]);
    }
  });

  it('answers for nobody, and for one number asked twice', async () => {
    expect(await ledger.factsFor([], MORNING)).toEqual(new Map());
    const number = fictionNumber(1);
    await ledger.recordSuppressions([suppressionOf(number)], STAMP);
    const facts = await ledger.factsFor([number, fictionNumber(2), number], MORNING);
    expect([...facts.keys()]).toEqual([number, fictionNumber(2)]);
    expect(facts.get(number)?.suppressions).toEqual([{ reason: 'stop', scope: { kind: 'promotional' }, at: MORNING }]);
    expect(facts.get(fictionNumber(2))).toEqual(nothingKnown);
  });

  it('is not misled by what a text could do inside SQL or JSON', async () => {
    const strange = `+336"'];--` as E164;
    expect((await ledger.factsFor([strange], MORNING)).get(strange)).toEqual(nothingKnown);
  });

  it('tells a consent as it was recorded', async () => {
    const number = fictionNumber(1);
    const importId = await ledger.beginImport('consent', 'optins.csv', STAMP);
    const bound = consentGiven({ validUntil: MORNING, campaign: 'fete', proof: 'bulk_attested' });
    await ledger.recordConsents([{ number, event: bound, source: { importId, line: 2 } }], STAMP);
    await ledger.recordConsents([consentOf(number, withdrawal('association'))], STAMP);
    const [given, withdrawn] = (await ledger.factsFor([number], MORNING)).get(number)!.consents;
    expect(given).toEqual({
      kind: 'given',
      seq: 1,
      purpose: 'association',
      basis: 'opt_in',
      effectiveAt: bound.effectiveAt,
      validUntil: MORNING,
      method: 'web_form',
      campaign: 'fete',
      proof: 'bulk_attested',
      origin: 'import',
      lastContactAt: null,
    });
    expect(withdrawn).toEqual({ kind: 'withdrawn', seq: 2, purpose: 'association', effectiveAt: MORNING });
  });

  it('knows of a restriction what was said last', async () => {
    const [number] = fictionNumbers(1);
    const said = async (): Promise<readonly string[]> => {
      const { suppressions } = (await ledger.factsFor([number!], MORNING)).get(number!)!;
      return suppressions.map(({ reason, scope }) => `${reason} ${scope.kind}`);
    };
    const told: (readonly string[])[] = [];
    for (const kind of ['restricted', 'lifted', 'restricted'] as const) {
      await ledger.setRestriction(number!, kind, DAYS, STAMP);
      told.push(await said());
    }
    expect(told).toEqual([['restriction all'], [], ['restriction all']]);
  });

  it('counts as received what was accepted, is under way or may have arrived, after the given moment', async () => {
    const numbers = fictionNumbers(6);
    const plan = await confirmedCampaign(ledger, 'fete', numbers);
    const ids = await intentIds(ledger, plan.campaignId);
    const version = await factsVersionOf(ledger);
    const begin = (index: number): Promise<string> => ledger.beginSubmission(ids[index]!, version, MORNING);
    for (const index of [0, 1, 2, 3, 4]) expect(await begin(index)).toBe('begun');
    const end = (index: number, outcome: Parameters<Ledger['recordOutcome']>[1]): Promise<void> =>
      ledger.recordOutcome(ids[index]!, outcome, SUBMISSION, STAMP);
    await end(0, { kind: 'accepted', providerId: 'p' });
    await end(1, { kind: 'unknown', why: 'timeout' });
    await end(2, { kind: 'rejected', code: '7', detail: 'barred' });
    await end(3, { kind: 'throttled', retryAfterMs: 1 });
    const counted = async (since: typeof MORNING): Promise<readonly number[]> => {
      const facts = await ledger.factsFor(numbers, since);
      return numbers.map((number) => facts.get(number)!.received.length);
    };
    expect(await counted(MORNING.minus(1))).toEqual([1, 1, 0, 0, 1, 0]);
    expect(await counted(MORNING)).toEqual([0, 0, 0, 0, 0, 0]);
    expect((await ledger.factsFor(numbers, MORNING.minus(1))).get(numbers[0]!)!.received).toEqual([
      {
        campaign: 'fete',
        purpose: 'association',
        promotional: true,
        submittedAt: MORNING,
        textHash: KEYRING.textHash('Bonjour\nSTOP au 36184'),
      },
    ]);
  });

  it('knows nothing more of somebody who was erased but that they were', async () => {
    const [number] = fictionNumbers(1) as [E164];
    const { campaignId } = await confirmedCampaign(ledger, 'fete', [number]);
    const [id] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(id!, await factsVersionOf(ledger), MORNING);
    await ledger.recordOutcome(id!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
    await ledger.eraseSubject(number, STAMP);
    expect((await ledger.factsFor([number], MORNING.minus(1))).get(number)).toEqual({
      ...nothingKnown,
      suppressions: [expect.objectContaining({ reason: 'erasure' })],
    });
  });
});
