import { sensitiveColumn } from '../core/contact/sensitive-columns.js';
import { columnNames, type ColumnRole } from './column-names.js';
import { plainName, wordsOf } from './header-words.js';
import { phoneRank } from './phone-column.js';

/**
 * `opt_in`: a yes in this column says that the person agreed; `opt_out`: that they refused or left; `unclear_answer`: it is
 * about that, but nobody can tell whether a yes agrees or refuses; `remark`: whatever somebody noted of the person.
 */
const answerRoles = ['opt_in', 'opt_out', 'unclear_answer', 'remark'] as const satisfies readonly ColumnRole[];
type AnswerRole = (typeof answerRoles)[number];

export function isAnswerRole(role: ColumnRole): role is AnswerRole {
  return (answerRoles as readonly ColumnRole[]).includes(role);
}

/** A column that names texts is about getting them, whatever else it says: « Abonné aux SMS », « SMS association ». */
const TEXTS = /^sms|sms$|^gesmst$|^textos?$|^(?:text|kurz)nachrichten$|^tekstberichten$/;
/** But what became of a text is no answer. */
const BECAME_OF_IT =
  /^(?:delivr|deliver|distribu|zugestellt|consegn|bezorgd|geleverd|afgeleverd|entreg|statu[ts]$|stato$|state$|etat$|err(?:eur|or)|fehler|echec|fail|fehlgeschlagen|mislukt|bounce|cli[cq]|ouvert|open|dernier|last$|letzte|laatste|ultim|id$|ref$)/;
/** Who gets them is one: « SMS marketing status » */
const TAKING_PART = /^(?:marketing|subscri|abonn)/;
/** Questions are about texts as a rule: « Acceptez-vous d’être recontacté ? » */
const ABOUT_TEXTS =
  /^(?:messages?|nachrichten|messaggi|berichten|mensajes|mensagens|(?:re)?contact(?:er|ee?s?|ed|eren|ar|ad[oa]s?)|gecontacteerd|kontaktier(?:t|en)|anschreiben|angeschrieben|contatt(?:at[oaie]|are)|contat(?:ar|ad[oa]s?))$/;
/** May be those by e-mail alone. */
const ABOUT_NEWS =
  /^(?:communications?|comunicazioni|mitteilungen|mededelingen|comunicaciones|comunicacoes|informations?|informationen|informazioni|marketing)$/;
const BY_EMAIL = /mail|^courriels?$|^newsletters?$/;
const AGREEING = anyOf(
  'accept accord consent autoris authori souhait receive$ recevoir$ agree allow ok$ oui$',
  'einwillig eingewillig willige$ zustimm zugestimm erlaub einverstanden erwunscht$ gewunscht$ mocht(?:e|est|en)$ empfangen$ erhalten$',
  'consens accett acconsent autorizz desidera vuole$ ricevere$',
  'toestemm toegest akkoord aanvaard wens(?:t|en)?$ ontvangen$',
  'acept aceit desea$ deseja quiere$ quer$ recibir$ receber$',
);
const NEGATING = /^(?:ne?|pas|non?|not|never|nein|nicht|nie|kein\w*|geen|niet|nooit|nee|nao|nunca|keng)$/;
/** What somebody agreed to and does no more. */
const TAKEN_BACK = anyOf(
  'retir(?:e|ee|er)s?$ retrait$ revoqu revocation$ revok withdr',
  'widerruf zuruckgezogen$ zurueckgezogen$ entzogen$',
  'revoc ritir',
  'ingetrokken$ intrek',
  'revog retirad[oa]$',
);
const LEAVING = anyOf(
  'refus stop desinscri desabonn unsubscri oppos declin blacklist block bloqu exclu interdit indesirable resili remov desactiv disabl inacti',
  'abgemeldet$ abmeld abgelehnt$ abbestell widersp gesperrt sperr ausgeschlossen unerwunscht untersag verbot verweiger deaktiv inaktiv',
  'rifiut disiscri blocc esclus negat[oa]$ nega$ vietat disattiv',
  'afgemeld afmeld uitgeschreven$ uitschrij geweiger weiger bezwaar geblokkeerd uitgesloten verbod gestopt$',
  'rechaz deneg baja$ bloquead recus removid',
);
/** Right before the texts: « Sans SMS », `keine SMS`, « niente SMS ». */
const WITHOUT = /^(?:sans|aucune?|no|without|ohne|kein\w*|senza|niente|nessun[oa]?|geen|zonder|sin|sem|nao|keng)$/;

/** A question that is nothing but one: « J’accepte », « Consentement RGPD ». */
const BARE_ANSWER =
  /^(?:acceptez?|acceptes|accepted?|acceptation|accord|consent|consentement|autorise|autorisation|agreed?|einverstanden|einwilligung|zustimmung|consenso|accetto|accetta|acconsento|toestemming|akkoord|consentimiento|consentimento|acepto|aceito|rgpd|gdpr|dsgvo|avg)$/;
const AROUND_IT =
  /^(?:j|je|vous|i|ich|io|ik|donne|de|du|le|la|mon|ma|votre|der|die|das|zur|del|al|dell|il|geeft|gaat?|gegeven|voor|met|van|ingevuld)$/;

