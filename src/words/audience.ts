import { french } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

type TokenKind = 'word' | 'bracketed' | 'text' | 'number' | 'symbol' | 'end';
type Expected = 'column' | 'operator' | 'value' | 'opening' | 'closing' | 'separator' | 'end';

/** `text` is null where the value itself is not to be repeated. */
interface Found {
  readonly kind: TokenKind;
  readonly text: string | null;
}

const foundEn: Readonly<Record<TokenKind, string>> = {
  word: 'the word',
  bracketed: 'the column',
  text: 'a text',
  number: 'a number',
  symbol: 'the sign',
  end: 'the end',
};

const foundFr: Readonly<Record<TokenKind, string>> = {
  word: 'le mot',
  bracketed: 'la colonne',
  text: 'un texte',
  number: 'un nombre',
  symbol: 'le signe',
  end: 'la fin',
};

const expectedEn: Readonly<Record<Expected, string>> = {
  column: 'the name of a column',
  operator: 'a comparison: =, !=, <, <=, >, >=, contains, in, not in',
  value: 'a text in quotes or a number',
  opening: '"(" and a list of values',
  closing: '")", "and" or "or"',
  separator: '"," or ")"',
  end: '"and", "or" or the end',
};

const expectedFr: Readonly<Record<Expected, string>> = {
  column: 'le nom d’une colonne',
  operator: french`une comparaison : =, !=, <, <=, >, >=, contains, in, not in`,
  value: 'un texte entre guillemets ou un nombre',
  opening: french`« ( » et une liste de valeurs`,
  closing: french`« ) », « et » ou « ou »`,
  separator: french`« , » ou « ) »`,
  end: french`« et », « ou » ou la fin`,
};

export const audienceEn = {
  'audience.empty': 'the condition of --where is empty',
  'audience.grammarHint': `a condition reads: --where 'ville = "Lyon" and age >= 18'`,
  'audience.tooLong': (v: { length: number; limit: number }, f: Formats) =>
    `the condition of --where has ${f.number(v.length)} characters, more than ${f.number(v.limit)}`,
  'audience.tooDeep': (v: { position: number; limit: number }) =>
    `--where, character ${v.position}: parentheses and "not" are nested deeper than ${v.limit}`,
  'audience.unexpected': (v: { position: number; found: Found; expected: Expected }) =>
    `--where, character ${v.position}: found ${foundEn[v.found.kind]}${v.found.text ? ` "${v.found.text}"` : ''} instead of ${expectedEn[v.expected]}`,
  'audience.columnHint':
    'each test begins with a column; a name with spaces, or a word such as "and", goes in brackets: [Code postal] = 69001',
  'audience.valueHint': `a text goes in quotes, and the whole condition in others for the shell: --where 'ville = "Lyon"'`,
  'audience.badNumber': (v: { position: number }) =>
    `--where, character ${v.position}: this is neither a number nor a text`,
  'audience.badNumberHint':
    'a number is written 18, 2.5 or 2,5, in a list 2.5; dates and everything else go in quotes: "2026-03-31"',
  'audience.badCharacter': (v: { position: number; character: string }) =>
    `--where, character ${v.position}: "${v.character}" has no meaning here`,
  'audience.unclosed': (v: { position: number; closing: string }) =>
    `--where, character ${v.position}: what opens here is never closed by ${v.closing}`,
  'audience.unclosedHint': (v: { closing: string }) =>
    `add ${v.closing}; where it belongs to the text itself, write it twice: ${v.closing}${v.closing}`,
  'audience.orderOfText': (v: { position: number }) =>
    `--where, character ${v.position}: <, <=, > and >= compare numbers and dates, and this text is neither`,
  'audience.orderOfTextHint':
    'write a number without quotes (age >= 18) or a date in quotes, "2026-03-31" or "31/03/2026"; for texts use =, != or in',
  'audience.unknownColumn': (v: { column: string; position: number }) =>
    `--where, character ${v.position}: the file has no column "${v.column}"`,
  'audience.nearestColumns': (v: { columns: readonly string[] }) =>
    `did you mean ${v.columns.map((column) => `"${column}"`).join(' or ')}?`,
  'audience.allColumns': (v: { columns: readonly string[] }, f: Formats) => `the file has ${f.list(v.columns)}`,
  'audience.ambiguousColumn': (v: { column: string; position: number; columns: readonly string[] }, f: Formats) =>
    `--where, character ${v.position}: "${v.column}" may be any of ${f.list(v.columns)}`,
  'audience.ambiguousColumnHint': (v: { column: string }) => `name it as the file does, in brackets: [${v.column}]`,
} as const;

export const audienceFr: Translated<typeof audienceEn> = {
  'audience.empty': 'la condition de --where est vide',
  'audience.grammarHint': french`une condition s’écrit : --where 'ville = "Lyon" et age >= 18'`,
  'audience.tooLong': (v, f) =>
    `la condition de --where compte ${f.number(v.length)} caractères, plus que ${f.number(v.limit)}`,
  'audience.tooDeep': (v) =>
    french`--where, caractère ${v.position} : parenthèses et « non » s’emboîtent sur plus de ${v.limit} niveaux`,
  'audience.unexpected': (v) =>
    french`--where, caractère ${v.position} : trouvé ${foundFr[v.found.kind]}${v.found.text ? french` « ${v.found.text} »` : ''} là où il faut ${expectedFr[v.expected]}`,
  'audience.columnHint': french`chaque test commence par une colonne ; un nom avec des espaces, ou un mot comme « et », se met entre crochets : [Code postal] = 69001`,
  'audience.valueHint': french`un texte se met entre guillemets, et la condition entière entre d’autres pour le terminal : --where 'ville = "Lyon"'`,
  'audience.badNumber': (v) => french`--where, caractère ${v.position} : ceci n’est ni un nombre ni un texte`,
  'audience.badNumberHint': french`un nombre s’écrit 18, 2,5 ou 2.5, et 2.5 dans une liste ; les dates et tout le reste se mettent entre guillemets : "2026-03-31"`,
  'audience.badCharacter': (v) => french`--where, caractère ${v.position} : « ${v.character} » n’a pas de sens ici`,
  'audience.unclosed': (v) =>
    french`--where, caractère ${v.position} : ce qui s’ouvre ici n’est jamais fermé par ${v.closing}`,
  'audience.unclosedHint': (v) =>
    french`ajoutez ${v.closing} ; s’il fait partie du texte, écrivez-le deux fois : ${v.closing}${v.closing}`,
  'audience.orderOfText': (v) =>
    french`--where, caractère ${v.position} : <, <=, > et >= comparent des nombres et des dates, et ce texte n’est ni l’un ni l’autre`,
  'audience.orderOfTextHint': french`écrivez un nombre sans guillemets (age >= 18) ou une date entre guillemets, "2026-03-31" ou "31/03/2026" ; pour des textes, =, != ou in`,
  'audience.unknownColumn': (v) =>
    french`--where, caractère ${v.position} : le fichier n’a pas de colonne « ${v.column} »`,
  'audience.nearestColumns': (v) =>
    french`vouliez-vous dire ${v.columns.map((column) => french`« ${column} »`).join(' ou ')} ?`,
  'audience.allColumns': (v, f) => `le fichier a les colonnes ${f.list(v.columns)}`,
  'audience.ambiguousColumn': (v, f) =>
    french`--where, caractère ${v.position} : « ${v.column} » peut être ${f.list(v.columns)}`,
  'audience.ambiguousColumnHint': (v) => french`nommez-la comme le fichier, entre crochets : [${v.column}]`,
};
