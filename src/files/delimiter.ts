import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';

/** In order of preference where two fit a file equally well: French spreadsheets write the semicolon. */
const delimiters = [';', '\t', ',', '|'] as const;

export type Delimiter = (typeof delimiters)[number];

const LINES_JUDGED = 50;

/** What stands for a delimiter on a command line, where a tab is hard to type. */
const SPOKEN: Readonly<Record<string, Delimiter>> = { tab: '\t', '\\t': '\t' };

/** @throws OperatorError usage: not one of the four delimiters, `tab` or `\t`. */
export function delimiterNamed(name: string): Delimiter {
  const delimiter = SPOKEN[name.toLowerCase()] ?? delimiters.find((known) => known === name);
  if (delimiter !== undefined) return delimiter;
  throw new OperatorError(
    'usage',
    phrase('files.unknownDelimiter', { delimiter: name }),
    phrase('files.unknownDelimiterHint'),
  );
}

/**
 * Recognises the line `sep=;` that tells Excel the delimiter.
 *
 * @returns The line with its line break, and the delimiter; null if the text does not start so.
 */
export function separatorLine(text: string): { readonly line: string; readonly delimiter: Delimiter } | null {
  const match = /^"?sep=([;,\t|])"?[;,\t|]*(?:\r\n|\n|\r|$)/i.exec(text);
  const delimiter = delimiters.find((known) => known === match?.[1]);
  return match === null || delimiter === undefined ? null : { line: match[0], delimiter };
}

/**
 * Detects the delimiter: the one that most lines hold equally often outside quotes, then the more frequent one.
 *
 * A text without any (a single column) reads the same with each of them.
 *
 * @param isWhole Whether `sample` is the whole file; else its last line may be cut off and is not judged.
 */
export function detectDelimiter(sample: string, isWhole: boolean): Delimiter {
  const lines = unquotedLines(sample);
  if (!isWhole && lines.length > 1) lines.pop();
  const judged = lines.filter((line) => line !== '').slice(0, LINES_JUDGED);
  let best: { delimiter: Delimiter; lines: number; perLine: number } = { delimiter: ';', lines: 0, perLine: 0 };
  for (const delimiter of delimiters) {
    const { lines: agreeing, perLine } = agreement(judged.map((line) => line.split(delimiter).length - 1));
    if (agreeing > best.lines || (agreeing === best.lines && perLine > best.perLine)) {
      best = { delimiter, lines: agreeing, perLine };
    }
  }
  return best.delimiter;
}

/**
 * The physical lines without what stands in quotes; a quoted line break ends no line. A quotation mark in the middle of
 * a cell quotes nothing: the rows below it count.
 */
function unquotedLines(text: string): string[] {
  return text.replace(/(?<=^|[;,\t|\r\n]) *"(?:[^"]|"")*(?:"|$)/g, '').split(/\r\n|\n|\r/);
}

/** The positive count that most lines share. */
function agreement(counts: readonly number[]): { readonly lines: number; readonly perLine: number } {
  const linesWith = new Map<number, number>();
  for (const count of counts) if (count > 0) linesWith.set(count, (linesWith.get(count) ?? 0) + 1);
  let best = { lines: 0, perLine: 0 };
  for (const [perLine, lines] of linesWith) if (lines > best.lines) best = { lines, perLine };
  return best;
}
