/** What stands where a formula has no result, in the words of English, French, German and Italian spreadsheets. */
const ERRORS: ReadonlySet<string> = new Set([
  ...['#N/A', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!', '#CALC!'],
  ...['#VALEUR!', '#NOM?', '#NOMBRE!', '#NUL!', '#PROPAGATION!', '#CALCUL!'],
  ...['#NV', '#WERT!', '#BEZUG!', '#ZAHL!', '#ÜBERLAUF!', '#KALK!'],
  ...['#N/D', '#VALORE!', '#RIF!', '#NOME?', '#NULLO!'],
]);

/** Whether a cell holds a spreadsheet's error instead of a value: `#N/A` is nobody's name. */
export function isSpreadsheetError(cell: string): boolean {
  return cell.startsWith('#') && ERRORS.has(cell.toUpperCase());
}
