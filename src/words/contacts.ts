import type { ListProblem, Recoverable } from '../core/contact/list-problem.js';
import { adviceEn, adviceFr, problemsEn, problemsFr } from './contacts-words.js';
import { countryName } from './country-names.js';
import type { Formats, Locale } from './formats.js';
import { french as fr } from './french.js';
import { sensitivityFr } from './sensitive-words.js';
import type { Translated } from './phrase.js';

interface Counts {
  readonly country: string;
  readonly rows: number;
  readonly usable: number;
  readonly distinct: number;
  readonly blank: number;
}

interface Lines {
  readonly shown: readonly { readonly line: number; readonly firstLine: number | null }[];
  readonly more: number;
}

interface Example {
  readonly line: number;
  readonly value: string;
  readonly number: string | null;
}

interface Neighbours {
  readonly runs: number;
  readonly numbers: number;
  readonly longest: number;
  readonly first: string;
  readonly least: number;
}

interface MostlyUnusable {
  readonly rows: number;
  readonly unusable: number;
  readonly columns: readonly string[];
  readonly countries: readonly string[];
}

interface Identical {
  readonly repeats: number;
  readonly number: string;
  readonly rows: number;
  readonly firstLine: number;
}

const titleEn: Readonly<Record<Recoverable, string>> = {
  no: 'Lost: the digits are no longer in the file',
  person: 'For a person to look at',
  yes: 'Mended when it is read',
};

const titleFr: Readonly<Record<Recoverable, string>> = {
  no: fr`Perdu : les chiffres ne sont plus dans le fichier`,
  person: 'À regarder par une personne',
  yes: 'Réparé à la lecture',
};

function whatCountry(
  [country, ...others]: readonly string[],
  unknown: string,
  known: (country: string, others: readonly string[]) => string,
): string {
  return country === undefined ? unknown : known(country, others);
}

function namesOf(countries: readonly string[], locale: Locale): readonly string[] {
  return countries.map((country) => countryName(country, locale));
}

interface Suspect {
  readonly column: string;
  readonly category: string;
  readonly law: string;
}

