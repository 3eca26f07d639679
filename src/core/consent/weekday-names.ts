import { ordinalReader } from './ordinal-reader.js';

/** Days of the week by their names and usual short forms in English, French, German and Italian, plain; Monday first. */
const names: readonly (readonly string[])[] = [
  ['monday', 'mon', 'lundi', 'lun', 'montag', 'mo', 'lunedi'],
  ['tuesday', 'tue', 'tues', 'mardi', 'mar', 'dienstag', 'di', 'martedi'],
  ['wednesday', 'wed', 'mercredi', 'mer', 'mittwoch', 'mi', 'mercoledi'],
  ['thursday', 'thu', 'thur', 'thurs', 'jeudi', 'jeu', 'donnerstag', 'do', 'giovedi', 'gio'],
  ['friday', 'fri', 'vendredi', 'ven', 'freitag', 'fr', 'venerdi'],
  ['saturday', 'sat', 'samedi', 'sam', 'samstag', 'sonnabend', 'sa', 'sabato', 'sab'],
  ['sunday', 'sun', 'dimanche', 'dim', 'sonntag', 'so', 'domenica', 'dom'],
];

/** The number of the day of the week that a word names, 1 for Monday; null if it names none. */
export const weekdayNamed = ordinalReader(names);
