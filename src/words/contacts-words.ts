import type { ListProblem } from '../core/contact/list-problem.js';
import type { NumberWarning, UnsendableLine } from '../core/contact/number-vocabulary.js';
import { french as fr } from './french.js';
import { refusalEn, refusalFr } from './number-ways-out.js';
import {
  lineTypesEn,
  lineTypesFr,
  numberReasonsEn,
  numberReasonsFr,
  numberWarningsEn,
  numberWarningsFr,
} from './number-words.js';

type Words = Readonly<Record<ListProblem, string>>;
type OfWarnings = Readonly<Record<Exclude<NumberWarning, 'scientific-notation'>, string>>;

function warnings({ 'scientific-notation': undone, ...others }: Readonly<Record<NumberWarning, string>>): OfWarnings & {
  readonly 'notation-undone': string;
} {
  return { ...others, 'notation-undone': undone };
}

/** The same words for every kind of line that no SMS reaches, each with its own name in them. */
function everyLine(words: (line: UnsendableLine) => string): Readonly<Record<UnsendableLine, string>> {
  return {
    'fixed-line': words('fixed-line'),
    'toll-free': words('toll-free'),
    premium: words('premium'),
    'shared-cost': words('shared-cost'),
    voip: words('voip'),
    pager: words('pager'),
    'personal-number': words('personal-number'),
    uan: words('uan'),
    voicemail: words('voicemail'),
  };
}

/** What is wrong with the rows of a file of contacts. */
export const problemsEn: Words = {
  ...numberReasonsEn,
  ...warnings(numberWarningsEn),
  ...everyLine((line) => `not a mobile: ${lineTypesEn[line]}`),
  empty: 'there is no number',
  malformed_row: 'there are more cells than columns',
  duplicate: 'the same number stands in an earlier row',
  'blank-row': 'the row is blank',
  'sensitive-column': 'a column looks like sensitive data',
  'unreadable-country': 'the country is not known',
  'unreadable-postal-code': 'the postal code is not known',
  'unreadable-time-zone': 'the time zone is not known',
};

export const problemsFr: Words = {
  ...numberReasonsFr,
  ...warnings(numberWarningsFr),
  ...everyLine((line) => fr`pas un mobile : ${lineTypesFr[line]}`),
  empty: 'il n’y a pas de numéro',
  malformed_row: 'il y a plus de cellules que de colonnes',
  duplicate: 'le même numéro est déjà plus haut',
  'blank-row': 'la ligne est vide',
  'sensitive-column': 'une colonne ressemble à des données sensibles',
  'unreadable-country': 'le pays est inconnu',
  'unreadable-postal-code': 'le code postal est inconnu',
  'unreadable-time-zone': 'le fuseau horaire est inconnu',
};

const nothingEn = 'nothing to do';
const nothingFr = 'rien à faire';
const keptAsTextEn = `${nothingEn}; to keep it in the spreadsheet, format the column as text`;
const keptAsTextFr = fr`rien à faire ; pour ne plus le perdre, mettez la colonne du tableur au format texte`;
const placeEn = 'the number alone tells the place';
const placeFr = 'le numéro seul dit le lieu';

