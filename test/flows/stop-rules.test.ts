import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { isoInstant } from '../../src/core/schedule/instant.js';
import type { RunEvent } from '../../src/flows/run.js';
import type { OutgoingMessage } from '../../src/providers/provider.js';
import type { Ledger } from '../../src/store/store.js';
import { unaccounted } from '../support/counts.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import {
  accepted,
  refused,
  rejected,
  scriptedProvider,
  throttled,
  unsent,
  type ScriptedProvider,
} from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  fictionNumbers,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

/** Tuesday, 11:00 in Paris: inside every window. */
const TUESDAY = '2026-01-06T10:00:00.000Z';

let temp: TempLedger;
let ledger: Ledger;
let world: FakeWorld;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  world = fakeWorld(TUESDAY);
});
afterEach(() => temp.remove());

const nowIso = (): string => isoInstant(world.clock.now());

/** A network that reports every message as delivered, or as lost, once it has it. */
function reporting(status: (to: E164) => 'delivered' | 'undelivered' | null): ScriptedProvider {
  const provider = scriptedProvider((message: OutgoingMessage) => {
    const told = status(message.to);
    if (told !== null) provider.tell({ receipts: [{ ref: message.ref, status: told, code: null, at: nowIso() }] });
    return accepted(message);
  });
  return provider;
}

