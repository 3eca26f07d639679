import type { Contact } from '../core/audience/audience-judge.js';
import { refusesTexts } from '../core/consent/refusing-note.js';
import { answerMeantBy } from '../core/consent/value-meaning.js';
import { isDatabaseNull } from '../core/database-null.js';
import { plainFieldName } from '../core/template/field-name.js';
import { answerColumns } from '../files/answer-columns.js';
import { findColumn } from '../files/columns.js';
import { undoFormulaGuard } from '../files/csv-line.js';
import { isSpreadsheetError } from '../files/spreadsheet-error.js';
import { openTable, type RawRow, type Table } from '../files/table.js';
import { placeHints, placeRoles } from './place-columns.js';

/** A file of contacts as the operator names it; what is null is found out. */
export interface AskedContacts {
  readonly contacts: string;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly sheet: string | null;
}

/**
 * Opens a file of contacts, whatever its columns.
 *
 * @throws OperatorError badInput (65) or noInput (66) where it can not be read as a table.
 */
export function openContacts(
  { contacts, encoding, delimiter, sheet }: AskedContacts,
  { stdin }: { readonly stdin: NodeJS.ReadableStream },
): Promise<Table> {
  return openTable(contacts, { stdin, encoding, delimiter, sheet });
}

/** Reads contacts from rows: every column under its header and under the plain form of it. */
export function contactReader({ headers }: Table, phoneColumn: number): (raw: RawRow, row: number) => Contact {
  const plain = headers.map(plainFieldName);
  const columns = new Map(placeRoles.map((role) => [role, findColumn(headers, role)]));
  const saysNo = refusalReader(headers, phoneColumn);
  return ({ line, cells: written }, row) => {
    const cells = written.map(undoFormulaGuard);
    const fields = new Map<string, string>();
    // The plain forms first: where a header is another one's plain form, the header itself wins.
    plain.forEach((name, index) => {
      if (!fields.has(name)) fields.set(name, fieldOf(cells[index]));
    });
    headers.forEach((name, index) => fields.set(name, fieldOf(cells[index])));
    const place = placeHints((role) => cells[columns.get(role) ?? -1]);
    return { line, row, phone: cells[phoneColumn] ?? '', place, fields, saysNo: saysNo(cells) };
  };
}

/**
 * Tells whether a row says no where the file asks for a yes, or anything but no where it asks who left (a blank says
 * neither), or in a remark.
 */
function refusalReader(headers: readonly string[], phoneColumn: number): (cells: readonly string[]) => boolean {
  const columnsOf = (role: 'opt_in' | 'opt_out' | 'remark'): readonly number[] =>
    answerColumns(headers, role).filter((index) => index !== phoneColumn);
  const [asking, leaving, noted] = [columnsOf('opt_in'), columnsOf('opt_out'), columnsOf('remark')];
  return (cells) =>
    asking.some((index) => ['no', 'left'].includes(answerMeantBy(cells[index] ?? ''))) ||
    leaving.some((index) => !['no', 'blank'].includes(answerMeantBy(cells[index] ?? ''))) ||
    noted.some((index) => refusesTexts(cells[index] ?? ''));
}

/** The value of a cell in a text or a filter: an error of the spreadsheet is no value, nor is what a database has for none. */
function fieldOf(cell = ''): string {
  return isSpreadsheetError(cell) || isDatabaseNull(cell) ? '' : cell;
}
