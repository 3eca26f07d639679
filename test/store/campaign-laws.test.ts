import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery/send-outcome.js';
import type { CampaignCounts, Ledger, Stamp } from '../../src/store/store.js';
import type { Db } from '../../src/store/sqlite/open.js';
import {
  confirmedCampaign,
  factsVersionOf,
  fictionNumbers,
  fileReceipts,
  intentIds,
  KEYRING,
  STAMP,
  SUBMISSION,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(5);

type State = 'planned' | 'submitting' | 'accepted' | 'rejected' | 'unknown' | 'skipped';
type Verdict = 'accepted' | 'rejected' | 'not_sent';
interface Intent {
  state: State;
  reason: string | null;
  receipt: 'delivered' | 'undelivered' | null;
  /** Rows of the log that this intent must have left. */
  submissions: number;
  skips: number;
  /** Receipts of a message that nobody knew to have left. */
  arrivals: number;
  /** How often somebody found that it had not left after all. */
  returns: number;
}

type Step =
  | { readonly kind: 'begin' | 'skip'; readonly at: number }
  | { readonly kind: 'outcome'; readonly at: number; readonly outcome: SendOutcome }
  | { readonly kind: 'receipt'; readonly at: number; readonly status: 'delivered' | 'undelivered' }
  | {
      readonly kind: 'settle';
      readonly at: number;
      readonly by: 'provider' | 'person';
      readonly verdict: Verdict;
    }
  | { readonly kind: 'cancel' | 'abandoned' | 'expire' | 'adopt' };

/** Every step is taken at a moment of its own. */
function stampAfter(steps: number): Stamp {
  return { ...STAMP, at: STAMP.at.plus({ seconds: 1 + steps }) };
}

/** Most happens to the first: much can happen to a message before it has its end. */
const at = fc.oneof(fc.constant(0), fc.nat({ max: numbers.length - 1 }));
const outcome: fc.Arbitrary<SendOutcome> = fc.constantFrom<SendOutcome>(
  { kind: 'accepted', providerId: 'p' },
  { kind: 'rejected', code: '7', detail: '' },
  { kind: 'throttled', retryAfterMs: 1 },
  { kind: 'refused', reason: 'balance' },
  { kind: 'unknown', why: 'timeout' },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('begin' as const), at }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('outcome' as const), at, outcome }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      at,
      by: fc.constantFrom('provider' as const, 'person' as const),
      // What may be sent again has most that can follow.
      verdict: fc.constantFrom('accepted' as const, 'rejected' as const, 'not_sent' as const, 'not_sent' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('skip' as const), at }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('receipt' as const),
      at,
      status: fc.constantFrom('delivered' as const, 'undelivered' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('cancel' as const, 'abandoned' as const, 'expire' as const, 'adopt' as const),
    }),
  },
);

/** One message on its way, answered at once, or anything else. */
const steps: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: step.map((one): Step[] => [one]) },
      { weight: 1, arbitrary: fc.tuple(at, outcome).map(([who, answer]): Step[] => sent(who, answer)) },
    ),
    { minLength: 5, maxLength: 30 },
  )
  .map((parts) => parts.flat());

function sent(who: number, answer: SendOutcome): Step[] {
  return [
    { kind: 'begin', at: who },
    { kind: 'outcome', at: who, outcome: answer },
  ];
}