describe('the first messages of a campaign', () => {
  const numbers = fictionNumbers(10);

  it.each([1, 4, 16])(
    'leave alone; the others follow when more than half arrived, with %i workers',
    async (workers) => {
      await confirmedCampaign(ledger, 'fete', numbers);
      let whenHeard = 0;
      const provider = reporting((to) => (numbers.indexOf(to) === 1 ? 'undelivered' : 'delivered'));
      const collect = provider.collect.bind(provider);
      provider.collect = () => {
        whenHeard = provider.submissions.length === 3 ? 3 : whenHeard;
        return collect();
      };
      const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers, stopRules: { canary: 3 } });
      expect(end).toEqual({ kind: 'done' });
      expect(whenHeard).toBe(3);
      expect(counts).toMatchObject({ accepted: 10, delivered: 9, undelivered: 1 });
    },
  );

  it.each([1, 8])(
    'stop the run when nothing is heard of them, and a person who resumes goes on (%i workers)',
    async (workers) => {
      await confirmedCampaign(ledger, 'fete', numbers);
      const provider = reporting(() => null);
      const run = { ledger, provider, world, workers, stopRules: { canary: 3, canaryMinutes: 10 } };
      const { end, counts } = await runCampaign('fete', run);
      expect(end).toEqual({ kind: 'stopped', reason: { rule: 'canary', delivered: 0, of: 3 } });
      expect(counts).toMatchObject({ accepted: 3, remaining: 7 });
      expect(unaccounted(counts)).toBe(0);
      expect(world.timer.nowMs()).toBeGreaterThanOrEqual(600_000);
      expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
      expect(auditOf(ledger, 'run_stopped')).toEqual([{ rule: 'canary', delivered: 0, of: 3 }]);
      expect((await runCampaign('fete', run)).end).toEqual({ kind: 'done' });
    },
  );

  it('are no more than they may be, however many workers take one in the same moment', async () => {
    await confirmedCampaign(ledger, 'fete', numbers);
    const fast = { workers: 16, rate: 1_000_000, stopRules: { canary: 3 } };
    const { counts } = await runCampaign('fete', { ledger, provider: reporting(() => null), world, ...fast });
    expect(counts).toMatchObject({ accepted: 3, remaining: 7 });
  });

  it('are awaited again by the next run when this one was interrupted meanwhile', async () => {
    await confirmedCampaign(ledger, 'fete', numbers);
    const silent = reporting(() => null);
    const interrupt = new AbortController();
    const rules = { canary: 3 };
    const collect = silent.collect.bind(silent);
    silent.collect = () => {
      if (silent.submissions.length === 3) interrupt.abort();
      return collect();
    };
    const first = await runCampaign('fete', {
      ledger,
      provider: silent,
      world,
      stopRules: rules,
      stop: interrupt.signal,
    });
    expect(first.end).toEqual({ kind: 'interrupted' });
    const again = scriptedProvider();
    const second = await runCampaign('fete', { ledger, provider: again, world, stopRules: rules });
    expect(second.end).toMatchObject({ kind: 'stopped' });
    expect(again.submissions).toHaveLength(0);
  });

  it.each([
    ['pause', 'paused', (id: number) => ledger.setWish(id, 'pause')],
    ['cancel', 'cancelled', (id: number) => ledger.cancelCampaign(id, STAMP)],
  ])('are awaited no longer once somebody asks the run to %s', async (_, kind, ask) => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    const silent = reporting(() => null);
    const collect = silent.collect.bind(silent);
    silent.collect = async () => {
      if (silent.submissions.length === 3) await ask(campaignId);
      return collect();
    };
    const { end } = await runCampaign('fete', { ledger, provider: silent, world, stopRules: { canary: 3 } });
    expect(end).toEqual({ kind });
    expect(silent.submissions).toHaveLength(3);
    expect(world.timer.nowMs()).toBeLessThan(60_000);
  });

  describe('hold on until they were looked at: a run that ended for another reason has not shown them', () => {
    const rules = { stopRules: { canary: 3, canaryMinutes: 10 } };
    const endless = { kind: 'throttled', retryAfterMs: 1000 } as const;
    const holding = (amount: string): ScriptedProvider => ({
      ...reporting(() => null),
      balance: () => Promise.resolve({ amount, currency: 'EUR' }),
    });

    it.each([
      ['the key was refused', scriptedProvider(() => refused), {}, 'refused'],
      ['the provider took nothing', scriptedProvider(() => endless), {}, 'throttled'],
      ['the line was down', scriptedProvider(() => unsent), {}, 'unavailable'],
      ['the balance was low', holding('1.00'), { balanceMicros: 5_000_000 }, 'stopped'],
    ])('%s', async (_, provider, more, kind) => {
      await confirmedCampaign(ledger, 'fete', numbers);
      const failing = { ledger, provider, world, stopRules: { ...rules.stopRules, ...more } };
      expect((await runCampaign('fete', failing)).end.kind).toBe(kind);
      expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
      const mended = reporting(() => null);
      const { end } = await runCampaign('fete', { ledger, provider: mended, world, ...rules });
      expect(end).toEqual({ kind: 'stopped', reason: { rule: 'canary', delivered: 0, of: 3 } });
      expect(mended.submissions).toHaveLength(3);
    });

    it('a gate was closed', async () => {
      await confirmedCampaign(ledger, 'fete', numbers);
      await ledger.setState((await campaignNamed(ledger, 'fete')).id, 'stopped');
      const provider = reporting(() => null);
      expect((await runCampaign('fete', { ledger, provider, world, ...rules })).end.kind).toBe('stopped');
      expect(provider.submissions).toHaveLength(3);
    });

    it('a kill came before the log had the reason', async () => {
      await confirmedCampaign(ledger, 'fete', numbers);
      const provider = reporting(() => null);
      const killed = {
        ...ledger,
        appendAudit: () => Promise.reject(new Error('killed')),
      };
      await expect(runCampaign('fete', { ledger: killed, provider, world, ...rules })).rejects.toThrow('killed');
      expect((await runCampaign('fete', { ledger, provider, world, ...rules })).end.kind).toBe('stopped');
      expect(provider.submissions).toHaveLength(3);
    });

    it('and are not awaited once more when the run after a bad report ends for another reason', async () => {
      await confirmedCampaign(ledger, 'fete', numbers);
      const provider = reporting(() => null);
      expect((await runCampaign('fete', { ledger, provider, world, ...rules })).end.kind).toBe('stopped');
      const noKey = scriptedProvider(() => refused);
      expect((await runCampaign('fete', { ledger, provider: noKey, world, ...rules })).end.kind).toBe('refused');
      expect((await runCampaign('fete', { ledger, provider, world, ...rules })).end).toEqual({ kind: 'done' });
    });

    it('nor by what stopped a campaign of another name', async () => {
      await confirmedCampaign(ledger, 'kermesse', numbers);
      expect(
        (await runCampaign('kermesse', { ledger, provider: reporting(() => null), world, ...rules })).end.kind,
      ).toBe('stopped');
      await confirmedCampaign(ledger, 'fete', numbers);
      const provider = reporting(() => null);
      expect((await runCampaign('fete', { ledger, provider, world, ...rules })).end.kind).toBe('stopped');
      expect(provider.submissions).toHaveLength(3);
    });
  });

  it('are counted by what was taken, not by what was throttled', async () => {
    await confirmedCampaign(ledger, 'fete', numbers);
    const provider = scriptedProvider((message, attempt) => {
      if (attempt < 3) return throttled;
      provider.tell({ receipts: [{ ref: message.ref, status: 'delivered', code: null, at: nowIso() }] });
      return accepted(message);
    });
    const { end } = await runCampaign('fete', { ledger, provider, world, stopRules: { canary: 3 } });
    expect(end).toEqual({ kind: 'done' });
  });

  it('are not awaited where nobody follows', async () => {
    await confirmedCampaign(ledger, 'fete', numbers.slice(0, 3));
    const { end } = await runCampaign('fete', {
      ledger,
      provider: reporting(() => null),
      world,
      stopRules: { canary: 3 },
    });
    expect(end).toEqual({ kind: 'done' });
    expect(world.timer.nowMs()).toBeLessThan(60_000);
  });
});

