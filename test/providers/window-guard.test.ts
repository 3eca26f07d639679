import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../src/providers/provider.js';
import { windowGuard } from '../../src/providers/wrap/window-guard.js';
import { fakeWorld } from '../support/fake-world.js';
import { scriptedProvider } from '../support/scripted-provider.js';
import { fictionNumber } from '../support/temp-ledger.js';

const END = DateTime.fromISO('2026-01-06T18:50:00.000Z', { zone: 'utc' });

function messageUntil(sendBefore: DateTime | null): OutgoingMessage {
  return { ref: 'r', to: fictionNumber(1), from: 'PARC', text: 'Bonjour', segments: 1, sendBefore };
}

describe('windowGuard (promise 3: judged again just before each submission)', () => {
  it.each([
    ['a millisecond before the end', '2026-01-06T18:49:59.999Z', END, 'accepted'],
    ['at the end', '2026-01-06T18:50:00.000Z', END, 'throttled'],
    ['long after the end', '2026-01-06T23:50:00.000Z', END, 'throttled'],
    ['at any hour, without a window', '2026-01-06T23:50:00.000Z', null, 'accepted'],
  ])('%s', async (_, now, sendBefore, kind) => {
    const inner = scriptedProvider();
    const outcome = await windowGuard(inner, fakeWorld(now).clock).send(messageUntil(sendBefore));
    expect(outcome.kind).toBe(kind);
    expect(inner.submissions).toHaveLength(kind === 'accepted' ? 1 : 0);
  });

  it('is the provider that it guards in every other respect', async () => {
    const inner = scriptedProvider();
    inner.tell({ replies: [{ from: fictionNumber(1), text: 'STOP', at: '2026-01-06T18:50:00.000Z' }] });
    const guarded = windowGuard(inner, fakeWorld('2026-01-06T10:00:00.000Z').clock);
    expect(guarded.name).toBe(inner.name);
    expect((await guarded.collect()).replies).toHaveLength(1);
  });
});
