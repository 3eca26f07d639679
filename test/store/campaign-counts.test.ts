import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery/send-outcome.js';
import { BugError } from '../../src/errors.js';
import { countsFrom } from '../../src/store/sqlite/campaign-counts.js';
import { countFaults } from '../../src/store/sqlite/count-faults.js';
import type { Db } from '../../src/store/sqlite/open.js';
import type { CampaignCounts, Ledger, OpenPlan, Stamp } from '../../src/store/store.js';
import { memoryFolder } from '../support/memory-folder.js';
import {
  confirmedCampaign,
  consentOf,
  factsVersionOf,
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
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(6);
const CAMPAIGNS = ['fete', 'later'] as const;

let temp: TempLedger;
let ledger: Ledger;
let raw: Db;
beforeEach(() => {
  temp = tempLedger(memoryFolder());
  ledger = temp.open();
  raw = temp.raw();
});
afterEach(() => temp.remove());

/** The counts as every message tells them, read one by one: what the kept ones have to be. */
function countedAnew(db: Db, campaignId: number): CampaignCounts {
  const frozen = "JOIN plan ON plan.id = intent.plan_id AND plan.state <> 'planning'";
  const sums = db
    .prepare<[number], Omit<CampaignCounts, 'skipped' | 'optedOut'>>(
      `SELECT count(*) AS planned,
         count(*) FILTER (WHERE intent.state = 'accepted') AS accepted,
         count(*) FILTER (WHERE intent.state = 'rejected') AS rejected,
         count(*) FILTER (WHERE intent.state = 'unknown') AS unknown,
         count(*) FILTER (WHERE intent.state = 'planned') AS remaining,
         count(*) FILTER (WHERE intent.state = 'submitting') AS inFlight,
         count(*) FILTER (WHERE receipt = 'delivered') AS delivered,
         count(*) FILTER (WHERE receipt = 'undelivered') AS undelivered,
         count(*) FILTER (WHERE intent.state = 'planned' AND plan.state = 'frozen') AS unconfirmed,
         ifnull(sum(segments) FILTER (WHERE intent.state IN ('accepted', 'unknown', 'submitting')), 0) AS segments,
         ifnull(sum(cost_micros) FILTER (WHERE intent.state IN ('accepted', 'unknown', 'submitting')), 0) AS costMicros,
         ifnull(sum(cost_micros) FILTER (WHERE intent.state = 'planned'), 0) AS remainingCostMicros
       FROM intent ${frozen} WHERE intent.campaign_id = ?`,
    )
    .get(campaignId)!;
  const skipped = db
    .prepare<[number], [string, number]>(
      `SELECT reason, count(*) FROM intent ${frozen}
       WHERE intent.campaign_id = ? AND intent.state = 'skipped' GROUP BY reason ORDER BY reason`,
    )
    .raw()
    .all(campaignId);
  const optedOut = db
    .prepare<[number], number>(
      `SELECT count(DISTINCT intent.id) FROM intent JOIN subject ON subject.id = intent.subject_id
         JOIN suppression ON suppression.fingerprint = subject.fingerprint
       WHERE intent.campaign_id = ? AND intent.submitted_at IS NOT NULL AND suppression.reason IN ('stop', 'link')
         AND suppression.at >= intent.submitted_at`,
    )
    .pluck()
    .get(campaignId)!;
  return { ...sums, skipped: Object.fromEntries(skipped), optedOut };
}

const campaign = fc.constantFrom(...CAMPAIGNS);
const who = fc.nat({ max: numbers.length - 1 });
/** The clock may be set back between two steps. */
const minute = fc.nat({ max: 30 });
const outcome = fc.constantFrom<SendOutcome>(
  { kind: 'accepted', providerId: 'p' },
  { kind: 'rejected', code: '7', detail: '' },
  { kind: 'throttled', retryAfterMs: 1 },
  { kind: 'refused', reason: 'balance' },
  { kind: 'unknown', why: 'timeout' },
);

type Step =
  | {
      readonly kind: 'plan' | 'draft';
      readonly of: string;
      readonly whom: readonly number[];
      readonly segments: number;
    }
  | { readonly kind: 'freeze' | 'abandon' | 'confirm' | 'cancel' | 'expire' | 'abandoned'; readonly of: string }
  | { readonly kind: 'begin' | 'skip'; readonly of: string; readonly at: number }
  | { readonly kind: 'end'; readonly of: string; readonly at: number; readonly outcome: SendOutcome }
  | { readonly kind: 'send'; readonly of: string; readonly at: number; readonly outcome: SendOutcome }
  | { readonly kind: 'receipt'; readonly of: string; readonly at: number; readonly status: 'delivered' | 'undelivered' }
  | {
      readonly kind: 'settle';
      readonly of: string;
      readonly at: number;
      readonly verdict: 'accepted' | 'rejected' | 'not_sent';
    }
  | { readonly kind: 'leave'; readonly at: number; readonly reason: 'stop' | 'link' | 'objection' }
  | { readonly kind: 'erase'; readonly at: number }
  | { readonly kind: 'adopt' | 'retention' };

const only = <Kind extends string>(...kinds: readonly Kind[]): fc.Arbitrary<Kind> => fc.constantFrom(...kinds);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: only('plan', 'draft'),
      of: campaign,
      whom: fc.uniqueArray(who, { minLength: 1 }),
      segments: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: only('freeze', 'freeze', 'confirm', 'confirm', 'abandon', 'abandoned'),
      of: campaign,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: only('cancel', 'expire'), of: campaign }) },
  { weight: 5, arbitrary: fc.record({ kind: only('begin', 'begin', 'skip'), of: campaign, at: who }) },
  { weight: 4, arbitrary: fc.record({ kind: only('end'), of: campaign, at: who, outcome }) },
  { weight: 8, arbitrary: fc.record({ kind: only('send'), of: campaign, at: who, outcome }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: only('receipt'), of: campaign, at: who, status: only('delivered', 'undelivered') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: only('settle'),
      of: campaign,
      at: who,
      verdict: only('accepted', 'rejected', 'not_sent'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: only('leave'), at: who, reason: only('stop', 'link', 'objection') }) },
  { weight: 1, arbitrary: fc.record({ kind: only('erase'), at: who }) },
  { weight: 1, arbitrary: fc.record({ kind: only('adopt', 'retention') }) },
);

