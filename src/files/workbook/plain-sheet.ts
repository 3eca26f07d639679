import type { ShownAs } from './number-format.js';
import { attributesOf, escaped } from './xml-text.js';

/** A sheet written anew, so that nothing of it is lost on the reader of workbooks. */
export interface PlainSheet {
  /** Rows that hold something, numbered without a gap. */
  readonly xml: string;
  /** Which row of the sheet each of them is, from 1. */
  readonly lines: readonly number[];
  /** How many columns reach from A to the last cell that holds something. */
  readonly width: number;
  /** Rows with something in them that a filter, or a person, has hidden from view. */
  readonly hiddenRows: number;
  /** The first formula whose result was never computed; null as a rule. */
  readonly uncalculated: string | null;
}

/** The day after the last one that Excel shows, 31 December 9999: a number from here on is none of a date. */
const FIRST_SERIAL_BEYOND_DATES = 2_958_466;

/** A sheet ends with column XFD. */
const MAX_COLUMNS = 16_384;

/*
 * No pattern looks beyond the next tag that should not be there: whoever leaves a million elements open makes nobody wait.
 */
const ROW = elementsNamed('row');
const CELL = elementsNamed('c');
const FORMULA = /<((?:[\w.-]+:)?f)(?=[\s/>])(?:[^<>]*?\/>|[^<>]*>[^<]*<\/\1>)/;
const VALUE = /<((?:[\w.-]+:)?v)(?=[\s/>])(?:[^<>]*?\/>|[^<>]*>([^<]*)<\/\1>)/;

/** An element with its name, attributes and content, in which none of the same name stands. */
function elementsNamed(name: string): RegExp {
  const start = `<((?:[\\w.-]+:)?${name})(?=[\\s/>])([^<>]*?)`;
  const content = `([^<]*(?:<(?!/\\1>|(?:[\\w.-]+:)?${name}[\\s/>])[^<]*)*)`;
  return new RegExp(`${start}(?:/>|>${content}</\\1>)`, 'g');
}

/**
 * Takes a sheet apart to the cell and writes it down again as the reader of workbooks reads it whole.
 *
 * By itself that reader empties cells with an error (`#N/A`) or with a formula that was never computed, stops at cells
 * without an address, fills every gap between two rows, and does not tell how a number is shown. So errors become
 * texts here, numbers are shown as their style shows them, and rows are numbered anew.
 *
 * @param xml One worksheet, without CDATA.
 * @returns Null if it is not written as a sheet is.
 * @see ECMA-376 part 1, sections 18.3.1.4 (cell), 18.3.1.73 (row), 18.18.11 (types of cells)
 */
export function plainSheet(xml: string, styles: readonly (ShownAs | null)[]): PlainSheet | null {
  const data = sheetData(xml);
  if (data === null) return null;
  const rows: string[] = [];
  const lines: number[] = [];
  let [rowTags, cellTags, line, width, hiddenRows] = [0, 0, 0, 0, 0];
  let uncalculated: string | null = null;
  for (const [, , rowAttributes = '', content = ''] of data.matchAll(ROW)) {
    rowTags++;
    const row = attributesOf(rowAttributes);
    const cells: string[] = [];
    let column = 0;
    let place = row.get('r');
    for (const [, , cellAttributes = '', inner = ''] of content.matchAll(CELL)) {
      cellTags++;
      const cell = attributesOf(cellAttributes);
      const address = cell.get('r');
      place ??= address?.replace(/^\D+/, '');
      column = address === undefined ? column + 1 : columnNumber(address);
      const told = readCell(cell, inner, styles);
      if (column < 1 || column > MAX_COLUMNS) return null;
      if (told === UNCALCULATED) uncalculated ??= columnName(column) + (place ?? String(line + 1));
      else if (told !== null) {
        cells.push(`<c r="${columnName(column)}${rows.length + 1}" ${told}</c>`);
        width = Math.max(width, column);
      }
    }
    line = place === undefined ? line + 1 : Number(place);
    if (!Number.isSafeInteger(line)) return null;
    if (cells.length === 0) continue;
    if (row.get('hidden') === '1' || row.get('hidden') === 'true') hiddenRows++;
    lines.push(line);
    rows.push(`<row r="${rows.length + 1}">${cells.join('')}</row>`);
  }
  // What the patterns above do not fit must not go missing in silence.
  if (rowTags !== countTags(data, 'row') || cellTags !== countTags(data, 'c')) return null;
  const plain = `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
  return { xml: plain, lines, width, hiddenRows, uncalculated };
}

/** What stands between the tags of `sheetData`; '' if there is none. */
function sheetData(xml: string): string | null {
  const [tag, name, slash] = /<((?:[\w.-]+:)?sheetData)(?=[\s/>])[^>]*?(\/?)>/.exec(xml) ?? [];
  if (tag === undefined || name === undefined) return null;
  if (slash === '/') return '';
  const start = xml.indexOf(tag) + tag.length;
  const end = xml.indexOf(`</${name}>`, start);
  return end === -1 ? null : xml.slice(start, end);
}

const UNCALCULATED = Symbol('a formula without its result');

/** The rest of a cell's element behind its address, up to the end tag; null for an empty cell. */
function readCell(
  cell: ReadonlyMap<string, string>,
  content: string,
  styles: readonly (ShownAs | null)[],
): string | typeof UNCALCULATED | null {
  const hasFormula = FORMULA.test(content);
  const inner = hasFormula ? content.replace(FORMULA, '') : content;
  const value = VALUE.exec(inner);
  const text = value?.[2]?.trim() ?? '';
  const type = cell.get('t') ?? 'n';
  if (hasFormula && (value === null || (text === '' && type === 'n'))) return UNCALCULATED;
  switch (type) {
    case 'n':
      return text === '' ? null : readNumber(text, cell.get('s'), styles);
    case 'd':
      return text === '' ? null : textCell(text.replace(/T00:00(?::00(?:\.0+)?)?Z?$/, ''));
    case 'e':
      return text === '' ? null : `t="str">${inner}`;
    case 'b':
      return text === '' ? null : textCell(text === '1' || text === 'true' ? 'TRUE' : 'FALSE');
    case 'inlineStr':
      return `t="inlineStr">${inner}`;
    default:
      return text === '' ? null : `t="${type}">${inner}`;
  }
}

function readNumber(text: string, style: string | undefined, styles: readonly (ShownAs | null)[]): string {
  const number = Number(text);
  const shown = styles[Number(style)]?.(number) ?? null;
  if (shown !== null) return textCell(escaped(shown));
  // Only a style can make a number a date.
  const isDate = style !== undefined && number >= 0 && number < FIRST_SERIAL_BEYOND_DATES && Number(style) in styles;
  return `${isDate ? `s="${style}"` : ''}><v>${text}</v>`;
}

function textCell(text: string): string {
  return `t="inlineStr"><is><t>${text}</t></is>`;
}

function countTags(xml: string, name: string): number {
  return xml.match(new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])`, 'g'))?.length ?? 0;
}

/** `AB12` is 28. */
function columnNumber(address: string): number {
  let column = 0;
  for (const letter of address.replace(/[^A-Z]/gi, '').toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

/** 28 is `AB`. */
export function columnName(column: number): string {
  const left = Math.floor((column - 1) / 26);
  return (left > 0 ? columnName(left) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}
