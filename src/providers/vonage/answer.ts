import type { SendOutcome } from '../../core/delivery/send-outcome.js';
import type { ErrorClass } from './error-codes.js';
import type { Exchange } from './http.js';

/** What an exchange says of a message, before it is known how long a wait should be. */
export type Verdict =
  | Exclude<SendOutcome, { readonly kind: 'throttled' | 'unsent' }>
  /** Null: the service gave no time. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unsent'; readonly why: string };

type Answered = Extract<Exchange, { readonly kind: 'answered' }>;

/** A time that the service asks for is believed up to this long: what is more is a slip on its side. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** Statuses by which a server says that it has looked at a request and will not serve it: the account, or the address. */
const REFUSALS: readonly number[] = [401, 402, 403, 404, 405, 406, 407, 410, 411, 413, 414, 415, 426, 431, 451];

/**
 * Judges an exchange as far as it is the same for every API of the service; null when the answer itself has to be read.
 * Whatever is not a definite answer is unknown (the `errors` of the service's description name 401, 402, 403, 422, 429
 * and 500).
 */
export function verdictByStatus(exchange: Exchange, readable: readonly number[]): Verdict | null {
  if (exchange.kind === 'unsent') return exchange;
  if (exchange.kind === 'withheld') return { kind: 'throttled', retryAfterMs: 0 };
  if (exchange.kind === 'lost') return { kind: 'unknown', why: exchange.why };
  const { status } = exchange;
  if (status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(exchange) };
  if (readable.includes(status)) return null;
  if (REFUSALS.includes(status)) return { kind: 'refused', reason: `http-${status}` };
  return { kind: 'unknown', why: `http-${status}` };
}

/**
 * Whether something answered that is not the service: a page for a browser, where the service speaks JSON, or the way to
 * another address, which it never shows. A portal that wants a log-in, a proxy and a wrong `base_url` answer so.
 */
export function isForeign(exchange: Exchange): boolean {
  if (exchange.kind === 'lost') return exchange.why === 'answer-too-large' || exchange.why === 'unreadable-answer';
  if (exchange.kind !== 'answered') return false;
  const { status, text } = exchange;
  return (status >= 300 && status < 400) || status === 407 || text.trimStart().startsWith('<');
}

/** What an error of a known class means. `name` says it in a word or two, `detail` in the service's own. */
export function verdictOfClass(errorClass: ErrorClass, name: string, detail: string): Verdict {
  switch (errorClass) {
    case 'recipient':
      return { kind: 'rejected', code: name, detail };
    case 'campaign':
      return { kind: 'refused', reason: name };
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: null };
    case 'unclear':
      return { kind: 'unknown', why: name };
  }
}

/** The JSON object in an answer; null when there is none, or not a whole one. */
export function objectIn({ text }: Pick<Answered, 'text'>): Readonly<Record<string, unknown>> | null {
  try {
    const found: unknown = JSON.parse(text);
    return isObject(found) ? found : null;
  } catch {
    return null;
  }
}

export function isObject(found: unknown): found is Readonly<Record<string, unknown>> {
  return typeof found === 'object' && found !== null && !Array.isArray(found);
}

/** A short text of the service's, on one line, for a log. Never what was sent. */
export function wordsIn(found: unknown): string {
  return typeof found === 'string'
    ? found
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim()
        .slice(0, 200)
    : '';
}

/** `Retry-After` in seconds (RFC 9110 §10.2.3); its form as a date, which needs a clock that both agree on, is not read. */
function retryAfterMs({ retryAfter }: Answered): number | null {
  if (retryAfter === null || !/^\d{1,9}$/.test(retryAfter)) return null;
  return Math.min(LONGEST_WAIT_MS, Number(retryAfter) * 1000);
}
