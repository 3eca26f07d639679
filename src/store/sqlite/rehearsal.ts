import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Keyring } from '../../core/contact/keyring.js';
import type { Ledger, Stamp } from '../store.js';
import { auditAppender, stamped } from './audit.js';
import { guarded } from './errors.js';
import { ledgerOf } from './ledger.js';
import { openDatabase, type Db } from './open.js';

/**
 * What a rehearsal itself records of consents and STOPs is numbered from here, so that what the ledger learns later
 * can still be brought in under its own numbers, and a simulated STOP stands after everything else.
 */
const REHEARSAL_SEQ = 2 ** 40;

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
  if (!existsSync(files.rehearsal)) copyLedger(files, campaign, stamp);
  const source = openDatabase(files.ledger, { mode: 'read', appliedAt: stamped(stamp).at });
  const db = openDatabase(files.rehearsal, { mode: 'write', appliedAt: stamped(stamp).at });
  const refresh = factsRefresher(source, db);
  return ledgerOf(
    db,
    files.rehearsal,
    keyring,
    () => guarded(files.rehearsal, refresh),
    () => source.close(),
  );
}

function copyLedger(files: RehearsalFiles, campaign: string, stamp: Stamp): void {
  const unfinished = `${files.rehearsal}.new`;
  guarded(files.rehearsal, () => {
    mkdirSync(dirname(files.rehearsal), { recursive: true, mode: 0o700 });
    for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true });
    const source = openDatabase(files.ledger, { mode: 'write', appliedAt: stamped(stamp).at });
    try {
      source.prepare('VACUUM INTO ?').run(unfinished);
    } finally {
      source.close();
    }
    chmodSync(unfinished, 0o600);
    const copy = openDatabase(unfinished, { mode: 'write', appliedAt: stamped(stamp).at });
    try {
      prepareCopy(copy, campaign, stamp);
      // A copy is one file again before it gets its name: no log may be left behind under the old one.
      copy.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      copy.close();
    }
    renameSync(unfinished, files.rehearsal);
  });
}

function prepareCopy(copy: Db, campaign: string, stamp: Stamp): void {
  copy.transaction(() => {
    copy.prepare('UPDATE ledger SET rehearsal_of = ?').run(campaign);
    for (const table of ['consent_event', 'suppression']) {
      copy.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(table);
      copy.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, REHEARSAL_SEQ);
    }
    const id = copy.prepare<[], { ledger_id: string }>('SELECT ledger_id FROM ledger').get()?.ledger_id ?? '';
    auditAppender(copy, id)({ ...stamped(stamp), kind: 'rehearsal_opened', campaign, subject: null, data: {} });
  }).immediate();
}

/** Brings in what the ledger has learnt since; costs one pragma while it has learnt nothing. */
function factsRefresher(source: Db, db: Db): () => void {
  const lastOf = (table: string): number =>
    db.prepare<[number], { seq: number }>(`SELECT ifnull(max(seq), 0) AS seq FROM ${table} WHERE seq < ?`).get(REHEARSAL_SEQ)
      ?.seq ?? 0;
  const copyRows = (table: string, key: string, after: number, rows: readonly Record<string, unknown>[]): void => {
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) return;
    const insert = db.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')}) ON CONFLICT DO NOTHING`,
    );
    for (const row of rows) if (Number(row[key]) > after) insert.run(row);
  };
  const localSubject = db.prepare<[string], { id: number }>('SELECT id FROM subject WHERE phone = ?');
  const keepSubject = db.prepare(
    'INSERT INTO subject (phone, fingerprint, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  let seen = -1;
  return () => {
    const version = source.pragma('data_version', { simple: true }) as number;
    if (version === seen) return;
    db.transaction(() => {
      const after = lastOf('consent_event');
      const events = source
        .prepare<[number], Record<string, unknown> & { subject_id: number; phone: string; fingerprint: Buffer; created_at: string }>(
          `SELECT consent_event.*, phone, fingerprint, created_at FROM consent_event
             JOIN subject ON subject.id = subject_id WHERE seq > ? ORDER BY seq`,
        )
        .all(after);
      const importId = db.prepare<[], { id: number }>('SELECT ifnull(max(id), 0) AS id FROM import').get()?.id ?? 0;
      const imports = source.prepare<[number], Record<string, unknown>>('SELECT * FROM import WHERE id > ?').all(importId);
      copyRows('import', 'id', importId, imports);
      const hashes = source
        .prepare<[number], Record<string, unknown>>(
          'SELECT 1 AS fresh, wording.* FROM wording WHERE hash IN (SELECT wording_hash FROM consent_event WHERE seq > ?)',
        )
        .all(after)
        .map(({ hash, text }) => ({ hash, text }));
      const keepWording = db.prepare('INSERT INTO wording (hash, text) VALUES (@hash, @text) ON CONFLICT DO NOTHING');
      for (const wording of hashes) keepWording.run(wording);
      const localEvents = events.map(({ phone, fingerprint, created_at, ...event }) => {
        keepSubject.run(phone, fingerprint, created_at);
        return { ...event, subject_id: localSubject.get(phone)?.id };
      });
      copyRows('consent_event', 'seq', after, localEvents);
      const entriesAfter = lastOf('suppression');
      const entries = source
        .prepare<[number], Record<string, unknown>>('SELECT * FROM suppression WHERE seq > ? ORDER BY seq')
        .all(entriesAfter);
      copyRows('suppression', 'seq', entriesAfter, entries);
    }).immediate();
    seen = version;
  };
}