const LOST: SendOutcome = { kind: 'unknown', why: 'timeout' };
const THROTTLED: SendOutcome = { kind: 'throttled', retryAfterMs: 1 };
/** Somebody found that a message in doubt had not left. */
const RETURNED: readonly Step[] = [...sent(0, LOST), { kind: 'settle', at: 0, by: 'person', verdict: 'not_sent' }];
/** Every way on from there: chance alone takes the longer ones too seldom. */
const AFTER_A_RETURN: readonly (readonly Step[])[] = [
  sent(0, { kind: 'accepted', providerId: 'p' }),
  sent(0, { kind: 'rejected', code: '7', detail: '' }),
  sent(0, LOST),
  sent(0, THROTTLED),
  [{ kind: 'begin', at: 0 }, { kind: 'abandoned' }],
  [
    { kind: 'begin', at: 0 },
    { kind: 'receipt', at: 0, status: 'delivered' },
  ],
  [{ kind: 'receipt', at: 0, status: 'undelivered' }],
  [{ kind: 'skip', at: 0 }],
  [...sent(0, THROTTLED), { kind: 'skip', at: 0 }],
  [...sent(0, THROTTLED), { kind: 'expire' }],
  [{ kind: 'begin', at: 0 }, { kind: 'cancel' }, { kind: 'outcome', at: 0, outcome: THROTTLED }],
  [{ kind: 'adopt' }],
  [{ kind: 'adopt' }, { kind: 'settle', at: 0, by: 'person', verdict: 'not_sent' }, ...sent(0, LOST)],
  [...sent(0, LOST), { kind: 'settle', at: 0, by: 'provider', verdict: 'accepted' }],
  [...sent(0, LOST), { kind: 'settle', at: 0, by: 'provider', verdict: 'not_sent' }, ...sent(0, THROTTLED)],
];

/** Why a message was settled so: what was rejected was so by a code. */
function reasonOf(verdict: Verdict): string | null {
  return verdict === 'rejected' ? '7' : null;
}

/** A campaign as these laws have it, without a database. */
class Model {
  readonly intents: Intent[] = numbers.map(() => ({
    state: 'planned',
    reason: null,
    receipt: null,
    submissions: 0,
    skips: 0,
    arrivals: 0,
    returns: 0,
  }));
  isCancelled = false;

  skip(intent: Intent, reason: string): void {
    if (intent.state !== 'planned') return;
    Object.assign(intent, { state: 'skipped', reason, skips: intent.skips + 1 });
  }

  end(intent: Intent, outcome: SendOutcome): void {
    if (outcome.kind === 'throttled' || outcome.kind === 'refused') {
      intent.state = 'planned';
      if (this.isCancelled) this.skip(intent, 'cancelled');
      return;
    }
    const reason = outcome.kind === 'rejected' ? outcome.code : outcome.kind === 'unknown' ? outcome.why : null;
    Object.assign(intent, { state: outcome.kind, reason, submissions: intent.submissions + 1 });
  }

  settle(intent: Intent, verdict: Verdict): void {
    const state = verdict === 'not_sent' ? 'planned' : verdict;
    Object.assign(intent, { state, reason: reasonOf(verdict) });
    if (state !== 'planned') return;
    intent.returns += 1;
    if (this.isCancelled) this.skip(intent, 'cancelled');
  }

  counts(): Partial<CampaignCounts> {
    const count = (state: State): number => this.intents.filter((intent) => intent.state === state).length;
    const skipped: Record<string, number> = {};
    for (const { state, reason } of this.intents) {
      if (state === 'skipped') skipped[reason!] = (skipped[reason!] ?? 0) + 1;
    }
    const mayHaveLeft = count('accepted') + count('unknown') + count('submitting');
    return {
      planned: this.intents.length,
      accepted: count('accepted'),
      rejected: count('rejected'),
      unknown: count('unknown'),
      skipped,
      remaining: count('planned'),
      inFlight: count('submitting'),
      delivered: this.intents.filter(({ receipt }) => receipt === 'delivered').length,
      undelivered: this.intents.filter(({ receipt }) => receipt === 'undelivered').length,
      segments: mayHaveLeft,
      costMicros: mayHaveLeft * 65_000,
      unconfirmed: 0,
      remainingCostMicros: count('planned') * 65_000,
    };
  }
}

