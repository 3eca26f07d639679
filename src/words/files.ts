import type { Formats, Locale } from './formats.js';
import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

interface InFile {
  readonly file: string;
}

interface AtLine extends InFile {
  readonly line: number;
}

interface UndecodableWords extends AtLine {
  readonly encoding: string;
  readonly byte: number | null;
  readonly utf8Line: number | null;
}

const hexadecimal = (byte: number): string => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;

const STANDARD_INPUT: Readonly<Record<Locale, string>> = { en: 'standard input', fr: 'l’entrée standard' };

/** A file as a person reads it: its name, or words for `-`. */
export function shownFile(file: string, { locale }: Pick<Formats, 'locale'>): string {
  return file === '-' ? STANDARD_INPUT[locale] : file;
}

/** "contacts.csv, line 12" */
function place(v: AtLine, f: Formats): string {
  return f.locale === 'fr' ? `${shownFile(v.file, f)}, ligne ${v.line}` : `${shownFile(v.file, f)}, line ${v.line}`;
}

const containersEn: Readonly<Record<string, string>> = {
  xlsx: 'an Excel workbook',
  xlsb: 'a binary Excel workbook (.xlsb)',
  locked: 'an Excel workbook locked with a password',
  numbers: 'an Apple Numbers spreadsheet',
  docx: 'a Word document',
  xls: 'an Excel workbook of the old format',
  ods: 'an OpenDocument spreadsheet',
  pdf: 'a PDF document',
  zip: 'a ZIP archive',
  html: 'a web page',
  json: 'a JSON file',
  vcard: 'an address book (vCard)',
  rtf: 'a formatted text (RTF)',
};

const containersFr: Readonly<Record<string, string>> = {
  xlsx: 'un classeur Excel',
  xlsb: 'un classeur Excel binaire (.xlsb)',
  locked: 'un classeur Excel protégé par un mot de passe',
  numbers: 'une feuille de calcul Apple Numbers',
  docx: 'un document Word',
  xls: 'un classeur Excel d’ancien format',
  ods: 'une feuille de calcul OpenDocument',
  pdf: 'un document PDF',
  zip: 'une archive ZIP',
  html: 'une page web',
  json: 'un fichier JSON',
  vcard: 'un carnet d’adresses (vCard)',
  rtf: 'un texte mis en forme (RTF)',
};

const delimitersEn: Readonly<Record<string, string>> = {
  ';': 'semicolon',
  ',': 'comma',
  '\t': 'tab',
  '|': 'vertical bar',
};

const delimitersFr: Readonly<Record<string, string>> = {
  ';': 'un point-virgule',
  ',': 'une virgule',
  '\t': 'une tabulation',
  '|': 'une barre verticale',
};

