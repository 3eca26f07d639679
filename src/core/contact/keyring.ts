import { hash } from 'node:crypto';
import { invariant } from '../../errors.js';
import { remembering } from '../../remembering.js';
import type { E164 } from './phone-number.js';

/**
 * What smsctl does with the keys of a workspace. A plain hash of a phone number can be reversed by trying every number, so
 * whatever stands for a number beyond its erasure, or leaves this machine, is an HMAC under the key (RFC 2104).
 */
export interface Keyring {
  /** 32 bytes that stand for a number in the never-list and in the audit log. */
  fingerprint(number: E164): Buffer;
  /** The same in hexadecimal, lower case: where it is only passed on, a buffer would take longer than the hash. */
  fingerprintHex(number: E164): string;
  /** The provider's reference of one message: at most 40 characters of `[A-Za-z0-9_-]`, the same on every planning. */
  reference(campaign: string, number: E164): string;
  /** Tells whether two messages had the same text, without keeping it: 32 bytes in hexadecimal, lower case. */
  textHash(text: string): string;
  /** 32 bytes that stand for one message of a person, so that the same one is known when it comes again. */
  messageIdentity(number: E164, ...told: readonly string[]): Buffer;
  /** 32 bytes kept in the ledger that tell whether a key is the one it was made with. */
  readonly check: Buffer;
  /** 32 bytes under which keys that were exchanged are sealed. */
  readonly wrappingKey: Buffer;
  /** The keys before this one, the newest first: what is known by its fingerprint alone stays under its own. */
  readonly retired: readonly Keyring[];
  /** 32 bytes under which the ledger and its copies are encrypted; null where they are in clear. */
  readonly fileKey: Buffer | null;
}

/** Characters of a reference in base64url: 192 bits. */
const REFERENCE_CHARACTERS = 32;

/** Bytes that SHA-256 takes at a time, and gives. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Messages of so many bytes at most are hashed where they are written; others need room of their own. */
const LONGEST_IN_PLACE = 4096;

/**
 * HMAC-SHA-256 with its padded key kept ready (RFC 2104 section 4): `createHmac` looks at the key anew at every call,
 * and that takes most of the time of a million fingerprints.
 *
 * @param key At most 64 bytes.
 */
export function hmacSha256(key: Buffer): (message: string, encoding: 'hex' | 'binary' | 'base64url') => string {
  invariant(key.length <= BLOCK_BYTES, 'a key fits into one block');
  const inner = Buffer.alloc(BLOCK_BYTES + LONGEST_IN_PLACE, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  for (const padded of [inner, outer]) key.forEach((byte, index) => (padded[index] = (padded[index] ?? 0) ^ byte));
  return (message, encoding) => {
    // Three bytes hold any UTF-16 unit.
    const inPlace = message.length * 3 <= LONGEST_IN_PLACE;
    const input = inPlace
      ? inner.subarray(0, BLOCK_BYTES + inner.write(message, BLOCK_BYTES, 'utf8'))
      : Buffer.concat([inner.subarray(0, BLOCK_BYTES), Buffer.from(message, 'utf8')]);
    outer.write(hash('sha256', input, 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', outer, encoding);
  };
}

/** People whose fingerprints are kept at hand: a chunk of a file, for each is asked for several times. */
const AT_HAND = 10_000;

/** Everything that may stand for a number: under the key in use first, then under those before it. */
export function fingerprintsOf(keyring: Keyring, number: E164): readonly Buffer[] {
  return [keyring, ...keyring.retired].map((one) => one.fingerprint(number));
}

/** @param key The 32 bytes of `ledger.key`. */
export function keyringOf(key: Buffer, fileKey: Buffer | null = null): Keyring {
  const hmac = hmacSha256(key);
  const keyed = (domain: string, ...parts: readonly string[]): Buffer =>
    Buffer.from(hmac([domain, ...parts].join('\0'), 'binary'), 'latin1');
  const fingerprintHex = remembering(AT_HAND, (number: E164) => hmac(`number\0${number}`, 'hex'));
  return {
    fingerprint: (number) => Buffer.from(fingerprintHex(number), 'hex'),
    fingerprintHex,
    // People type references on command lines, where a dash at the start announces an option.
    reference: (campaign, number) =>
      hmac(`reference\0${campaign}\0${number}`, 'base64url').slice(0, REFERENCE_CHARACTERS).replace(/^-/, '_'),
    textHash: (text) => hmac(`text\0${text}`, 'hex'),
    messageIdentity: (number, ...told) => keyed('message', number, ...told),
    check: keyed('check'),
    wrappingKey: keyed('retired keys'),
    retired: [],
    fileKey,
  };
}