/** What is known of the campaigns beside the ledger: which plan is being written, and who is none any more. */
interface Desk {
  readonly drafts: Map<string, OpenPlan>;
  readonly erased: Set<number>;
}

/** Does what a step says as far as it can be done; what the ledger refuses as never to be asked is no step. */
async function take(one: Step, desk: Desk, stamp: Stamp): Promise<unknown> {
  const idOf = async (name: string): Promise<number> => (await ledger.findCampaign(name))?.id ?? 0;
  const messageOf = async (name: string, at: number): Promise<number> => {
    const ids = await intentIds(ledger, await idOf(name));
    return ids[at % Math.max(ids.length, 1)] ?? 0;
  };
  const freeze = async (name: string): Promise<void> => {
    const draft = desk.drafts.get(name);
    if (draft !== undefined) await ledger.freezePlan(draft, PLANNED_FILE, stamp);
    desk.drafts.delete(name);
  };
  switch (one.kind) {
    case 'plan':
    case 'draft': {
      const plan = await ledger.openPlan(termsOf(one.of), { name: 'membres.csv' }, NO_TIMES, stamp);
      desk.drafts.set(one.of, plan);
      const whom = one.whom.filter((at) => !desk.erased.has(at)).map((at) => numbers[at]!);
      const before = await ledger.plannedBefore(plan.campaignId, whom);
      const newcomers = whom.filter((number) => !before.has(number));
      const costMicros = one.segments * 65_000;
      const drafts = newcomers.map((number, place) =>
        intentDraft(number, { line: place + 2, row: place + 1, segments: one.segments, costMicros }),
      );
      await ledger.keepPlanned(plan, drafts, []);
      if (one.kind === 'draft') return;
      await freeze(one.of);
      await ledger.confirmPlans(plan.campaignId, null, stamp);
      return;
    }
    case 'freeze':
      return freeze(one.of);
    case 'abandon': {
      const draft = desk.drafts.get(one.of);
      if (draft !== undefined) await ledger.abandonPlan(draft);
      desk.drafts.delete(one.of);
      return;
    }
    case 'confirm':
      return ledger.confirmPlans(await idOf(one.of), null, stamp);
    case 'cancel':
      if ((await idOf(one.of)) !== 0) await ledger.cancelCampaign(await idOf(one.of), stamp);
      return;
    case 'expire':
      return ledger.skipRemaining(await idOf(one.of), 'expired', stamp);
    case 'abandoned':
      return ledger.markAbandonedSubmissions(await idOf(one.of), stamp);
    case 'begin':
      return ledger.beginSubmission(await messageOf(one.of, one.at), await factsVersionOf(ledger), stamp.at);
    case 'skip':
      return ledger.recordSkip(await messageOf(one.of, one.at), 'suppressed', stamp);
    case 'end':
      return ended(ledger.recordOutcome(await messageOf(one.of, one.at), one.outcome, SUBMISSION, stamp));
    case 'send':
      await take({ ...one, kind: 'begin' }, desk, stamp);
      return take({ ...one, kind: 'end' }, desk, stamp);
    case 'receipt': {
      const ref = KEYRING.reference(one.of, numbers[one.at]!);
      const told = { ref, status: one.status, code: null, at: '2026-01-05T10:01:00.000Z' };
      return fileReceipts(ledger, [told], stamp);
    }
    case 'settle': {
      const ref = KEYRING.reference(one.of, numbers[one.at]!);
      const settled = { ref, verdict: one.verdict, by: 'person', providerId: null, reason: 'r' } as const;
      return ledger.settleUnknown(await idOf(one.of), [settled], stamp);
    }
    case 'leave':
      return ledger.recordSuppressions([{ ...suppressionOf(numbers[one.at]!, one.reason), at: stamp.at }], stamp);
    case 'erase':
      // Nobody is erased while a run is under way: the lock of runs is held.
      if (isUnderWay(numbers[one.at]!)) return;
      desk.erased.add(one.at);
      return ledger.eraseSubject(numbers[one.at]!, stamp);
    case 'adopt':
      return ledger.adopt(stamp);
    case 'retention': {
      const never = MORNING.minus({ years: 9 });
      const kept = {
        proofs: never,
        requests: never,
        replies: never,
        exclusions: never,
        givenBefore: never,
        ageing: [],
      };
      return ledger.applyRetention({ ...kept, texts: MORNING.plus({ days: 1 }) }, stamp);
    }
  }
}

