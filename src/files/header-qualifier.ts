import type { ColumnRole } from './column-names.js';
import { wordsOf } from './header-words.js';

/** The place where a person lives: « Code postal (domicile) », « PLZ (Wohnadresse) ». */
const home = [
  'domiciles? residences? adresses? principale? personnel(?:le)? perso privee?',
  'home address residence residential main primary private personal',
  'wohnort wohnsitz wohnadresse hauptwohnsitz privat privatadresse adresse',
  'domicilio indirizzo residenza principale privato privata personale',
];
/** Texts, which every proof has to be of: « Date du consentement (SMS) ». */
const texts = ['sms textos?'];
/** How a cell is to be filled in, which makes nothing else of it: « (jj/mm/aaaa) », « (facultatif) ». */
const filling = [
  'jj mm aaaa aa dd yyyy yy tt jjjj gg hh',
  'facultati(?:f|ve) obligatoire si connue? optional required if known freiwillig pflichtfeld falls bekannt',
  'facoltativ[oa] obbligatori[oa] rgpd gdpr dsgvo',
];
/** Between those words. */
const between = ['de du des la le l d par of the by der die das del della di'];

const wordsFrom = (...lists: readonly (readonly string[])[]): RegExp =>
  new RegExp(`^(?:${lists.flat().join(' ').replaceAll(' ', '|')})$`);

const BETWEEN = wordsFrom(between);
/** Only where somebody lives says in which country a number is read, and under whose hours: not a passport, nor a parent. */
const OF_A_PLACE = wordsFrom(home);
const OF_A_PROOF = wordsFrom(texts, filling);
const places: ReadonlySet<ColumnRole> = new Set(['postal_code', 'region', 'time_zone', 'country']);

/** A column's name that has a remark in parentheses at its end. */
interface QualifiedName {
  /** « Code postal » of « Code postal (domicile) ». */
  readonly name: string;
  /** Whether the remark is written in letters that no plain name keeps: without them it would be gone. */
  readonly isForeign: boolean;
  /** Whether the column is surely still what its name says: every word of the remark is known to leave it that. */
  isStill(role: ColumnRole): boolean;
}

/**
 * Takes a column's name apart; null where it has no remark in parentheses.
 *
 * The remarks that leave a column what it is are few; those that make something else of it have no end (« (nationalité) »,
 * « (facturation) », « (photo) », « (maman) »), and a wrong guess lets a STOP land on somebody else's number.
 */
export function qualifiedName(header: string): QualifiedName | null {
  const [, name, qualifier] = /^(.*[^\s([])\s*[([]([^()[\]]*)[)\]]\s*$/u.exec(header) ?? [];
  if (name === undefined || qualifier === undefined) return null;
  const words = wordsOf(qualifier).filter((word) => !BETWEEN.test(word));
  return {
    name,
    isForeign: words.length === 0 && /[^\P{L}\p{Script=Latin}]/u.test(qualifier),
    isStill: (role) =>
      words.length > 0 && words.every((word) => (places.has(role) ? OF_A_PLACE : OF_A_PROOF).test(word)),
  };
}
