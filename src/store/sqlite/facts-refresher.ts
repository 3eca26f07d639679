import type { Db } from './open.js';
import { hasPrint } from './prints.js';
import { rectificationCopier } from './rectification-copy.js';
import { REHEARSAL_SEQ } from './rehearsal-seq.js';

type Row = Readonly<Record<string, unknown>>;

/** A consent of the ledger with the person whom it names there. */
interface SourceEvent extends Row {
  readonly subject_id: number;
  /** Null for someone erased since. */
  readonly phone: string | null;
  readonly fingerprint: Buffer;
  readonly subject_created_at: string;
  readonly subject_erased_at: string | null;
}

/**
 * Brings into a rehearsal what its ledger has learnt since of corrected numbers, consents, the never-list and holds; costs
 * one pragma while it has learnt nothing. Rows go over one by one, in the order of the ledger and under its own numbers.
 *
 * @param source The ledger, read only.
 * @param db The rehearsal.
 */
export function factsRefresher(source: Db, db: Db): () => void {
  const newestOf = (table: 'consent_event' | 'suppression' | 'suppression_lift' | 'hold'): number =>
    db
      .prepare<[number], { seq: number }>(`SELECT ifnull(max(seq), 0) AS seq FROM ${table} WHERE seq < ?`)
      .get(REHEARSAL_SEQ)?.seq ?? 0;

  const copyImports = (): void => {
    // From the first that had not ended: its end is told later.
    const first = db
      .prepare<[], { id: number }>(
        'SELECT ifnull((SELECT min(id) FROM import WHERE ended_at IS NULL), (SELECT ifnull(max(id), 0) + 1 FROM import)) AS id',
      )
      .get();
    const keep = upserter(
      db,
      'import',
      'ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, ended_at = excluded.ended_at',
    );
    for (const row of source.prepare<[number], Row>('SELECT * FROM import WHERE id >= ?').iterate(first?.id ?? 0))
      keep(row);
  };

  const copyConsents = (): void => {
    const after = newestOf('consent_event');
    const wordings = source.prepare<[number], Row>(
      'SELECT * FROM wording WHERE hash IN (SELECT wording_hash FROM consent_event WHERE seq > ?)',
    );
    const keepWording = upserter(db, 'wording');
    const kept = source.prepare<[], Row>('SELECT * FROM wording WHERE hash IN (SELECT hash FROM wording_version)');
    for (const row of kept.iterate()) keepWording(row);
    const keepVersion = upserter(db, 'wording_version');
    for (const row of source.prepare<[], Row>('SELECT * FROM wording_version').iterate()) keepVersion(row);
    for (const row of wordings.iterate(after)) keepWording(row);
    const localSubject = subjectOf(db);
    const keep = upserter(db, 'consent_event');
    const events = source.prepare<[number], SourceEvent>(
      `SELECT consent_event.*, phone, fingerprint, subject.created_at AS subject_created_at,
         subject.erased_at AS subject_erased_at
       FROM consent_event JOIN subject ON subject.id = subject_id WHERE seq > ? ORDER BY seq`,
    );
    for (const { phone, fingerprint, subject_created_at, subject_erased_at, ...event } of events.iterate(after)) {
      keep({ ...event, subject_id: localSubject(phone, fingerprint, subject_created_at, subject_erased_at) });
    }
  };

  /** A rehearsal numbers its own apart, so these keep the ledger's numbers. */
  const copyNumbered = (table: 'suppression' | 'suppression_lift' | 'hold'): void => {
    const keep = upserter(db, table);
    const entries = source.prepare<[number], Row>(`SELECT * FROM ${table} WHERE seq > ? ORDER BY seq`);
    for (const row of entries.iterate(newestOf(table))) keep(row);
  };

  const copyRestrictions = (): void => {
    const keep = upserter(db, 'restriction');
    const last = db.prepare<[], { seq: number }>('SELECT ifnull(max(seq), 0) AS seq FROM restriction').get();
    const rows = source.prepare<[number], Row>('SELECT * FROM restriction WHERE seq > ? ORDER BY seq');
    for (const row of rows.iterate(last?.seq ?? 0)) keep(row);
  };

  const copyRectifications = rectificationCopier(source, db);

  let seen = -1;
  return () => {
    if (source.pragma('data_version', { simple: true }) === seen) return;
    // One read of the ledger, so that what is brought in fits together and is what this version stands for.
    source.transaction(() => {
      const version = source.pragma('data_version', { simple: true }) as number;
      db.transaction(() => {
        // First: what was said since was said by whoever has the number now.
        copyRectifications();
        copyImports();
        copyConsents();
        copyNumbered('suppression');
        copyNumbered('suppression_lift');
        copyNumbered('hold');
        copyRestrictions();
      }).immediate();
      seen = version;
    })();
  };
}

/** Inserts rows of a table as they come; those already there stay unless `onConflict` says otherwise. */
function upserter(db: Db, table: string, onConflict = 'ON CONFLICT DO NOTHING'): (row: Row) => void {
  const columns = db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
  const names = columns.map(({ name }) => name);
  const insert = db.prepare<[Row]>(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')}) ${onConflict}`,
  );
  return (row) => {
    insert.run(row);
  };
}

/** Finds a person of the ledger in the rehearsal, where their id is another one, or brings them in. */
function subjectOf(
  db: Db,
): (phone: string | null, fingerprint: Buffer, createdAt: string, erasedAt: string | null) => number | bigint {
  const find = db.prepare<[{ readonly print: Buffer }], { id: number }>(
    `SELECT id FROM subject WHERE ${hasPrint('@print')}`,
  );
  const insert = db.prepare<[string | null, Buffer, string, string | null]>(
    'INSERT INTO subject (phone, fingerprint, created_at, erased_at) VALUES (?, ?, ?, ?)',
  );
  return (phone, fingerprint, createdAt, erasedAt) =>
    find.get({ print: fingerprint })?.id ?? insert.run(phone, fingerprint, createdAt, erasedAt).lastInsertRowid;
}
