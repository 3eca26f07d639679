import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vonage } from '../../../src/providers/vonage/vonage.js';
import type { Clock } from '../../../src/world.js';
import { handTimer } from '../../support/hand-timer.js';
import { scriptedServer } from '../../support/scripted-server.js';
import { turns } from '../../support/turns.js';
import {
  accepts,
  ACCOUNT_ONLY,
  APIS,
  APPLICATION,
  messageTo,
  NOW,
  openVonage,
  settingsFor,
} from '../../support/vonage-service.js';

describe.each(APIS)('the moment in which a message of the %s API leaves', (api) => {
  it('is inside its window, however long the way to it took', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat(16), async (moment) => {
        const server = await scriptedServer({ otherwise: () => accepts(api) });
        let now = NOW;
        const clock: Clock = { now: () => now, sleepUntil: () => Promise.resolve() };
        const credentials = api === 'sms' ? ACCOUNT_ONLY : APPLICATION;
        const provider = vonage(settingsFor(api, server.url), credentials, clock, handTimer());
        let departures = 0;
        const close = NOW.plus({ minutes: 1 });
        const sending = provider.send(messageTo(1, { sendBefore: close }), () => {
          expect(now < close).toBe(true);
          departures += 1;
        });
        // A process that is stopped here wakes after the end.
        await turns(moment);
        now = close;
        const outcome = await sending;
        await server.settle();
        kinds.add(outcome.kind);
        expect(departures).toBe(server.requests.length);
        if (outcome.kind === 'throttled') expect([outcome.retryAfterMs, server.received().trim()]).toEqual([0, '']);
        else expect(outcome.kind).toBe('accepted');
        await server.close();
      }),
      { numRuns: 150 },
    );
    // The end came before and after it.
    expect([...kinds].sort()).toEqual(['accepted', 'throttled']);
  });

  it('is before its deadline: what could be written only after that is not written', async () => {
    const server = await scriptedServer({ otherwise: () => accepts(api) });
    const slow = handTimer();
    let askedTimes = 0;
    // Time passes while the connection is made, and the timer that would say so has not yet had its turn.
    const timer = { ...slow, nowMs: () => (askedTimes++ === 0 ? 0 : 60_000) };
    const departed: string[] = [];
    const outcome = await openVonage(api, server.url, timer).send(messageTo(1), () => departed.push('left'));
    await server.settle();
    expect(outcome).toMatchObject({ kind: 'unsent', why: 'timeout' });
    expect([departed, server.received().trim()]).toEqual([[], '']);
  });

  it('is told once for what leaves, and not at all where nobody listens', async () => {
    const server = await scriptedServer({ otherwise: () => accepts(api) });
    const departed: string[] = [];
    await openVonage(api, server.url).send(messageTo(1), () => departed.push('first'));
    await server.close();
    await openVonage(api, server.url).send(messageTo(2), () => departed.push('second'));
    expect(departed).toEqual(['first']);
  });
});
