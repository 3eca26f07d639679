import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import type { RunResult } from '../../src/flows/send-campaign.js';
import { unaccounted } from '../support/counts.js';
import { fakeWorld } from '../support/fake-world.js';
import { memoryFolder } from '../support/memory-folder.js';
import {
  accepted,
  lostAnswer,
  rejected,
  scriptedProvider,
  throttled,
  type Answer,
} from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  fictionNumbers,
  LEDGER_ID,
  STAMP,
  suppressionOf,
  tempLedger,
} from '../support/temp-ledger.js';

/** What happens when a message is submitted, beside its answer. */
type Event = 'nothing' | 'interrupt' | 'pause' | 'stop' | 'defect';

const answers: Readonly<Record<string, (message: Parameters<typeof accepted>[0]) => Answer>> = {
  accepted,
  rejected: () => rejected,
  throttled: () => throttled,
  unknown: () => lostAnswer,
};

const scenario = fc.record({
  count: fc.integer({ min: 1, max: 25 }),
  workers: fc.integer({ min: 1, max: 9 }),
  // Both are used over and over again, so short ones are as good as long ones.
  kinds: fc.array(fc.constantFrom('accepted', 'accepted', 'accepted', 'rejected', 'throttled', 'unknown'), {
    minLength: 1,
    maxLength: 20,
  }),
  latenciesMs: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 12 }),
  events: fc.array(
    fc.oneof(
      { arbitrary: fc.constant<Event>('nothing'), weight: 6 },
      fc.constantFrom<Event>('interrupt', 'pause', 'stop', 'defect'),
    ),
    { maxLength: 30 },
  ),
});

describe('one person, one message (promise 1)', () => {
  it('whatever is answered when, and however often the run ends in between', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ count, workers, kinds, latenciesMs, events }) => {
        const temp = tempLedger(memoryFolder());
        try {
          const ledger = temp.open();
          const other = temp.open();
          const numbers = fictionNumbers(count);
          const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
          const world = fakeWorld('2026-01-06T10:00:00.000Z');
          let stop = new AbortController();
          const stopped = new Set<string>();
          const provider = scriptedProvider(async (message) => {
            const place = provider.submissions.length - 1;
            expect(stopped.has(message.to)).toBe(false);
            switch (events[place] ?? 'nothing') {
              case 'interrupt':
                stop.abort();
                break;
              case 'pause':
                await other.recordPause(campaignId, STAMP);
                break;
              case 'stop': {
                const next = numbers.find((number) => !provider.submissions.some(({ to }) => to === number));
                // Who is under way already can not be called back; of the others nobody is texted after this line.
                const begun = new Set(
                  (await other.intents(campaignId, { limit: -1 })).map((row) => `${row.number}${row.state}`),
                );
                if (next === undefined || !begun.has(`${next}planned`)) break;
                await other.recordSuppressions([suppressionOf(next)], STAMP);
                stopped.add(next);
                break;
              }
              case 'defect':
                throw new TypeError('a defect of the adapter');
              case 'nothing':
            }
            await world.timer.sleep(latenciesMs[place % latenciesMs.length]!);
            return answers[kinds[place % kinds.length]!]!(message);
          });

          let result: RunResult | null = null;
          let runs = 0;
          for (; result?.end.kind !== 'done' && runs < 100; runs += 1) {
            stop = new AbortController();
            const run = runCampaign('fete', { ledger, provider, world, workers, rate: 50, stop: stop.signal });
            result = await run.catch((error: unknown) => {
              expect(error).toBeInstanceOf(TypeError);
              return null;
            });
            expect(unaccounted(await ledger.campaignCounts(campaignId))).toBe(0);
            // A provider that throttles for ever is no provider: it thinks better of it.
            if (result?.end.kind === 'throttled') kinds.push('accepted');
          }
          expect(result?.end.kind).toBe('done');

          const { counts } = result!;
          expect(counts).toMatchObject({ planned: count, remaining: 0, inFlight: 0 });
          for (const received of provider.handsets.values()) expect(received).toHaveLength(1);
          const ended = counts.accepted + counts.rejected + counts.unknown;
          const rows = auditOf(ledger, 'submission');
          expect(rows).toHaveLength(ended);
          expect(new Set(rows.map((row) => row['ref'])).size).toBe(ended);
          expect(counts.skipped).toEqual(stopped.size === 0 ? {} : { suppressed: stopped.size });
          expect(provider.mostInFlight).toBeLessThanOrEqual(workers);
          expect(verifyChain(LEDGER_ID, ledger.auditRows({}), await ledger.auditHead()).ok).toBe(true);
          expect((await campaignNamed(ledger, 'fete')).state).toBe('done');
        } finally {
          temp.remove();
        }
      }),
      { numRuns: 60, seed: 20260106 },
    );
  });
});
