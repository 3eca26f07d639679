import { statSync } from 'node:fs';
import type { AuditHead } from '../../core/audit/chain.js';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { Db } from './open.js';
import type { RunMemory } from './run-memory.js';

/**
 * What tells a ledger's file from every copy of it: its inode, and when it was born, since a number that was given back
 * is given out again. Moving or renaming the folder changes neither.
 */
export function homeOf(file: string): string {
  const { ino, birthtimeNs } = statSync(file, { bigint: true });
  return `${ino}:${birthtimeNs}`;
}

/** What `ledger.home` holds. */
interface Home {
  /** The file that the ledger is at home in; `backup` for one that never knew it. */
  readonly file: string;
  /** Of a copy: the instant of its newest row that is the original's, noted before the copy got rows of its own. */
  readonly knownUntil: string | null;
}

export function readHome(db: Db): Home | null {
  const { home } = db.prepare<[], { home: string | null }>('SELECT home FROM ledger').get() ?? { home: null };
  if (home === null) return null;
  const [file = '', knownUntil = null] = home.split('@');
  return { file, knownUntil };
}

export function writeHome(db: Db, { file, knownUntil }: Home): void {
  db.prepare('UPDATE ledger SET home = ?').run(knownUntil === null ? file : `${file}@${knownUntil}`);
}

/**
 * Whether a file goes by more than one name. Each name has locks and a log of pages of its own (`-wal`): two that are in use
 * at once know nothing of each other.
 */
export function isLinked(file: string): boolean {
  return statSync(file).nlink > 1;
}

/** Whether the newest row of each run that is remembered is in the log: not so once an older copy was written over it. */
export function knowsRuns(db: Db, memory: RunMemory): boolean {
  return memory.recall().every((head) => isInLog(db, head));
}

/** Whether it is told by the memory beside the ledger that an older copy was written over it: nobody's doing but a person's. */
export function wasWrittenOver(db: Db, memory: RunMemory): boolean {
  const head = memory.recallBeside();
  return head !== null && !isInLog(db, head);
}

function isInLog(db: Db, { seq, hash }: AuditHead): boolean {
  const kept = db.prepare<[number], { hash: string }>('SELECT lower(hex(hash)) AS hash FROM audit WHERE seq = ?');
  return kept.get(seq)?.hash === hash;
}

/** Notes how far a copy knows what the original knew; of the ledger at home nothing, for it goes on knowing. */
export function noteCopy(db: Db, file: string, memory: RunMemory): void {
  const home = readHome(db);
  if (home === null) return;
  if (home.file === homeOf(file) && knowsRuns(db, memory)) {
    if (home.knownUntil !== null) writeHome(db, { ...home, knownUntil: null });
  } else if (home.knownUntil === null) {
    const { at } = db.prepare<[], { at: string | null }>('SELECT max(at) AS at FROM audit').get() ?? { at: null };
    writeHome(db, { ...home, knownUntil: at });
  }
}

/**
 * Watches that the file of an open ledger is still the one under its name. One that was deleted or replaced goes on
 * taking commits that nobody will ever see: nothing may leave on their word.
 *
 * @throws OperatorError storeFailure (74) from the function returned.
 */
export function fileWatch(file: string): () => void {
  const { ino } = statSync(file, { bigint: true });
  return () => {
    if (statSync(file, { bigint: true, throwIfNoEntry: false })?.ino === ino) return;
    throw new OperatorError('storeFailure', phrase('store.replaced', { file }), phrase('store.replacedHint'));
  };
}
