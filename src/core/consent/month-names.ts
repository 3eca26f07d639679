import { ordinalReader } from './ordinal-reader.js';

/** Months by their names and usual short forms in English, French, German and Italian, plain: `fevrier`, `marz`. */
const names: readonly (readonly string[])[] = [
  ['january', 'jan', 'janvier', 'janv', 'januar', 'janner', 'jaenner', 'gennaio', 'gen', 'genn'],
  ['february', 'feb', 'fevrier', 'fev', 'fevr', 'februar', 'febbraio', 'febbr'],
  ['march', 'mar', 'mars', 'marz', 'maerz', 'mrz', 'marzo'],
  ['april', 'apr', 'avril', 'avr', 'aprile'],
  ['may', 'mai', 'maggio', 'mag', 'magg'],
  ['june', 'jun', 'juin', 'juni', 'giugno', 'giu'],
  ['july', 'jul', 'juillet', 'juil', 'juli', 'luglio', 'lug', 'lugl'],
  ['august', 'aug', 'aout', 'agosto', 'ago'],
  ['september', 'sep', 'sept', 'septembre', 'settembre', 'set', 'sett'],
  ['october', 'oct', 'octobre', 'oktober', 'okt', 'ottobre', 'ott'],
  ['november', 'nov', 'novembre'],
  ['december', 'dec', 'decembre', 'dezember', 'dez', 'dicembre', 'dic'],
];

/** The number of the month that a word names, 1 to 12; null if it names none. A point behind it does not matter. */
export const monthNamed = ordinalReader(names);
