/** What a row of holds must be to hold back: nobody has decided yet. */
export const IS_HELD = `hold.releases IS NULL AND NOT EXISTS (SELECT 1 FROM hold AS release WHERE release.releases = hold.seq)`;

/** Numbers about which a person has to decide, in the columns in which entries of the never-list are read. */
export const HELD_ROWS = `SELECT hold.seq, subject.phone AS number, hold.fingerprint, 'review' AS reason, 'promotional' AS scope,
    NULL AS purpose, at, recorded_at AS recordedAt, operator
  FROM hold LEFT JOIN subject ON subject.fingerprint = hold.fingerprint WHERE ${IS_HELD}`;
