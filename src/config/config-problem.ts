import { phrase, type Phrase } from '../words/phrase.js';

/** Everything that is wrong with one key of the configuration. */
export interface ConfigProblem {
  readonly file: string;
  /** From 1; null when nothing in the file could be pointed at. */
  readonly line: number | null;
  /** As TOML writes it, `limits.max_segments`; empty for the document itself. */
  readonly key: string;
  readonly what: Phrase;
}

/** How much of a value a message repeats. */
const MAX_SHOWN = 60;

/** A path as TOML writes it; keys that are not bare are quoted. */
export function dottedKey(path: readonly string[]): string {
  return path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}

/**
 * Says what stands in the file. Private keys are not repeated, and of anything as long as a phone number only the
 * ends.
 */
export function describeFound(value: unknown): Phrase {
  if (value instanceof Date) return phrase('config.foundDate');
  if (Array.isArray(value)) return phrase('config.foundList', { count: value.length });
  if (typeof value === 'object') return phrase('config.foundTable');
  const text = typeof value === 'number' || typeof value === 'bigint' ? `${value}` : JSON.stringify(value);
  if (text.includes('-----BEGIN')) return phrase('config.foundSecret');
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return phrase('config.foundValue', { text: shown.replace(/\d{9,}/g, maskDigits) });
}

function maskDigits(digits: string): string {
  return digits.slice(0, 2) + '•'.repeat(digits.length - 4) + digits.slice(-2);
}
