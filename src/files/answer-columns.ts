import { columnNames } from './column-names.js';
import { plainName, wordsOf } from './header-words.js';

/** `opt_in`: a yes in this column says that the person agreed; `opt_out`: that they refused or left. */
type AnswerRole = 'opt_in' | 'opt_out';

/** Questions are about texts as a rule: « Acceptez-vous de recevoir des SMS de l’association ? ». */
const ABOUT_TEXTS = /^(?:sms|textos?|textnachrichten|messages?|re?contactee?s?|kontaktiert|contattat[oaie]|contacted)$/;
const AGREEING =
  /^(?:accept|accord|consent|autoris|authori|souhait|einwillig|eingewillig|zustimm|zugestimm|erlaub|einverstanden|consens|accett|autorizz|agree|allow|receive$|recevoir$|empfangen$|ricevere$|ok$|oui$)/;
const REFUSING =
  /^(?:ne$|pas$|non$|no$|not$|never$|nicht$|keine?$|refus|rifiut|stop|desinscri|desabonn|unsubscri|abgemeldet$|abgelehnt$|widerruf|widersp|disiscri|oppos|declin)/;

/** First or last in a name they make another column of it: where it was given, in which words. */
const OF_THE_ANSWER =
  /^(?:mode|methode|method|moyen|canal|channel|texte|text|testo|wording|wortlaut|mention|libelle|source|quelle|fonte|origine|preuve|proof|nachweis|prova|url|ip|formulaire|lien|link|nombre|nb|number|count|anzahl|numero)$|(?:text|quelle|link)$/;
const DATE_OF_IT = /^(?:date|datum|data|heure|time|le|am|il|at|on)$|datum$/;

/**
 * The columns that ask whether somebody agreed, or tell who refused. All of them count: what one column says no to
 * another can not allow.
 *
 * They are sought widely, because one that is overlooked would let a row that says no become a consent, while one that
 * is something else only refuses rows, and says so.
 */
export function answerColumns(headers: readonly string[], role: AnswerRole): readonly number[] {
  return headers.flatMap((header, index) => (roleOf(header) === role ? [index] : []));
}

function roleOf(header: string): AnswerRole | null {
  const name = plainName(header);
  // "Opt-out date" is a date to a never-list, and to consents a reason to stay away.
  for (const role of ['opt_out', 'opt_in'] as const) if (plainNames[role].has(name)) return role;
  if (otherNames.has(name)) return null;
  const words = wordsOf(header);
  const has = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  const isAtAnEnd = (pattern: RegExp): boolean => [words[0], words.at(-1)].some((word) => pattern.test(word ?? ''));
  if (!has(ABOUT_TEXTS) || isAtAnEnd(OF_THE_ANSWER)) return null;
  if (has(REFUSING) || name.includes('optout')) return 'opt_out';
  return !isAtAnEnd(DATE_OF_IT) && (has(AGREEING) || name.includes('optin')) ? 'opt_in' : null;
}

const plainNames: Readonly<Record<AnswerRole, ReadonlySet<string>>> = {
  opt_in: new Set(columnNames.opt_in.map(plainName)),
  opt_out: new Set(columnNames.opt_out.map(plainName)),
};

const otherNames: ReadonlySet<string> = new Set(
  Object.entries(columnNames).flatMap(([role, names]) =>
    role === 'opt_in' || role === 'opt_out' ? [] : names.map(plainName),
  ),
);
