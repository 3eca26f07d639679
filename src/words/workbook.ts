import { shownFile } from './files.js';
import type { Formats } from './formats.js';
import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

interface InFile {
  readonly file: string;
}

interface InSheet extends InFile {
  readonly sheet: string;
}

interface Decision extends InSheet {
  readonly others: readonly string[];
  readonly hiddenRows: number;
  readonly column: string | null;
  readonly countryColumn: string | null;
}

/** More names than these are only counted. */
const NAMED_SHEETS = 5;

function othersEn(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length > NAMED_SHEETS) return ` (not the ${names.length} others: --sheet)`;
  return ` (not ${names.map((name) => `“${name}”`).join(', ')}: --sheet)`;
}

function othersFr(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length > NAMED_SHEETS) return fr` (pas les ${names.length} autres : --sheet)`;
  return fr` (pas ${names.map((name) => fr`« ${name} »`).join(', ')} : --sheet)`;
}

/** Where a table holds its numbers; `column` is null for a list without a header. */
interface NumbersAt {
  readonly column: string | null;
  /** The column whose country national forms are read in first; null where there is none. */
  readonly countryColumn: string | null;
}

export function numbersIn({ column, countryColumn }: NumbersAt): string {
  const place = column === null ? 'a list of numbers without column names' : `number in “${column}”`;
  return countryColumn === null ? place : `${place}, read first in the country of “${countryColumn}”`;
}

/** The same in French. */
export function numerosDans({ column, countryColumn }: NumbersAt): string {
  const place = column === null ? 'une liste de numéros sans nom de colonne' : fr`numéro dans « ${column} »`;
  return countryColumn === null ? place : fr`${place}, lu d’abord dans le pays de « ${countryColumn} »`;
}

export const workbookEn = {
  'workbook.decision': (v: Decision, f: Formats) =>
    `${shownFile(v.file, f)}: Excel workbook, sheet “${v.sheet}”${othersEn(v.others)}` +
    (v.hiddenRows === 0 ? '' : `, ${f.number(v.hiddenRows)} hidden ${f.plural(v.hiddenRows, 'row', 'rows')} too`) +
    `, ${numbersIn(v)}`,
  'workbook.damaged': (v: InFile, f: Formats) => `${shownFile(v.file, f)} is an Excel workbook that is damaged`,
  'workbook.damagedHint':
    'open it in the spreadsheet program and save it anew, or copy it once more from where it came',
  'workbook.lockedHint': 'open it in Excel, take the password off, and save it under another name',
  'workbook.tooLarge': (v: InFile & { limitMib: number }, f: Formats) =>
    `${shownFile(v.file, f)} is an Excel workbook of more than ${f.number(v.limitMib)} MiB, packed or unpacked`,
  'workbook.tooLargeHint':
    'a workbook is read into memory as a whole; save the sheet as "CSV UTF-8", which is read at any length',
  'workbook.tooWide': (v: InSheet & { column: string }, f: Formats) =>
    `${shownFile(v.file, f)}, sheet “${v.sheet}”: the table reaches to column ${v.column}, too wide for so many rows`,
  'workbook.tooWideHint': (v: { column: string }) =>
    `delete what stands in column ${v.column} and in others that are not needed, or save the sheet as "CSV UTF-8"`,
  'workbook.uncalculated': (v: InSheet & { cell: string }, f: Formats) =>
    `${shownFile(v.file, f)}, sheet “${v.sheet}”: cell ${v.cell} holds a formula without its result`,
  'workbook.uncalculatedHint': 'open the workbook in the spreadsheet program, which computes it, and save it',
  'workbook.noSuchSheet': (v: InSheet, f: Formats) => `${shownFile(v.file, f)} has no sheet named “${v.sheet}”`,
  'workbook.noSuchSheetHint': (v: { sheets: readonly string[] }) => `this workbook has: ${v.sheets.join(', ')}`,
  'workbook.tooManyColumnsHint': 'name every column that holds something, or empty the cells right of the last name',
  'workbook.idleOption': (v: InFile & { kind: 'text' | 'workbook'; option: string }, f: Formats) =>
    `${shownFile(v.file, f)} is ${v.kind === 'text' ? 'a text' : 'an Excel workbook'}, and ${v.option} says nothing of it`,
  'workbook.idleOptionHint': (v: { option: string }) => `leave ${v.option} out, or check that it is the right file`,
  'workbook.helpSheet': 'sheet of an Excel workbook, by name or by place from 1; else the first one with rows',
} as const;

export const workbookFr: Translated<typeof workbookEn> = {
  'workbook.decision': (v, f) =>
    fr`${shownFile(v.file, f)} : classeur Excel, feuille « ${v.sheet} »${othersFr(v.others)}` +
    (v.hiddenRows === 0
      ? ''
      : `, avec ${f.number(v.hiddenRows)} ${f.plural(v.hiddenRows, 'ligne masquée', 'lignes masquées')}`) +
    `, ${numerosDans(v)}`,
  'workbook.damaged': (v, f) => fr`${shownFile(v.file, f)} est un classeur Excel abîmé`,
  'workbook.damagedHint': fr`ouvrez-le dans le tableur et enregistrez-le à nouveau, ou recopiez-le depuis sa source`,
  'workbook.lockedHint': fr`ouvrez-le dans Excel, retirez le mot de passe et enregistrez-le sous un autre nom`,
  'workbook.tooLarge': (v, f) =>
    fr`${shownFile(v.file, f)} est un classeur Excel de plus de ${f.number(v.limitMib)}\u00a0Mio, compressé ou non`,
  'workbook.tooLargeHint': fr`un classeur se lit en entier en mémoire ; enregistrez la feuille au format « CSV UTF-8 », qui se lit quelle que soit sa longueur`,
  'workbook.tooWide': (v, f) =>
    fr`${shownFile(v.file, f)}, feuille « ${v.sheet} » : le tableau va jusqu’à la colonne ${v.column}, trop large pour tant de lignes`,
  'workbook.tooWideHint': (v) =>
    fr`effacez le contenu de la colonne ${v.column} et des autres colonnes inutiles, ou enregistrez la feuille au format « CSV UTF-8 »`,
  'workbook.uncalculated': (v, f) =>
    fr`${shownFile(v.file, f)}, feuille « ${v.sheet} » : la cellule ${v.cell} contient une formule sans son résultat`,
  'workbook.uncalculatedHint': fr`ouvrez le classeur dans le tableur, qui le calcule, et enregistrez-le`,
  'workbook.noSuchSheet': (v, f) => fr`${shownFile(v.file, f)} n’a pas de feuille « ${v.sheet} »`,
  'workbook.noSuchSheetHint': (v) => fr`ce classeur a : ${v.sheets.join(', ')}`,
  'workbook.tooManyColumnsHint': fr`nommez chaque colonne remplie, ou videz les cellules à droite du dernier nom`,
  'workbook.idleOption': (v, f) =>
    fr`${shownFile(v.file, f)} est ${v.kind === 'text' ? 'un texte' : 'un classeur Excel'}, et ${v.option} n’en dit rien`,
  'workbook.idleOptionHint': (v) => fr`retirez ${v.option}, ou vérifiez que c’est le bon fichier`,
  'workbook.helpSheet': fr`feuille d’un classeur Excel, par son nom ou son rang à partir de 1 ; sinon la première remplie`,
};
