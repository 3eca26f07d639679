import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type * as KeyringModule from '../src/core/contact/keyring.ts';
import type { E164 } from '../src/core/contact/phone-number.ts';
import type * as LedgerModule from '../src/store/sqlite/ledger.ts';
import type { SuppressionRecord } from '../src/store/store.ts';
import type { Bench } from './figure.ts';
import { numberOf } from './workspace.ts';

/** The built program's own store: what is measured is what runs. */
const dist = new URL('../dist/', import.meta.url);
const { keyringOf } = (await import(new URL('core/contact/keyring.js', dist).href)) as typeof KeyringModule;
const { createLedger, openLedger } = (await import(
  new URL('store/sqlite/ledger.js', dist).href
)) as typeof LedgerModule;

const CHUNK = 1000;
const ROUNDS = 3;

interface Seconds {
  readonly insert: number;
  readonly lookUp: number;
}

/** Puts `rows` people on the never-list and asks for all of them again, a thousand at a time. */
async function measure(rows: number, fileKey: Buffer | null): Promise<Seconds> {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-bench-'));
  const file = join(folder, 'ledger.db');
  const keyring = keyringOf(randomBytes(32), fileKey);
  const at = DateTime.utc(2026, 1, 5);
  const appliedAt = '2026-01-05T00:00:00.000Z';
  const stamp = { operator: 'bench', login: 'bench', at };
  const numbers = Array.from({ length: rows }, (_, index) => numberOf(index) as E164);
  const chunks = Array.from({ length: Math.ceil(rows / CHUNK) }, (_, i) => numbers.slice(i * CHUNK, (i + 1) * CHUNK));
  try {
    createLedger(file, keyring, 'bench', stamp);
    const ledger = openLedger(file, keyring, { mode: 'write', appliedAt });
    const began = performance.now();
    for (const chunk of chunks) {
      const entry = (number: E164): SuppressionRecord => ({
        ...{ number, at, source: null },
        ...{ reason: 'stop', scope: { kind: 'promotional' } },
      });
      await ledger.recordSuppressions(chunk.map(entry), stamp);
    }
    ledger.close();
    const written = performance.now();
    // Opened anew: nothing is in memory yet.
    const again = openLedger(file, keyring, { mode: 'read', appliedAt });
    const opened = performance.now();
    for (const chunk of chunks) await again.factsFor(chunk, at);
    const read = performance.now();
    again.close();
    return { insert: (written - began) / 1000, lookUp: (read - opened) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What encryption at rest costs: the best of some rounds each, taken in turn. */
export const encrypted: Bench = {
  name: 'encrypted',
  rows: 50_000,
  async run(rows) {
    const best = { clear: { insert: Infinity, lookUp: Infinity }, sealed: { insert: Infinity, lookUp: Infinity } };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, fileKey] of [['clear', null] as const, ['sealed', randomBytes(32)] as const]) {
        const { insert, lookUp } = await measure(rows, fileKey);
        best[name] = { insert: Math.min(best[name].insert, insert), lookUp: Math.min(best[name].lookUp, lookUp) };
      }
    }
    const figure = (name: 'insert' | 'lookUp', told: string) => ({
      name: `encrypted-${name === 'insert' ? 'insert' : 'look-up'}`,
      figure: `${best.sealed[name].toFixed(2)} s for ${rows} ${told}, encrypted`,
      yardstick: `${best.clear[name].toFixed(2)} s: the same in clear`,
      ratio: best.sealed[name] / best.clear[name],
      target: { kind: 'at_most', value: 1.3 } as const,
    });
    return [figure('insert', 'entries recorded'), figure('lookUp', 'people looked up')];
  },
};
