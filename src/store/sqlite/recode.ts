import { closeSync, fstatSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { verifyChain, type AuditData, type AuditHead, type AuditKind, type AuditRow } from '../../core/audit/chain.js';
import type { Keyring } from '../../core/contact/keyring.js';
import { invariant, OperatorError } from '../../errors.js';
import { syncFolder } from '../../sync-folder.js';
import { systemCode } from '../../system-code.js';
import { phrase } from '../../words/phrase.js';
import type { Recoded, Stamp } from '../store.js';
import { auditAppender, HEAD_OF_LOG, LOG_COLUMNS, stamped } from './audit.js';
import { guarded } from './errors.js';
import { PATIENCE_MS, takeAlone } from './hold-alone.js';
import { homeOf, noteCopy, readHome, writeHome } from './home.js';
import { identify } from './ledger.js';
import { realPathOf } from './real-path.js';
import { runMemory } from './run-memory.js';
import { chooseCipher, isInClear, keyPragma, makePrivateFile, openDatabase, type Db } from './open.js';

/** What changes in a ledger that is written anew, beside its key, and how the log tells it. */
interface Rewriting {
  readonly kind: AuditKind;
  /** Runs on the new file, inside the transaction of the row; returns what the row tells. */
  apply(db: Db): AuditData;
}

const ENCRYPTED: Rewriting = { kind: 'ledger_encrypted', apply: () => ({}) };
const IN_CLEAR: Rewriting = { kind: 'ledger_decrypted', apply: () => ({}) };

/**
 * Writes a ledger, or a rehearsal, anew under another key, beside the old one, which nobody else can open meanwhile. A
 * machine that stops at any moment leaves one whole ledger under the name: the old one, or the new one.
 *
 * @param name The file; where it is a link, what it leads to is written anew.
 * @param fileKey The new key; null: in clear.
 * @throws OperatorError notNow (75) while another program has it open; storeFailure (74).
 */
export function recodeLedger(
  name: string,
  keyring: Keyring,
  fileKey: Buffer | null,
  stamp: Stamp,
  {
    rewriting = fileKey === null ? IN_CLEAR : ENCRYPTED,
    stateFolder = null,
  }: { readonly rewriting?: Rewriting; readonly stateFolder?: string | null } = {},
): Recoded {
  // Behind a link the ledger itself: the new one would take the place of the link alone, and the old one be lost.
  const file = realPathOf(name);
  const draft = draftOf(file);
  const appliedAt = stamped(stamp).at;
  const source = openDatabase(file, {
    mode: 'write',
    appliedAt,
    fileKey: keyring.fileKey,
    busyTimeoutMs: PATIENCE_MS,
  });
  const leave = (): void => {
    source.close();
    removeDraft(draft);
  };
  try {
    return guarded(file, () => {
      const { ledger_id: ledgerId } = identify(source, file, keyring);
      takeAlone(source);
      copyInto(source, draft);
      changeKey(draft, keyring.fileKey, fileKey);
      const { head, told } = finishCopy(draft, file, fileKey, { ledgerId, rewriting, stamp, stateFolder });
      checkCopy(draft, fileKey, ledgerId, head, appliedAt);
      return { told, takePlace: () => guarded(file, () => takePlace(source, draft, file)), discard: leave };
    });
  } catch (error) {
    leave();
    throw error;
  }
}

/** The file that a new ledger is written to; one that a killed program left is of no use to anyone. */
export function draftOf(file: string): string {
  return `${file}.recoded`;
}

/** Everything in one file, under the key that the source has. */
function copyInto(source: Db, draft: string): void {
  removeDraft(draft);
  makePrivateFile(draft);
  source.prepare('VACUUM INTO ?').run(draft);
}

function changeKey(draft: string, from: Buffer | null, to: Buffer | null): void {
  const db = new Database(draft);
  try {
    if (from !== null && !isInClear(draft)) {
      chooseCipher(db);
      db.pragma(keyPragma('key', from));
    }
    // No journal: whatever stops this, the draft is thrown away; a ledger need not fit into memory, nor lie on the disk twice.
    db.pragma('journal_mode = OFF');
    chooseCipher(db);
    db.pragma(to === null ? "rekey = ''" : keyPragma('rekey', to));
  } finally {
    db.close();
  }
}

/**
 * The new file becomes the home of a ledger whose home the old one was: that smsctl rewrites it makes no copy of it. One
 * that waits to be adopted goes on waiting.
 *
 * @returns The head of its log, and what its newest row tells.
 */
function finishCopy(
  draft: string,
  file: string,
  fileKey: Buffer | null,
  about: {
    readonly ledgerId: string;
    readonly rewriting: Rewriting;
    readonly stamp: Stamp;
    readonly stateFolder: string | null;
  },
): { readonly head: AuditHead; readonly told: AuditData } {
  const { ledgerId, rewriting, stamp, stateFolder } = about;
  const db = openDatabase(draft, { mode: 'write', appliedAt: stamped(stamp).at, fileKey });
  try {
    const finished = db
      .transaction(() => {
        noteCopy(db, file, runMemory(file, ledgerId, stateFolder));
        const home = readHome(db);
        if (home?.file === homeOf(file)) writeHome(db, { ...home, file: homeOf(draft) });
        const told = rewriting.apply(db);
        auditAppender(db, ledgerId)({ kind: rewriting.kind, data: told }, stamp);
        const head = db.prepare<[], AuditHead>(HEAD_OF_LOG).get();
        invariant(head !== undefined, 'a row that was appended is there');
        return { head, told };
      })
      .immediate();
    db.pragma('wal_checkpoint(TRUNCATE)');
    return finished;
  } finally {
    db.close();
  }
}

/** @throws OperatorError storeFailure (74) unless what was written can be read again, whole. */
function checkCopy(draft: string, fileKey: Buffer | null, ledgerId: string, head: AuditHead, appliedAt: string): void {
  const db = openDatabase(draft, { mode: 'read', appliedAt, fileKey });
  try {
    const isIntact = db.pragma('integrity_check(1)', { simple: true }) === 'ok';
    // Asked for last: rows that nobody reads to their end keep the file from being closed.
    const rows = () => db.prepare<[], AuditRow>(`SELECT ${LOG_COLUMNS} FROM audit ORDER BY seq`).iterate();
    if (isIntact && isInClear(draft) === (fileKey === null) && verifyChain(ledgerId, rows(), head).ok) return;
    const problem = phrase('store.corrupt', { file: draft, code: 'RECODED' });
    throw new OperatorError('storeFailure', problem, phrase('vault.notRecodedHint'));
  } finally {
    db.close();
  }
}

function takePlace(source: Db, draft: string, file: string): void {
  sync(draft);
  const old = openSync(file, 'r+');
  try {
    renameSync(draft, file);
    syncFolder(dirname(file));
    // Whoever waited for the old one finds no ledger any more; and as far as the disk obeys, its bytes are gone.
    overwrite(old);
  } finally {
    // In this order: the file is opened past SQLite, and to close it first would end the lock.
    source.close();
    closeSync(old);
  }
}

const ZEROS = Buffer.alloc(1 << 20);

function overwrite(handle: number): void {
  const { size } = fstatSync(handle);
  for (let at = 0; at < size;) at += writeSync(handle, ZEROS, 0, Math.min(ZEROS.length, size - at), at);
  try {
    fsyncSync(handle);
  } catch (error) {
    // gocryptfs 2.3 looks for the file by its name, which is that of the new one by now.
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function sync(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeDraft(draft: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
}
