import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery/send-outcome.js';
import { isWindows } from '../../src/files/host.js';
import { openOutbox, type Delivered } from '../../src/providers/outbox.js';
import type { OutgoingMessage, Provider } from '../../src/providers/provider.js';
import { simulator, type SimulatorOptions } from '../../src/providers/simulator.js';
import { mountSmallDisk } from '../store/small-disk.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { fictionNumber, KEYRING } from '../support/temp-ledger.js';

const FAULTLESS: SimulatorOptions = {
  seed: 1,
  latencyMs: 0,
  throttled: 0,
  rejected: 0,
  lostAnswer: 0,
  undelivered: 0,
  repliesStop: 0,
};
const COUNT = 2000;

let folder: string;
let world: FakeWorld;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-simulator-'));
  world = fakeWorld('2026-01-06T10:00:00.000Z');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const outboxOf = (name: string): string => join(folder, 'rehearsals', `${name}.outbox.jsonl`);

function open(options: Partial<SimulatorOptions> = {}, name = 'fete'): Provider {
  return simulator(outboxOf(name), { ...FAULTLESS, ...options }, world.clock, world.timer);
}

function messageTo(index: number): OutgoingMessage {
  const to = fictionNumber(index);
  const text = `Bonjour n° ${index}\nSTOP au 36184`;
  return { ref: KEYRING.reference('fete', to), to, from: 'AMISDUPARC', text, segments: 1, sendBefore: null };
}

async function sendAll(provider: Provider, count = COUNT): Promise<readonly SendOutcome[]> {
  const outcomes: SendOutcome[] = [];
  for (let index = 0; index < count; index += 1) outcomes.push(await provider.send(messageTo(index)));
  return outcomes;
}

function linesOf(name = 'fete'): readonly Record<string, unknown>[] {
  const text = readFileSync(outboxOf(name), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function collectAll(provider: Provider): ReturnType<Provider['collect']> {
  const all: Awaited<ReturnType<Provider['collect']>> = await provider.collect();
  if (all.more !== true) return all;
  const rest = await collectAll(provider);
  return { receipts: [...all.receipts, ...rest.receipts], replies: [...all.replies, ...rest.replies] };
}

/** Receipts are due at most four simulated seconds after their message. */
const waitForReceipts = (): void => world.pass(4001);

describe('the outbox', () => {
  it('tells what each handset received, one complete line a message', async () => {
    await sendAll(open(), 3);
    expect(linesOf()).toEqual(
      [0, 1, 2].map((index) => {
        const { to, from, text, ref } = messageTo(index);
        return { at: '2026-01-06T10:00:00.000Z', to, from, text, ref, segments: 1 };
      }),
    );
    expect(Object.keys(linesOf()[0]!)).toEqual(['at', 'to', 'from', 'text', 'ref', 'segments']);
  });

  // The rights of a file on Windows are not in these bits.
  if (!isWindows) {
    it('can be read by its owner alone', async () => {
      await sendAll(open(), 1);
      expect(statSync(outboxOf('fete')).mode & 0o777).toBe(0o600);
      expect(statSync(join(folder, 'rehearsals')).mode & 0o777).toBe(0o700);
    });
  }

  it('has a line for what was accepted or lost, and none for what was rejected or throttled', async () => {
    const outcomes = await sendAll(open({ rejected: 0.2, throttled: 0.2, lostAnswer: 0.2 }), 500);
    const arrived = outcomes.flatMap(({ kind }, index) =>
      kind === 'accepted' || kind === 'unknown' ? [fictionNumber(index)] : [],
    );
    expect(linesOf().map((line) => line['to'])).toEqual(arrived);
  });

  it('loses one line at most to a kill that cut it short, and none that comes after', async () => {
    await sendAll(open(), 2);
    appendFileSync(outboxOf('fete'), '{"at":"2026-01-06T10:00:00.000Z","to":"+336399');
    const reopened = open();
    waitForReceipts();
    expect((await collectAll(reopened)).receipts).toHaveLength(2);
    await reopened.send(messageTo(7));
    await reopened.send(messageTo(8));
    waitForReceipts();
    const { receipts } = await collectAll(reopened);
    expect(receipts.map(({ ref }) => ref)).toEqual([messageTo(7).ref, messageTo(8).ref]);
    expect(linesOf()).toHaveLength(4);
  });

  it('keeps no half line of a disk that was full', () => {
    const disk = mountSmallDisk();
    if (disk === null) return; // no other file system is at hand here: the half line above stands for it
    onTestFinished(() => disk.remove());
    const file = join(disk.folder, 'fete.outbox.jsonl');
    const outbox = openOutbox(file);
    const line = (index: number): Delivered => {
      const { to, text, ref } = messageTo(index);
      return { at: '2026-01-06T10:00:00.000Z', to, from: 'AMIS', text, ref, segments: 1 };
    };
    outbox.append(line(0));
    disk.fill();
    const appended = Array.from({ length: 200 }, (_, index) => index + 1).map((index) => {
      try {
        outbox.append(line(index));
        return index;
      } catch {
        return null;
      }
    });
    expect(appended).toContain(null);
    disk.free();
    outbox.append(line(201));
    const kept = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(kept.map((one) => (JSON.parse(one) as Delivered).ref)).toEqual(
      [0, ...appended.filter((index) => index !== null), 201].map((index) => messageTo(index).ref),
    );
  });
});

describe('faults', () => {
  it.each([
    ['throttled', 'throttled', 0.1],
    ['rejected', 'rejected', 0.3],
    ['lostAnswer', 'unknown', 0.05],
  ] as const)('%s befalls its share of messages', async (option, kind, share) => {
    const outcomes = await sendAll(open({ [option]: share }));
    const found = outcomes.filter((outcome) => outcome.kind === kind).length / COUNT;
    // Within four standard deviations; the seed is fixed, so this holds always or never.
    expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / COUNT));
    expect(outcomes.every((outcome) => outcome.kind === kind || outcome.kind === 'accepted')).toBe(true);
  });

  it.each([
    ['undelivered', 0.2],
    ['repliesStop', 0.1],
  ] as const)('%s befalls its share of those reached', async (option, share) => {
    const provider = open({ [option]: share });
    await sendAll(provider);
    waitForReceipts();
    const { receipts, replies } = await collectAll(provider);
    expect(receipts).toHaveLength(COUNT);
    const undelivered = receipts.filter(({ status }) => status === 'undelivered').length;
    const found = (option === 'undelivered' ? undelivered : replies.length) / COUNT;
    expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / COUNT));
    expect(replies.every(({ text }) => text === 'STOP')).toBe(true);
  });

  it('nobody answers STOP to what did not reach them', async () => {
    const provider = open({ undelivered: 1, repliesStop: 1 });
    await sendAll(provider, 50);
    waitForReceipts();
    const { receipts, replies } = await collectAll(provider);
    expect(receipts.every(({ status, code }) => status === 'undelivered' && code !== null)).toBe(true);
    expect(replies).toEqual([]);
  });

  it('follow from the seed and the number: the same again, others under another seed', async () => {
    const options = { rejected: 0.3, lostAnswer: 0.3, throttled: 0.3 };
    const first = await sendAll(open(options), 300);
    expect(await sendAll(open(options, 'once-more'), 300)).toEqual(first);
    expect(await sendAll(open({ ...options, seed: 2 }, 'other'), 300)).not.toEqual(first);
  });

  it('do not throttle a message for ever', async () => {
    const provider = open({ throttled: 0.5 });
    for (let index = 0; index < 50; index += 1) {
      let attempts = 0;
      while ((await provider.send(messageTo(index))).kind === 'throttled') attempts += 1;
      expect(attempts).toBeLessThan(30);
    }
  });

  it('answer after the latency, and the handset has the message half way', async () => {
    const provider = open({ latencyMs: 100 });
    await provider.send(messageTo(1));
    expect(world.timer.nowMs()).toBe(100);
    expect(linesOf()[0]?.['at']).toBe('2026-01-06T10:00:00.050Z');
  });
});

