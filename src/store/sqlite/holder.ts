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
    (SELECT holder.id FROM subject AS holder WHERE holder.fingerprint = ${print}))`;
}
