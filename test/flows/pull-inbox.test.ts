import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/core/schedule/instant.js';
import { pullInbox } from '../../src/flows/pull-inbox.js';
import { attestNoStops } from '../../src/flows/way-out.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld } from '../support/fake-world.js';
import { REAL } from '../support/proven-exit.js';
import { STAMP, tempLedger, type TempLedger } from '../support/temp-ledger.js';

const START = '2026-01-05T10:00:00.000Z';
const later = (days: number): string => isoInstant(DateTime.fromISO(START, { zone: 'utc' }).plus({ days }));
const actor = { operator: STAMP.operator, login: STAMP.login };

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

function pull(at: string, since: string | null = null, isComplete = true) {
  const { clock } = fakeWorld(at);
  const terms = { unreachableAfter: 3, aboutCode: () => null };
  const fetch = () => Promise.resolve({ kind: 'answered', replies: [], receipts: [], isComplete } as const);
  const from = since === null ? null : DateTime.fromISO(since, { zone: 'utc' });
  const asked = { provider: 'vonage', fetch, terms, since: from };
  return pullInbox(asked, { ledger, clock, actor }, new AbortController().signal);
}

const attest = (at: string): Promise<void> =>
  attestNoStops('Imported what the mailbox had; there was no other STOP', REAL, {
    ledger,
    clock: fakeWorld(at).clock,
    actor,
  });

async function importFile(at: string): Promise<void> {
  const stamp = { ...STAMP, at: DateTime.fromISO(at, { zone: 'utc' }) };
  const id = await ledger.beginCollection({ kind: 'import', provider: 'vonage', fileName: 'replies.csv' }, stamp);
  await ledger.endCollection(id, { sha256: null, hasStops: true, told: {} }, stamp);
}

describe('a pull', () => {
  it('tells a gap from records that were cut short', async () => {
    expect((await pull(START)).missing).toBeNull();
    expect((await pull(later(3), later(2))).missing).toMatchObject({ kind: 'gap', isTooFar: false });
    expect((await pull(later(3), null, false)).missing).toEqual({ kind: 'cut_short' });
    // Neither counted: the next one reads from the first on.
    const { from, missing } = await pull(later(4));
    expect([isoInstant(from), missing]).toEqual(['2026-01-05T09:00:00.000Z', null]);
  });

  it('counts again after more than 90 days once somebody attests that no STOP is missing', async () => {
    await pull(START);
    await expect(pull(later(100))).rejects.toMatchObject({
      kind: 'usage',
      hint: { key: 'inbox.pullTooLongAgoHint' },
    });
    expect((await pull(later(100), later(50))).missing).toMatchObject({ kind: 'gap', isTooFar: true });
    // A file may hold a part of what came: it says nothing of the rest.
    await importFile(later(100));
    await expect(pull(later(100))).rejects.toMatchObject({ kind: 'usage' });
    await attest(later(100));
    const { from, missing } = await pull(later(101));
    expect([isoInstant(from), missing]).toEqual([isoInstant(DateTime.fromISO(later(100)).minus({ hours: 1 })), null]);
    expect((await pull(later(102))).missing).toBeNull();
  });

  it('goes on reading other replies from the last pull on, whatever is attested of STOPs since', async () => {
    await pull(START);
    await attest(later(5));
    expect(isoInstant((await pull(later(6))).from)).toBe('2026-01-05T09:00:00.000Z');
  });

  it('that is the first one reads a week, or from where somebody attested if that is longer ago', async () => {
    expect(isoInstant((await pull(later(0))).from)).toBe(later(-7));
    temp.remove();
    temp = tempLedger();
    ledger = temp.open();
    await attest(later(-20));
    expect(isoInstant((await pull(later(0))).from)).toBe(isoInstant(DateTime.fromISO(later(-20)).minus({ hours: 1 })));
  });
});