export const contactsEn = {
  'contacts.rows': (v: Counts, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')}, ${f.number(v.usable)} with a number that can be texted, read as in ${countryName(v.country, 'en')}; ${f.number(v.distinct)} different ${f.plural(v.distinct, 'number', 'numbers')}` +
    (v.blank === 0 ? '' : `; ${f.number(v.blank)} blank ${f.plural(v.blank, 'row', 'rows')} besides`),
  'contacts.title': (v: { recoverable: Recoverable }) => titleEn[v.recoverable],
  'contacts.problem': (v: { problem: ListProblem }) => problemsEn[v.problem],
  'contacts.advice': (v: { problem: ListProblem }) => adviceEn[v.problem],
  'contacts.lines': (v: Lines, f: Formats) => {
    const shown = v.shown.map(({ line, firstLine }) =>
      firstLine === null ? `${line}` : `${line} (first in ${firstLine})`,
    );
    const more = v.more === 0 ? [] : [`${f.number(v.more)} more`];
    return `${f.plural(shown.length + v.more, 'line', 'lines')} ${f.list([...shown, ...more])}`;
  },
  'contacts.example': (v: Example) =>
    `for example, line ${v.line}: “${v.value}”${v.number === null ? '' : `, read as ${v.number}`}`,
  'contacts.sensitive': (v: Suspect) => `“${v.column}” (${v.category}; ${v.law})`,
  'contacts.noProblem': 'nothing to mend: this file can be planned as it is',
  'contacts.fixedWritten': (v: { file: string; rows: number }, f: Formats) =>
    `${f.number(v.rows)} usable ${f.plural(v.rows, 'row is', 'rows are')} in ${v.file}`,
  'contacts.nothingToFix': 'no row is usable: no corrected file was written',
  'contacts.rejectsWritten': (v: { file: string; rows: number }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')} to mend ${f.plural(v.rows, 'is', 'are')} in ${v.file}; mend the number in its own column, then use that file`,
  'contacts.fixedHint': 'to write a corrected file, add --fixed FILE; yours stays as it is',
  'contacts.rejectsHint': 'to get the rows that a person must mend, add --rejects FILE',
  'contacts.strayDelimiters': (v: { rows: number; firstLine: number }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row has', 'rows have')} one delimiter more than the others (first: line ${v.firstLine}): a cell may have been parted by it, and the cells right of it stand one column too far; put such a cell in quotation marks, or take the delimiter out`,
  'contacts.neighbours': (v: Neighbours, f: Formats) =>
    `${f.number(v.numbers)} numbers stand in ${f.plural(v.runs, 'a sequence', `${f.number(v.runs)} sequences`)} of ${v.least} or more neighbours (the longest: ${f.number(v.longest)}, from ${v.first} on): generated and bought lists look like that; text only people who gave you their number`,
  'contacts.mostlyUnusable': (v: MostlyUnusable, f: Formats) =>
    `${f.number(v.unusable)} of ${f.number(v.rows)} ${f.plural(v.rows, 'row has', 'rows have')} no number that can be texted: ` +
    (v.columns.length > 0
      ? `${f.list(v.columns.map((column) => `“${column}”`))} would fit better; choose with --phone-column`
      : whatCountry(
          v.countries,
          'is it the right file, and the right column?',
          (country, others) =>
            `most of them look like numbers of another country, ${namesOf([country, ...others], 'en').join(' or ')}; give them their calling code, or set that country for the sender (\`check contacts\`: --country ${country})`,
        )),
  'contacts.identical': (v: Identical, f: Formats) =>
    `one number, ${v.number}, stands in ${f.number(v.rows)} rows (first in line ${v.firstLine}), and ${f.number(v.repeats)} ${f.plural(v.repeats, 'row', 'rows')} in all ${f.plural(v.repeats, 'repeats', 'repeat')} an earlier number: is it a stopgap, or the association’s own?`,
  'contacts.placeholders': (v: { rows: number }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row has', 'rows have')} a number that looks like a placeholder: strangers may have it`,
  'contacts.otherColumns': (v: { columns: readonly string[] }, f: Formats) =>
    `the number may also be in ${f.list(v.columns.map((column) => `“${column}”`))}; choose with --phone-column`,
  'contacts.wideColumns': (v: { columns: readonly Suspect[] }, f: Formats) =>
    `${f.list(v.columns.map((one) => `“${one.column}” (${one.category}; ${one.law})`))}: such ${f.plural(v.columns.length, 'a column often holds', 'columns often hold')} more than a list for texting needs: take ${f.plural(v.columns.length, 'it', 'them')} out unless the text uses ${f.plural(v.columns.length, 'it', 'them')}`,
  'contacts.outputIsStdout': (v: { option: string }) =>
    `${v.option} needs the name of a file: the report is what is written out`,
  'contacts.outputIsStdoutHint': 'name a file that does not exist yet',
  'contacts.sameOutput': (v: { file: string }) => `--fixed and --rejects can not both be ${v.file}`,
  'contacts.sameOutputHint': 'give each a name of its own',
  'contacts.help': 'tells what is wrong with a file of contacts, and what can be mended',
  'contacts.helpFixed': 'new file for the usable rows, their numbers written +33…, doubles left out',
  'contacts.helpReveal': 'writes the numbers of the examples whole',
  'contacts.helpRejects': 'new file for the rows that a person must mend, with line and reason',
} as const;

export const contactsFr: Translated<typeof contactsEn> = {
  'contacts.rows': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')}, dont ${f.number(v.usable)} avec un numéro qui peut recevoir des SMS (pays de lecture : ${countryName(v.country, 'fr')}) ; ${f.number(v.distinct)} ${f.plural(v.distinct, 'numéro différent', 'numéros différents')}` +
    (v.blank === 0 ? '' : fr` ; en plus, ${f.number(v.blank)} ${f.plural(v.blank, 'ligne vide', 'lignes vides')}`),
  'contacts.title': (v) => titleFr[v.recoverable],
  'contacts.problem': (v) => problemsFr[v.problem],
  'contacts.advice': (v) => adviceFr[v.problem],
  'contacts.lines': (v, f) => {
    const shown = v.shown.map(({ line, firstLine }) =>
      firstLine === null ? `${line}` : `${line} (déjà en ${firstLine})`,
    );
    const more = v.more === 0 ? [] : [f.plural(v.more, `${f.number(v.more)} autre`, `${f.number(v.more)} autres`)];
    return `${f.plural(shown.length + v.more, 'ligne', 'lignes')} ${f.list([...shown, ...more])}`;
  },
  'contacts.example': (v) =>
    fr`par exemple, ligne ${v.line} : « ${v.value} »${v.number === null ? '' : `, lu ${v.number}`}`,
  'contacts.sensitive': (v) => fr`« ${v.column} » (${sensitivityFr(v)})`,
  'contacts.noProblem': fr`rien à corriger : ce fichier peut être planifié tel quel`,
  'contacts.fixedWritten': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne utilisable est', 'lignes utilisables sont')} dans ${v.file}`,
  'contacts.nothingToFix': fr`aucune ligne n’est utilisable : aucun fichier corrigé n’a été écrit`,
  'contacts.rejectsWritten': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne à corriger est', 'lignes à corriger sont')} dans ${v.file} ; corrigez le numéro dans sa propre colonne, puis utilisez ce fichier`,
  'contacts.fixedHint': fr`pour écrire un fichier corrigé, ajoutez --fixed FICHIER ; le vôtre reste tel quel`,
  'contacts.rejectsHint': fr`pour obtenir les lignes qu’une personne doit corriger, ajoutez --rejects FICHIER`,
  'contacts.strayDelimiters': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne a un séparateur', 'lignes ont un séparateur')} de plus que les autres (la première : ligne ${v.firstLine}) : une case y est peut-être coupée en deux, et les suivantes décalées d’une colonne ; mettez cette case entre guillemets droits, ou ôtez le séparateur`,
  'contacts.neighbours': (v, f) =>
    fr`${f.number(v.numbers)} numéros forment ${f.plural(v.runs, 'une suite', `${f.number(v.runs)} suites`)} de ${v.least} voisins ou plus (la plus longue : ${f.number(v.longest)}, à partir de ${v.first}) : les listes générées ou achetées ont cet air ; n’écrivez qu’à des gens qui vous ont donné leur numéro`,
  'contacts.mostlyUnusable': (v, f) =>
    fr`${f.number(v.unusable)} ${f.plural(v.unusable, 'ligne', 'lignes')} sur ${f.number(v.rows)} ${f.plural(v.unusable, 'n’a', 'n’ont')} pas de numéro qui puisse recevoir des SMS : ` +
    (v.columns.length > 0
      ? fr`${f.list(v.columns.map((column) => fr`« ${column} »`))} ${f.plural(v.columns.length, 'conviendrait', 'conviendraient')} mieux ; choisissez avec --phone-column`
      : whatCountry(
          v.countries,
          fr`est-ce le bon fichier, et la bonne colonne ?`,
          (country, others) =>
            fr`la plupart ressemblent à des numéros d’un autre pays (${namesOf([country, ...others], 'fr').join(' ou ')}) ; donnez-leur leur indicatif, ou indiquez ce pays pour l’expéditeur (\`check contacts\` : --country ${country})`,
        )),
  'contacts.identical': (v, f) =>
    fr`un même numéro, ${v.number}, est sur ${f.number(v.rows)} lignes (d’abord ligne ${v.firstLine}), et ${f.number(v.repeats)} ${f.plural(v.repeats, 'ligne en tout répète', 'lignes en tout répètent')} un numéro déjà vu : est-ce un bouche-trou, ou celui de l’association ?`,
  'contacts.placeholders': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne a', 'lignes ont')} un numéro qui ressemble à un bouche-trou : des inconnus l’ont peut-être`,
  'contacts.otherColumns': (v, f) =>
    fr`le numéro peut aussi être dans ${f.list(v.columns.map((column) => fr`« ${column} »`))} ; choisissez avec --phone-column`,
  'contacts.wideColumns': (v, f) =>
    fr`${f.list(v.columns.map((one) => fr`« ${one.column} » (${sensitivityFr(one)})`))} : ${f.plural(v.columns.length, 'une telle colonne en dit', 'de telles colonnes en disent')} souvent plus qu’il n’en faut pour des SMS ; ${f.plural(v.columns.length, 'ôtez-la, sauf si le texte s’en sert', 'ôtez-les, sauf si le texte s’en sert')}`,
  'contacts.outputIsStdout': (v) =>
    fr`${v.option} demande un nom de fichier : c’est le rapport qui est écrit en sortie`,
  'contacts.outputIsStdoutHint': fr`donnez le nom d’un fichier qui n’existe pas encore`,
  'contacts.sameOutput': (v) => fr`--fixed et --rejects ne peuvent pas être tous deux ${v.file}`,
  'contacts.sameOutputHint': fr`donnez à chacun son nom`,
  'contacts.help': fr`dit ce qui ne va pas dans un fichier de contacts, et ce qui se répare`,
  'contacts.helpFixed': fr`nouveau fichier pour les lignes utilisables, numéros écrits +33…, doublons en moins`,
  'contacts.helpReveal': fr`écrit en entier les numéros des exemples`,
  'contacts.helpRejects': fr`nouveau fichier pour les lignes qu’une personne doit corriger, avec ligne et raison`,
};
