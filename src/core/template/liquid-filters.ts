import { filters as liquidFilters, type Context, type FilterImplOptions } from 'liquidjs';
import { AbsentField, isBlank } from './absent-field.js';
import { formatDate } from './format-date.js';

/**
 * liquidjs's filters that make sense in a text message. Left out: HTML and JSON; `sample`, which is random; the `_exp`
 * filters, which would run what stands in a cell; `url_decode`, which fails on data.
 */
const textFilters =
  'append prepend capitalize downcase upcase strip lstrip rstrip squish strip_newlines normalize_whitespace ' +
  'remove remove_first remove_last replace_first replace_last truncate url_encode slice ' +
  'join reverse compact concat uniq sort sort_natural';

const numberFilters = 'abs at_least at_most ceil floor round plus minus times divided_by modulo';

/** Digits of a decimal that a binary number always holds: IEEE 754, double precision. */
const DECIMALS = 15;

type Filter = (this: { readonly context: Context }, value: unknown, ...options: unknown[]) => unknown;

/** A value that a filter can not work with, for instance "n.c." in a sum: the recipient is left out. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue';
}

/** `now` or `today`: a frozen plan must not depend on when it is rendered. */
export class ClockRefused extends Error {
  override readonly name = 'ClockRefused';
}

/** Where a rendering finds the language of days and months that a template does not name itself. */
export const languageRegister = 'language';

/** Every filter a template may use, by name. */
export const messageFilters: ReadonlyMap<string, FilterImplOptions> = new Map<string, Filter>([
  ...textFilters.split(' ').map((name) => [name, handingOnAbsence(filterOf(name))] as const),
  ...['first', 'last', 'size'].map((name) => [name, handingOnAbsence(onCharacters(filterOf(name)))] as const),
  ['split', handingOnAbsence(splitCharacters(filterOf('split')))],
  ['truncatewords', handingOnAbsence(cutAfterWords(filterOf('truncatewords')))],
  ['replace', handingOnAbsence(replacedBetween(filterOf('replace')))],
  ...numberFilters.split(' ').map((name) => [name, handingOnAbsence(onNumbers(filterOf(name)))] as const),
  ['raw', handingOnAbsence((value) => value)],
  ['date', handingOnAbsence(dated)],
  ['default', orDefault],
]);

/** True for what liquidjs's own `date` filter reads from the clock. */
export function namesTheClock(value: unknown): boolean {
  return typeof value === 'string' && /^(?:now|today)$/i.test(value.trim());
}

function filterOf(name: string): Filter {
  const filter = liquidFilters[name];
  const handler = typeof filter === 'function' ? filter : filter?.handler;
  if (handler === undefined) throw new TypeError(`liquidjs has no filter named ${name}`);
  return handler as Filter;
}

/** What is made from an absent field is absent too, be it the value or an option: `{{ "Bonjour " | append: prenom }}`. */
function handingOnAbsence(filter: Filter): Filter {
  return function (value, ...options) {
    const absent = [value, ...options].find((one) => one instanceof AbsentField);
    return absent ?? filter.call(this, value, ...options);
  };
}

/** liquidjs counts code units here, and would take half of an emoji, which no telephone can show. */
function onCharacters(filter: Filter): Filter {
  return function (value) {
    return filter.call(this, typeof value === 'string' ? [...value] : value);
  };
}

/** `split: ""` cuts between characters, not within one. */
function splitCharacters(split: Filter): Filter {
  return function (value, by, ...options) {
    return typeof value === 'string' && by === '' ? [...value] : split.call(this, value, by, ...options);
  };
}

/** `replace: "", "-"` puts something between characters, not within one. */
function replacedBetween(replace: Filter): Filter {
  return function (value, pattern, ...options) {
    if (typeof value !== 'string' || pattern !== '') return replace.call(this, value, pattern, ...options);
    const [between] = options;
    return [...value].join(typeof between === 'number' || typeof between === 'string' ? String(between) : '');
  };
}

/** liquidjs puts « ... » behind a text that has just so many words, of which nothing was cut. */
function cutAfterWords(truncate: Filter): Filter {
  return function (value, ...options) {
    const [words = 15] = options;
    const count = typeof value === 'string' ? value.trim().split(/\s+/).length : Infinity;
    return count <= Math.max(1, Number(words)) ? value : truncate.call(this, value, ...options);
  };
}

/** Cells are text; what is not a plain number is not guessed (liquidjs would reckon with 0). */
function onNumbers(filter: Filter): Filter {
  return function (value, ...options) {
    const numbers = options.map((option) => (typeof option === 'boolean' ? option : toNumber(option)));
    return asReckoned(filter.call(this, toNumber(value), ...numbers));
  };
}

/** Amounts are decimals: 3 × 1.1 is 3.3 to whoever reads it, not 3.3000000000000003, and 100 × 4.35 rounded down is 435. */
function asReckoned(result: unknown): unknown {
  if (typeof result !== 'number' || Number.isInteger(result) || !Number.isFinite(result)) return result;
  return Number(result.toPrecision(DECIMALS));
}

/** @throws UnfitValue */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (isPlainNumber(value)) return Number(value);
  throw new UnfitValue('not a number');
}

/** True of a text that is a number as programs write it. */
export function isPlainNumber(value: unknown): value is string {
  return typeof value === 'string' && /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(value);
}

function dated(
  this: { readonly context: Context },
  value: unknown,
  format: unknown = '%d/%m/%Y',
  language?: unknown,
): unknown {
  if (namesTheClock(value)) throw new ClockRefused('no clock');
  if (typeof value !== 'string') return value;
  const named = language === undefined ? this.context.getRegister(languageRegister) : language;
  return formatDate(value, String(format), String(named).toLowerCase());
}

/** `{{ prenom | default: "cher membre" }}`. White space counts as empty; a number, 0 included, does not. */
function orDefault(value: unknown, fallback: unknown, ...options: unknown[]): unknown {
  const keepsFalse = options.some(
    (option) => Array.isArray(option) && option[0] === 'allow_false' && option[1] === true,
  );
  if (value === false) return keepsFalse ? value : fallback;
  return isBlank(value) ? fallback : value;
}
