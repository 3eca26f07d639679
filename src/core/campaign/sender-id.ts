import { phrase, type Phrase } from '../../words/phrase.js';
import { dialsFrench, isFrench } from '../contact/french-countries.js';
import data from './sender-id.data.json' with { type: 'json' };

/** Why an id can not be a sender at all. None carries a phone number. */
export type SenderProblem =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'edge_space' }
  | { readonly kind: 'generic_word'; readonly word: string }
  | { readonly kind: 'french_mobile' }
  | { readonly kind: 'number_form' };

/** What operators do with senders that are names. */
const treatments = ['refused', 'rewritten', 'registration_required', 'registration_recommended'] as const;
type Treatment = (typeof treatments)[number];

/** What the operators of one country do with a sender; `refused` messages do not arrive, the others may. */
interface SenderWarning {
  readonly kind:
    | Treatment
    | 'space'
    | 'generic_word'
    | 'french_number'
    | 'short_code_of_other_kind'
    | 'name_not_first'
    | 'overseas_unverified';
  /** The recipient's country, ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly source: string;
  /** How well the source was checked: `verified-in-source`, `secondary-source` or `general-knowledge`. */
  readonly confidence: string;
}

/** What a rule about senders asks about the message. */
interface SentMessage {
  readonly promotional: boolean;
  /** The text begins with the name of whoever publishes it. */
  readonly opensWithName: boolean;
}

/** 11 characters are what the GSM address field holds; fewer than 3 are refused by providers. */
const MIN_NAME_LENGTH = 3;
const MAX_NAME_LENGTH = 11;

const genericWords: ReadonlySet<string> = new Set(data.genericWords);
const namesByCountry: ReadonlyMap<string, { treatment: string; source: string; confidence: string }> = new Map(
  Object.entries(data.alphanumericNames),
);

/**
 * Lists what is wrong with a sender id wherever it is used: a name of 3 to 11 unaccented letters, digits and spaces
 * with at least one letter, or a number that may send, or a short code of 3 to 8 digits.
 *
 * Words that say nothing about who writes (`INFO`, `PROMO`) are blocked by the French operators (AF2M charter 2026,
 * section C.1.3). French 06 and 07 numbers may not send automatically (Arcep decisions 2018-0881 and 2022-1583).
 *
 * @param country The sender's own, ISO 3166-1 alpha-2: tells whether national forms and blocked words are French.
 * @returns Nothing when the id may be used.
 */
export function checkSenderId(id: string, country = 'FR'): readonly SenderProblem[] {
  return isNumeric(id) ? numberProblems(id, country) : nameProblems(id, country);
}

/** Whether people can answer to a sender: to a name nobody can. */
export function canBeAnswered(id: string): boolean {
  return isNumeric(id);
}

/**
 * Lists what the operators of the recipient's country do with this sender. These are habits of carriers as much as
 * law and change often: they are shown before sending, and only `refused` decides, see {@link refusedDestinations}.
 *
 * @param recipientCountry ISO 3166-1 alpha-2, such as `BE`.
 * @param message What it says, where that matters; null leaves those rules out.
 */
export function senderWarnings(
  id: string,
  recipientCountry: string,
  message: SentMessage | null = null,
): readonly SenderWarning[] {
  return isNumeric(id) ? numberWarnings(id, recipientCountry, message) : nameWarnings(id, recipientCountry);
}

/** A country of the plan to which this sender can not send at all. */
interface RefusedDestination {
  readonly country: string;
  readonly recipients: number;
  readonly source: string;
  readonly confidence: string;
}

/**
 * Finds the countries where messages of this sender would not arrive.
 *
 * @param recipients How many there are, by country.
 */
export function refusedDestinations(
  id: string,
  recipients: Readonly<Record<string, number>>,
): readonly RefusedDestination[] {
  return Object.entries(recipients).flatMap(([country, count]) =>
    senderWarnings(id, country)
      .filter(({ kind }) => kind === 'refused')
      .map(({ source, confidence }) => ({ country, recipients: count, source, confidence })),
  );
}

/** Says a problem to the operator. */
export function senderProblemPhrase(problem: SenderProblem): Phrase {
  switch (problem.kind) {
    case 'length':
      return phrase('config.senderLength', { length: problem.length, min: MIN_NAME_LENGTH, max: MAX_NAME_LENGTH });
    case 'character':
      return phrase('config.senderCharacter', { character: problem.character });
    case 'edge_space':
      return phrase('config.senderEdgeSpace');
    case 'generic_word':
      return phrase('config.senderGenericWord', { word: problem.word, source: data.sources.generic });
    case 'french_mobile':
      return phrase('config.senderFrenchMobile', { source: data.sources.arcep });
    case 'number_form':
      return phrase('config.senderNumberForm');
  }
}