export const filesEn = {
  'files.lostFolder': (v: { folder: string }) =>
    `the current folder has bytes in its name that are not UTF-8, and is not found as ${v.folder}`,
  'files.lostName': (v: { folder: string }) =>
    `the name has bytes that are not UTF-8, and would become another one: ${v.folder}`,
  'files.lostNameHint':
    'give the folder a name in UTF-8 (a terminal set to UTF-8 shows it), then run the command again',
  'files.unnamed': 'the name of the file is empty',
  'files.unnamedHint': 'name a file; a variable of your script may be empty',
  'files.missing': (v: InFile, f: Formats) => `${shownFile(v.file, f)} does not exist`,
  'files.missingHint': 'check the name and the folder',
  'files.folder': (v: InFile, f: Formats) => `${shownFile(v.file, f)} is a folder, not a file`,
  'files.folderHint': 'name the file inside it',
  'files.noPermission': (v: InFile, f: Formats) => `${shownFile(v.file, f)} may not be read by this user`,
  'files.noPermissionHint': 'ask its owner for the right to read it, or copy it to a folder of yours',
  'files.unreadable': (v: InFile & { code: string }, f: Formats) =>
    `${shownFile(v.file, f)} cannot be read (${v.code})`,
  'files.brokenJson': (
    v: { file: string; place: { readonly line: number; readonly column: number } | null; isCut: boolean },
    f: Formats,
  ) =>
    `${shownFile(v.file, f)} begins as JSON and is none: ${v.isCut ? 'it ends in the middle' : v.place === null ? 'one of its values is no value of JSON' : `line ${f.number(v.place.line)}, column ${f.number(v.place.column)} does not follow`}`,
  'files.brokenJsonHint': 'save it again from where it comes; JSON is one list, or one object a line',
  'files.noObject': (v: AtLine, f: Formats) => `${place(v, f)}: no JSON object`,
  'files.unreadableHint': 'copy the file to this computer’s own disk and try again',
  'files.empty': (v: InFile, f: Formats) => `${shownFile(v.file, f)} is empty`,
  'files.emptyHint': (v: InFile) =>
    v.file === '-' ? 'look at the command that fills it' : 'check that it was saved, and that it is the right file',
  'files.noRows': (v: AtLine, f: Formats) => `${place(v, f)}: column names, but no row below them`,
  'files.noRowsHint': 'check that the export was complete',
  'files.noHeader': (v: AtLine, f: Formats) => `${place(v, f)}: a telephone number where column names are expected`,
  'files.noHeaderHint': 'put the column names in the first line, for instance phone;first_name',
  'files.container': (v: InFile & { container: string }, f: Formats) =>
    `${shownFile(v.file, f)} is ${containersEn[v.container] ?? v.container}, which is not read here, whatever its name says`,
  'files.saveAsCsvHint': 'open it in the spreadsheet program and save it as "Excel workbook (.xlsx)" or "CSV UTF-8"',
  'files.binary': (v: InFile, f: Formats) => `${shownFile(v.file, f)} is not a text file`,
  'files.binaryHint': 'check that it is the right file; a message is plain text, a list CSV or an Excel workbook',
  'files.undecodable': (v: UndecodableWords, f: Formats) =>
    `${place(v, f)}: a character that cannot be read as ${v.encoding}${v.byte === null ? '' : ` (byte ${hexadecimal(v.byte)})`}${v.utf8Line === null ? '' : `, while line ${v.utf8Line} is UTF-8`}`,
  'files.undecodableHint': 'save the file as "CSV UTF-8", or name its encoding with --encoding',
  'files.mixedEncodingHint':
    'the file was put together from lines of two encodings: save each of its sources as "CSV UTF-8" before joining them, or write the damaged lines anew; if all of it is of one encoding, name that with --encoding',
  'files.unknownEncoding': (v: { encoding: string }) => `unknown encoding "${v.encoding}"`,
  'files.unknownEncodingHint': 'use for instance utf-8, utf-16le, windows-1252 or macintosh',
  'files.unknownDelimiter': (v: { delimiter: string }) => `unknown delimiter "${v.delimiter}"`,
  'files.unknownDelimiterHint': 'use one of ";" "," "|" and "tab"',
  'files.quoteNotClosed': (v: AtLine, f: Formats) => `${place(v, f)}: a quotation mark opens and is never closed`,
  'files.quotedTooLong': (v: AtLine, f: Formats) =>
    `${place(v, f)}: a quotation mark opens and is not closed within 1 MiB`,
  'files.textAfterQuote': (v: AtLine & { openedOn: number }, f: Formats) =>
    `${place(v, f)}: text follows a closing quotation mark${v.openedOn === v.line ? '' : `; it opened on line ${v.openedOn}`}`,
  'files.quoteHint': 'put the whole cell in quotation marks and double each one inside it, or remove it',
  'files.tooLong': (v: AtLine, f: Formats) => `${place(v, f)}: a row of more than 1 MiB`,
  'files.tooLongHint': 'check that the file is a table with one person in each row',
  'files.tooManyColumns': (v: AtLine & { found: number; named: number }, f: Formats) =>
    `${place(v, f)}: ${f.number(v.found)} cells, but only ${f.number(v.named)} named ${f.plural(v.named, 'column', 'columns')}`,
  'files.tooManyColumnsHint': (v: { delimiter: string }) =>
    `put a cell that contains a ${delimitersEn[v.delimiter] ?? v.delimiter} in quotation marks, or name every column`,
  'files.templateTooLarge': (v: InFile & { limitKib: number }, f: Formats) =>
    `${shownFile(v.file, f)} is larger than ${f.number(v.limitKib)} KiB, too large for the text of a message`,
  'files.templateTooLargeHint': 'check that it is the right file',
  'files.outputExists': (v: InFile) => `${v.file} exists already and is not overwritten`,
  'files.outputNoFile': (v: InFile) => `${v.file} is a link or a folder, and is not written to`,
  'files.outputExistsHint': 'name another file',
  'files.noFolder': (v: InFile) => `${v.file} cannot be made: its folder does not exist`,
  'files.noFolderHint': 'make the folder first, or name another one',
  'files.cannotWrite': (v: InFile & { code: string }) => `${v.file} cannot be written (${v.code})`,
  'files.cannotWriteHint': 'check the free space and the rights of the folder',
} as const;

