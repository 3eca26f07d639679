import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt, Reply } from '../../src/core/delivery/send-outcome.js';
import { isoInstant } from '../../src/core/schedule/instant.js';
import { pullInbox } from '../../src/flows/pull-inbox.js';
import { attestNoStops } from '../../src/flows/way-out.js';
import type { Ledger } from '../../src/store/store.js';
import { formatsOf } from '../../src/words/formats.js';
import { phrase } from '../../src/words/phrase.js';
import { speak } from '../../src/words/speak.js';
import { fakeWorld } from '../support/fake-world.js';
import { REAL } from '../support/proven-exit.js';
import { fictionNumber, STAMP, tempLedger, type TempLedger } from '../support/temp-ledger.js';

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

function pull(
  at: string,
  since: string | null = null,
  isComplete = true,
  came: { readonly replies: readonly Reply[]; readonly receipts: readonly Receipt[] } = { replies: [], receipts: [] },
) {
  const { clock } = fakeWorld(at);
  const terms = { unreachableAfter: 3, aboutCode: () => null };
  const fetch = () => Promise.resolve({ kind: 'answered', ...came, isComplete } as const);
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
  it('tells of replies that are ahead of the clock, and of opt-outs from messages of others', async () => {
    const replies = [
      { from: fictionNumber(1), text: 'Bonjour', at: later(0.001) },
      { from: fictionNumber(2), text: 'STOP', at: later(0.01) },
    ];
    const blocked = { ref: '', status: 'undelivered', code: '1240', about: 'opted_out', at: later(0) } as const;
    const { tally } = await pull(START, null, true, {
      replies,
      receipts: [blocked, { ...blocked, to: fictionNumber(3) }],
    });
    expect([...tally.repairs]).toEqual([
      ['clock_ahead', { rows: 1, firstLine: null }],
      ['future_date', { rows: 1, firstLine: null }],
    ]);
    expect(tally).toMatchObject({
      suppressed: { replies: 1, receipts: 1 },
      optOutsElsewhere: { listed: 1, unnamed: 1 },
    });
    expect(await ledger.suppressionsOf(fictionNumber(3))).toMatchObject([{ reason: 'provider', scope: 'all' }]);
    const words = [...tally.repairs].map(([repair, found]) =>
      speak(phrase('inbox.repaired', { repair, ...found, dryRun: false }), formatsOf('en')),
    );
    expect(words[1]).toBe('1 reply with a time to come: filed as received now');
  });

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

  it('reads once more what one by a clock that ran ahead did not have, also when that time has come', async () => {
    await pull(START);
    await pull(later(60));
    await attest(later(60));
    const { from, missing } = await pull(later(3));
    expect([isoInstant(from), missing]).toEqual(['2026-01-05T09:00:00.000Z', null]);
    expect(isoInstant((await pull(later(61))).from)).toBe(isoInstant(DateTime.fromISO(later(3)).minus({ hours: 1 })));
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