/** Takes one step in the ledger and in the model, and compares what both answer. */
async function take(
  ledger: Ledger,
  campaignId: number,
  ids: readonly number[],
  name: string,
  model: Model,
  one: Step,
  stamp: Stamp,
): Promise<void> {
  const stateOf = (index: number): Intent => model.intents[index]!;
  switch (one.kind) {
    case 'begin': {
      const intent = stateOf(one.at);
      const expected = intent.state !== 'planned' ? 'gone' : model.isCancelled ? 'halted' : 'begun';
      expect(await ledger.beginSubmission(ids[one.at]!, await factsVersionOf(ledger), stamp.at)).toBe(expected);
      if (expected === 'begun') intent.state = 'submitting';
      return;
    }
    case 'outcome': {
      const recorded = ledger.recordOutcome(ids[one.at]!, one.outcome, SUBMISSION, stamp);
      const { state, receipt } = stateOf(one.at);
      // A receipt that came before the answer has told already what became of it.
      if (state === 'accepted' && receipt !== null) return recorded;
      if (state !== 'submitting') return expect(recorded).rejects.toThrow('under way');
      await recorded;
      return model.end(stateOf(one.at), one.outcome);
    }
    case 'skip':
      await ledger.recordSkip(ids[one.at]!, 'suppressed', stamp);
      return model.skip(stateOf(one.at), 'suppressed');
    case 'receipt': {
      const intent = stateOf(one.at);
      const ref = KEYRING.reference(name, numbers[one.at]!);
      const count = await fileReceipts(
        ledger,
        [{ ref, status: one.status, code: null, at: '2026-01-05T10:01:00.000Z' }],
        stamp,
      );
      // Whatever had become of it as far as anybody knew: it arrived.
      if (intent.state === 'submitting') intent.submissions += 1;
      if (intent.state === 'planned') intent.arrivals += 1;
      if (['unknown', 'submitting', 'planned'].includes(intent.state)) {
        Object.assign(intent, { state: 'accepted', reason: null });
      }
      const isNew = intent.state === 'accepted' && intent.receipt === null;
      if (isNew) intent.receipt = one.status;
      return expect(count).toBe(isNew ? 1 : 0);
    }
    case 'settle': {
      const intent = stateOf(one.at);
      const { by, verdict } = one;
      const settlement = {
        ref: KEYRING.reference(name, numbers[one.at]!),
        by,
        verdict,
        providerId: null,
        reason: reasonOf(verdict),
      };
      const isInDoubt = intent.state === 'unknown';
      expect(await ledger.settleUnknown(campaignId, [settlement], stamp)).toHaveLength(isInDoubt ? 1 : 0);
      if (isInDoubt) model.settle(intent, verdict);
      return;
    }
    case 'adopt':
      await ledger.adopt(stamp);
      for (const intent of model.intents) {
        if (intent.state === 'planned') model.end(intent, { kind: 'unknown', why: 'adopted' });
      }
      return;
    case 'cancel':
    case 'expire': {
      const planned = model.intents.filter(({ state }) => state === 'planned');
      const count =
        one.kind === 'cancel'
          ? await ledger.cancelCampaign(campaignId, stamp)
          : await ledger.skipRemaining(campaignId, 'expired', stamp);
      expect(count).toBe(planned.length);
      for (const intent of planned) model.skip(intent, one.kind === 'cancel' ? 'cancelled' : 'expired');
      model.isCancelled ||= one.kind === 'cancel';
      return;
    }
    case 'abandoned': {
      const underWay = model.intents.filter(({ state }) => state === 'submitting');
      expect(await ledger.markAbandonedSubmissions(campaignId, stamp)).toBe(underWay.length);
      for (const intent of underWay) model.end(intent, { kind: 'unknown', why: 'interrupted' });
    }
  }
}

const ALLOWED: Readonly<Record<State, readonly State[]>> = {
  planned: ['planned', 'submitting', 'skipped'],
  submitting: ['submitting', 'planned', 'accepted', 'rejected', 'unknown'],
  accepted: ['accepted'],
  rejected: ['rejected'],
  unknown: ['unknown'],
  skipped: ['skipped'],
};

/** Where a message in doubt may go on whose word; on nobody's it stays. */
const SETTLED: Readonly<Record<'receipt' | 'provider' | 'person', readonly State[]>> = {
  receipt: ['unknown', 'accepted', 'rejected', 'skipped'],
  provider: ['unknown', 'accepted', 'rejected', 'skipped', 'planned'],
  person: ['unknown', 'accepted', 'rejected', 'skipped', 'planned'],
};

