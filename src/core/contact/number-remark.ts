import { countryNamed } from '../schedule/places.js';
import { spellOut } from '../spelt-out.js';

/** The words that stand around a number in its own cell: « Suisse 079 … (bureau) ». */
export interface NumberRemark {
  readonly before: string;
  readonly behind: string;
}

/** That the person refused. */
const AGAINST = anyOf(
  'ne pas non plus jamais stop refus\\w* oppos\\w* desinscri\\w* desabonn\\w* interdit\\w* bloque\\w* blacklist\\w* retiree?s?',
  'not dont never unsubscri\\w* optout opted declin\\w* revoked',
  'nicht nie nein kein\\w* abgemeldet abmeldung abbestellt gesperrt widerruf\\w* widerspr\\w* verweiger\\w* abgelehnt unerwunscht',
  'rifiut\\w* disiscri\\w* niente nessun\\w* revoc\\w* bloccat[oa]',
  'geen niet nooit weiger\\w* geweigerd uitgeschreven afgemeld bezwaar geblokkeerd ingetrokken',
  'nunca baja rechaza\\w* nao recusa\\w* bloquead[oa] keng',
);
/** That the person is gone, or has the number no more. */
const GONE = anyOf(
  'faux fausse errone\\w* erreur incorrect\\w* invalide? ancien(?:ne)?s? ex hs resilie\\w* inactif inactive injoignable supprime\\w*',
  'decede\\w* defunte? demissionn\\w* old former wrong dead deceased mort[oaie]?',
  'alte? ehemalig\\w* falsche? ungultig\\w* veraltet inaktiv ausgetreten austritt gekundigt geloscht verstorben\\w* gestorben',
  'vecchi[oa] sbagliat[oa] errat[oa] inesistente inattiv[oa] disattivat[oa] cancellat[oa] disdett[oa] dimess[oa]',
  'decedut[oa] defunt[oa]',
  'oude? verkeerde? foute? foutief ongeldig inactief opgezegd uitgetreden verwijderd overleden',
  'antigu[oa] antig[oa] equivocad[oa] errad[oa] fallecid[oa] falecid[oa]',
);
/** Words that say no before the texts alone: « née » is none, and « No » before a number is short for « numéro ». */
const WITHOUT_TEXTS = / (?:no|nee|sans|without|ohne|senza|zonder|sin|sem) (?:sms|textos?) /;
/** The cross of the dead, and what stands on signs that forbid. */
const SIGNS = /[†✝🛑⛔🚫❌]/u;

function anyOf(...words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.join(' ').replaceAll(' ', '|')})$`);
}

/** Whether a remark tells not to text the number: whoever wrote it there meant it to be read. */
export function speaksAgainst({ before, behind }: NumberRemark): boolean {
  const words = [...plainWords(before), ...plainWords(behind)];
  return (
    words.some((word) => AGAINST.test(word) || GONE.test(word)) ||
    plainWords(behind).includes('no') ||
    WITHOUT_TEXTS.test(` ${words.join(' ')} `) ||
    SIGNS.test(before + behind)
  );
}

function plainWords(text: string): readonly string[] {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return spellOut(bare)
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** What people call a number of a country whose numbers may be read as those of another. */
const OF_A_COUNTRY: readonly (readonly [RegExp, string])[] = [
  [/^(?:swiss|schweizer\w*|svizzer[oa]|zwitsers\w*)$/, 'CH'],
  [/^(?:francais\w*|french|franzosisch\w*|francese|franse)$/, 'FR'],
  [/^(?:belge|belgian|belgisch\w*|belga)$/, 'BE'],
  [/^(?:luxembourgeoise?|luxemburgisch\w*|luxemburgs\w*|lussemburghese)$/, 'LU'],
  [/^(?:neerlandaise?|hollandaise?|dutch|niederlandisch\w*|hollandisch\w*|nederlandse?|hollandse?|olandese)$/, 'NL'],
  [/^(?:autrichien(?:ne)?|austrian|oe?sterreichisch\w*|austriac[oa]|oostenrijkse?)$/, 'AT'],
  [/^(?:espagnole?|spanish|spanisch\w*|spagnol[oa]|spaanse?)$/, 'ES'],
  [/^(?:italien(?:ne)?|italian[oa]?|italienisch\w*|italiaanse?)$/, 'IT'],
  [/^(?:portugaise?|portuguese|portugiesisch\w*|portoghese|portugese?)$/, 'PT'],
  [/^(?:allemande?|german|deutsch\w*|tedesc[oa]|duitse?)$/, 'DE'],
  [/^(?:anglaise?|britannique|british|englisch\w*|britisch\w*|inglese|engelse|britse?)$/, 'GB'],
  [/^(?:roumaine?|romanian|rumanisch\w*|rumen[oa]|roemeense?)$/, 'RO'],
  [/^(?:marocaine?|moroccan|marokkanisch\w*|marocchin[oa]|marokkaanse?)$/, 'MA'],
  [/^(?:algerien(?:ne)?|algerian|algerisch\w*|algerin[oa]|algerijnse?)$/, 'DZ'],
];

/**
 * The country that a remark names: `079 000 00 67 (Suisse)` is no mobile of France, though the digits would be one.
 *
 * Names count wherever they stand in it; codes only in capitals and alone, for « de » and « mobile de Anne » are none.
 *
 * @returns ISO 3166-1; null where none is named.
 */
export function countryInRemark({ before, behind }: NumberRemark): string | null {
  for (const text of [behind, before]) {
    const words = text.replace(/[^\p{L}\p{M}'’\s-]/gu, ' ').trim();
    if (/^[A-Z]{2,3}$/.test(words) || words.length > 3) {
      const country = countryNamed(words) ?? countryAmong(words);
      if (country !== null) return country;
    }
  }
  return null;
}

function countryAmong(text: string): string | null {
  for (const word of text.split(/\s+/).filter(({ length }) => length > 3)) {
    const country = countryNamed(word) ?? OF_A_COUNTRY.find(([names]) => names.test(plainWords(word)[0] ?? ''))?.[1];
    if (country !== undefined) return country;
  }
  return null;
}
