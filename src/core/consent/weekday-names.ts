import { ordinalReader } from './ordinal-reader.js';

/** Days of the week by their names and usual short forms in English, French, German, Italian, Dutch and Spanish, plain; Monday first. */
const names: readonly (readonly string[])[] = [
  ['monday', 'mon', 'lundi', 'lun', 'montag', 'mo', 'lunedi', 'maandag', 'ma', 'lunes'],
  ['tuesday', 'tue', 'tues', 'mardi', 'mar', 'dienstag', 'di', 'martedi', 'dinsdag', 'martes'],
  ['wednesday', 'wed', 'mercredi', 'mer', 'mittwoch', 'mi', 'mercoledi', 'woensdag', 'wo', 'miercoles'],
  ['thursday', 'thu', 'thur', 'thurs', 'jeudi', 'jeu', 'donnerstag', 'do', 'giovedi', 'gio', 'donderdag', 'jueves'],
  ['friday', 'fri', 'vendredi', 'ven', 'freitag', 'fr', 'venerdi', 'vrijdag', 'vr', 'viernes'],
  ['saturday', 'sat', 'samedi', 'sam', 'samstag', 'sonnabend', 'sa', 'sabato', 'sab', 'zaterdag', 'za', 'sabado'],
  ['sunday', 'sun', 'dimanche', 'dim', 'sonntag', 'so', 'domenica', 'dom', 'zondag', 'zo', 'domingo'],
];

/** The number of the day of the week that a word names, 1 for Monday; null if it names none. */
export const weekdayNamed = ordinalReader(names);
