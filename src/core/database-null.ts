/** Whether a cell is what databases export for nothing at all: `NULL` of phpMyAdmin, `\N` of MySQL. Nobody is called so in capitals. */
export function isDatabaseNull(cell: string): boolean {
  return cell === 'NULL' || cell === '\\N';
}
