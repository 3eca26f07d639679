import { countryNamed } from '../schedule/places.js';
import { spellOut } from '../spelt-out.js';

/** The words that stand around a number in its own cell: « Suisse 079 … (bureau) ». */
export interface NumberRemark {
  readonly before: string;
  readonly behind: string;
}

/** That the person refused, or is gone, or has the number no more. « No » before a number is short for « numéro ». */
const AGAINST =
  /^(?:ne|pas|non|plus|jamais|stop|refus\w*|oppos\w*|desinscri\w*|desabonn\w*|interdit\w*|bloque\w*|blacklist\w*|not|dont|never|unsubscri\w*|optout|opted|nicht|keine?|abgemeldet|gesperrt|widerruf\w*|rifiut\w*|disiscri\w*)$/;
const GONE =
  /^(?:faux|fausse|errone\w*|erreur|incorrecte?|invalide?|ancien(?:ne)?s?|ex|hs|resilie\w*|inactif|inactive|injoignable|supprime\w*|decede\w*|defunte?|old|former|wrong|dead|deceased|alte?|ehemalig\w*|falsche?|ungultig\w*|verstorben\w*|vecchi[oa]|sbagliat[oa]|decedut[oa])$/;

/** Whether a remark tells not to text the number: whoever wrote it there meant it to be read. */
export function speaksAgainst({ before, behind }: NumberRemark): boolean {
  const words = [...plainWords(before), ...plainWords(behind)];
  return words.some((word) => AGAINST.test(word) || GONE.test(word)) || plainWords(behind).includes('no');
}

function plainWords(text: string): readonly string[] {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return spellOut(bare)
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** What people call a number of a country whose numbers may be read as those of another. */
const OF_A_COUNTRY: readonly (readonly [RegExp, string])[] = [
  [/^(?:swiss|schweizer\w*|svizzer[oa])$/, 'CH'],
  [/^(?:francais\w*|french|franzosisch\w*|francese)$/, 'FR'],
  [/^(?:belge|belgian|belgisch\w*|belga)$/, 'BE'],
  [/^(?:espagnole?|spanish|spanisch\w*|spagnol[oa])$/, 'ES'],
  [/^(?:italien(?:ne)?|italian[oa]?|italienisch\w*)$/, 'IT'],
  [/^(?:portugaise?|portuguese|portugiesisch\w*|portoghese)$/, 'PT'],
  [/^(?:allemande?|german|deutsch\w*|tedesc[oa])$/, 'DE'],
  [/^(?:anglaise?|britannique|british|britisch\w*|inglese)$/, 'GB'],
  [/^(?:marocaine?|moroccan|marokkanisch\w*|marocchin[oa])$/, 'MA'],
  [/^(?:algerien(?:ne)?|algerian|algerisch\w*|algerin[oa])$/, 'DZ'],
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