function isUnderWay(number: string): boolean {
  const sql = "SELECT 1 FROM intent JOIN subject ON subject.id = subject_id WHERE state = 'submitting' AND phone = ?";
  return raw.prepare<[string]>(sql).get(number) !== undefined;
}

/** Of a message that is not under way there is no outcome: to be told of one is a defect of whoever tells it. */
async function ended(outcome: Promise<void>): Promise<void> {
  try {
    await outcome;
  } catch (error) {
    if (!(error instanceof BugError)) throw error;
  }
}

describe('the counts of a campaign', () => {
  it('are what its messages tell one by one, whatever becomes of them', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, minute), { minLength: 15, maxLength: 50 }), async (steps) => {
        temp.remove();
        temp = tempLedger(memoryFolder());
        ledger = temp.open();
        raw = temp.raw();
        await ledger.recordConsents(
          numbers.map((number) => consentOf(number)),
          STAMP,
        );
        const desk: Desk = { drafts: new Map(), erased: new Set() };
        for (const [one, minutes] of steps) {
          await take(one, desk, { ...STAMP, at: MORNING.plus({ minutes }) });
          for (const name of CAMPAIGNS) {
            const found = await ledger.findCampaign(name);
            if (found === null) continue;
            const counts = await ledger.campaignCounts(found.id);
            expect(counts).toEqual(countedAnew(raw, found.id));
            for (const [key, count] of Object.entries(counts)) if (count !== 0) seen.add(key);
          }
        }
        expect(countFaults(raw)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    // Each of them was something else than nothing at some time.
    expect([...seen].sort()).toEqual(Object.keys({ ...countsFrom([]), optedOut: 0 }).sort());
  });
});