describe('a campaign, whatever happens to it', () => {
  let temp: TempLedger;
  let ledger: Ledger;
  beforeAll(() => {
    temp = tempLedger();
    ledger = temp.open();
  });
  afterAll(() => temp.remove());

  it('adds up after every step, never goes back, and has one row of the log for every end, which nothing contradicts', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const name = `run-${(run += 1)}`;
        const { campaignId } = await confirmedCampaign(ledger, name, numbers);
        const ids = await intentIds(ledger, campaignId);
        const model = new Model();
        for (const [place, one] of taken.entries()) {
          await take(ledger, campaignId, ids, name, model, one, stampAfter(place));
          const counts = await ledger.campaignCounts(campaignId);
          expect(counts).toMatchObject(model.counts());
          const skipped = Object.values(counts.skipped).reduce((sum, count) => sum + count, 0);
          const { accepted, rejected, unknown, remaining, inFlight } = counts;
          expect(counts.planned).toBe(accepted + rejected + unknown + skipped + remaining + inFlight);
        }
        const rows = [...ledger.auditRows({ campaign: name })];
        const { costMicros, inFlight } = await ledger.campaignCounts(campaignId);
        const told = rows.map(({ data }) => (JSON.parse(data) as { costMicros?: number }).costMicros ?? 0);
        expect(told.reduce((sum, cost) => sum + cost, 0)).toBe(costMicros - inFlight * 65_000);
        for (const [index, intent] of model.intents.entries()) {
          const ref = KEYRING.reference(name, numbers[index]!);
          const ofKind = (kind: string): number =>
            rows.filter((row) => row.kind === kind && (JSON.parse(row.data) as { ref?: string }).ref === ref).length;
          expect([ofKind('submission'), ofKind('skip')]).toEqual([intent.submissions, intent.skips]);
          const ends = intent.submissions + intent.skips + intent.arrivals - intent.returns;
          expect(ends).toBe(['planned', 'submitting'].includes(intent.state) ? 0 : 1);
        }
        expect(ledger.checkTampering()).toEqual([]);
      }),
      { numRuns: 60, examples: AFTER_A_RETURN.map((rest): [Step[]] => [[...RETURNED, ...rest]]) },
    );
  });

  it('is kept from going back by the schema itself', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'schema', numbers.slice(0, 1));
    const [id] = await intentIds(ledger, campaignId);
    const raw: Db = temp.raw();
    const trigger = raw
      .prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE name = 'intent_never_back'")
      .get()!.sql;
    const ended = (state: State): string =>
      ['planned', 'submitting'].includes(state) ? 'NULL' : `'2026-01-05T10:00:00.000Z'`;
    const states = Object.keys(ALLOWED) as State[];
    const columns = `submitted_at = '2026-01-05T10:00:00.000Z', reason = 'r'`;
    const words = [null, ...(Object.keys(SETTLED) as (keyof typeof SETTLED)[])];
    for (const [from, to, by] of states.flatMap((one) =>
      states.flatMap((other) => words.map((word) => [one, other, word] as const)),
    )) {
      raw.exec('BEGIN; DROP TRIGGER intent_never_back;');
      raw.exec(`UPDATE intent SET state = '${from}', ${columns}, ended_at = ${ended(from)} WHERE id = ${id}`);
      raw.exec(trigger);
      const settler = by === null ? 'NULL' : `'${by}'`;
      const change = (): unknown =>
        raw.exec(
          `UPDATE intent SET state = '${to}', ${columns}, settled_by = ${settler}, ended_at = ${ended(to)} WHERE id = ${id}`,
        );
      const allowed = from === 'unknown' && by !== null ? SETTLED[by] : ALLOWED[from];
      const step = `${from} to ${to} on the word of ${by ?? 'nobody'}`;
      if (allowed.includes(to)) expect(change, step).not.toThrow();
      else expect(change, step).toThrow('never goes back');
      raw.exec('ROLLBACK');
    }
  });
});
