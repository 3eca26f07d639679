import { columnNames, type ColumnRole } from './column-names.js';
import { plainName, wordsOf } from './header-words.js';
import { phoneRank } from './phone-column.js';

/**
 * `opt_in`: a yes in this column says that the person agreed; `opt_out`: that they refused or left; `unclear_answer`: it is
 * about that, but nobody can tell whether a yes agrees or refuses.
 */
const answerRoles = ['opt_in', 'opt_out', 'unclear_answer'] as const satisfies readonly ColumnRole[];
type AnswerRole = (typeof answerRoles)[number];

export function isAnswerRole(role: ColumnRole): role is AnswerRole {
  return (answerRoles as readonly ColumnRole[]).includes(role);
}

/** A column that names texts is about getting them, whatever else it says: « Abonné aux SMS », « SMS association ». */
const TEXTS = /^sms|sms$|^textos?$|^textnachrichten$/;
/** But what became of a text is no answer. */
const BECAME_OF_IT =
  /^(?:delivr|deliver|distribu|zugestellt|consegn|statu[ts]$|stato$|state$|etat$|err(?:eur|or)|fehler|echec|fail|fehlgeschlagen|bounce|cli[cq]|ouvert|open|dernier|last$|letzte|ultim|id$|ref$)/;
/** Questions are about texts as a rule: « Acceptez-vous d’être recontacté ? » */
const ABOUT_TEXTS = /^(?:messages?|(?:re)?contactee?s?|kontaktiert|contattat[oaie]|contacted)$/;
/** May be those by e-mail alone. */
const ABOUT_NEWS = /^(?:communications?|comunicazioni|mitteilungen|informations?|marketing)$/;
const BY_EMAIL = /mail|^courriels?$|^newsletters?$/;
const AGREEING =
  /^(?:accept|accord|consent|autoris|authori|souhait|einwillig|eingewillig|zustimm|zugestimm|erlaub|einverstanden|consens|accett|autorizz|agree|allow|receive$|recevoir$|empfangen$|ricevere$|ok$|oui$)/;
const NEGATING = /^(?:ne?|pas|non?|not|never|nicht|keine?)$/;
const LEAVING =
  /^(?:refus|rifiut|stop|desinscri|desabonn|unsubscri|abgemeldet$|abgelehnt$|widerruf|widersp|disiscri|oppos|declin|blacklist|block|bloqu|blocc|sperr|gesperrt|exclu|ausgeschlossen|esclus|interdit)/;

/** A question that is nothing but one: « J’accepte », « Consentement RGPD ». */
const BARE_ANSWER =
  /^(?:acceptez?|acceptes|accepted?|acceptation|accord|consent|consentement|autorise|autorisation|agreed?|einverstanden|einwilligung|zustimmung|consenso|accetto|accetta|rgpd|gdpr|dsgvo)$/;
const AROUND_IT = /^(?:j|je|vous|i|ich|io|donne|de|du|le|la|mon|ma|votre)$/;

/** First or last in a name they make another column of it: where it was given, in which words. */
const OF_THE_ANSWER =
  /^(?:mode|methode|method|moyen|canal|channel|texte|text|testo|wording|wortlaut|mention|libelle|source|quelle|fonte|origine|preuve|proof|nachweis|prova|url|ip|formulaire|lien|link|nombre|nb|number|count|anzahl|numero|campagne|campaign|kampagne|campagna|groupe|group|gruppe|gruppo|liste|list|lista|modele|template|envoyes?|sent|recus?|prestataire|provider|cout|cost)$|(?:text|quelle|link)$/;
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
  if (otherNames.has(name) || phoneRank(header) !== null) return null;
  const words = wordsOf(header);
  const isAtAnEnd = (pattern: RegExp): boolean => [words[0], words.at(-1)].some((word) => pattern.test(word ?? ''));
  if (isAtAnEnd(OF_THE_ANSWER)) return null;
  const meaning = meaningOf(header);
  if (meaning === 'opt_in' && isAtAnEnd(DATE_OF_IT)) return null;
  if (has(words, TEXTS)) return meaning ?? (isAtAnEnd(DATE_OF_IT) || has(words, BECAME_OF_IT) ? null : 'opt_in');
  const isAsked = has(words, ABOUT_TEXTS) || (has(words, ABOUT_NEWS) && !has(words, BY_EMAIL));
  const isBare = words.every((word) => BARE_ANSWER.test(word) || AROUND_IT.test(word)) && has(words, BARE_ANSWER);
  return isAsked ? meaning : isBare ? (meaning ?? 'opt_in') : null;
}

