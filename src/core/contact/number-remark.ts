import { countryNamed } from '../schedule/places.js';
import { anyOf, DEAD, NEGATING, plainWords, REFUSING, WITHOUT_TEXTS } from '../refusing-words.js';

/** The words that stand around a number in its own cell: « Suisse 079 … (bureau) ». */
export interface NumberRemark {
  readonly before: string;
  readonly behind: string;
}

/** That the person is gone, or has the number no more. */
const GONE = anyOf(
  'faux fausse errone\\w* erreur incorrect\\w* invalide? ancien(?:ne)?s? ex hs resilie\\w* inactif inactive injoignable supprime\\w*',
  'demissionn\\w* old former wrong',
  'alte? ehemalig\\w* falsche? ungultig\\w* veraltet inaktiv ausgetreten austritt gekundigt geloscht',
  'vecchi[oa] sbagliat[oa] errat[oa] inesistente inattiv[oa] disattivat[oa] cancellat[oa] disdett[oa] dimess[oa]',
  'oude? verkeerde? foute? foutief ongeldig inactief opgezegd uitgetreden verwijderd',
  'antigu[oa] antig[oa] equivocad[oa] errad[oa]',
);
/** The cross of the dead, and what stands on signs that forbid. */
const SIGNS = /[†✝🛑⛔🚫❌]/u;

/** Whether a remark tells not to text the number: whoever wrote it there meant it to be read. */
export function speaksAgainst({ before, behind }: NumberRemark): boolean {
  const words = [...plainWords(before), ...plainWords(behind)];
  return (
    words.some((word) => [NEGATING, REFUSING, GONE, DEAD].some((list) => list.test(word))) ||
    plainWords(behind).includes('no') ||
    WITHOUT_TEXTS.test(` ${words.join(' ')} `) ||
    SIGNS.test(before + behind)
  );
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
