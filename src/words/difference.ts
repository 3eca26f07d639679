import { codePointOf } from './characters.js';

const SHOWN = 60;
const BEFORE = 25;

/**
 * Two texts from shortly before the place where they part, each on one line: two messages often differ by their last word
 * alone, or by a space that nobody sees.
 */
export function whereTheyPart(one: string, other: string): readonly [string, string] {
  const [first, second] = [[...one], [...other]];
  const parts = first.findIndex((char, place) => char !== second[place]);
  const at = parts === -1 ? first.length : parts;
  const isShort = at < SHOWN - BEFORE || Math.max(first.length, second.length) <= SHOWN;
  const from = isShort ? 0 : at - BEFORE;
  return [excerpt(first, from, at), excerpt(second, from, at)];
}

function excerpt(chars: readonly string[], from: number, at: number): string {
  const shown = chars.slice(from, from + SHOWN).map((char, place) => visible(char, from + place - at));
  return `${from > 0 ? '…' : ''}${shown.join('')}${from + SHOWN < chars.length ? '…' : ''}`;
}

/** What parts two texts is seen: also a mark that stands behind its letter instead of on it. */
function visible(char: string, fromTheParting: number): string {
  if (char === '\n') return '⏎';
  const mayHide = fromTheParting === 0 || fromTheParting === 1;
  return !mayHide || /^[ \p{L}\p{N}\p{P}\p{S}]$/u.test(char) ? char : `[${codePointOf(char)}]`;
}
