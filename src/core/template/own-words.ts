import { countSegments } from '../segment/count-segments.js';
import { replaceTypography } from '../segment/replace-typography.js';

/** Outputs and tags, and whole comments. */
const tags = /(\{%-?\s*comment\b[\s\S]*?\{%-?\s*endcomment\s*-?%\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/;

/** The words of a template that stand outside its tags, joined by a space each. */
export function ownWords(source: string): string {
  return piecesOf(source)
    .filter((_, index) => !isTag(index))
    .join(' ');
}

/**
 * Shows what replacing typographic characters does to a template's own words; its tags stay as they are.
 *
 * @returns The template with its words replaced, or null where there is nothing to replace or some of it can not be.
 */
export function replacedInTemplate(source: string): string | null {
  const pieces = piecesOf(source).map((piece, index) => (isTag(index) ? piece : replaceTypography(piece)));
  const isPlain = pieces.every((piece, index) => isTag(index) || countSegments(piece).encoding === 'GSM-7');
  const replaced = pieces.join('');
  return isPlain && replaced !== source ? replaced : null;
}

/** Words and tags by turns, words first. */
function piecesOf(source: string): readonly string[] {
  return source.split(tags);
}

function isTag(index: number): boolean {
  return index % 2 === 1;
}
