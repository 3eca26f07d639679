import type { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt, SendOutcome } from '../../src/core/delivery/send-outcome.js';
import type { Ledger, OpenPlan } from '../../src/store/store.js';
import {
  DAYS,
  auditOf,
  confirmedCampaign,
  consentOf,
  factsVersionOf,
  fictionNumber,
  fictionNumbers,
  fileReceipts,
  intentDraft,
  intentIds,
  KEYRING,
  MORNING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  termsOf,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(6);

let temp: TempLedger;
let ledger: Ledger;
let plan: OpenPlan;
let ids: readonly number[];
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  plan = await confirmedCampaign(ledger, 'fete', numbers);
  ids = await intentIds(ledger, plan.campaignId);
});
afterEach(() => temp.remove());

async function begin(index: number, as: Ledger = ledger): Promise<string> {
  return as.beginSubmission(ids[index]!, await factsVersionOf(as), MORNING);
}

async function end(index: number, outcome: SendOutcome): Promise<void> {
  await ledger.recordOutcome(ids[index]!, outcome, SUBMISSION, STAMP);
}

function intentRow(index: number): unknown {
  return temp.raw().prepare('SELECT * FROM intent WHERE id = ?').get(ids[index]);
}

const accepted: SendOutcome = { kind: 'accepted', providerId: 'p1' };
const receiptOf = (index: number, status: 'delivered' | 'undelivered' = 'delivered'): Receipt => ({
  ref: KEYRING.reference('fete', numbers[index]!),
  status,
  code: '0',
  at: '2026-01-05T10:00:09.000Z',
});

describe('nextPlanned', () => {
  const places = ['FR', 'RE', 'FR', 'GP', 'RE', 'FR'];

  it('gives the next in the order of the file, of the open territories alone, without those at hand', async () => {
    const draft = (index: number): object => ({
      territory: {
        code: places[index]!,
        country: 'FR',
        zones: ['Europe/Paris'],
        calendars: ['FR'],
        profile: 'FR/strict',
      },
    });
    const { campaignId } = await confirmedCampaign(ledger, 'outremer', numbers, draft);
    const territories = await ledger.territoriesOf(campaignId);
    expect(territories.map(({ code, remaining }) => [code, remaining])).toEqual([
      ['FR', 3],
      ['RE', 2],
      ['GP', 1],
    ]);
    const all = await intentIds(ledger, campaignId);
    const idOf = (code: string): number => territories.find((one) => one.code === code)!.id;
    const next = async (
      codes: readonly string[],
      held: readonly number[],
      limit: number,
    ): Promise<readonly number[]> => {
      const atHand = new Set(held.map((place) => all[place]!));
      const batch = await ledger.nextPlanned(campaignId, codes.map(idOf), atHand, limit, MORNING);
      return batch.candidates.map(({ intentId }) => all.indexOf(intentId));
    };
    expect(await next(['FR', 'RE', 'GP'], [], 9)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await next(['RE', 'FR', 'GP'], [], 4)).toEqual([0, 1, 2, 3]);
    expect(await next(['RE', 'GP'], [], 9)).toEqual([1, 3, 4]);
    expect(await next(['RE', 'GP'], [1], 1)).toEqual([3]);
    expect(await next(['FR', 'RE', 'GP'], [0, 3, 4], 2)).toEqual([1, 2]);
    expect(await next([], [], 9)).toEqual([]);
    const [elsewhere] = await ledger.territoriesOf(plan.campaignId);
    expect((await ledger.nextPlanned(campaignId, [elsewhere!.id], new Set(), 9, MORNING)).candidates).toEqual([]);
  });

  it('gives everything that a submission needs, with the facts of that moment', async () => {
    await ledger.recordSuppressions([suppressionOf(numbers[0]!)], STAMP);
    const batch = await ledger.nextPlanned(plan.campaignId, [1], new Set(), 1, MORNING);
    expect(batch.factsVersion).toBe(await factsVersionOf(ledger));
    expect(batch.candidates).toEqual([
      {
        intentId: ids[0],
        subjectId: (await ledger.factsFor([numbers[0]!], MORNING)).get(numbers[0]!)?.subjectId,
        number: numbers[0],
        ref: KEYRING.reference('fete', numbers[0]!),
        text: 'Bonjour\nSTOP au 36184',
        textHash: KEYRING.textHash('Bonjour\nSTOP au 36184'),
        encoding: 'GSM-7',
        segments: 1,
        costMicros: 65_000,
        territoryId: 1,
        again: false,
        facts: (await ledger.factsFor([numbers[0]!], MORNING)).get(numbers[0]!),
      },
    ]);
  });

  it('leaves out what is no longer planned', async () => {
    await begin(0);
    await ledger.recordSkip(ids[1]!, 'suppressed', STAMP);
    const batch = await ledger.nextPlanned(plan.campaignId, [1], new Set(), 9, MORNING);
    expect(batch.candidates.map(({ intentId }) => intentId)).toEqual(ids.slice(2));
  });

  it('never takes facts for newer than they are, when another program records a STOP in the middle of the reading', async () => {
    const other = temp.open();
    let told: Promise<unknown> | undefined;
    // The last thing that the reading of facts asks of its parameters is this moment: by then the never-list was read.
    const since = Object.create(MORNING, {
      toMillis: {
        value: () => {
          told ??= other.recordSuppressions([suppressionOf(numbers[0]!)], STAMP);
          return MORNING.toMillis();
        },
      },
    }) as DateTime;
    const batch = await ledger.nextPlanned(plan.campaignId, [1], new Set(), 1, since);
    expect(await told).toEqual(['recorded']);
    expect(batch.candidates[0]!.facts.suppressions).toEqual([]);
    expect(await ledger.beginSubmission(ids[0]!, batch.factsVersion, MORNING)).toBe('stale');
  });
});