export const filesFr: Translated<typeof filesEn> = {
  'files.lostFolder': (v) =>
    fr`le nom du dossier courant contient des octets qui ne sont pas de l’UTF-8 : ${v.folder} ne le désigne pas`,
  'files.lostName': (v) =>
    fr`le nom contient des octets qui ne sont pas de l’UTF-8, et en deviendrait un autre : ${v.folder}`,
  'files.lostNameHint': fr`donnez au dossier un nom en UTF-8 (un terminal réglé sur UTF-8 l’affiche), puis relancez la commande`,
  'files.unnamed': 'le nom du fichier est vide',
  'files.unnamedHint': fr`indiquez un fichier ; une variable de votre script est peut-être vide`,
  'files.missing': (v: InFile, f: Formats) => `${shownFile(v.file, f)} n’existe pas`,
  'files.missingHint': 'vérifiez le nom et le dossier',
  'files.folder': (v: InFile, f: Formats) => `${shownFile(v.file, f)} est un dossier, pas un fichier`,
  'files.folderHint': 'indiquez le fichier qui s’y trouve',
  'files.noPermission': (v: InFile, f: Formats) =>
    `la lecture de ${shownFile(v.file, f)} n’est pas permise à cet utilisateur`,
  'files.noPermissionHint': 'demandez le droit de lecture à son propriétaire, ou copiez-le dans un dossier à vous',
  'files.unreadable': (v: InFile & { code: string }, f: Formats) =>
    `la lecture de ${shownFile(v.file, f)} échoue (${v.code})`,
  'files.brokenJson': (v, f) =>
    fr`${shownFile(v.file, f)} commence comme du JSON et n’en est pas : ${v.isCut ? 'le fichier s’arrête au milieu' : v.place === null ? 'une de ses valeurs n’en est pas une' : `la suite ne va pas, ligne ${f.number(v.place.line)}, colonne ${f.number(v.place.column)}`}`,
  'files.brokenJsonHint': fr`enregistrez-le à nouveau là d’où il vient ; du JSON est une seule liste, ou un objet par ligne`,
  'files.noObject': (v: AtLine, f: Formats) => `${place(v, f)}\u00a0: pas un objet JSON`,
  'files.unreadableHint': 'copiez le fichier sur le disque de cet ordinateur, puis réessayez',
  'files.empty': (v: InFile, f: Formats) =>
    `${shownFile(v.file, f)} ${v.file === '-' ? 'ne contient rien' : 'est vide'}`,
  'files.emptyHint': (v) =>
    v.file === '-'
      ? 'voyez ce que donne la commande qui la remplit'
      : 'vérifiez qu’il a été enregistré et que c’est le bon fichier',
  'files.noRows': (v: AtLine, f: Formats) => `${place(v, f)}\u00a0: des noms de colonnes, mais aucune ligne en dessous`,
  'files.noRowsHint': 'vérifiez que l’export est complet',
  'files.noHeader': (v: AtLine, f: Formats) =>
    `${place(v, f)}\u00a0: un numéro de téléphone là où les noms des colonnes sont attendus`,
  'files.noHeaderHint': 'mettez les noms des colonnes sur la première ligne, par exemple téléphone;prénom',
  'files.container': (v: InFile & { container: string }, f: Formats) =>
    `${shownFile(v.file, f)} est ${containersFr[v.container] ?? v.container}, qui ne se lit pas ici, quel que soit son nom`,
  'files.saveAsCsvHint':
    'ouvrez-le dans le tableur et enregistrez-le au format «\u202fClasseur Excel (.xlsx)\u202f» ou «\u202fCSV UTF-8\u202f»',
  'files.binary': (v: InFile, f: Formats) => `${shownFile(v.file, f)} n’est pas un fichier texte`,
  'files.binaryHint':
    'vérifiez que c’est le bon fichier\u202f; un message est un texte brut, une liste un CSV ou un classeur Excel',
  'files.undecodable': (v, f) =>
    `${place(v, f)}\u00a0: un caractère illisible en ${v.encoding}${v.byte === null ? '' : ` (octet ${hexadecimal(v.byte)})`}${v.utf8Line === null ? '' : `, alors que la ligne ${v.utf8Line} est en UTF-8`}`,
  'files.mixedEncodingHint': fr`le fichier réunit des lignes de deux encodages : enregistrez chaque fichier d’origine au format « CSV UTF-8 » avant de les réunir, ou récrivez les lignes abîmées ; si tout le fichier est d’un seul encodage, indiquez-le avec --encoding`,
  'files.undecodableHint':
    'enregistrez le fichier au format «\u202fCSV UTF-8\u202f», ou indiquez son encodage avec --encoding',
  'files.unknownEncoding': (v: { encoding: string }) => `encodage inconnu «\u202f${v.encoding}\u202f»`,
  'files.unknownEncodingHint': 'par exemple utf-8, utf-16le, windows-1252 ou macintosh',
  'files.unknownDelimiter': (v: { delimiter: string }) => `séparateur inconnu «\u202f${v.delimiter}\u202f»`,
  'files.unknownDelimiterHint': 'utilisez «\u202f;\u202f», «\u202f,\u202f», «\u202f|\u202f» ou «\u202ftab\u202f»',
  'files.quoteNotClosed': (v: AtLine, f: Formats) =>
    `${place(v, f)}\u00a0: un guillemet s’ouvre et ne se referme jamais`,
  'files.quotedTooLong': (v: AtLine, f: Formats) =>
    `${place(v, f)}\u00a0: un guillemet s’ouvre et ne se referme pas en moins de 1\u00a0Mio`,
  'files.textAfterQuote': (v: AtLine & { openedOn: number }, f: Formats) =>
    `${place(v, f)}\u00a0: du texte suit un guillemet fermant${v.openedOn === v.line ? '' : `, ouvert ligne ${v.openedOn}`}`,
  'files.quoteHint':
    'mettez toute la cellule entre guillemets droits et doublez ceux qu’elle contient, ou supprimez celui-ci',
  'files.tooLong': (v: AtLine, f: Formats) => `${place(v, f)}\u00a0: une ligne de plus de 1\u00a0Mio`,
  'files.tooLongHint': 'vérifiez que le fichier est un tableau, une personne par ligne',
  'files.tooManyColumns': (v: AtLine & { found: number; named: number }, f: Formats) =>
    `${place(v, f)}\u00a0: ${f.number(v.found)} cellules, mais ${f.number(v.named)} ${f.plural(v.named, 'colonne nommée', 'colonnes nommées')} seulement`,
  'files.tooManyColumnsHint': (v: { delimiter: string }) =>
    `mettez entre guillemets droits une cellule qui contient ${delimitersFr[v.delimiter] ?? v.delimiter}, ou nommez chaque colonne`,
  'files.templateTooLarge': (v: InFile & { limitKib: number }, f: Formats) =>
    `${shownFile(v.file, f)} dépasse ${f.number(v.limitKib)}\u00a0Kio, c’est trop pour le texte d’un message`,
  'files.templateTooLargeHint': 'vérifiez que c’est le bon fichier',
  'files.outputExists': (v: InFile) => `${v.file} existe déjà et n’est pas remplacé`,
  'files.outputNoFile': (v: InFile) => `${v.file} est un lien ou un dossier, rien n’y est écrit`,
  'files.outputExistsHint': 'indiquez un autre fichier',
  'files.noFolder': (v: InFile) => `impossible de créer ${v.file}\u00a0: son dossier n’existe pas`,
  'files.noFolderHint': 'créez d’abord le dossier, ou indiquez-en un autre',
  'files.cannotWrite': (v: InFile & { code: string }) => `impossible d’écrire ${v.file} (${v.code})`,
  'files.cannotWriteHint': 'vérifiez l’espace libre et les droits du dossier',
};
