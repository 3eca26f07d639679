import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/core/schedule/forecast.js';
import { openHolidayBook } from '../../src/core/schedule/holidays.js';
import { profileById } from '../../src/core/schedule/profiles.js';
import type { Slot } from '../../src/providers/provider.js';
import { BugError } from '../../src/errors.js';
import { slidingPace } from '../../src/providers/sliding-pace.js';
import { fakeWorld } from '../support/fake-world.js';

const START = '2026-01-06T10:00:00.000Z';
const never = new AbortController().signal;

/** The most submissions that lie within one second of each other, both ends included: every pair is compared. */
function mostInASecond(atMs: readonly number[]): number {
  return Math.max(0, ...atMs.map((start) => atMs.filter((ms) => ms >= start && ms - start <= 1000).length));
}

describe('slidingPace: a rate used fully and never exceeded', () => {
  it('never lets more than the rate through in any sliding second, whatever becomes of the slots', async () => {
    const plan = fc.record({
      rate: fc.integer({ min: 1, max: 20 }),
      workers: fc.integer({ min: 1, max: 30 }),
      // What each holder does: how long it holds a slot, whether it uses it, how long it works afterwards.
      turns: fc.array(
        fc.record({
          holdMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2500 })),
          isUsed: fc.boolean(),
          workMs: fc.integer({ min: 0, max: 1500 }),
          pauseMs: fc.oneof({ arbitrary: fc.constant(0), weight: 9 }, fc.integer({ min: 1, max: 3000 })),
        }),
        { minLength: 1, maxLength: 120 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ rate, workers, turns }) => {
        const { timer } = fakeWorld(START);
        const pace = slidingPace(rate, timer);
        const usedAt: number[] = [];
        const left = [...turns];
        const work = async (): Promise<void> => {
          for (let turn = left.shift(); turn !== undefined; turn = left.shift()) {
            const slot = pace.take() ?? (await pace.reserve(never));
            await timer.sleep(turn.holdMs);
            if (turn.isUsed) {
              usedAt.push(timer.nowMs());
              slot?.use();
            } else {
              slot?.release();
            }
            if (turn.pauseMs > 0) pace.pauseFor(turn.pauseMs);
            await timer.sleep(turn.workMs);
          }
        };
        await Promise.all(Array.from({ length: workers }, work));
        expect(mostInASecond(usedAt)).toBeLessThanOrEqual(rate);
        expect(usedAt).toHaveLength(turns.filter(({ isUsed }) => isUsed).length);
      }),
      { numRuns: 60, seed: 20260106 },
    );
  });

  it.each([1, 7, 30, 400])('is used to 98 in 100 and more when slots are always wanted: rate %i', async (rate) => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(rate, timer);
    const seconds = 60;
    let used = 0;
    while (timer.nowMs() < seconds * 1000) {
      const slot = await pace.reserve(never);
      if (timer.nowMs() >= seconds * 1000) break;
      slot?.use();
      used += 1;
    }
    expect(used).toBeGreaterThanOrEqual(0.98 * rate * seconds);
    expect(used).toBeLessThanOrEqual(rate * seconds);
  });

  it.each([0.3, 1, 1.9, 7, 30, 30.5, 400])('keeps what the forecast promises of it: rate %d', async (rate) => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(rate, timer);
    const endsAt = DateTime.fromISO(START).plus({ minutes: 1 });
    const place = { zones: ['Europe/Paris'], calendars: ['FR'] };
    const waiting = [{ place, profile: profileById('FR/strict'), count: 1_000_000 }];
    const [leg] = forecast(waiting, rate, DateTime.fromISO(START), endsAt, await openHolidayBook()).legs;
    let left = 0;
    for (; timer.nowMs() < 60_000; left += 1) (await pace.reserve(never))?.use();
    // The turn that came after the minute is no part of it.
    expect(left - 1).toBe(leg!.count);
  });

  it('a second has both its ends: whoever asks exactly one second later waits', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(1, timer);
    (await pace.reserve(never))?.use();
    await timer.sleep(1000);
    await pace.reserve(never);
    expect(timer.nowMs()).toBe(1015);
  });

  it('gives at once what nobody waits for, and nothing out of turn or during a pause', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(2, timer);
    pace.take()?.use();
    expect(timer.nowMs()).toBe(0);
    expect(pace.take()).toBeNull();
    const waiting = pace.reserve(never);
    await timer.sleep(507.5);
    (await waiting)?.use();
    await timer.sleep(2000);
    pace.pauseFor(100);
    expect(pace.take()).toBeNull();
    await timer.sleep(100);
    const held = pace.take();
    expect(held).not.toBeNull();
    await timer.sleep(507.5);
    const first = pace.reserve(never);
    // Whoever waited longer comes first.
    expect(pace.take()).toBeNull();
    expect(await first).not.toBeNull();
  });

  it('holds for the provider too, whose requests do not travel equally long', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(30, timer);
    const usedAt: number[] = [];
    for (let count = 0; count < 200; count += 1) {
      (await pace.reserve(never))?.use();
      usedAt.push(timer.nowMs());
    }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 200, maxLength: 200 }), (delays) => {
        const arrivedAt = usedAt.map((ms, index) => ms + delays[index]!);
        expect(mostInASecond(arrivedAt)).toBeLessThanOrEqual(30);
      }),
    );
  });

  it('makes good what a late timer lost, within the ceiling', async () => {
    const { timer } = fakeWorld(START);
    const late = { ...timer, sleep: (ms: number, signal?: AbortSignal) => timer.sleep(ms + 3, signal) };
    const pace = slidingPace(100, late);
    const usedAt: number[] = [];
    const asked = Array.from({ length: 8 }, () => pace.reserve(never));
    for (let count = 0; count < 600; count += 1) {
      const slot = await asked.shift();
      asked.push(pace.reserve(never));
      slot?.use();
      usedAt.push(timer.nowMs());
    }
    expect(mostInASecond(usedAt)).toBeLessThanOrEqual(100);
    expect(timer.nowMs()).toBeLessThan(6000 / 0.98);
  });

  it('gives a slot that came back to whoever waits, at once', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(2, timer);
    (await pace.reserve(never))?.use();
    const held = await pace.reserve(never);
    expect(timer.nowMs()).toBe(507.5);
    const waiting = pace.reserve(never);
    await timer.sleep(300);
    held?.release();
    const slot = await waiting;
    expect(slot).not.toBeNull();
    expect(timer.nowMs()).toBe(807.5);
  });

  it('waits for slots that are held, without looking again and again', async () => {
    const world = fakeWorld(START);
    const pace = slidingPace(2, world.timer);
    const first = await pace.reserve(never);
    const second = await pace.reserve(never);
    const waiting = pace.reserve(never);
    await world.timer.sleep(4550);
    first?.use();
    second?.use();
    expect(await waiting).not.toBeNull();
    expect(world.timer.nowMs()).toBe(6072.5);
    expect(world.sleeps.length).toBeLessThanOrEqual(4);
  });

  it('spreads submissions over the second, so that a kill leaves few in doubt', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(100, timer);
    const usedAt: number[] = [];
    for (let count = 0; count < 300; count += 1) {
      (await pace.reserve(never))?.use();
      usedAt.push(timer.nowMs());
    }
    const mostInATenth = Math.max(
      ...usedAt.map((start) => usedAt.filter((ms) => ms >= start && ms < start + 100).length),
    );
    expect(mostInATenth).toBeLessThanOrEqual(16);
  });

  it('gives slots in the order in which they were asked for', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(1, timer);
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (name) => {
        const slot = await pace.reserve(never);
        order.push(name);
        slot?.use();
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('pauses as long as it was asked to, the longest request counts, and a waiter does not slip through', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(1, timer);
    (await pace.reserve(never))?.use();
    const waiting = pace.reserve(never);
    await timer.sleep(500);
    pace.pauseFor(4000);
    pace.pauseFor(100);
    await waiting;
    expect(timer.nowMs()).toBe(4500);
  });

  it('answers null when it is told to stop: before, while waiting for time, and while waiting for a slot', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(1, timer);
    expect(await pace.reserve(AbortSignal.abort())).toBeNull();

    const held = await pace.reserve(never);
    const stop = new AbortController();
    const waiting = pace.reserve(stop.signal);
    await timer.sleep(10);
    stop.abort();
    expect(await waiting).toBeNull();

    held?.use();
    const later = new AbortController();
    const queued = pace.reserve(later.signal);
    await timer.sleep(10);
    later.abort();
    expect(await queued).toBeNull();
    expect(timer.nowMs()).toBe(20);
    // Whoever gave up took nothing with them.
    expect(await pace.reserve(never)).not.toBeNull();
    expect(timer.nowMs()).toBe(1025);
  });

  it('counts a slot once, however often it is used or released', async () => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(2, timer);
    const twice = (slot: Slot | null): void => {
      slot?.use();
      slot?.use();
      slot?.release();
    };
    twice(await pace.reserve(never));
    twice(await pace.reserve(never));
    // Nor does a used slot give its turn back.
    expect(timer.nowMs()).toBe(507.5);
    await pace.reserve(never);
    expect(timer.nowMs()).toBe(1015);
  });

  it.each([
    [0.4, 2515],
    [0.5, 2015],
    [0.99, 1026],
  ])('at a rate of %d a submission waits out its own, longer period', async (rate, secondAtMs) => {
    const { timer } = fakeWorld(START);
    const pace = slidingPace(rate, timer);
    (await pace.reserve(never))?.use();
    await pace.reserve(never);
    expect(Math.ceil(timer.nowMs())).toBe(secondAtMs);
  });

  it.each([0, -3, Number.NaN])('has no rate of %d', (rate) => {
    expect(() => slidingPace(rate, fakeWorld(START).timer)).toThrow(BugError);
  });
});