describe('beginSubmission', () => {
  it('is on the disk, for everyone to see, before it is answered', async () => {
    expect(await begin(0)).toBe('begun');
    expect(intentRow(0)).toMatchObject({
      state: 'submitting',
      submitted_at: '2026-01-05T10:00:00.000Z',
      ended_at: null,
    });
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ inFlight: 1, remaining: 5, segments: 1 });
    expect(auditOf(ledger, 'submission')).toEqual([]);
  });

  const changes: readonly [string, (by: Ledger) => Promise<unknown>][] = [
    ['a consent of someone else', (by) => by.recordConsents([consentOf(fictionNumber(50))], STAMP)],
    ['a withdrawal', (by) => by.recordConsents([consentOf(numbers[0]!, withdrawal())], STAMP)],
    ['a STOP', (by) => by.recordSuppressions([suppressionOf(numbers[0]!)], STAMP)],
    ['a restriction', (by) => by.setRestriction(numbers[0]!, 'restricted', DAYS, STAMP)],
  ];
  it.each(changes)('is stale after %s, from the same program and from another one', async (_, change) => {
    const version = await factsVersionOf(ledger);
    await change(ledger);
    expect(await ledger.beginSubmission(ids[0]!, version, MORNING)).toBe('stale');
    const other = temp.open();
    const second = await factsVersionOf(ledger);
    await other.recordSuppressions([suppressionOf(numbers[5]!, 'complaint')], STAMP);
    expect(await ledger.beginSubmission(ids[0]!, second, MORNING)).toBe('stale');
    expect(await begin(0)).toBe('begun');
  });

  it('is not stale because something was recorded that the ledger knew already', async () => {
    const version = await factsVersionOf(ledger);
    await ledger.recordConsents([consentOf(numbers[0]!)], STAMP);
    expect(await ledger.beginSubmission(ids[0]!, version, MORNING)).toBe('begun');
  });

  it('is not for newcomers whom nobody has confirmed yet, nor are they next', async () => {
    const newcomer = fictionNumber(60);
    await ledger.recordConsents([consentOf(newcomer)], STAMP);
    const more = await ledger.openPlan(termsOf('fete'), { name: 'nouveaux.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(more, [intentDraft(newcomer)], []);
    const next = async (): Promise<readonly unknown[]> => {
      const { candidates } = await ledger.nextPlanned(plan.campaignId, [1], new Set(), 9, MORNING);
      return candidates.map(({ intentId }) => intentId);
    };
    const beginNewcomer = async (): Promise<string> => {
      const id = temp.raw().prepare('SELECT max(id) FROM intent').pluck().get() as number;
      return ledger.beginSubmission(id, await factsVersionOf(ledger), MORNING);
    };
    expect([await next(), await beginNewcomer()]).toEqual([ids, 'gone']);
    await ledger.freezePlan(more, PLANNED_FILE, STAMP);
    expect([await next(), await beginNewcomer()]).toEqual([ids, 'gone']);
    // A wish halts what would leave, and this would not.
    await ledger.setWish(plan.campaignId, 'pause');
    expect(await beginNewcomer()).toBe('gone');
    expect(await begin(0)).toBe('halted');
    await ledger.setWish(plan.campaignId, null);
    await ledger.confirmPlans(plan.campaignId, 1, STAMP);
    expect(await next()).toHaveLength(ids.length + 1);
    expect(await beginNewcomer()).toBe('begun');
  });

  it('happens once, whoever asks', async () => {
    const other = temp.open();
    expect((await Promise.all([begin(0), begin(0, other), begin(0)])).sort()).toEqual(['begun', 'gone', 'gone']);
    expect(await begin(0)).toBe('gone');
    expect(await ledger.beginSubmission(999_999, await factsVersionOf(ledger), MORNING)).toBe('gone');
  });

  it('is halted by a wish of another program', async () => {
    await temp.open().setWish(plan.campaignId, 'pause');
    expect(await begin(0)).toBe('halted');
    await ledger.setWish(plan.campaignId, null);
    expect(await begin(0)).toBe('begun');
    await ledger.setWish(plan.campaignId, 'cancel');
    expect(await begin(1)).toBe('halted');
  });
});