describe('a kept count', () => {
  it.each(['', 'OR ABORT', 'OR FAIL', 'OR IGNORE', 'OR REPLACE', 'OR ROLLBACK'])(
    'goes up and down with a message, whatever an update says of conflicts: %s',
    async (policy) => {
      const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
      const update = (set: string): unknown =>
        raw.exec(`UPDATE ${policy} intent SET ${set} WHERE campaign_id = ${campaignId}`);
      for (const set of [
        "state = 'submitting', submitted_at = 'x'",
        "state = 'unknown', reason = 'timeout', ended_at = 'x'",
        "reason = 'interrupted'",
        "state = 'accepted', settled_by = 'person'",
        "receipt = 'delivered'",
      ]) {
        update(set);
        expect(await ledger.campaignCounts(campaignId)).toEqual(countedAnew(raw, campaignId));
        expect(countFaults(raw)).toEqual([]);
      }
      expect(await ledger.campaignCounts(campaignId)).toMatchObject({ accepted: 6, delivered: 6, unknown: 0 });
    },
  );

  it('of another number, or of nothing, is found, however many messages are read at a time', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    await confirmedCampaign(ledger, 'later', numbers.slice(0, 2));
    for (const id of await intentIds(ledger, campaignId)) {
      await ledger.beginSubmission(id, await factsVersionOf(ledger), MORNING);
      await ledger.recordOutcome(id, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
    }
    const found = (change: string): readonly (readonly string[])[] => {
      raw.exec(`BEGIN; ${change}`);
      const faults = [1, 2, 3, 100].map((chunk) => countFaults(raw, chunk));
      raw.exec('ROLLBACK');
      return faults;
    };
    const told = (count: number): readonly (readonly string[])[] =>
      Array.from({ length: 4 }, () => [`${count} rows of intent_count tell something else than intent`]);
    expect(found('')).toEqual([[], [], [], []]);
    expect(found("UPDATE intent_count SET count = count - 1 WHERE state = 'accepted'")).toEqual(told(1));
    expect(found("UPDATE intent_count SET segments = segments + 1 WHERE state = 'all'")).toEqual(told(2));
    expect(found('UPDATE intent_count SET cost_micros = 0 WHERE plan_id = 2')).toEqual(told(1));
    expect(found('DELETE FROM intent_count WHERE plan_id = 1')).toEqual(told(2));
    expect(found("INSERT INTO intent_count VALUES (1, 'skipped', 'expired', 1, 1, 1, NULL)")).toEqual(told(1));
    expect(found("UPDATE intent_count SET first_submitted_at = NULL WHERE state = 'accepted'")).toEqual(told(1));
    // A message that was taken away, or made up with a number beyond all others.
    expect(found('DELETE FROM intent WHERE id = (SELECT max(id) FROM intent)')).toEqual(told(1));
    expect(found('UPDATE intent SET id = 9223372036854775807, plan_id = 2 WHERE id = 1')).toEqual(told(4));
  });

  it('is made of the messages of a ledger that was made before there were any', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    const ids = await intentIds(ledger, campaignId);
    const outcomes: readonly SendOutcome[] = [
      { kind: 'accepted', providerId: 'p' },
      { kind: 'accepted', providerId: 'q' },
      { kind: 'rejected', code: '7', detail: '' },
      { kind: 'unknown', why: 'timeout' },
    ];
    for (const [place, outcome] of outcomes.entries()) {
      await ledger.beginSubmission(ids[place]!, await factsVersionOf(ledger), MORNING.plus({ minutes: place }));
      await ledger.recordOutcome(ids[place]!, outcome, SUBMISSION, STAMP);
    }
    await ledger.recordSkip(ids[4]!, 'suppressed', STAMP);
    const receipt = { ref: KEYRING.reference('fete', numbers[1]!), status: 'delivered', code: null } as const;
    await fileReceipts(ledger, [{ ...receipt, at: '2026-01-05T10:01:00.000Z' }], STAMP);
    // One that is still being written is nobody's, and counted when it is frozen.
    const draft = await ledger.openPlan(termsOf('later'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(draft, [intentDraft(numbers[0]!)], []);
    const kept = raw.prepare('SELECT * FROM intent_count').all();
    expect(kept).toHaveLength(6);
    temp.close();
    raw = temp.raw();
    raw.exec(`DROP TRIGGER plan_counted; DROP TRIGGER plan_uncounted; DROP TRIGGER intent_counted;
      DROP TRIGGER intent_uncounted; DROP TABLE intent_count; DROP INDEX suppression_of_leavers;
      DROP TRIGGER intent_reference_kept; DROP TRIGGER intent_reference_gone; DROP TABLE intent_reference;
      ALTER TABLE plan DROP COLUMN referenced_to;
      DELETE FROM migration WHERE number >= 10`);
    ledger = temp.open();
    expect(raw.prepare('SELECT * FROM intent_count').all()).toEqual(kept);
    expect(countFaults(raw)).toEqual([]);
    await ledger.freezePlan(draft, PLANNED_FILE, STAMP);
    expect(await ledger.campaignCounts(draft.campaignId)).toEqual(countedAnew(raw, draft.campaignId));
    expect(countFaults(raw)).toEqual([]);
  });

  it('goes with a plan that was given up', async () => {
    const draft = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    await ledger.recordConsents([consentOf(numbers[0]!)], STAMP);
    await ledger.keepPlanned(draft, [intentDraft(numbers[0]!)], []);
    // No verb ends a message of a plan that is still being written; should one ever do, nothing is left of it.
    raw.exec("UPDATE intent SET state = 'skipped', reason = 'x', ended_at = 'x'");
    expect(countFaults(raw)).toEqual([]);
    await ledger.abandonPlan(draft);
    expect(raw.prepare('SELECT * FROM intent_count').all()).toEqual([]);
  });
});