describe('receipts and replies', () => {
  it('come two to four simulated seconds after their message, and once', async () => {
    const provider = open({ repliesStop: 1 });
    await sendAll(provider, 100);
    world.pass(1999);
    expect(await collectAll(provider)).toMatchObject({ receipts: [], replies: [] });
    world.pass(1001);
    const early = await collectAll(provider);
    expect(early.receipts.length).toBeGreaterThan(20);
    expect(early.receipts.length).toBeLessThan(80);
    world.pass(1001);
    const late = await collectAll(provider);
    const all = [...early.receipts, ...late.receipts];
    expect(new Set(all.map(({ ref }) => ref)).size).toBe(100);
    expect(all).toHaveLength(100);
    for (const { at } of all) {
      expect(at > '2026-01-06T10:00:02' && at <= '2026-01-06T10:00:04.000Z').toBe(true);
    }
    expect(early.replies.length + late.replies.length).toBe(100);
    expect(await collectAll(provider)).toMatchObject({ receipts: [], replies: [] });
  });

  it('survive the program: another one tells the same of what was sent before', async () => {
    const options = { undelivered: 0.3, repliesStop: 0.3 };
    const first = open(options);
    await sendAll(first, 200);
    waitForReceipts();
    const told = await collectAll(first);
    expect(await collectAll(open(options))).toEqual(told);
  });

  it('are read a part at a time, however long the outbox has grown', async () => {
    const provider = open();
    const { to, from, ref } = messageTo(1);
    const line = { at: '2026-01-06T09:00:00.000Z', to, from, text: 'é'.repeat(400), ref, segments: 3 };
    await provider.send(messageTo(0));
    const count = 3000;
    appendFileSync(outboxOf('fete'), `${JSON.stringify(line)}\n`.repeat(count));
    const first = await provider.collect();
    expect(first.more).toBe(true);
    expect(first.receipts.length).toBeLessThan(count);
    const rest = await collectAll(provider);
    expect(first.receipts.length + rest.receipts.length).toBe(count);
    waitForReceipts();
    expect((await collectAll(provider)).receipts.map((receipt) => receipt.ref)).toEqual([messageTo(0).ref]);
  });

  it('are none before anything was sent', async () => {
    expect(await open().collect()).toEqual({ receipts: [], replies: [], more: false });
  });
});
