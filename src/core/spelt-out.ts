/** Small letters that Unicode does not take apart into a Latin letter and a mark. */
const SPELT_OUT: Readonly<Record<string, string>> = {
  ...{ œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' },
  ...{ ð: 'd', þ: 'th', ı: 'i' },
};

/** Writes such letters as plain ones; a text in small letters loses the rest of its accents by decomposition. */
export function spellOut(text: string): string {
  return text.replace(/[œæßøłđðþı]/g, (letter) => SPELT_OUT[letter] ?? letter);
}
