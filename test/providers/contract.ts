import { expect, it } from 'vitest';
import type { OutgoingMessage, Provider } from '../../src/providers/provider.js';
import { messageTo } from '../support/vonage-service.js';

/** What a service does with every message, whoever it is. */
export type Behaviour = 'accepts' | 'rejects' | 'throttles' | 'loses the answer';

export interface Opened {
  readonly provider: Provider;
  /** How often the service has taken this message. */
  taken(message: OutgoingMessage): number;
}

/** What every provider promises, real or not. */
export function contractOf(open: (behaviour: Behaviour) => Promise<Opened>): void {
  const message = messageTo(1);

  it('tells an accepted message by an id, and has taken it once', async () => {
    const { provider, taken } = await open('accepts');
    const outcome = await provider.send(message);
    expect(outcome.kind).toBe('accepted');
    if (outcome.kind !== 'accepted') return;
    expect(outcome.providerId).toMatch(/\S/);
    expect(taken(message)).toBe(1);
  });

  it('tells a rejected message by a code, and has not taken it', async () => {
    const { provider, taken } = await open('rejects');
    const outcome = await provider.send(message);
    expect(outcome.kind).toBe('rejected');
    if (outcome.kind !== 'rejected') return;
    expect(outcome.code).toMatch(/^[\w-]+$/);
    expect(taken(message)).toBe(0);
  });

  it('tells how long a throttled message has to wait, and has not taken it', async () => {
    const { provider, taken } = await open('throttles');
    const outcome = await provider.send(message);
    expect(outcome.kind).toBe('throttled');
    if (outcome.kind !== 'throttled') return;
    expect(outcome.retryAfterMs).toBeGreaterThan(0);
    expect(taken(message)).toBe(0);
  });

  it('does not know what it does not know, and has taken the message once at most', async () => {
    const { provider, taken } = await open('loses the answer');
    const outcome = await provider.send(message);
    expect(outcome.kind).toBe('unknown');
    if (outcome.kind !== 'unknown') return;
    expect(outcome.why).toMatch(/^[\w-]+$/);
    expect(taken(message)).toBeLessThanOrEqual(1);
  });

  it('keeps many messages apart that are under way at one time', async () => {
    const { provider, taken } = await open('accepts');
    const messages = Array.from({ length: 20 }, (_, index) => messageTo(index));
    const outcomes = await Promise.all(messages.map((one) => provider.send(one)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(messages.map(() => 'accepted'));
    expect(messages.map(taken)).toEqual(messages.map(() => 1));
  });

  it('has a name, and tells what there is to tell without being asked twice', async () => {
    const { provider } = await open('accepts');
    expect(provider.name).toMatch(/^[a-z]+$/);
    expect(await provider.collect()).toMatchObject({ receipts: [], replies: [] });
  });
}
