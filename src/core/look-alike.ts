/** Capitals of other alphabets that look like Latin ones. */
const lookAlikes: Readonly<Record<string, string>> = {
  ...{ А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', Х: 'X', Ѕ: 'S', І: 'I', Ј: 'J' },
  ...{ Α: 'A', Β: 'B', Ε: 'E', Ζ: 'Z', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X' },
  ...{ ᴀ: 'A', ʙ: 'B', ᴄ: 'C', ᴅ: 'D', ᴇ: 'E', ꜰ: 'F', ɢ: 'G', ʜ: 'H', Ɪ: 'I', ᴊ: 'J', ᴋ: 'K', ʟ: 'L', ᴍ: 'M', ɴ: 'N' },
  ...{ ᴏ: 'O', ᴘ: 'P', Ʀ: 'R', ꜱ: 'S', ᴛ: 'T', ᴜ: 'U', ᴠ: 'V', ᴡ: 'W', ʏ: 'Y', ᴢ: 'Z' },
};

/** White letters in black circles (🅐) and squares (🅰), in the order of the alphabet: Unicode folds only those in white. */
const enclosed = /[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}]/gu;
const FIRST_CIRCLED = 0x1f150;
const FIRST_SQUARED = 0x1f170;
const FIRST_CAPITAL = 0x41;

/**
 * Capital letters as people read them: Cyrillic and Greek ones that look like Latin ones, small capitals that have no
 * other, and letters in black circles and squares.
 */
export function readAsLatin(capitals: string): string {
  return capitals.replace(/\p{L}/gu, (letter) => lookAlikes[letter] ?? letter).replace(enclosed, letterIn);
}

function letterIn(sign: string): string {
  const code = sign.codePointAt(0) ?? FIRST_SQUARED;
  return String.fromCodePoint(FIRST_CAPITAL + code - (code < FIRST_SQUARED ? FIRST_CIRCLED : FIRST_SQUARED));
}
