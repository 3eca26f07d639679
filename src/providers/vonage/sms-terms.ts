import type { DateTime } from 'luxon';
import { encodingOf, type Encoding } from '../../core/segment/count-segments.js';
import type { OutgoingMessage } from '../provider.js';
import type { Verdict } from './answer.js';
import type { AccountKey } from './credentials.js';
import type { Exchange, HttpRequest } from './http.js';
import type { VonageSettings } from './settings.js';

/** A message with the alphabet that it was counted in. */
interface CountedMessage extends OutgoingMessage {
  readonly encoding: Encoding;
}

/** What a request is made with, beside the message. */
interface Terms {
  /** What {@link SmsApi.address} gives. */
  readonly url: URL;
  /** The value of the header. */
  readonly authorization: string;
  readonly account: AccountKey | null;
  readonly now: DateTime;
}

/** One of the two APIs by which the service takes an SMS. All of it is pure. */
export interface SmsApi {
  /** Whether a token of an application signs requests; else the API key and its secret do. */
  readonly acceptsApplication: boolean;
  /** Where its requests go. */
  address(settings: VonageSettings): URL;
  /** What this API would surely not take, so that it is not asked; null for everything else. */
  refuse(message: OutgoingMessage): Verdict | null;
  request(message: CountedMessage, terms: Terms): HttpRequest;
  verdict(exchange: Exchange, message: OutgoingMessage): Verdict;
}

export function counted(message: OutgoingMessage): CountedMessage {
  return { ...message, encoding: encodingOf(message.text) };
}

/** E.164 without its plus: "Don't use a leading + or 00", both descriptions. */
export function recipientDigits({ to }: OutgoingMessage): string {
  return to.slice(1);
}

/** A name or a short code as it is; a number without its plus. */
export function senderOf({ from }: OutgoingMessage): string {
  return /^\+\d+$/.test(from) ? from.slice(1) : from;
}

/** Recipients of 7 to 15 digits, both descriptions; a text of at most `maxText` UTF-16 units, where there is a limit. */
export function fits(message: OutgoingMessage, maxText: number | null): Verdict | null {
  if (!/^\d{7,15}$/.test(recipientDigits(message))) {
    return { kind: 'rejected', code: 'recipient-form', detail: 'the service takes numbers of 7 to 15 digits' };
  }
  if (maxText === null || message.text.length <= maxText) return null;
  return {
    kind: 'rejected',
    code: 'text-too-long',
    detail: `the service takes texts of at most ${maxText} characters`,
  };
}

/** The least time to deliver that the service recommends, and what it allows by itself; both descriptions. */
const LEAST_TTL_SECONDS = 30 * 60;
const USUAL_TTL_SECONDS = 72 * 3600;

/**
 * How long the network may go on trying: no longer than the window is open, so that a telephone that is off in the
 * evening does not ring at night; but the least that the service recommends in any case. Null: as the service does.
 */
export function ttlSeconds(sendBefore: DateTime | null, now: DateTime): number | null {
  if (sendBefore === null) return null;
  const left = Math.floor((sendBefore.toMillis() - now.toMillis()) / 1000);
  return Math.min(USUAL_TTL_SECONDS, Math.max(LEAST_TTL_SECONDS, left));
}