/** First or last in a name they make another column of it: where it was given, in which words. */
const OF_THE_ANSWER =
  /^(?:mode|methode|method|moyen|canal|channel|texte|text|testo|wording|wortlaut|mention|libelle|source|quelle|fonte|origine|preuve|proof|nachweis|prova|url|ip|formulaire|lien|link|nombre|nb|number|count|anzahl|numero|campagne|campaign|kampagne|campagna|groupe|group|gruppe|gruppo|liste|list|lista|modele|template|envoyes?|sent|recus?|prestataire|provider|cout|cost|gesendet|versendet|verschickt|kosten|inviati|costo|tekst|bron|bewijs|groep|lijst|verzonden|aantal|texto|fuente|origen|enviados)$|(?:text|quelle|link)$/;
const DATE_OF_IT =
  /^(?:date|data|fecha|heure|time|timestamp|le|am|vom|il|op|el|em|at|on)$|(?:datum|zeitstempel|zeitpunkt)$/;

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
  if (isTakenBack(words)) return 'opt_out';
  const meaning = meaningOf(header);
  if (meaning === 'opt_in' && isAtAnEnd(DATE_OF_IT)) return null;
  const isHistory = has(words, BECAME_OF_IT) && !has(words, TAKING_PART);
  if (has(words, TEXTS)) return meaning ?? (isAtAnEnd(DATE_OF_IT) || isHistory ? null : 'opt_in');
  const isAsked = has(words, ABOUT_TEXTS) || (has(words, ABOUT_NEWS) && !has(words, BY_EMAIL));
  const isBare = words.every((word) => BARE_ANSWER.test(word) || AROUND_IT.test(word)) && has(words, BARE_ANSWER);
  if (isBare) return meaning ?? 'opt_in';
  return isAsked ? meaning : sensitiveColumn(header)?.category === 'free-text' ? 'remark' : null;
}

/** « Retrait du consentement », `SMS-Einwilligung widerrufen am`: nothing but that it was taken back, and perhaps when. */
function isTakenBack(words: readonly string[]): boolean {
  const isPart = (word: string): boolean =>
    [TAKEN_BACK, BARE_ANSWER, TEXTS, AROUND_IT, DATE_OF_IT, /^(?:opt|in|optin)$/].some((part) => part.test(word));
  const isOfAnswer = has(words, BARE_ANSWER) || has(words, TEXTS) || words.join('').includes('optin');
  return has(words, TAKEN_BACK) && isOfAnswer && words.every(isPart);
}

function anyOf(...beginnings: readonly string[]): RegExp {
  return new RegExp(`^(?:${beginnings.join(' ').replaceAll(' ', '|')})`);
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
  const refuses = (one: string): boolean => NEGATING.test(one) || LEAVING.test(one) || TAKEN_BACK.test(one);
  if (asked.some((word, index) => WITHOUT.test(word) && TEXTS.test(asked[index + 1] ?? ''))) return 'opt_out';
  const agreesAt = asked.findIndex((word) => AGREEING.test(word) || word === 'optin');
  const isOptIn = agreesAt !== -1 || asked.join('').includes('optin');
  const isOptOut = asked.some(refuses) || asked.join('').includes('optout');
  if (!words.some(refuses) && !isOptOut) return isOptIn || has(words, AGREEING) ? 'opt_in' : null;
  if (!isOptOut) {
    const aside = words.slice(asked.length).filter((word) => !refuses(word));
    return isOptIn && aside.length > 0 ? 'opt_in' : 'unclear_answer';
  }
  if (!isOptIn) return isNegatedTwice(asked) ? 'unclear_answer' : 'opt_out';
  const isBehind = asked.findIndex(refuses) > agreesAt && agreesAt !== -1 && !has(asked, NEGATING);
  if (isBehind) return AT_ANY_TIME.test(asked.join(' ')) ? 'opt_in' : 'unclear_answer';
  const isRefused = (word: string, index: number): boolean =>
    refuses(word) && has(asked.slice(index + 1, index + 3), AGREEING);
  return asked.some(isRefused) ? 'opt_out' : 'unclear_answer';
}

const AT_ANY_TIME =
  /a tout moment|at any time|jederzeit|in (?:qualsiasi|ogni) momento|te allen tijde|op elk moment|(?:en|a) (?:cualquier|qualquer) momento/;

/** What is asked, without the remark or the sentence behind it. */
function questionIn(header: string): string {
  return /^[^([;,.?!]*/.exec(header.trim())?.[0] ?? '';
}

/** « Non-opposition » */
function isNegatedTwice(words: readonly string[]): boolean {
  return words.some((word, index) => NEGATING.test(word) && LEAVING.test(words[index + 1] ?? ''));
}

const CHOICES = new RegExp(
  String.raw`\b(?:(?:oui|yes|ja|si|sim|o|y|j|s) (?:(?:ou|or|oder|of|o) )?(?:non|no|nein|nee|nao|n)` +
    '|(?:non|no|nein|nee|nao) (?:(?:ou|or|oder|of) )?(?:oui|yes|ja|sim)' +
    String.raw`|(?:ou|or|oder|of) (?:non|not|nicht|niet))\b`,
  'g',
);

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
