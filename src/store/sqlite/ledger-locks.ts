import { existsSync, lstatSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '../../errors.js';
import { makeFolder } from '../../make-folder.js';
import { phrase } from '../../words/phrase.js';
import { guarded } from './errors.js';
import { realPathOf } from './real-path.js';
import { computerFile } from './run-memory.js';
import { takeSystemLock, type SystemLock } from './system-lock.js';

/** The system's locks beside a ledger, and what is said to those who find one taken. */
export const RUN_LOCK = { suffix: '.run-lock', problem: 'store.runHeld', hint: 'store.runHeldHint' } as const;
export const PLAN_LOCK = { suffix: '.plan-lock', problem: 'store.planHeld', hint: 'store.planHeldHint' } as const;

export const BACKUP_LOCK = {
  suffix: '.backup-lock',
  problem: 'backup.held',
  hint: 'backup.heldHint',
} as const;
/** Held by whoever copies the ledger into a new rehearsal; its file goes with the copy's own. */
const MAKING_LOCK = { suffix: '.db.new-lock', problem: 'store.planHeld', hint: 'store.planHeldHint' } as const;

type LedgerLock = typeof RUN_LOCK | typeof PLAN_LOCK | typeof BACKUP_LOCK | typeof MAKING_LOCK;

const LOCKS: readonly LedgerLock[] = [RUN_LOCK, PLAN_LOCK];

/**
 * Holds one of a ledger's locks while `use` runs.
 *
 * @param file The ledger: `ledger.db` or `rehearsals/CAMPAIGN.db`.
 * @throws OperatorError notNow (75) when another process has it.
 */
export async function holdingLock<T>(file: string, kind: LedgerLock, use: () => Promise<T>): Promise<T> {
  const lock = await takePatiently(() => take(file, kind));
  if (lock === null) throw refusal(file, kind);
  return releasing(lock, use);
}

/**
 * Holds, while `use` runs, what all copies of a ledger share on this computer: two clones of a disk have locks of their own
 * beside them. Where nothing can be locked there, the lock beside the ledger stands alone.
 *
 * @throws OperatorError notNow (75) while another copy sends.
 */
export async function holdingOnComputer<T>(
  { file, ledgerId }: { readonly file: string; readonly ledgerId: string },
  stateFolder: string | null,
  use: () => Promise<T>,
): Promise<T> {
  if (stateFolder === null) return use();
  const lock = await takePatiently(() => takeIfPossible(computerFile(stateFolder, ledgerId, RUN_LOCK.suffix)));
  if (lock === null) throw refusal(file, RUN_LOCK);
  return releasing(lock, use);
}

const NO_LOCK: SystemLock = { release: () => undefined };

function takeIfPossible(lockFile: string): SystemLock | null {
  try {
    makeFolder(dirname(lockFile));
    return takeSystemLock(lockFile);
  } catch {
    return NO_LOCK;
  }
}

/** Holds one of a ledger's locks while `use` runs; null, and `use` is not run, when another process has it. */
export async function holdingIfFree<T>(file: string, kind: LedgerLock, use: () => Promise<T>): Promise<T | null> {
  const lock = await takePatiently(() => take(file, kind));
  return lock === null ? null : releasing(lock, use);
}

async function releasing<T>(lock: SystemLock, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    lock.release();
  }
}

/** Whoever only asks whether a lock is held takes it for a moment: that is no reason to be turned away. */
const TRIES = 4;
const BETWEEN_TRIES_MS = 25;

async function takePatiently(tryOnce: () => SystemLock | null): Promise<SystemLock | null> {
  for (let tries = 1; ; tries += 1) {
    const lock = tryOnce();
    if (lock !== null || tries === TRIES) return lock;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}

/** Whether another process holds a lock at this moment; with `mayMake` false nothing is made where no such lock ever was. */
export function isLockHeld(file: string, kind: LedgerLock, { mayMake = true } = {}): boolean {
  if (!mayMake && !existsSync(lockFile(file, kind.suffix))) return false;
  const lock = take(file, kind);
  lock?.release();
  return lock === null;
}

/**
 * Takes a rehearsal away: its ledger with SQLite's files beside it, and its outbox. The files of the locks on its runs and
 * plans stay; that of its making goes while it is held, as {@link takeSystemLock} expects.
 *
 * @throws OperatorError notNow (75) while it is planned or sent; storeFailure (74) where a folder stands under one of the names.
 */
export function removeRehearsal({ ledger: file, outbox }: { readonly ledger: string; readonly outbox: string }): void {
  const parts = ['', '-wal', '-shm', '.new', '.new-wal', '.new-shm'].map((suffix) => file + suffix);
  if (![...parts, outbox].some((part) => existsSync(part))) return;
  // Before anything is taken away.
  for (const part of [...parts, outbox]) refuseFolder(part);
  const held = [...LOCKS, MAKING_LOCK].map((kind) => ({ kind, lock: take(file, kind) }));
  try {
    const taken = held.find(({ lock }) => lock === null);
    if (taken !== undefined) throw refusal(file, taken.kind);
    for (const part of [...parts, outbox]) guarded(part, () => rmSync(part, { force: true }));
    rmSync(lockFile(file, MAKING_LOCK.suffix), { force: true });
  } finally {
    for (const { lock } of held) lock?.release();
  }
}

function refuseFolder(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new OperatorError('storeFailure', phrase('store.folder', { file }), phrase('store.folderHint'));
}

/**
 * Refuses to go on while any of these rehearsals is planned or sent.
 *
 * @throws OperatorError notNow (75)
 */
export function refuseHeldRehearsals(files: readonly string[]): void {
  for (const file of files) {
    const taken = LOCKS.find((kind) => existsSync(file) && isLockHeld(file, kind));
    if (taken !== undefined) throw refusal(file, taken);
  }
}

function take(file: string, { suffix }: LedgerLock): SystemLock | null {
  return guarded(file, () => takeSystemLock(lockFile(file, suffix)));
}

function refusal(file: string, { problem, hint }: LedgerLock): OperatorError {
  return new OperatorError('notNow', phrase(problem, { file }), phrase(hint));
}

/** A ledger that is reached by a link has the same locks as by its own name. */
function lockFile(file: string, suffix: string): string {
  return realPathOf(file).replace(/\.db$/, '') + suffix;
}