function has(words: readonly string[], pattern: RegExp): boolean {
  return words.some((word) => pattern.test(word));
}

/**
 * What a yes means in a column; null where its name neither agrees nor refuses.
 *
 * Questions tell how to leave beside asking for the yes (« J’accepte de recevoir des SMS (désinscription à tout moment) »),
 * and a yes that is taken for a refusal makes a consent of every no: where both are named, one must be clearly what is asked.
 */
function meaningOf(header: string): AnswerRole | null {
  const words = withoutChoice(wordsOf(header));
  const asked = withoutChoice(wordsOf(questionIn(header)));
  const refuses = (one: string): boolean => NEGATING.test(one) || LEAVING.test(one);
  const agreesAt = asked.findIndex((word) => AGREEING.test(word) || word === 'optin');
  const isOptIn = agreesAt !== -1 || asked.join('').includes('optin');
  const isOptOut = asked.some(refuses) || asked.join('').includes('optout');
  if (!words.some(refuses) && !isOptOut) return isOptIn || has(words, AGREEING) ? 'opt_in' : null;
  if (!isOptOut) {
    const aside = words.slice(asked.length).filter((word) => !refuses(word));
    return isOptIn && aside.length > 0 ? 'opt_in' : 'unclear_answer';
  }
  if (!isOptIn) return isNegatedTwice(asked) ? 'unclear_answer' : 'opt_out';
  if (asked.some((word, index) => refuses(word) && has(asked.slice(index + 1, index + 3), AGREEING))) return 'opt_out';
  const isRightToLeave = /(?:a tout moment|at any time|jederzeit|in qualsiasi momento)/.test(asked.join(' '));
  const isBehind = asked.findIndex(refuses) > agreesAt && agreesAt !== -1 && !has(asked, NEGATING);
  return isRightToLeave && isBehind ? 'opt_in' : 'unclear_answer';
}

/** What is asked, without the remark or the sentence behind it. */
function questionIn(header: string): string {
  return /^[^([;,.?!]*/.exec(header.trim())?.[0] ?? '';
}

/** « Non-opposition » */
function isNegatedTwice(words: readonly string[]): boolean {
  return words.some((word, index) => NEGATING.test(word) && LEAVING.test(words[index + 1] ?? ''));
}

const CHOICES =
  /\b(?:(?:oui|yes|ja|si|o|y|j) (?:ou |or |oder |o )?(?:non|no|nein|n)|(?:ou|or|oder) (?:non|not|nicht))\b/g;

/** Without the answers that a name offers: « Accepte les SMS (oui/non) », « (1 = oui, 0 = non) », « ou non ». */
function withoutChoice(words: readonly string[]): readonly string[] {
  const text = words.filter((word) => !/^\d+$/.test(word)).join(' ');
  return text
    .replace(CHOICES, ' ')
    .split(' ')
    .filter((word) => word !== '');
}

const plainNames: Readonly<Record<'opt_in' | 'opt_out', ReadonlySet<string>>> = {
  opt_in: new Set(columnNames.opt_in.map(plainName)),
  opt_out: new Set(columnNames.opt_out.map(plainName)),
};

const otherNames: ReadonlySet<string> = new Set(
  Object.entries(columnNames).flatMap(([role, names]) =>
    role === 'opt_in' || role === 'opt_out' ? [] : names.map(plainName),
  ),
);
