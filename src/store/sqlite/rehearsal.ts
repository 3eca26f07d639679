import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Keyring } from '../../core/contact/keyring.js';
import { OperatorError } from '../../errors.js';
import { makeFolder } from '../../make-folder.js';
import { phrase } from '../../words/phrase.js';
import type { Ledger, Stamp } from '../store.js';
import { auditAppender, stamped } from './audit.js';
import { guarded } from './errors.js';
import { factsRefresher } from './facts-refresher.js';
import { ledgerOf } from './ledger.js';
import { makePrivateFile, openDatabase, type Db } from './open.js';
import { REHEARSAL_SEQ } from './rehearsal-seq.js';
import { takeSystemLock } from './system-lock.js';

export interface RehearsalFiles {
  /** The ledger that is copied. */
  readonly ledger: string;
  /** `rehearsals/CAMPAIGN.db` */
  readonly rehearsal: string;
}

/**
 * Opens the rehearsal of a campaign, making it from a copy of the ledger if there is none. It stands apart: nothing
 * that happens in it reaches the ledger. What people say in the meantime does reach the rehearsal: consents,
 * withdrawals and never-list entries that the ledger learns are brought in before every read and every commit.
 */
export function openRehearsal(files: RehearsalFiles, campaign: string, keyring: Keyring, stamp: Stamp): Ledger {
  if (!existsSync(files.rehearsal)) makeRehearsal(files, campaign, keyring, stamp);
  const { fileKey } = keyring;
  const source = openDatabase(files.ledger, { mode: 'read', appliedAt: stamped(stamp).at, fileKey });
  try {
    const db = openDatabase(files.rehearsal, { mode: 'write', appliedAt: stamped(stamp).at, fileKey });
    const refresh = factsRefresher(source, db);
    const ledger = ledgerOf(db, files.rehearsal, keyring, () => guarded(files.rehearsal, refresh), {
      onClose: () => source.close(),
    });
    try {
      refuseNamesake(ledger, files.rehearsal, campaign);
    } catch (error) {
      ledger.close();
      throw error;
    }
    return ledger;
  } catch (error) {
    source.close();
    throw error;
  }
}

/**
 * Where a disk takes capitals and small letters for one, as those of macOS, Windows and memory sticks do, the file of
 * `fete` is that of `Fete`.
 *
 * @throws OperatorError badInput (65) when the rehearsal is that of another campaign.
 */
export function refuseNamesake({ rehearsalOf }: Ledger, file: string, campaign: string): void {
  if (rehearsalOf === campaign) return;
  const other = rehearsalOf ?? '';
  throw new OperatorError(
    'badInput',
    phrase('store.namesake', { file, campaign, other }),
    phrase('store.namesakeHint', { other }),
  );
}

/** As long as a writer waits for another one: the other program is copying the ledger. */
const NAP_MS = 50;
const MAX_NAPS = 200;

function nap(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, NAP_MS);
}

/** Of two programs that open a new rehearsal at once, one makes it and the other waits for it. */
function makeRehearsal(files: RehearsalFiles, campaign: string, keyring: Keyring, stamp: Stamp): void {
  const lockFile = `${files.rehearsal}.new-lock`;
  const lock = guarded(files.rehearsal, () => {
    makeFolder(dirname(files.rehearsal));
    let taken = takeSystemLock(lockFile);
    for (let naps = 0; taken === null && naps < MAX_NAPS && !existsSync(files.rehearsal); naps += 1) {
      nap();
      taken = takeSystemLock(lockFile);
    }
    return taken;
  });
  if (lock === null && existsSync(files.rehearsal)) return;
  if (lock === null) {
    const { rehearsal: file } = files;
    throw new OperatorError('notNow', phrase('store.locked', { file }), phrase('store.lockedHint'));
  }
  const unfinished = `${files.rehearsal}.new`;
  try {
    guarded(files.rehearsal, () => {
      removeDatabase(unfinished); // left by a program that was killed
      if (!existsSync(files.rehearsal)) copyLedger(files, unfinished, campaign, keyring, stamp);
    });
  } finally {
    removeDatabase(unfinished);
    rmSync(lockFile, { force: true });
    lock.release();
  }
}

/** The copy of an encrypted ledger is encrypted under the same key. */
function copyLedger(
  files: RehearsalFiles,
  unfinished: string,
  campaign: string,
  { fileKey }: Keyring,
  stamp: Stamp,
): void {
  const source = openDatabase(files.ledger, { mode: 'write', appliedAt: stamped(stamp).at, fileKey });
  try {
    makePrivateFile(unfinished);
    source.prepare('VACUUM INTO ?').run(unfinished);
  } finally {
    source.close();
  }
  const copy = openDatabase(unfinished, { mode: 'write', appliedAt: stamped(stamp).at, fileKey });
  try {
    prepareCopy(copy, campaign, stamp);
    // A copy is one file again before it gets its name: no log may be left behind under the old one.
    copy.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    copy.close();
  }
  // Nor may the log of a rehearsal that was deleted by hand be taken for this one's.
  removeDatabase(files.rehearsal);
  renameSync(unfinished, files.rehearsal);
}

/** Takes away a database and what SQLite keeps beside it. */
function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function prepareCopy(copy: Db, campaign: string, stamp: Stamp): void {
  copy
    .transaction(() => {
      copy.prepare('UPDATE ledger SET rehearsal_of = ?, clock_offset_ms = NULL, home = NULL').run(campaign);
      for (const table of ['consent_event', 'suppression', 'hold']) {
        copy.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(table);
        copy.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, REHEARSAL_SEQ);
      }
      const id = copy.prepare<[], { ledger_id: string }>('SELECT ledger_id FROM ledger').get()?.ledger_id ?? '';
      auditAppender(copy, id)({ kind: 'rehearsal_opened', campaign }, stamp);
    })
    .immediate();
}
