import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacSha256, keyringOf } from '../../../src/core/contact/keyring.js';
import type { E164 } from '../../../src/core/contact/phone-number.js';

const key = Buffer.alloc(32, 7);
const number = '+33639981234' as E164;

describe('hmacSha256', () => {
  it('is the HMAC of RFC 2104, for any key of at most a block and any message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary' }), (bytes, message) => {
        const expected = createHmac('sha256', bytes).update(message).digest('hex');
        expect(hmacSha256(Buffer.from(bytes))(message, 'hex')).toBe(expected);
      }),
    );
  });
});

describe('keyringOf', () => {
  it('gives the references that it always gave: messages that are under way are known by them', () => {
    const hmac = createHmac('sha256', key).update(`reference\0fete\0${number}`).digest();
    expect(keyringOf(key).reference('fete', number)).toBe(
      hmac.subarray(0, 24).toString('base64url').replace(/^-/, '_'),
    );
  });

  it('gives the same reference at every planning, in the alphabet and length that providers take', () => {
    const reference = keyringOf(key).reference('fete', number);
    expect(reference).toBe(keyringOf(Buffer.from(key)).reference('fete', number));
    expect(reference).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
    expect(reference).not.toBe(keyringOf(key).reference('fete2', number));
  });

  it('begins no reference with a dash, which a command line would read as an option', () => {
    const ring = keyringOf(key);
    const references = Array.from({ length: 2000 }, (_, at) => ring.reference(`c${at}`, number));
    expect(references.filter((reference) => reference.startsWith('-'))).toEqual([]);
    expect(new Set(references).size).toBe(references.length);
  });

  it('gives a fingerprint as bytes and as text', () => {
    const ring = keyringOf(key);
    expect(ring.fingerprint(number).toString('hex')).toBe(ring.fingerprintHex(number));
  });

  it('never gives the same bytes for two uses, nor under two keys', () => {
    const ring = keyringOf(key);
    const other = keyringOf(Buffer.alloc(32, 8));
    const values = [
      ring.fingerprintHex(number),
      ring.textHash(number),
      ring.check.toString('hex'),
      other.fingerprintHex(number),
      other.check.toString('hex'),
    ];
    expect(new Set(values).size).toBe(values.length);
  });
});
