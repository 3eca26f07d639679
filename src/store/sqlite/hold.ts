import { hasPrint } from './prints.js';

/** What a row of holds must be to hold back: nobody has decided yet. */
export const IS_HELD = `hold.releases IS NULL AND NOT EXISTS (SELECT 1 FROM hold AS release WHERE release.releases = hold.seq)`;

const COLUMNS = `SELECT hold.seq, subject.phone AS number, hold.fingerprint, 'review' AS reason, 'promotional' AS scope,
    NULL AS purpose, at, recorded_at AS recordedAt, hold.operator`;

/** Numbers about which a person has to decide, in the columns in which entries of the never-list are read. */
export const HELD_ROWS = `${COLUMNS} FROM hold LEFT JOIN subject ON ${hasPrint('hold.fingerprint')} WHERE ${IS_HELD}`;

/** Joins to `subject` what came under a number that the person had before, while they had it, as the never-list does. */
export const HOLDS_BEFORE = `JOIN former_number ON former_number.subject_id = subject.id
  JOIN hold ON hold.fingerprint = former_number.fingerprint AND hold.at <= former_number.until`;

/** {@link HELD_ROWS} that came under a former number of whoever has the number now. */
export const HELD_ROWS_BEFORE = `${COLUMNS} FROM subject ${HOLDS_BEFORE} WHERE ${IS_HELD}`;
