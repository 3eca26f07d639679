/** Letters with marks that French, German, Italian, Spanish, Portuguese and Dutch write. */
const LETTERS = new Set('àâäáãåæçéèêëîïíìñôöóòõøœùûüúÿßÀÂÄÁÇÉÈÊËÎÏÍÔÖÓÙÛÜÚŒÆÑØÅ');

/** Seen in texts and in Slavic names: they speak neither for nor against an encoding. */
const COMMON = new Set('«»‘’“”‚„–—…•€£°ªº§²³´·\u00a0\u202fŠšŽžČčĆćĐđ');

/** Of these, what may stand between two letters. */
const WITHIN_WORDS = new Set('’·\u00a0\u202fŠšŽžČčĆćĐđ–—…');

const ASCII_LETTER = /[A-Za-z]/;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;

/**
 * Weighs how much a decoded text looks like western European words.
 *
 * A marked letter within an ASCII word counts for it; one whose case does not fit the word, a symbol or a control
 * character counts against it: « Hélène » read in the wrong alphabet is « HŽl\u008fne » or « HÈlËne ».
 *
 * @returns Points for less points against; 0 where there is nothing to judge.
 */
export function plausibilityOf(text: string): number {
  let points = 0;
  for (const { 0: character, index } of text.matchAll(/[^\x00-\x7f]/g)) {
    points += pointsOf(character, text[index - 1] ?? '', text[index + 1] ?? '');
  }
  return points;
}

function pointsOf(character: string, before: string, after: string): number {
  if (hasWrongCase(character, before, after)) return -1;
  const touches = (ASCII_LETTER.test(before) ? 1 : 0) + (ASCII_LETTER.test(after) ? 1 : 0);
  if (LETTERS.has(character)) return touches > 0 ? 1 : 0;
  return COMMON.has(character) && (touches < 2 || WITHIN_WORDS.has(character)) ? 0 : -1;
}

function hasWrongCase(character: string, before: string, after: string): boolean {
  if (LOWER.test(character)) return UPPER.test(before) && UPPER.test(after);
  return UPPER.test(character) && (LOWER.test(before) || (UPPER.test(before) && LOWER.test(after)));
}