describe('a low balance', () => {
  const holding = (amount: string): ScriptedProvider => ({
    ...scriptedProvider(),
    balance: () => Promise.resolve({ amount, currency: 'EUR' }),
  });

  it('stops the run before its first message, and an account that holds enough does not', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    const run = { ledger, world, stopRules: { balanceMicros: 5_000_000 } };
    const poor = holding('4.999');
    const { end, counts } = await runCampaign('fete', { ...run, provider: poor });
    expect(end).toEqual({ kind: 'stopped', reason: { rule: 'balance', balanceMicros: 4_999_000, currency: 'EUR' } });
    expect(counts).toMatchObject({ accepted: 0, remaining: 3 });
    expect((await runCampaign('fete', { ...run, provider: holding('5.00') })).end).toEqual({ kind: 'done' });
  });

  it('is asked for by time, however few messages leave meanwhile', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(100));
    const spending: ScriptedProvider = {
      ...scriptedProvider(),
      balance: () => Promise.resolve({ amount: world.timer.nowMs() < 30_000 ? '9.00' : '4.00', currency: 'EUR' }),
    };
    const run = { ledger, world, provider: spending, rate: 1, workers: 10, stopRules: { balanceMicros: 5_000_000 } };
    expect((await runCampaign('fete', run)).end).toMatchObject({ kind: 'stopped', reason: { rule: 'balance' } });
    expect(spending.submissions.length).toBeGreaterThanOrEqual(58);
    expect(spending.submissions.length).toBeLessThanOrEqual(62);
  });

  it('is not compared with a limit in another currency, and the run says so before its first message', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    const told: unknown[] = [];
    const provider = holding('1.00');
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'other_currency') told.push({ ...event, submitted: provider.submissions.length });
    };
    const stopRules = { balanceMicros: 5_000_000, balanceCurrency: 'CHF' };
    const { end } = await runCampaign('fete', { ledger, world, provider, stopRules, onEvent });
    expect(end).toEqual({ kind: 'done' });
    expect(told).toEqual([{ kind: 'other_currency', held: 'EUR', meant: 'CHF', submitted: 0 }]);
  });

  it('is not guessed where the provider does not tell it', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    const stopRules = { balanceMicros: 5_000_000 };
    const { end } = await runCampaign('fete', { ledger, world, provider: scriptedProvider(), stopRules });
    expect(end).toEqual({ kind: 'done' });
  });
});

