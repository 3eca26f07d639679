import type { SuppressionEntry } from '../../core/suppression/suppression.js';
import { grouped } from './grouped.js';
import { HOLDS_BEFORE, IS_HELD } from './hold.js';
import type { Db } from './open.js';
import { ENTRY, entryOfRow, THEIRS_BEFORE, type EntryRow } from './suppression-entry.js';

interface PlacedEntry extends EntryRow {
  readonly place: number;
}

const NOTHING: readonly never[] = [];

/** What of the never-list stands at one of some numbers, and of the person who has it; null: nobody whom the ledger knows. */
type EntriesOf = (place: number, subjectId: number | null) => readonly SuppressionEntry[];

/**
 * Reads what holds messages back from many numbers: entries of the never-list, replies that wait for a person, restrictions.
 *
 * @param printsEach So many fingerprints stand for a number, one after the other.
 */
export function entriesReader(
  db: Db,
  printsEach: number,
): (prints: string, subjectIds: readonly number[]) => EntriesOf {
  // In most ledgers nobody stands in these: to look for each person in vain would be an eighth of the work.
  const rare = db.prepare<[], Record<'hold' | 'restriction' | 'formerNumber', number | null>>(
    `SELECT (SELECT max(seq) FROM hold) AS hold, (SELECT max(seq) FROM restriction) AS restriction,
       (SELECT max(seq) FROM former_number) AS formerNumber`,
  );
  const suppressions = db.prepare<[{ readonly prints: string }], PlacedEntry>(
    `SELECT key AS place, ${ENTRY}
     FROM json_each(@prints) JOIN suppression ON suppression.fingerprint = unhex(value)`,
  );
  // A reply that waits for a person holds back as an entry does, and no consent lifts it.
  const held = db.prepare<[{ readonly prints: string }], PlacedEntry>(
    `SELECT key AS place, 'review' AS reason, 'promotional' AS scope, NULL AS purpose, at, NULL AS lifts
     FROM json_each(@prints) JOIN hold ON hold.fingerprint = unhex(value) WHERE ${IS_HELD}`,
  );
  // So does a restriction. It may stand under a former key and its lift under the present one: the last row about the
  // number counts, whatever its fingerprint.
  const restrictions = db.prepare<[{ readonly prints: string }], PlacedEntry & { readonly kind: string }>(
    `SELECT key AS place, restriction.kind, 'restriction' AS reason, 'all' AS scope, NULL AS purpose, at, NULL AS lifts
     FROM json_each(@prints) JOIN restriction ON restriction.fingerprint = unhex(value) ORDER BY restriction.seq`,
  );
  // What was said under a number that they had before; read by the person, for hardly anyone has had another one.
  const suppressionsBefore = db.prepare<[{ readonly ids: string }], EntryRow & { readonly subject_id: number }>(
    `SELECT subject.id AS subject_id, ${ENTRY} FROM (SELECT value AS id FROM json_each(@ids)) AS subject ${THEIRS_BEFORE}
     UNION ALL
     SELECT subject_id, 'review', 'promotional', NULL, at, NULL
     FROM (SELECT value AS id FROM json_each(@ids)) AS subject ${HOLDS_BEFORE} WHERE ${IS_HELD}`,
  );
  const placeOf = ({ place }: { readonly place: number }): number => Math.floor(place / printsEach);
  return (prints, subjectIds) => {
    const newest = rare.get();
    const among = <T>(last: number | null | undefined, rows: () => readonly T[]): readonly T[] =>
      last === null ? NOTHING : rows();
    const entriesAt = new Map<number, EntryRow[]>();
    const note = (row: PlacedEntry): void => {
      const entries = entriesAt.get(placeOf(row));
      if (entries === undefined) entriesAt.set(placeOf(row), [row]);
      else entries.push(row);
    };
    suppressions.all({ prints }).forEach(note);
    among(newest?.hold, () => held.all({ prints })).forEach(note);
    const restricted = among(newest?.restriction, () => restrictions.all({ prints }));
    for (const row of new Map(restricted.map((one) => [placeOf(one), one])).values()) {
      if (row.kind === 'restricted') note(row);
    }
    const before = among(newest?.formerNumber, () => suppressionsBefore.all({ ids: JSON.stringify(subjectIds) }));
    const entriesBefore = grouped(
      before,
      ({ subject_id: id }) => id,
      (row) => row,
    );
    return (place, subjectId) => {
      const [now, former] = [entriesAt.get(place), entriesBefore.get(subjectId)];
      // Hardly anybody has one.
      return now === undefined && former === undefined
        ? NOTHING
        : [...(now ?? NOTHING), ...(former ?? NOTHING)].flatMap(entryOfRow);
    };
  };
}
