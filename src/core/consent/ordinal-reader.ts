/**
 * Makes a reader of names that stand in an order, such as those of the months.
 *
 * @param names Of each place, the first one first: its names, in lower case and without accents.
 * @returns The place that a word names, from 1; null if it names none. Accents, capitals and points do not matter.
 */
export function ordinalReader(names: readonly (readonly string[])[]): (word: string) => number | null {
  const places = new Map(names.flatMap((spellings, index) => spellings.map((name) => [name, index + 1] as const)));
  return (word) => {
    const plain = word
      .normalize('NFKD')
      .replace(/[\p{M}.]/gu, '')
      .toLowerCase();
    return places.get(plain) ?? null;
  };
}