/** Says a warning to the operator. */
export function senderWarningPhrase(warning: SenderWarning): Phrase {
  const { country, source, confidence } = warning;
  const values = { country, source, confidence };
  switch (warning.kind) {
    case 'refused':
      return phrase('config.senderRefusedThere', values);
    case 'rewritten':
      return phrase('config.senderRewrittenThere', values);
    case 'registration_required':
      return phrase('config.senderRegistrationRequired', values);
    case 'registration_recommended':
      return phrase('config.senderRegistrationRecommended', values);
    case 'space':
      return phrase('config.senderSpace', values);
    case 'generic_word':
      return phrase('config.senderGenericThere', values);
    case 'french_number':
      return phrase('config.senderFrenchNumber', values);
    case 'short_code_of_other_kind':
      return phrase('texts.shortCodeKind', values);
    case 'name_not_first':
      return phrase('texts.nameNotFirst', values);
    case 'overseas_unverified':
      return phrase('config.senderOverseas', values);
  }
}

function nameProblems(id: string, country: string): readonly SenderProblem[] {
  const problems: SenderProblem[] = [];
  const length = [...id].length;
  if (length < MIN_NAME_LENGTH || length > MAX_NAME_LENGTH) problems.push({ kind: 'length', length });
  const [foreign] = id.match(/[^A-Za-z0-9 ]/u) ?? [];
  if (foreign !== undefined) problems.push({ kind: 'character', character: foreign });
  if (id !== id.trim()) problems.push({ kind: 'edge_space' });
  const word = asWord(id);
  if (genericWords.has(word) && dialsFrench(country)) problems.push({ kind: 'generic_word', word });
  return problems;
}

function numberProblems(id: string, country: string): readonly SenderProblem[] {
  if (isFrenchMobile(id, country)) return [{ kind: 'french_mobile' }];
  return isShortCode(id) || isInternational(id) ? [] : [{ kind: 'number_form' }];
}

function nameWarnings(id: string, country: string): readonly SenderWarning[] {
  const treatment = treatmentOf(country);
  const warnings: SenderWarning[] = treatment === null ? [] : [treatment];
  if (dialsFrench(country)) {
    const charter = { country, source: data.sources.charter, confidence: 'verified-in-source' };
    if (id.includes(' ')) warnings.push({ kind: 'space', ...charter });
    if (genericWords.has(asWord(id))) warnings.push({ ...charter, kind: 'generic_word', source: data.sources.generic });
  }
  if (isFrench(country) && country !== 'FR') {
    warnings.push({
      kind: 'overseas_unverified',
      country,
      source: data.sources.overseas,
      confidence: 'general-knowledge',
    });
  }
  return warnings;
}

/**
 * Of the French numbers only the ranges for automated sending may carry text messages: 09 37, 09 38, 09 390 to 09 394.
 * Of the short codes 36xxx are for promotional messages, 38xxx for the others. Where no name is the sender, the charter
 * wants the publisher's at the beginning of the first message.
 */
function numberWarnings(id: string, country: string, message: SentMessage | null): readonly SenderWarning[] {
  if (!dialsFrench(country)) return [];
  const warnings: SenderWarning[] = [];
  const add = (kind: SenderWarning['kind'], source: string): void => {
    warnings.push({ kind, country, source, confidence: 'verified-in-source' });
  };
  if (id.startsWith('+33') && !/^\+339(?:37|38|39[0-4])/.test(id)) add('french_number', data.sources.arcep);
  if (message === null) return warnings;
  const otherSeries = message.promotional ? /^38\d{3}$/ : /^36\d{3}$/;
  if (otherSeries.test(id)) add('short_code_of_other_kind', data.sources.shortCodes);
  if (!message.opensWithName) add('name_not_first', data.sources.charter);
  return warnings;
}

function treatmentOf(country: string): SenderWarning | null {
  const entry = namesByCountry.get(country);
  const kind = treatments.find((treatment) => treatment === entry?.treatment);
  if (entry === undefined || kind === undefined) return null;
  return { kind, country, source: entry.source, confidence: entry.confidence };
}

/** Digits and what people write between them: meant as a number, well formed or not. */
function isNumeric(id: string): boolean {
  return /\d/.test(id) && /^[\d\s+().\-/]+$/u.test(id);
}

function isShortCode(id: string): boolean {
  return /^[1-9]\d{2,7}$/.test(id);
}

/** E.164: a plus and 8 to 15 digits. */
function isInternational(id: string): boolean {
  return /^\+[1-9]\d{7,14}$/.test(id);
}

/** 06 and 07 numbers, overseas departments included, in whatever form they are written. */
function isFrenchMobile(id: string, country: string): boolean {
  const digits = id.replace(/\D/g, '');
  if (/^(?:00)?(?:33|262|508|590|594|596)0?[67]\d{8}$/.test(digits)) return true;
  return dialsFrench(country) && /^0[67]\d{8}$/.test(digits);
}

/** `R D V` and `rdv` are the same blocked word. */
function asWord(id: string): string {
  return id.replaceAll(' ', '').toUpperCase();
}
