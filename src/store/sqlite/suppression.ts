import { isoInstant } from '../../core/schedule/instant.js';
import { isOnList } from '../../core/suppression/suppression.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { RecordVerdict, Stamp, SuppressionRecord, SuppressionRow, SuppressionStore } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { formerHoldersOf, printFinder } from './former-holder.js';
import { HELD_ROWS, HELD_ROWS_BEFORE } from './hold.js';
import { AMONG_PRINTS, hasPrint, isAmongPrints, printsOf } from './prints.js';
import { ENTRY, entryOfRow, THEIRS_BEFORE, type EntryRow } from './suppression-entry.js';
import { subjectKeeper } from './subject.js';

const COLUMNS = `SELECT suppression.seq, subject.phone AS number, suppression.fingerprint, reason, scope, suppression.purpose, at,
    suppression.recorded_at AS recordedAt, suppression.operator, import_id AS importId,
    (SELECT json_group_array(json_object('why', why, 'purpose', suppression_lift.purpose, 'consentSeq', consent_seq,
       'recordedAt', suppression_lift.recorded_at, 'operator', suppression_lift.operator))
     FROM suppression_lift WHERE suppression_seq = suppression.seq) AS lifts`;
const LIST = `${COLUMNS} FROM suppression LEFT JOIN subject ON ${hasPrint('suppression.fingerprint')}`;

type ListedRow = Omit<SuppressionRow, 'lifts'> & { readonly lifts: string };
/** What holds back without standing on the list: no file brought it, and nothing lifts it. */
type HeldRow = Omit<SuppressionRow, 'lifts' | 'importId'>;

export function suppressionStore(context: Context, append: Append): SuppressionStore {
  const { db, keyring, transact, query, stream } = context;
  const ofOne = db.prepare<[string], ListedRow>(
    `${LIST} WHERE suppression.fingerprint ${AMONG_PRINTS} ORDER BY suppression.seq`,
  );
  const beforeOf = db.prepare<[string], ListedRow>(
    `${COLUMNS} FROM subject ${THEIRS_BEFORE} WHERE ${isAmongPrints()} ORDER BY suppression.seq`,
  );
  const heldOf = db.prepare<[{ readonly prints: string }], HeldRow>(
    `${HELD_ROWS} AND hold.fingerprint IN (SELECT unhex(value) FROM json_each(@prints))
     UNION ${HELD_ROWS_BEFORE} AND ${isAmongPrints('@prints')} ORDER BY seq`,
  );
  const restrictionOf = db.prepare<[string], HeldRow & { kind?: string }>(
    `SELECT seq, phone AS number, restriction.fingerprint, 'restriction' AS reason, 'all' AS scope, NULL AS purpose, at,
       at AS recordedAt, operator, kind
     FROM restriction LEFT JOIN subject ON ${hasPrint('restriction.fingerprint')}
     WHERE restriction.fingerprint ${AMONG_PRINTS} ORDER BY seq DESC LIMIT 1`,
  );
  // The lift of one from before an exchange of keys stands under another fingerprint.
  const inForce = (prints: string): readonly HeldRow[] => {
    const last = restrictionOf.get(prints);
    if (last?.kind !== 'restricted') return [];
    delete last.kind;
    return [last];
  };
  const record = suppressionRecorder(context, append);
  const [isThere, holdersBefore] = [listReader(context), formerHoldersOf(context)];

  return {
    recordSuppressions: (records, stamp) => transact(() => records.map((one) => record(one, stamp))),
    areOnList: (records, sha256) => query(() => records.map((one) => isThere(one, sha256))),
    suppressionsOf: (number: E164) =>
      query(() => {
        const prints = printsOf(keyring, number);
        const held = [...inForce(prints), ...heldOf.all({ prints })];
        const own = ofOne.all(prints);
        // What was carried along when the number changed is told once.
        const told = new Set(own.map(saidBy));
        const entries = [...own, ...beforeOf.all(prints).filter((row) => !told.has(saidBy(row)))];
        return [...entries.map(listed), ...held.map((row) => ({ ...row, importId: null, lifts: [] }))];
      }),
    formerHolders: (numbers) => query(() => holdersBefore(numbers)),
    *suppressions() {
      for (const row of stream<ListedRow>(`${LIST} ORDER BY suppression.seq`)) yield listed(row);
    },
  };
}

/** What an entry says, whosever number it stands under. */
function saidBy({ reason, scope, purpose, at }: ListedRow): string {
  return JSON.stringify([reason, scope, purpose, at]);
}

function listed(row: ListedRow): SuppressionRow {
  return { ...row, lifts: JSON.parse(row.lifts) as SuppressionRow['lifts'] };
}

interface KnownQuery {
  readonly prints: string;
  readonly reason: string;
  readonly sha256: string | null;
  readonly importId: number | null;
}

