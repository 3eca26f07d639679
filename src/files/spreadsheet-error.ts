/** What stands where a formula has no result, in the words of the spreadsheets of Western Europe. */
const ERRORS: ReadonlySet<string> = new Set([
  ...['#N/A', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!', '#CALC!'],
  ...['#VALEUR!', '#NOM?', '#NOMBRE!', '#NUL!', '#PROPAGATION!', '#CALCUL!'],
  ...['#NV', '#WERT!', '#BEZUG!', '#ZAHL!', '#ÜBERLAUF!', '#KALK!'],
  ...['#N/D', '#VALORE!', '#RIF!', '#NOME?', '#NULLO!'],
  ...['#N/B', '#DEEL/0!', '#WAARDE!', '#VERW!', '#NAAM?', '#GETAL!', '#LEEG!'],
  ...['#¡DIV/0!', '#¡VALOR!', '#¡REF!', '#¿NOMBRE?', '#¡NUM!', '#¡NULO!', '#VALOR!', '#NÚM!', '#NULO!'],
]);

/** Whether a cell holds a spreadsheet's error instead of a value: `#N/A` is nobody's name. */
export function isSpreadsheetError(cell: string): boolean {
  return cell.startsWith('#') && ERRORS.has(cell.toUpperCase());
}
