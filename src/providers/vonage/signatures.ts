import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { DateTime } from 'luxon';
import { isObject } from './answer.js';
import type { Payload } from './webhooks.js';

/**
 * Whether a call comes from the service. `unsigned` can happen by a fault on its side: answered with 5xx, it calls again.
 */
type Genuineness =
  | { readonly kind: 'genuine' }
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'forged'; readonly why: 'form' | 'signature' | 'body' | 'time' | 'account' };

/** A call to be judged, as it came in. */
interface SignedCall {
  /** The header; undefined where there is none. */
  readonly authorization: string | undefined;
  /** The body byte for byte, before anything has read it. */
  readonly body: Buffer;
}

interface SignatureTerms {
  readonly secret: string;
  /** The account that the call must be about; null where it is not known. */
  readonly apiKey: string | null;
  readonly now: DateTime;
}

/** Clocks differ by this much. */
const LEEWAY = { minutes: 5 };
/** The service calls again for a day when nobody answers: an older call is a copy. */
const OLDEST = { hours: 25 };

/**
 * Judges a signed call of the Messages API: a token (RFC 7519) signed HS256 with the account's signature secret, whose
 * `payload_hash` is the SHA-256 of the body. No other algorithm is taken, whatever the token names.
 */
export function judgeSignedCall({ authorization, body }: SignedCall, terms: SignatureTerms): Genuineness {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { kind: 'unsigned' };
  const [header = '', claims = '', signature = '', ...more] = token.split('.');
  const told = jsonIn(claims);
  if (more.length > 0 || told === null || jsonIn(header)?.['alg'] !== 'HS256') return forged('form');
  const expected = createHmac('sha256', terms.secret).update(`${header}.${claims}`).digest();
  if (!isSame(Buffer.from(signature, 'base64url'), expected)) return forged('signature');
  const hash = told['payload_hash'];
  if (typeof hash !== 'string' || hash.toLowerCase() !== createHash('sha256').update(body).digest('hex')) {
    return forged('body');
  }
  if (!isOfThisTime(told, terms.now)) return forged('time');
  const isOurs = terms.apiKey === null || told['api_key'] === terms.apiKey;
  return isOurs ? { kind: 'genuine' } : forged('account');
}

/** How the account signs the calls of the SMS API, as its dashboard names it. */
export type SmsSignatureMethod = 'md5hash' | 'md5' | 'sha1' | 'sha256' | 'sha512';

/**
 * Judges a signed call of the SMS API: the parameters in order, each as `&key=value` with `&` and `=` of the value as
 * `_`, under the signature secret.
 */
export function judgeSignedParameters(
  payload: Payload,
  method: SmsSignatureMethod,
  { secret, apiKey, now }: SignatureTerms,
): Genuineness {
  const { sig, ...rest } = payload;
  if (sig === undefined) return { kind: 'unsigned' };
  if (typeof sig !== 'string' || !/^[\da-f]+$/i.test(sig)) return forged('form');
  const text = Object.keys(rest)
    .sort()
    .map((key) => `&${key}=${textOf(rest[key]).replace(/[&=]/g, '_')}`)
    .join('');
  const expected =
    method === 'md5hash'
      ? createHash('md5').update(`${text}${secret}`).digest()
      : createHmac(method, secret).update(text).digest();
  if (!isSame(Buffer.from(sig, 'hex'), expected)) return forged('signature');
  if (!isOfThisTime({ iat: Number(rest['timestamp']) }, now)) return forged('time');
  return apiKey === null || rest['api-key'] === undefined || rest['api-key'] === apiKey
    ? { kind: 'genuine' }
    : forged('account');
}

/** Issued neither in the future nor long ago, and not past its end where it names one. */
function isOfThisTime({ iat, exp }: Payload, now: DateTime): boolean {
  if (typeof iat !== 'number' || !Number.isFinite(iat)) return false;
  if (iat > now.plus(LEEWAY).toSeconds() || iat < now.minus(OLDEST).toSeconds()) return false;
  return exp === undefined || (typeof exp === 'number' && exp >= now.minus(LEEWAY).toSeconds());
}

function jsonIn(part: string): Payload | null {
  try {
    const found: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(found) ? found : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value ?? '');
}

function isSame(found: Buffer, expected: Buffer): boolean {
  return found.length === expected.length && timingSafeEqual(found, expected);
}

function forged(why: Extract<Genuineness, { readonly kind: 'forged' }>['why']): Genuineness {
  return { kind: 'forged', why };
}
