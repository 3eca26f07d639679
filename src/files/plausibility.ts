/** Letters with marks that French, German, Italian, Spanish, Portuguese and Dutch write. */
const LETTERS = new Set('àâäáãåæçéèêëîïíìñôöóòõøœùûüúÿßÀÂÄÁÇÉÈÊËÎÏÍÔÖÓÙÛÜÚŒÆÑØÅ');

/** Seen in names, addresses and texts, next to letters or not: they speak neither for nor against an encoding. */
const COMMON = new Set('«»‘’“”‚„–—…•€£°ªº§²³´·\u00a0\u202fŠšŽžČčĆćĐđ');

const ASCII_LETTER = /[A-Za-z]/;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;

/**
 * Weighs how much a decoded text looks like western European words.
 *
 * A marked letter within an ASCII word counts for it; a capital inside a small-letter word, a symbol or control
 * character against it: « Hélène » read in the wrong alphabet is « HŽl\u008fne » or « HÈlËne ».
 *
 * @returns Points for less points against; 0 where there is nothing to judge.
 */
export function plausibilityOf(text: string): number {
  let points = 0;
  for (const match of text.matchAll(/[^\x00-\x7f]/g)) {
    const index = match.index;
    points += pointsOf(match[0], text[index - 1] ?? '', text[index + 1] ?? '');
  }
  return points;
}

function pointsOf(character: string, before: string, after: string): number {
  if (UPPER.test(character) && (LOWER.test(before) || (UPPER.test(before) && LOWER.test(after)))) return -1;
  if (LETTERS.has(character)) return ASCII_LETTER.test(before) || ASCII_LETTER.test(after) ? 1 : 0;
  return COMMON.has(character) ? 0 : -1;
}