describe('recordOutcome', () => {
  const outcomes: readonly [SendOutcome, object][] = [
    [accepted, { state: 'accepted', reason: null, provider_id: 'p1' }],
    [
      { kind: 'rejected', code: '7', detail: 'barred' },
      { state: 'rejected', reason: '7', provider_id: null },
    ],
    [
      { kind: 'unknown', why: 'timeout' },
      { state: 'unknown', reason: 'timeout', provider_id: null },
    ],
  ];
  it.each(outcomes)('ends a submission with one row of the log: $kind', async (outcome, columns) => {
    await begin(0);
    await end(0, outcome);
    expect(intentRow(0)).toMatchObject({ ...columns, ended_at: '2026-01-05T10:00:00.000Z' });
    const { state, reason, provider_id } = columns as {
      state: string;
      reason: string | null;
      provider_id: string | null;
    };
    expect(auditOf(ledger, 'submission')).toEqual([
      {
        ref: KEYRING.reference('fete', numbers[0]!),
        purpose: 'association',
        provider: 'simulator',
        profile: 'FR/strict',
        territory: 'FR',
        encoding: 'GSM-7',
        segments: 1,
        costMicros: state === 'rejected' ? 0 : 65_000,
        textHash: KEYRING.textHash('Bonjour\nSTOP au 36184'),
        consentSeq: 1,
        outcome: state,
        submittedAt: '2026-01-05T10:00:00.000Z',
        reason,
        providerId: provider_id,
      },
    ]);
    expect([...ledger.auditRows({ campaign: 'fete' })].at(-1)).toMatchObject({
      kind: 'submission',
      campaign: 'fete',
      subject: KEYRING.fingerprint(numbers[0]!).toString('hex'),
    });
  });

  it.each([
    { kind: 'throttled', retryAfterMs: 500 },
    { kind: 'refused', reason: 'balance' },
  ] as const)('puts back what was surely not taken, as if it had never begun: $kind', async (outcome) => {
    const before = intentRow(0);
    await begin(0);
    await end(0, outcome);
    expect(intentRow(0)).toEqual(before);
    expect(auditOf(ledger, 'submission')).toEqual([]);
    expect(await begin(0)).toBe('begun');
  });

  it('never ends what is not under way', async () => {
    await expect(end(0, accepted)).rejects.toThrow('under way');
    await expect(end(0, { kind: 'throttled', retryAfterMs: 1 })).rejects.toThrow('under way');
    await begin(0);
    await end(0, accepted);
    await expect(end(0, { kind: 'rejected', code: '7', detail: '' })).rejects.toThrow('under way');
    expect(auditOf(ledger, 'submission')).toHaveLength(1);
  });
});

