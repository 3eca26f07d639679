import { hasPrint } from './prints.js';

/**
 * SQL for the id of whoever had a number at a moment: the first who has had another one since, else whoever has it now.
 * NULL: nobody whom the ledger knows.
 *
 * @param print The column of the number's fingerprint.
 * @param moment The column that says when.
 */
export function holderOf(print: string, moment: string): string {
  return `ifnull((SELECT had.subject_id FROM former_number AS had
      WHERE had.fingerprint = ${print} AND ${moment} <= had.until ORDER BY had.seq LIMIT 1),
    (SELECT holder.id FROM subject AS holder WHERE ${hasPrint(print, 'holder')}))`;
}

/** A person, with the fingerprints of their number and of those that they had before. */
export interface WhoseRows {
  readonly id: number | null;
  readonly own: string;
  readonly former: string;
}

/** The condition for rows about a person, and about nobody who had, or has, one of their numbers at another time. */
export function isTheirs(table: 'reply' | 'exclusion' | 'request', moment: string): string {
  const [print, holder] = [`${table}.fingerprint`, holderOf(`${table}.fingerprint`, moment)];
  return `((${print} IN (SELECT unhex(value) FROM json_each(@own)) AND ifnull(${holder}, @id) IS @id)
    OR (${print} IN (SELECT unhex(value) FROM json_each(@former)) AND ${holder} = @id))`;
}
