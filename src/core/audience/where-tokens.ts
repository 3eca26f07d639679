import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';

/** One word, value or sign of a `--where` expression; `at` is its offset in UTF-16 units. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'bracketed'; readonly text: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

/** What opens a text or a column name, what closes it; doubled, the closing mark stands for itself. */
const enclosures: ReadonlyMap<string, { readonly closing: string; readonly kind: 'text' | 'bracketed' }> = new Map([
  ['"', { closing: '"', kind: 'text' }],
  ["'", { closing: "'", kind: 'text' }],
  ['“', { closing: '”', kind: 'text' }],
  ['«', { closing: '»', kind: 'text' }],
  ['[', { closing: ']', kind: 'bracketed' }],
  ['`', { closing: '`', kind: 'bracketed' }],
]);

const SPACE = /\s+/uy;
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?/uy;
/** What can not follow a number: `18ans`, `2024-01-01`, `1/2` and `1.2.3` are none. */
const NUMBER_GOES_ON = /[\p{L}\p{N}_.\-/]/uy;
const SYMBOL = /[=!<>]=|<>|[=<>(),]/uy;

/**
 * Splits an expression into tokens, the last of which is `end`.
 *
 * @throws OperatorError `usage` with a position for a character, a number or a quotation that makes no token.
 */
export function tokenise(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = match(SPACE, source, 0).length;
  while (at < source.length) {
    const [token, length] = readToken(source, at);
    tokens.push(token);
    at += length;
    at += match(SPACE, source, at).length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

/** The offset `at` as people count: characters from 1. */
export function positionOf(source: string, at: number): number {
  return [...source.slice(0, at)].length + 1;
}

function readToken(source: string, at: number): [Token, length: number] {
  const opening = source[at] ?? '';
  const enclosure = enclosures.get(opening);
  if (enclosure !== undefined) return readEnclosed(source, at, opening, enclosure);
  const number = match(NUMBER, source, at);
  if (number !== '') {
    if (match(NUMBER_GOES_ON, source, at + number.length) !== '') throw badNumber(source, at);
    return [{ kind: 'number', text: number, at }, number.length];
  }
  const word = match(WORD, source, at);
  if (word !== '') return [{ kind: 'word', text: word, at }, word.length];
  const symbol = match(SYMBOL, source, at);
  if (symbol === '') throw badCharacter(source, at);
  return [{ kind: 'symbol', text: symbol, at }, symbol.length];
}

function readEnclosed(
  source: string,
  start: number,
  opening: string,
  { closing, kind }: { readonly closing: string; readonly kind: 'text' | 'bracketed' },
): [Token, length: number] {
  let text = '';
  let from = start + 1;
  for (;;) {
    const end = source.indexOf(closing, from);
    if (end === -1) throw unclosed(source, start, closing);
    text += source.slice(from, end);
    if (source[end + 1] !== closing) {
      // The spaces inside « guillemets » belong to the typography, not to the text.
      return [{ kind, text: opening === '«' ? text.trim() : text, at: start }, end + 1 - start];
    }
    text += closing;
    from = end + 2;
  }
}

function match(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

function badNumber(source: string, at: number): OperatorError {
  const position = positionOf(source, at);
  return new OperatorError('usage', phrase('audience.badNumber', { position }), phrase('audience.badNumberHint'));
}

function badCharacter(source: string, at: number): OperatorError {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const problem = phrase('audience.badCharacter', { position: positionOf(source, at), character });
  return new OperatorError('usage', problem, phrase('audience.grammarHint'));
}

function unclosed(source: string, at: number, closing: string): OperatorError {
  const problem = phrase('audience.unclosed', { position: positionOf(source, at), closing });
  return new OperatorError('usage', problem, phrase('audience.unclosedHint', { closing }));
}
