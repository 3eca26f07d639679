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

const weekdays: ReadonlyMap<string, number> = new Map(
  names.flatMap((spellings, index) => spellings.map((name) => [name, index + 1] as const)),
);

/** The number of the day of the week that a word names, 1 for Monday; null if it names none. */
export function weekdayNamed(word: string): number | null {
  const plain = word
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();
  return weekdays.get(plain) ?? null;
}
