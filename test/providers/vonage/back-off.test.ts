import { expect, it } from 'vitest';
import { backOff } from '../../../src/providers/vonage/back-off.js';
import { fakeWorld } from '../../support/fake-world.js';

it('waits longer each time it was waited in vain, up to half a minute, and begins anew after a success', () => {
  const world = fakeWorld('2026-01-06T10:00:00.000Z');
  const pause = backOff(world.timer);
  const waits = Array.from({ length: 7 }, () => {
    const wait = pause.nextMs();
    world.pass(wait);
    return wait;
  });
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  pause.reset();
  expect(pause.nextMs()).toBe(1000);
});

it('lets those who fail side by side wait side by side', () => {
  const world = fakeWorld('2026-01-06T10:00:00.000Z');
  const pause = backOff(world.timer);
  expect(pause.nextMs()).toBe(1000);
  world.pass(400);
  expect(pause.nextMs()).toBe(600);
  world.pass(600);
  expect(pause.nextMs()).toBe(2000);
});
