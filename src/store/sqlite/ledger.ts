import { existsSync } from 'node:fs';
import type { Keyring } from '../../core/contact/keyring.js';
import { invariant, OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { Ledger, Stamp } from '../store.js';
import { approvalStore } from './approval.js';
import { auditAppender, auditStore, stamped } from './audit.js';
import { beginBulk, setForPlan, setForRun } from './bulk.js';
import { campaignStore } from './campaign.js';
import { damageOf, tamperingIn } from './checks.js';
import { consentRecorder, consentStore } from './consent.js';
import { contextOf } from './context.js';
import { deliveryStore } from './delivery.js';
import { corrupt, guarded } from './errors.js';
import { homeStore } from './adoption.js';
import { fileWatch, homeOf, noteCopy } from './home.js';
import { erasureStore } from './erasure.js';
import { factsReader } from './facts.js';
import { GroupCommit } from './group-commit.js';
import { neverListStore } from './never-list.js';
import { makePrivateFile, openDatabase, type Db } from './open.js';
import { incidentStore } from './incident.js';
import { runMemory } from './run-memory.js';
import { registerOf } from './register.js';
import { requestStore } from './request.js';
import { retentionStore } from './retention.js';
import { withRetired } from './retired-keys.js';
import { rightsStore } from './rights.js';
import { intentSkipper } from './skip.js';
import { inboxStore } from './inbox.js';
import { suppressionStore } from './suppression.js';
import { wordingStore } from './wording.js';

interface LedgerRow {
  readonly ledger_id: string;
  readonly key_check: Buffer;
  readonly rehearsal_of: string | null;
  readonly clock_offset_ms: number | null;
}

/** Makes an empty ledger. `file` must not exist. */
export function createLedger(file: string, keyring: Keyring, ledgerId: string, stamp: Stamp): void {
  invariant(!existsSync(file), 'a ledger is never made over another one');
  guarded(file, () => makePrivateFile(file));
  const db = openDatabase(file, { mode: 'create', appliedAt: stamped(stamp).at, fileKey: keyring.fileKey });
  try {
    guarded(file, () => {
      db.transaction(() => {
        db.prepare('INSERT INTO ledger (id, ledger_id, key_check, created_at, home) VALUES (1, ?, ?, ?, ?)').run(
          ledgerId,
          keyring.check,
          stamped(stamp).at,
          homeOf(file),
        );
        auditAppender(db, ledgerId)({ kind: 'ledger_created', data: { ledgerId } }, stamp);
      }).immediate();
    });
  } finally {
    db.close();
  }
}

/**
 * Opens a ledger with the key that it was made with.
 *
 * @param options.work What is written over this connection: the consents of a file, or a plan, so that the same pages are
 *   written less often, or a run's messages.
 * @throws OperatorError notPermitted (77) when the key is another one; and what {@link openDatabase} throws.
 */
export function openLedger(
  file: string,
  keyring: Keyring,
  options: {
    readonly mode: 'write' | 'read';
    readonly appliedAt: string;
    readonly busyTimeoutMs?: number;
    readonly work?: 'consents' | 'plan' | 'run';
    /** Where this computer remembers how far the runs have come; absent: nowhere. */
    readonly stateFolder?: string | null;
  },
): Ledger {
  const db = openDatabase(file, { ...options, fileKey: keyring.fileKey });
  const { stateFolder = null } = options;
  const ledger = ledgerOf(db, file, keyring, () => undefined, { stateFolder });
  if (options.work === 'consents') beginBulk(db);
  if (options.work === 'plan') setForPlan(db);
  if (options.work === 'run') setForRun(db);
  if (options.mode === 'write') {
    guarded(file, () => noteCopy(db, file, runMemory(file, ledger.ledgerId, stateFolder)));
  }
  return ledger;
}

/** Whether a ledger was made with these keys. */
export function opensWith(file: string, keyring: Keyring, appliedAt: string): boolean {
  try {
    const db = openDatabase(file, { mode: 'read', appliedAt, fileKey: keyring.fileKey });
    try {
      identify(db, file, keyring);
      return true;
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof OperatorError && error.kind === 'notPermitted') return false;
    throw error;
  }
}

interface LedgerParts {
  readonly stateFolder?: string | null;
  readonly onClose?: () => void;
}

/** Puts the modules together over an open database. `refresh` runs before anything is read or written. */
export function ledgerOf(db: Db, file: string, keyring: Keyring, refresh: () => void, parts: LedgerParts = {}): Ledger {
  try {
    return guarded(file, () => modulesOf(db, file, keyring, refresh, parts));
  } catch (error) {
    db.close();
    throw error;
  }
}

function modulesOf(
  db: Db,
  file: string,
  given: Keyring,
  refresh: () => void,
  { stateFolder = null, onClose }: LedgerParts,
): Ledger {
  const row = identify(db, file, given);
  const keyring = withRetired(db, given);
  const isStillThere = fileWatch(file);
  const group = new GroupCommit(db, file, () => {
    isStillThere();
    refresh();
  });
  const memory = runMemory(file, row.ledger_id, stateFolder);
  const context = contextOf(db, file, keyring, row.ledger_id, memory, group, refresh);
  const append = auditAppender(db, row.ledger_id, (read) => group.oncePerCommit(read));
  const facts = factsReader(db, keyring);
  const skip = intentSkipper(db, append);
  const recorder = consentRecorder(context, append);
  const register = registerOf(context, append);
  return {
    file,
    rehearsalOf: row.rehearsal_of,
    clockOffsetMs: row.clock_offset_ms,
    ...consentStore(context, append, facts, recorder),
    ...suppressionStore(context, append),
    ...neverListStore(context, append, recorder),
    ...wordingStore(context, append),
    ...campaignStore(context, append),
    ...deliveryStore(context, append, facts),
    ...inboxStore(context, append),
    ...auditStore(context, append),
    ...homeStore(context, append),
    ...requestStore(context, register),
    ...retentionStore(context, append),
    ...erasureStore(context, append, skip),
    ...rightsStore(context, append, skip, register),
    ...approvalStore(context, append),
    ...incidentStore(context, append),
    setClockOffset: (offsetMs) =>
      context.transact(() => {
        db.prepare('UPDATE ledger SET clock_offset_ms = ?').run(offsetMs);
      }),
    checkIntegrity: () => damageOf(db, file),
    checkTampering: () => tamperingIn(db, file, keyring, row.rehearsal_of),
    close() {
      db.close();
      onClose?.();
    },
  };
}

/** @throws OperatorError notPermitted (77) when the ledger was made with another key. */
export function identify(db: Db, file: string, keyring: Keyring): LedgerRow {
  const row = db.prepare<[], LedgerRow>('SELECT ledger_id, key_check, rehearsal_of, clock_offset_ms FROM ledger').get();
  if (row === undefined) throw corrupt(file, 'EMPTY');
  if (!row.key_check.equals(keyring.check)) {
    throw new OperatorError('notPermitted', phrase('store.wrongKey', { file }), phrase('store.wrongKeyHint'));
  }
  return row;
}