describe('a share', () => {
  const numbers = fictionNumbers(1200);
  const answeredWithStop = (): ScriptedProvider => {
    const provider = scriptedProvider((message) => {
      provider.tell({ replies: [{ from: message.to, text: 'STOP', at: nowIso() }] });
      return accepted(message);
    });
    return provider;
  };

  it('of rejections stops the run, with what is in flight finished and the others still planned', async () => {
    await confirmedCampaign(ledger, 'fete', numbers);
    const provider = scriptedProvider((message) =>
      numbers.indexOf(message.to) % 3 === 0 ? rejected : accepted(message),
    );
    const { end, counts } = await runCampaign('fete', {
      ledger,
      provider,
      world,
      workers: 8,
      stopRules: { rejected: 0.2 },
    });
    expect(end).toMatchObject({ kind: 'stopped', reason: { rule: 'rejected' } });
    expect(provider.submissions.length).toBeGreaterThanOrEqual(50);
    expect(provider.submissions.length).toBeLessThanOrEqual(50 + 8);
    expect(counts).toMatchObject({ inFlight: 0, remaining: 1200 - provider.submissions.length });
    expect(unaccounted(counts)).toBe(0);
  });

  it('of STOP replies stops the run; each who said it is on the never-list', async () => {
    await confirmedCampaign(ledger, 'fete', numbers);
    const provider = scriptedProvider((message) => {
      if (numbers.indexOf(message.to) % 4 === 0)
        provider.tell({ replies: [{ from: message.to, text: 'STOP', at: nowIso() }] });
      return accepted(message);
    });
    const { end, counts } = await runCampaign('fete', {
      ledger,
      provider,
      world,
      workers: 8,
      stopRules: { replies: 0.1 },
    });
    expect(end).toMatchObject({ kind: 'stopped', reason: { rule: 'replies' } });
    expect(counts.remaining).toBeGreaterThan(0);
    expect(counts.optedOut).toBe(Math.ceil(provider.submissions.length / 4));
  });

  it('of STOP replies is looked at by time: a slow run stops soon after the answers that count', async () => {
    await confirmedCampaign(ledger, 'fete', numbers.slice(0, 120));
    const provider = answeredWithStop();
    const run = { ledger, provider, world, rate: 5, workers: 50, stopRules: { replies: 0.1 } };
    const { end, counts } = await runCampaign('fete', run);
    expect(end).toMatchObject({ kind: 'stopped', reason: { rule: 'replies' } });
    // A look every second, in which five messages leave.
    expect(provider.submissions.length).toBeLessThanOrEqual(50 + 6);
    expect(counts.remaining).toBe(120 - provider.submissions.length);
  });

  it.each([
    ['rejected', (): ScriptedProvider => scriptedProvider(() => rejected)],
    ['replies', (): ScriptedProvider => answeredWithStop()],
  ] as const)(
    'of %s that breaks its rule with the last message stops nobody: the run is done',
    async (rule, provider) => {
      await confirmedCampaign(ledger, 'fete', numbers.slice(0, 50));
      const run = { ledger, provider: provider(), world, rate: 5, workers: 50, stopRules: { [rule]: 0.1 } };
      const { end, counts } = await runCampaign('fete', run);
      expect(end).toEqual({ kind: 'done' });
      expect(counts.remaining).toBe(0);
      expect((await campaignNamed(ledger, 'fete')).state).toBe('done');
      expect(auditOf(ledger, 'run_stopped')).toEqual([]);
    },
  );

  it('counts the answers of this run alone', async () => {
    await confirmedCampaign(ledger, 'fete', numbers.slice(0, 120));
    const halt = new AbortController();
    const bad = scriptedProvider(() => {
      if (bad.submissions.length === 45) halt.abort();
      return rejected;
    });
    const run = { ledger, world, stopRules: { rejected: 0.2 } };
    expect((await runCampaign('fete', { ...run, provider: bad, stop: halt.signal })).end.kind).toBe('interrupted');
    expect((await runCampaign('fete', { ...run, provider: scriptedProvider() })).end).toEqual({ kind: 'done' });
  });
});
