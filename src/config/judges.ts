import { parseMicros } from '../core/campaign/cost.js';
import { isCountryCode } from '../core/contact/country-code.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** The value that was read, or what would have been allowed instead. */
type Judged<T> =
  | { readonly kind: 'good'; readonly value: T }
  | { readonly kind: 'bad'; readonly allowed: Phrase; readonly isPrivate?: true };

/** Judges one TOML value. Pure: it knows neither the key nor the line. */
export type Judge<T> = (found: unknown) => Judged<T>;

/** Any text but white space, trimmed, on one line. */
export function text(maxLength: number): Judge<string> {
  return (found) => {
    if (typeof found !== 'string') return bad(phrase('config.allowedText', { max: maxLength }));
    const value = found.trim();
    const isFit = value !== '' && [...value].length <= maxLength && !/\p{Cc}/u.test(value);
    return isFit ? good(value) : bad(phrase('config.allowedText', { max: maxLength }));
  };
}

/** A {@link text} that keeps the white space before it: what a provider puts between a message and what it appends. */
export function appendedText(maxLength: number): Judge<string> {
  return (found) => {
    const [separator = ''] = typeof found === 'string' ? (/^[ \r\n]{0,2}/.exec(found) ?? []) : [];
    const judged = text(maxLength)(typeof found === 'string' ? found.slice(separator.length) : found);
    return judged.kind === 'good' ? good(separator + judged.value) : judged;
  };
}

export function oneOf<const T extends string>(values: readonly T[]): Judge<T> {
  return (found) => {
    const value = values.find((candidate) => candidate === found);
    return value === undefined ? bad(phrase('config.allowedOneOf', { values })) : good(value);
  };
}

export function wholeNumber(min: number, max: number): Judge<number> {
  return (found) =>
    typeof found === 'number' && Number.isInteger(found) && found >= min && found <= max
      ? good(found)
      : bad(phrase('config.allowedWhole', { min, max }));
}

export function numberBetween(min: number, max: number): Judge<number> {
  return (found) =>
    typeof found === 'number' && found >= min && found <= max
      ? good(found)
      : bad(phrase('config.allowedNumber', { min, max }));
}

export const yesOrNo: Judge<boolean> = (found) =>
  typeof found === 'boolean' ? good(found) : bad(phrase('config.allowedBoolean'));

/** Money stays decimal text: 0.065 as a binary fraction is not 0.065, and its sums would drift. */
export const money: Judge<string> = (found) => {
  if (typeof found === 'number') return bad(phrase('config.allowedMoneyQuoted'));
  return typeof found === 'string' && parseMicros(found) !== null ? good(found) : bad(phrase('config.allowedMoney'));
};

export const country: Judge<string> = (found) =>
  typeof found === 'string' && isCountryCode(found) ? good(found) : bad(phrase('config.allowedCountry'));

/** ISO 4217, as far as this Node knows it. */
export const currency: Judge<string> = (found) =>
  typeof found === 'string' && Intl.supportedValuesOf('currency').includes(found)
    ? good(found)
    : bad(phrase('config.allowedCurrency'));

/** A page for people to open. */
export const webAddress: Judge<string> = (found) => {
  const url = urlOf(found);
  if (url === null) return bad(phrase('config.allowedWebAddress'));
  if (hasCredentials(url)) return { ...bad(phrase('config.allowedWithoutCredentials')), isPrivate: true };
  return ['https:', 'http:'].includes(url.protocol) ? good(url.text) : bad(phrase('config.allowedWebAddress'));
};

/** An address that personal data travels to: encrypted, or never leaving this machine. */
export const safeAddress: Judge<string> = (found) => {
  const url = urlOf(found);
  if (url === null) return bad(phrase('config.allowedSafeAddress'));
  if (hasCredentials(url)) return { ...bad(phrase('config.allowedWithoutCredentials')), isPrivate: true };
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe ? good(url.text) : bad(phrase('config.allowedSafeAddress'));
};

/** Such an address below which a service has its paths: what stands behind a `?` or a `#` would not go along, and may be a key. */
export const serviceAddress: Judge<string> = (found) =>
  typeof found === 'string' && /[?#]/.test(found)
    ? { ...bad(phrase('config.allowedWithoutQuery')), isPrivate: true }
    : safeAddress(found);

/** Digits to answer STOP to: a short code, or a number in international form. */
export const stopNumber: Judge<string> = (found) =>
  typeof found === 'string' && (/^[1-9]\d{2,7}$/.test(found) || /^\+[1-9]\d{7,14}$/.test(found))
    ? good(found)
    : bad(phrase('config.allowedStop'));

export function good<T>(value: T): Judged<T> & { kind: 'good' } {
  return { kind: 'good', value };
}

export function bad(allowed: Phrase): { readonly kind: 'bad'; readonly allowed: Phrase } {
  return { kind: 'bad', allowed };
}

interface Address {
  /** As the file has it. */
  readonly text: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
}

function urlOf(found: unknown): Address | null {
  if (typeof found !== 'string' || /[\s\p{Cc}]/u.test(found) || !URL.canParse(found)) return null;
  const { protocol, hostname, username, password } = new URL(found);
  return { text: found, protocol, hostname, username, password };
}

function hasCredentials({ username, password }: Address): boolean {
  return username !== '' || password !== '';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