describe('recordSkip and skipRemaining', () => {
  it('end what is planned, with one row of the log each, and nothing else', async () => {
    await begin(0);
    await ledger.recordSkip(ids[0]!, 'suppressed', STAMP);
    await ledger.recordSkip(ids[1]!, 'suppressed', STAMP);
    await ledger.recordSkip(ids[1]!, 'frequency_cap', STAMP);
    expect(intentRow(0)).toMatchObject({ state: 'submitting', reason: null });
    expect(intentRow(1)).toMatchObject({
      state: 'skipped',
      reason: 'suppressed',
      ended_at: '2026-01-05T10:00:00.000Z',
    });
    expect(await ledger.skipRemaining(plan.campaignId, 'expired', STAMP)).toBe(4);
    expect(await ledger.skipRemaining(plan.campaignId, 'expired', STAMP)).toBe(0);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({
      skipped: { suppressed: 1, expired: 4 },
      inFlight: 1,
      remaining: 0,
    });
    expect(auditOf(ledger, 'skip').map(({ ref, reason }) => [ref, reason])).toEqual(
      [1, 2, 3, 4, 5].map((index) => [
        KEYRING.reference('fete', numbers[index]!),
        index === 1 ? 'suppressed' : 'expired',
      ]),
    );
  });
});

describe('recordInbox, of receipts', () => {
  it('files one for what was accepted; the first counts', async () => {
    await begin(0);
    await begin(1);
    await end(0, accepted);
    await end(1, accepted);
    expect(await fileReceipts(ledger, [receiptOf(0), receiptOf(1, 'undelivered'), receiptOf(0)], STAMP)).toBe(2);
    expect(await fileReceipts(ledger, [receiptOf(0, 'undelivered')], STAMP)).toBe(0);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ accepted: 2, delivered: 1, undelivered: 1 });
    expect(auditOf(ledger, 'receipt')).toEqual([
      { ref: receiptOf(0).ref, status: 'delivered', code: '0', receivedAt: '2026-01-05T10:00:09.000Z', unreachable: 0 },
      {
        ref: receiptOf(1).ref,
        status: 'undelivered',
        code: '0',
        receivedAt: '2026-01-05T10:00:09.000Z',
        unreachable: 0,
      },
    ]);
  });

  it.each(['delivered', 'undelivered'] as const)(
    'settles what was in doubt: it had been taken (%s)',
    async (status) => {
      await begin(0);
      await end(0, { kind: 'unknown', why: 'timeout' });
      expect(await fileReceipts(ledger, [receiptOf(0, status)], STAMP)).toBe(1);
      expect(intentRow(0)).toMatchObject({ state: 'accepted', reason: null, receipt: status });
      expect(auditOf(ledger, 'settlement')).toEqual([{ ref: receiptOf(0).ref, outcome: 'accepted', by: 'receipt' }]);
      expect(auditOf(ledger, 'receipt')).toHaveLength(1);
      expect(auditOf(ledger, 'submission')).toHaveLength(1);
    },
  );

  it('makes nothing of one for what was rejected, skipped, or is nobody of ours', async () => {
    await begin(0);
    await end(0, { kind: 'rejected', code: '7', detail: '' });
    await ledger.recordSkip(ids[1]!, 'suppressed', STAMP);
    const stranger = { ...receiptOf(0), ref: 'not-ours' };
    expect(await fileReceipts(ledger, [receiptOf(0), receiptOf(1), stranger], STAMP)).toBe(0);
    expect(auditOf(ledger, 'receipt')).toEqual([]);
    expect(await fileReceipts(ledger, [], STAMP)).toBe(0);
  });

  it('ends what is still planned: the ledger that sent it was another one, of which this is a copy', async () => {
    expect(await fileReceipts(ledger, [receiptOf(2)], STAMP)).toBe(1);
    expect(intentRow(2)).toMatchObject({ state: 'accepted', submitted_at: receiptOf(2).at, settled_by: 'receipt' });
    // Nobody had thought that it would cost anything.
    const told = { ref: receiptOf(2).ref, outcome: 'accepted', by: 'receipt', costMicros: 65_000 };
    expect(auditOf(ledger, 'settlement')).toEqual([told]);
    expect(ledger.checkTampering()).toEqual([]);
  });
});

