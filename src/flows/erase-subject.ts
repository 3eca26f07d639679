import type { DateTime } from 'luxon';
import type { E164 } from '../core/contact/phone-number.js';
import { NOTHING_ANSWERED, type Answered } from '../core/rights/request.js';
import { isoInstant } from '../core/schedule/instant.js';
import type { NumberSearch } from '../files/number-search.js';
import type { RehearsalTrace } from '../files/rehearsals.js';
import type { Ledger, Stamp } from '../store/store.js';
import type { ErasedPrint, HeldInClear } from '../store/erasure-store.js';
import { stampOf } from './deps.js';
import { noteExercised, waitingFor, type RegisterDeps } from './register-request.js';

/** What an erasure needs beside the ledger: the other files of the workspace. */
export interface EraseDeps extends RegisterDeps {
  /** The rehearsals that know a number, or that can not be shown not to. */
  rehearsalsHolding(number: E164): Promise<readonly RehearsalTrace[]>;
  /** @throws OperatorError notNow (75) while one of them is planned or sent. */
  refuseHeldRehearsals(rehearsals: readonly RehearsalTrace[]): void;
  removeRehearsals(rehearsals: readonly RehearsalTrace[]): void;
  /** Whole ledgers and half-written exports that killed programs left, which hold everybody. */
  leftovers(): readonly string[];
  /** Removes them, and names them. */
  removeLeftovers(): readonly string[];
  /** Keeps beside the ledger, durably, that the person was erased: a backup of today would bring them back. */
  noteErasure(prints: readonly ErasedPrint[], at: DateTime): void;
  /** Runs one use of each ledger that a restoration set aside and that opens; the files of those. */
  withSetAside(mode: 'read' | 'write', use: (ledger: Ledger) => Promise<void>): Promise<readonly string[]>;
  /** Everything in the workspace but ledger, key, configuration and rehearsals, and but for these. */
  searchFiles(number: E164, except: readonly string[]): Promise<NumberSearch>;
}

export interface Erasure {
  readonly held: HeldInClear;
  readonly rehearsals: readonly string[];
  /** Ledgers that a restoration set aside, in which they are erased too. */
  readonly setAside: readonly string[];
  /** What killed programs left. */
  readonly unfinished: readonly string[];
  readonly files: NumberSearch;
  /** What it answers in the register, or would answer. */
  readonly answered: Answered;
}

/** Looks at what an erasure would take, and takes nothing. */
export async function surveyErasure(number: E164, deps: EraseDeps, names: readonly string[] = []): Promise<Erasure> {
  const setAside = await deps.withSetAside('read', () => Promise.resolve());
  const unfinished = deps.leftovers();
  return {
    held: await deps.ledger.heldInClear(number, names),
    rehearsals: namesOf(await deps.rehearsalsHolding(number)),
    setAside,
    unfinished,
    files: await deps.searchFiles(number, [...setAside, ...unfinished]),
    answered: await waitingFor('erase', number, deps),
  };
}

/**
 * Takes one person out of the ledger, of the bytes that earlier commits left in it, and of the rehearsals. Whatever stops
 * it half-way, the same command again brings it to its end: each step finds what is left for it.
 *
 * @param names Of the person, to be taken out of what people wrote: names of files, incidents, attestations.
 *
 * Called while every lock on the ledger is held: nothing is copied or planned meanwhile.
 *
 * @throws OperatorError notNow (75) while another program reads the ledger or works in a rehearsal.
 */
export async function eraseSubject(number: E164, deps: EraseDeps, names: readonly string[] = []): Promise<Erasure> {
  const { ledger } = deps;
  // First whatever may refuse, so that it refuses before anything is gone.
  const known = await deps.rehearsalsHolding(number);
  deps.refuseHeldRehearsals(known);
  await ledger.scrub();
  const stamp = stampOf(deps);
  const prints = await ledger.everyPrintOf(number);
  deps.noteErasure(prints, stamp.at);
  const held = await ledger.eraseSubject(number, stamp, names);
  const isDone = held.standing !== 'known' && (await isRegistered(number, deps));
  const answered = isDone ? NOTHING_ANSWERED : await noteExercised('erase', number, deps);
  // Anew: a copy of the ledger made in between still had the person.
  const rehearsals = await deps.rehearsalsHolding(number);
  deps.removeRehearsals(rehearsals);
  const unfinished = deps.removeLeftovers();
  await ledger.scrub();
  const setAside = await deps.withSetAside('write', async (former) => {
    for (const one of await numbersIn(former, number, prints, stamp)) await former.eraseSubject(one, stamp, names);
    await former.scrub();
  });
  const files = await deps.searchFiles(number, setAside);
  return { held, rehearsals: namesOf(rehearsals), setAside, unfinished, files, answered };
}

/**
 * The numbers by which a ledger that was set aside knows a person: one from before a number was corrected has them under that
 * one still. Where it knows of the correction, whoever has that number is somebody else.
 */
async function numbersIn(
  former: EraseDeps['ledger'],
  number: E164,
  prints: readonly ErasedPrint[],
  stamp: Stamp,
): Promise<ReadonlySet<E164>> {
  const knownThere = await former.everyPrintOf(number);
  const others = prints.filter(
    ({ fingerprint: print }) => !knownThere.some((known) => known.fingerprint.equals(print)),
  );
  const at = isoInstant(stamp.at);
  const { inClear } = await former.replayErasures(
    others.map((print) => ({ ...print, at })),
    stamp,
  );
  return new Set([number, ...inClear]);
}

function namesOf(rehearsals: readonly RehearsalTrace[]): readonly string[] {
  return rehearsals.map(({ name }) => name);
}

/** Whether every request of this person to be erased was answered, and there was one. */
async function isRegistered(number: E164, { ledger }: EraseDeps): Promise<boolean> {
  const own = (await ledger.requestsOf(number)).filter(({ kind }) => kind === 'erase');
  return own.length > 0 && own.every(({ answeredOn }) => answeredOn !== null);
}
