import { LiquidError, type TopLevelToken } from 'liquidjs';
import { OperatorError } from '../../errors.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { isLiquidWord, plainFieldName } from './field-name.js';
import { messageFilters } from './liquid-filters.js';
import { nearestNames } from './nearest-names.js';
import type { Flaw } from './read-fields.js';
import { excerpt, placeAt } from './template-place.js';

/** A template's text and the name its author knows it by. */
export interface NamedSource {
  readonly source: string;
  readonly name: string;
}

/**
 * Turns what liquidjs throws for a template into words with a place and a way out.
 *
 * @param tokens The template cut into pieces; empty when that is what failed.
 * @returns An OperatorError badInput (65), or `error` itself when it is not liquidjs's.
 */
export function templateProblem(error: unknown, template: NamedSource, tokens: readonly TopLevelToken[]): unknown {
  if (!LiquidError.is(error)) return error;
  const index = error.token.begin;
  if (tokens.length === 0) return unreadable(error, template, index);

  const token = tokens.findLast(({ begin }) => begin <= index);
  const text = token?.getText() ?? '';
  const filter = /undefined filter: ([^,\s]+)/.exec(error.message)?.[1];
  if (filter !== undefined) return unknownFilter(filter, template, index + offsetOfFilter(text, filter), error);
  return syntaxProblem(text, template, index, error);
}

/** The problem of something that parses but can not be meant; `index` is where it stands. */
export function flawProblem(
  flaw: Flaw,
  template: NamedSource,
  tokens: readonly TopLevelToken[],
  index: number,
): OperatorError {
  const text = tokens.findLast(({ begin }) => begin <= index)?.getText() ?? '';
  const place = { ...placeAt(template.name, template.source, index), piece: excerpt(text) };
  switch (flaw) {
    case 'notOneValue':
    case 'literal':
    case 'typographicQuotes':
      return syntaxProblem(text, template, index);
    case 'rest':
      return text.startsWith('{{')
        ? new OperatorError('badInput', phrase('template.syntax', place), phrase('template.oneFieldHint'))
        : syntaxProblem(text, template, index);
    case 'restOfLoop':
      return new OperatorError('badInput', phrase('template.syntax', place), phrase('template.loopHint'));
    case 'restOfWhen':
      return new OperatorError('badInput', phrase('template.syntax', place), phrase('template.whenHint'));
    case 'condition':
      return new OperatorError('badInput', phrase('template.syntax', place), phrase('template.conditionHint'));
    case 'numberInWhen':
      return new OperatorError('badInput', phrase('template.syntax', place), phrase('template.numberInWhenHint'));
    case 'dynamicName':
      return new OperatorError('badInput', phrase('template.dynamicName', place), phrase('template.dynamicNameHint'));
    case 'unboundedRange':
      return new OperatorError(
        'badInput',
        phrase('template.unboundedRange', place),
        phrase('template.unboundedRangeHint'),
      );
    case 'clock':
      return new OperatorError('badInput', phrase('template.clock', place), phrase('template.clockHint'));
  }
}

/** A template that liquidjs can not cut into pieces: an opening without its end. */
function unreadable(error: LiquidError, template: NamedSource, index: number): OperatorError {
  const { source, name } = template;
  if (error.message.startsWith('raw ')) {
    const begin = source.slice(0, index).lastIndexOf('{%');
    const hint = phrase('template.closeBlockHint', { closing: '{% endraw %}' });
    return new OperatorError(
      'badInput',
      phrase('template.unclosedBlock', { ...placeAt(name, source, begin), tag: 'raw' }),
      hint,
      { cause: error },
    );
  }
  if (!error.message.includes('not closed')) return syntaxProblem('{% %}', template, index, error);
  const piece = source.slice(index);
  const values = { ...placeAt(name, source, index), piece: excerpt(piece) };
  return new OperatorError('badInput', phrase('template.unclosedDelimiter', values), unclosedHint(piece), {
    cause: error,
  });
}

/** `piece` is the rest of the template from `{{` or `{%` on. When its end does stand there, a quote hides it. */
function unclosedHint(piece: string): Phrase {
  const column = columnMeant(piece);
  if (column !== null) return phrase('template.fieldNameHint', { name: plainFieldName(column) });
  const closing = piece.startsWith('{{') ? '}}' : '%}';
  return phrase('template.closeDelimiterHint', { closing, quotes: piece.includes(closing) });
}

function unknownFilter(filter: string, { source, name }: NamedSource, index: number, cause: unknown): OperatorError {
  const nearest = nearestNames(filter, messageFilters.keys());
  const names = nearest.length > 0 ? nearest : [...messageFilters.keys()].sort();
  return new OperatorError(
    'badInput',
    phrase('template.unknownFilter', { ...placeAt(name, source, index), filter: excerpt(filter) }),
    phrase('template.knownNamesHint', { names }),
    { cause },
  );
}

/** liquidjs only says in which tag; the filter's own column is found here. */
function offsetOfFilter(text: string, filter: string): number {
  const found = Array.from(text.matchAll(/\|\s*([^\s|:}]+)/g)).find((match) => match[1] === filter);
  return found === undefined ? 0 : found.index + found[0].length - filter.length;
}

function syntaxProblem(text: string, { source, name }: NamedSource, index: number, cause?: unknown): OperatorError {
  const values = { ...placeAt(name, source, index), piece: excerpt(text) };
  return new OperatorError('badInput', phrase('template.syntax', values), syntaxHint(text), { cause });
}

/** Quotes set by a word processor, a header copied with its spaces, or something else. */
function syntaxHint(text: string): Phrase {
  if (/[«»‘’“”‚„‹›]/.test(text)) return phrase('template.straightQuotesHint');
  const column = columnMeant(text);
  if (column !== null) return phrase('template.fieldNameHint', { name: plainFieldName(column) });
  return phrase('template.syntaxHint');
}

/**
 * What stands in an output up to its first filter, where it looks like a header: `Code postal`, `l'adresse`; or `blank`, a word
 * of Liquid's own.
 */
function columnMeant(text: string): string | null {
  const written = /^\{\{-?([^|:="{}%]*)(?:\||-?\}\})/.exec(text)?.[1]?.trim() ?? '';
  const isHeader = /\p{L}/u.test(written) && /[^\p{L}\p{N}_-]/u.test(written);
  return isHeader || isLiquidWord(written) ? written : null;
}