/** What to do about it. */
export const adviceEn: Words = {
  ...everyLine(() => 'it receives no SMS: ask the person for a mobile number'),
  'scientific-notation': 'take the numbers again from where they came from, into a column formatted as text',
  empty: 'ask the person, or look for the number on their form',
  'not-a-number': 'write the number there; if it is in another column, name that with --phone-column',
  'letters-in-number': 'put digits in their place: often an O stands for 0, an I or l for 1',
  'several-numbers': 'keep one, the mobile; another person needs a row of their own',
  extension: 'an SMS reaches no extension: write a mobile number',
  'short-code': 'write the number of the person',
  'invalid-length': 'compare it with the form; a foreign number needs + and its calling code',
  unassigned: 'compare it with the form: a digit is wrong, or the country is another one (--country)',
  invalid: 'compare it with the form; a foreign number needs + and its calling code',
  'reserved-fictional': 'nobody has it: write the real number; only rehearsals take it',
  'remark-against': `${refusalEn}; take the remark away where it means something else`,
  malformed_row:
    'name every column that holds something; in a CSV put a cell that holds the delimiter in quotation marks',
  'sensitive-column': 'take the column out of the file: a list for texting does not need it',
  'suspicious-repetition': 'look whether it is the number of a person; if not, delete the row',
  'line-type-unknown': 'nothing can tell; if the SMS does not arrive, ask the person for a mobile number',
  'unreadable-country': `${placeEn}; write FR or France, for instance`,
  'unreadable-postal-code': `${placeEn}; a zero may be missing at its beginning`,
  'unreadable-time-zone': `${placeEn}; write Europe/Paris, for instance`,
  duplicate: 'nothing to do: the first row is kept; look whether two people share a number',
  'blank-row': 'nothing to do: it is left out',
  'wrapped-value': nothingEn,
  'float-suffix': keptAsTextEn,
  'notation-undone': keptAsTextEn,
  'extra-text': `${nothingEn}; look at the remark, which --fixed leaves out`,
  'prefix-repaired': nothingEn,
  'missing-plus': nothingEn,
  'missing-trunk-zero': keptAsTextEn,
  'trunk-zero-removed': nothingEn,
  'overseas-rewrite': nothingEn,
};

export const adviceFr: Words = {
  ...everyLine(() => fr`il ne reçoit pas de SMS : demandez un numéro de mobile à la personne`),
  'scientific-notation': 'reprenez les numéros à leur source, dans une colonne au format texte',
  empty: 'demandez-le à la personne, ou cherchez-le sur sa fiche',
  'not-a-number': fr`écrivez-y le numéro ; s’il est dans une autre colonne, nommez-la avec --phone-column`,
  'letters-in-number': fr`mettez les chiffres à leur place : souvent un O pour 0, un I ou un l pour 1`,
  'several-numbers': fr`gardez-en un, le mobile ; une autre personne a besoin de sa propre ligne`,
  extension: fr`un SMS n’atteint pas un poste : écrivez un numéro de mobile`,
  'short-code': 'écrivez le numéro de la personne',
  'invalid-length': fr`comparez avec la fiche ; un numéro étranger veut le + et son indicatif`,
  unassigned: fr`comparez avec la fiche : un chiffre est faux, ou le pays est un autre (--country)`,
  invalid: fr`comparez avec la fiche ; un numéro étranger veut le + et son indicatif`,
  'reserved-fictional': fr`personne ne l’a : écrivez le vrai numéro ; seules les répétitions l’acceptent`,
  'remark-against': fr`${refusalFr} ; ôtez la remarque si elle veut dire autre chose`,
  malformed_row: fr`nommez chaque colonne remplie ; dans un CSV, mettez entre guillemets droits une cellule qui contient le séparateur`,
  'sensitive-column': fr`ôtez la colonne du fichier : une liste pour des SMS n’en a pas besoin`,
  'suspicious-repetition': fr`regardez si c’est le numéro de quelqu’un ; sinon, supprimez la ligne`,
  'line-type-unknown': fr`rien ne permet de le savoir ; si le SMS n’arrive pas, demandez un numéro de mobile`,
  'unreadable-country': fr`${placeFr} ; écrivez par exemple FR ou France`,
  'unreadable-postal-code': fr`${placeFr} ; il manque peut-être un zéro au début`,
  'unreadable-time-zone': fr`${placeFr} ; écrivez par exemple Europe/Paris`,
  duplicate: fr`rien à faire : la première ligne est gardée ; regardez si deux personnes partagent un numéro`,
  'blank-row': fr`rien à faire : elle est laissée de côté`,
  'wrapped-value': nothingFr,
  'float-suffix': keptAsTextFr,
  'notation-undone': keptAsTextFr,
  'extra-text': fr`${nothingFr} ; lisez la remarque, que --fixed n’écrit pas`,
  'prefix-repaired': nothingFr,
  'missing-plus': nothingFr,
  'missing-trunk-zero': keptAsTextFr,
  'trunk-zero-removed': nothingFr,
  'overseas-rewrite': nothingFr,
};
