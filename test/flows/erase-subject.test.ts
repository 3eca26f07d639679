import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { RehearsalTrace } from '../../src/files/rehearsals.js';
import { eraseSubject, type EraseDeps } from '../../src/flows/erase-subject.js';
import type { ErasedPrint } from '../../src/store/erasure-store.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  consentGiven,
  consentOf,
  fictionNumber,
  KEYRING,
  MORNING,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const zoe = fictionNumber(1);
const leo = fictionNumber(2);

let temp: TempLedger;
let rehearsals: Set<string>;
let noted: string[];

/** A ledger with two people, a message planned to each, and one who asks to be erased. */
async function begin(): Promise<Ledger> {
  temp = tempLedger();
  rehearsals = new Set(['fete']);
  noted = [];
  const ledger = temp.open();
  await ledger.recordConsents([consentOf(zoe, consentGiven({ evidence: 'zoe@example.org' })), consentOf(leo)], STAMP);
  await confirmedCampaign(ledger, 'fete', [zoe, leo]);
  const asked = { kind: 'erase', number: zoe, contact: 'zoe@example.org' } as const;
  await ledger.addRequest({ ...asked, receivedOn: '2026-01-02', dueOn: '2026-02-02' }, STAMP);
  return ledger;
}

afterEach(() => temp.remove());

class Crash extends Error {}

/** What an erasure works with, in a process that dies at its n-th call of anything. */
function mortalDeps(
  ledger: Ledger,
  atCall: number,
  when: 'before' | 'after',
): { deps: EraseDeps; calls: () => number } {
  let calls = 0;
  const dying = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]): unknown => {
          calls += 1;
          const isLast = calls === atCall;
          if (isLast && when === 'before') throw new Crash();
          const result: unknown = Reflect.apply(value, target, args);
          if (!isLast) return result;
          if (result instanceof Promise) return result.then(() => Promise.reject(new Crash()));
          throw new Crash();
        };
      },
    });
  const files = {
    rehearsalsHolding: () =>
      Promise.resolve([...rehearsals].map((name) => ({ name, ledger: '', outbox: '', suffix: '' }))),
    refuseHeldRehearsals: () => undefined,
    removeRehearsals: (gone: readonly RehearsalTrace[]) => gone.forEach(({ name }) => rehearsals.delete(name)),
    noteErasure: (prints: readonly ErasedPrint[]) =>
      void noted.push(...prints.map(({ fingerprint }) => fingerprint.toString('hex'))),
    withSetAside: () => Promise.resolve([]),
    leftovers: () => [],
    removeLeftovers: () => [],
    searchFiles: () => Promise.resolve({ holding: [], unread: [] }),
  };
  const deps = {
    ...{ ledger: dying(ledger), actor: STAMP, clock: { now: () => MORNING, sleepUntil: () => Promise.resolve() } },
    ...{
      holidayBook: () => Promise.resolve({ holidayOn: () => null, isKnown: () => true }),
      country: 'FR',
      zone: 'Europe/Paris',
    },
  };
  const mortal = dying(files);
  return {
    deps: {
      ...deps,
      rehearsalsHolding: () => mortal.rehearsalsHolding(),
      refuseHeldRehearsals: () => mortal.refuseHeldRehearsals(),
      removeRehearsals: (gone) => mortal.removeRehearsals(gone),
      leftovers: () => mortal.leftovers(),
      removeLeftovers: () => mortal.removeLeftovers(),
      withSetAside: () => mortal.withSetAside(),
      searchFiles: () => mortal.searchFiles(),
      noteErasure: (prints) => mortal.noteErasure(prints),
    },
    calls: () => calls,
  };
}

function expectErased(ledger: Ledger): void {
  const bytes = Buffer.concat([readFileSync(temp.file), readFileSync(`${temp.file}-wal`)]);
  for (const trace of [zoe, 'zoe@example.org']) expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
  expect([...rehearsals]).toEqual([]);
  expect(new Set(noted)).toEqual(new Set([KEYRING.fingerprint(zoe).toString('hex')]));
  expect(auditOf(ledger, 'erased')).toHaveLength(1);
  expect(auditOf(ledger, 'suppressed')).toHaveLength(1);
  expect(auditOf(ledger, 'request_answered')).toHaveLength(1);
  expect(auditOf(ledger, 'request_received')).toHaveLength(1);
}

describe('an erasure', () => {
  it.each(['before', 'after'] as const)(
    'that dies %s any of its steps is finished by the same command',
    async (when) => {
      let steps = Infinity;
      for (let at = 1; at <= steps; at += 1) {
        const ledger = await begin();
        const { deps, calls } = mortalDeps(ledger, at, when);
        await eraseSubject(zoe, deps).then(
          () => (steps = calls()),
          (error: unknown) => expect(error).toBeInstanceOf(Crash),
        );
        await eraseSubject(zoe, mortalDeps(ledger, Infinity, when).deps);
        expectErased(ledger);
        temp.remove();
      }
      expect(steps).toBeGreaterThan(8);
    },
  );
});
