import { ordinalReader } from './ordinal-reader.js';

/** Months by their names and usual short forms in the languages of Western Europe, plain: `fevrier`, `marz`. */
const names: readonly (readonly string[])[] = [
  [
    ...['january', 'jan', 'janvier', 'janv', 'januar', 'janner', 'jaenner', 'gennaio', 'gen', 'genn', 'januari'],
    ...['enero', 'ene', 'janeiro'],
  ],
  [
    ...['february', 'feb', 'fevrier', 'fev', 'fevr', 'februar', 'feber', 'febbraio', 'febbr', 'februari', 'febrero'],
    ...['fevereiro'],
  ],
  ['march', 'mar', 'mars', 'marz', 'maerz', 'mrz', 'marzo', 'maart', 'mrt', 'marco'],
  ['april', 'apr', 'avril', 'avr', 'aprile', 'abril', 'abr'],
  ['may', 'mai', 'maggio', 'mag', 'magg', 'mei', 'mayo', 'maio'],
  ['june', 'jun', 'juin', 'juni', 'giugno', 'giu', 'junio', 'junho'],
  ['july', 'jul', 'juillet', 'juil', 'juli', 'luglio', 'lug', 'lugl', 'julio', 'julho'],
  ['august', 'aug', 'aout', 'agosto', 'ago', 'augustus'],
  ['september', 'sep', 'sept', 'septembre', 'settembre', 'set', 'sett', 'septiembre', 'setembro'],
  ['october', 'oct', 'octobre', 'oktober', 'okt', 'ottobre', 'ott', 'octubre', 'outubro', 'out'],
  ['november', 'nov', 'novembre', 'noviembre', 'novembro'],
  ['december', 'dec', 'decembre', 'dezember', 'dez', 'dicembre', 'dic', 'diciembre', 'dezembro'],
];

/** The number of the month that a word names, 1 to 12; null if it names none. A point behind it does not matter. */
export const monthNamed = ordinalReader(names);
