/** Capitals of other alphabets that look like Latin ones. */
const lookAlikes: Readonly<Record<string, string>> = {
  ...{ А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', Х: 'X', Ѕ: 'S', І: 'I', Ј: 'J' },
  ...{ Α: 'A', Β: 'B', Ε: 'E', Ζ: 'Z', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X' },
};

/** Capital letters as people read them: Cyrillic and Greek ones that look like Latin ones are those. */
export function readAsLatin(capitals: string): string {
  return capitals.replace(/[АВЕКМНОРСТХЅІЈАΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]/g, (letter) => lookAlikes[letter] ?? letter);
}
