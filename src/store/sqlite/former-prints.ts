import { fingerprintsOf, type Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { LogReading } from './log-reading.js';
import type { Db } from './open.js';

interface FormerPrint {
  readonly fingerprint: Buffer;
  readonly subjectId: number;
  /** Whether they may have had another number when the key was exchanged: then only the log knows of it. */
  readonly mayBeOfAnother: number;
}

/**
 * What nobody's fingerprint under a former key can be. By these rows whatever was said of one fingerprint is another
 * person's: whoever adds one moves a STOP, or a consent, to somebody else without any key.
 *
 * Each is of their own number under a key before this one; or, where that number was corrected or erased since, of no
 * number that somebody else has, unless it was theirs before. There are as many as the log tells of.
 */
export function formerPrintFaults({ db, count, rows }: LogReading, keyring: Keyring): readonly string[] {
  const strange = strangePrints(db, keyring);
  const kept = count('SELECT count(*) FROM former_fingerprint');
  const told = count(
    `SELECT ifnull(sum(data ->> 'subjects'), 0) FROM ${rows('key_rotated')} WHERE kind = 'key_rotated'`,
  );
  return [
    ...(strange === 0 ? [] : [`${strange} rows of former_fingerprint are of no number that this person had`]),
    ...(kept === told ? [] : [`former_fingerprint has ${kept} rows, the audit log tells of ${told}`]),
  ];
}

function strangePrints(db: Db, keyring: Keyring): number {
  db.function('is_retired_print', { deterministic: true }, (print, number) =>
    Number(keyring.retired.some((one) => one.fingerprint(number as E164).equals(print as Buffer))),
  );
  const rows = db
    .prepare<[], FormerPrint>(
      `SELECT former.fingerprint, subject_id AS subjectId, (phone IS NULL OR EXISTS (
         SELECT 1 FROM former_number WHERE former_number.subject_id = subject.id)) AS mayBeOfAnother
       FROM former_fingerprint AS former JOIN subject ON subject.id = subject_id
       WHERE phone IS NULL OR NOT is_retired_print(former.fingerprint, phone)`,
    )
    .all();
  const ofAnother = rows.filter(({ mayBeOfAnother }) => mayBeOfAnother === 1);
  return rows.length - ofAnother.length + ofOthers(db, keyring, ofAnother);
}

/** How many of these are of a number that somebody else has, and that was not theirs before. */
function ofOthers(db: Db, keyring: Keyring, rows: readonly FormerPrint[]): number {
  if (rows.length === 0) return 0;
  const holders = new Map(rows.map(({ fingerprint, subjectId }) => [fingerprint.toString('hex'), subjectId]));
  const hadBefore = db.prepare<[number], { fingerprint: Buffer }>(
    'SELECT fingerprint FROM former_number WHERE subject_id = ?',
  );
  let strange = 0;
  const people = db.prepare<[], { phone: E164 }>('SELECT phone FROM subject WHERE phone IS NOT NULL');
  for (const { phone } of people.iterate()) {
    const prints = fingerprintsOf(keyring, phone);
    for (const print of prints) {
      const holder = holders.get(print.toString('hex'));
      if (holder === undefined) continue;
      const wasTheirs = hadBefore.all(holder).some((had) => prints.some((one) => one.equals(had.fingerprint)));
      if (!wasTheirs) strange += 1;
    }
  }
  return strange;
}