describe('markAbandonedSubmissions', () => {
  it('puts in doubt what a killed run of this campaign left under way, each with a row of the log', async () => {
    const other = await confirmedCampaign(ledger, 'noel', numbers.slice(0, 1));
    const [otherId] = await intentIds(ledger, other.campaignId);
    await ledger.beginSubmission(otherId!, await factsVersionOf(ledger), MORNING);
    await begin(0);
    await begin(1);
    await begin(2);
    await end(2, accepted);
    ledger.close();
    ledger = temp.open();
    expect(await ledger.markAbandonedSubmissions(plan.campaignId, STAMP)).toBe(2);
    expect(await ledger.markAbandonedSubmissions(plan.campaignId, STAMP)).toBe(0);
    expect(intentRow(0)).toMatchObject({ state: 'unknown', reason: 'interrupted' });
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ unknown: 2, accepted: 1, inFlight: 0 });
    expect(await ledger.campaignCounts(other.campaignId)).toMatchObject({ inFlight: 1 });
    expect(auditOf(ledger, 'submission').map(({ outcome }) => outcome)).toEqual(['accepted', 'unknown', 'unknown']);
  });
});

describe('optedOut', () => {
  it('counts those who said STOP after this message, once each', async () => {
    await begin(0);
    await end(0, accepted);
    await begin(1);
    await end(1, accepted);
    const reply = { ...suppressionOf(numbers[0]!), at: MORNING.plus({ minutes: 5 }) };
    await ledger.recordSuppressions([reply, { ...reply, reason: 'link' }, { ...reply, reason: 'manual' }], STAMP);
    const before = { ...suppressionOf(numbers[1]!), at: MORNING.minus({ days: 5 }) };
    const notSent = { ...suppressionOf(numbers[2]!), at: MORNING.plus({ minutes: 5 }) };
    await ledger.recordSuppressions([before, notSent], STAMP);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ optedOut: 1 });
  });
});

describe('stopsSince', () => {
  it('counts each message that was answered with STOP since, once', async () => {
    const texted = [0, 1, 2, 3];
    for (const index of texted) await begin(index);
    for (const index of texted) await end(index, accepted);
    const mark = await ledger.stopMark();
    const count = (since = MORNING, from = mark) => ledger.stopsSince(plan.campaignId, since, from);
    const at = (minutes: number) => ({ at: MORNING.plus({ minutes }) });
    expect(await count()).toBe(0);
    const said = [
      { ...suppressionOf(numbers[0]!), ...at(1) },
      { ...suppressionOf(numbers[0]!, 'link'), ...at(2) },
      // Said before the message left, on the list for another reason, and of somebody who was not texted.
      { ...suppressionOf(numbers[1]!), ...at(-1) },
      { ...suppressionOf(numbers[2]!, 'manual'), ...at(1) },
      { ...suppressionOf(numbers[5]!), ...at(1) },
    ];
    await ledger.recordSuppressions(said, STAMP);
    expect(await count()).toBe(1);
    expect(await count(MORNING.plus(1))).toBe(0);
    expect(await count(MORNING, await ledger.stopMark())).toBe(0);
    expect(await ledger.stopsSince(plan.campaignId + 1, MORNING, mark)).toBe(0);
  });
});