/**
 * Tells whether the list says already what an entry would say. What is entered by hand may be undone with the import that
 * brought it, so it counts for the same file alone: what another file or a person says stands beside it as a row of its own.
 * Not so once the person lifted it: another list that still has the old entry is no younger wish.
 */
export function listReader(context: Context): (entry: SuppressionRecord, sha256: string | null) => boolean {
  const [isThere, spokenFor] = [entryReader(context), undatedSpreader(context)];
  return (entry, sha256) => spokenFor(entry).every((one) => isThere(one, sha256));
}

/** {@link listReader} of the number of the entry alone. */
function entryReader({ db, keyring }: Context): (entry: SuppressionRecord, sha256: string | null) => boolean {
  // It may have been entered under a key that was exchanged since, and be known by that fingerprint alone.
  const known = db.prepare<[KnownQuery], EntryRow & { readonly isOfSameFile: number }>(
    `SELECT ${ENTRY}, EXISTS (SELECT 1 FROM import WHERE import.id = suppression.import_id
         AND (import.id = @importId OR import.sha256 = ifnull(@sha256, (SELECT sha256 FROM import AS own WHERE own.id = @importId)))) AS isOfSameFile
     FROM suppression WHERE fingerprint IN (SELECT unhex(value) FROM json_each(@prints)) AND reason = @reason
       AND (reason <> 'manual' OR import_id IS NULL OR isOfSameFile
         OR EXISTS (SELECT 1 FROM suppression_lift WHERE suppression_seq = suppression.seq))`,
  );
  return (entry, sha256) => {
    const { number, reason, source } = entry;
    const rows = known.all({ prints: printsOf(keyring, number), reason, sha256, importId: source?.importId ?? null });
    return isOnList(
      entry,
      rows.flatMap(({ isOfSameFile, ...row }) =>
        entryOfRow(row).map((one) => ({ ...one, isOfSameFile: isOfSameFile === 1 })),
      ),
    );
  };
}

/**
 * Everybody for whom an entry speaks: without a date it may have been said by anyone who had the number before, and so is
 * theirs too, under the number that they have now. That a number can not be reached is said of the number.
 */
function undatedSpreader(context: Context): (entry: SuppressionRecord) => readonly SuppressionRecord[] {
  const holdersBefore = formerHoldersOf(context);
  return (entry) => {
    if (entry.isUndated !== true || entry.reason === 'unreachable') return [entry];
    const others = new Set(holdersBefore([entry.number]).map(({ holder }) => holder));
    return [entry, ...[...others].map((number) => ({ ...entry, number }))];
  };
}

/** Writes an entry inside the transaction that is under way. */
export type SuppressionRecorder = (entry: SuppressionRecord, stamp: Stamp) => RecordVerdict;

/** Puts entries on the never-list, each with its audit row, inside the transaction that is under way. */
export function suppressionRecorder(context: Context, append: Append): SuppressionRecorder {
  const [record, spokenFor] = [entryRecorder(context, append), undatedSpreader(context)];
  return (entry, stamp) => {
    const verdicts = spokenFor(entry).map((one) => record(one, stamp));
    return verdicts.includes('recorded') ? 'recorded' : 'unchanged';
  };
}

function entryRecorder(context: Context, append: Append): SuppressionRecorder {
  const { db, keyring } = context;
  const [isThere, printAt] = [entryReader(context), printFinder(context)];
  const keepSubject = subjectKeeper(db, keyring);
  const insert = db.prepare(
    `INSERT INTO suppression (fingerprint, reason, scope, purpose, at, import_id, line, recorded_at, operator)
     VALUES (@fingerprint, @reason, @scope, @purpose, @at, @importId, @line, @recordedAt, @operator)`,
  );
  return (entry, stamp) => {
    const { at: recordedAt, operator } = stamped(stamp);
    const purpose = entry.scope.kind === 'purpose' ? entry.scope.purpose : null;
    const at = isoInstant(entry.at);
    const fingerprint = printAt(entry.number, at);
    if (isThere(entry, null)) return 'unchanged';
    insert.run({
      fingerprint,
      reason: entry.reason,
      scope: entry.scope.kind,
      purpose,
      at,
      importId: entry.source?.importId ?? null,
      line: entry.source?.line ?? null,
      recordedAt,
      operator,
    });
    keepSubject(entry.number, recordedAt);
    append(
      {
        kind: 'suppressed',
        subject: fingerprint,
        data: {
          reason: entry.reason,
          scope: entry.scope.kind,
          purpose,
          effectiveAt: at,
          import: entry.source?.importId ?? null,
          line: entry.source?.line ?? null,
        },
      },
      stamp,
    );
    return 'recorded';
  };
}
