import { randomBytes, scryptSync } from 'node:crypto';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { isJsonObject } from './json-object.js';
import { readSecretFile } from './secret-file.js';

/**
 * How a passphrase becomes a key: scrypt (RFC 7914). The terms stand beside what is sealed, so that a later version may
 * raise them without shutting anyone out.
 */
export interface ScryptTerms {
  /** Cost: a power of two. */
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
}

/**
 * OWASP Password Storage Cheat Sheet (read 2026-11): at least N = 2^17, r = 8, p = 1. That takes 128 MiB and about a
 * third of a second, once a command.
 */
const COST = { n: 2 ** 17, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** What a file may ask of this machine's memory: terms beyond are no terms of ours. */
const MAX_N = 2 ** 20;
const MAX_R = 16;
const MAX_P = 4;

export function newTerms(): ScryptTerms {
  return { ...COST, salt: randomBytes(SALT_BYTES) };
}

/** 32 bytes. One passphrase has one key, however its accented letters were typed (RFC 8265, NFC). */
export function keyFrom(passphrase: string, { n, r, p, salt }: ScryptTerms): Buffer {
  const maxmem = 128 * n * r + 128 * r * p + (1 << 20);
  return scryptSync(passphrase.normalize('NFC'), salt, KEY_BYTES, { N: n, r, p, maxmem });
}

/** The terms as they stand in a file. */
export function termsDocument({ n, r, p, salt }: ScryptTerms): Readonly<Record<string, unknown>> {
  return { name: 'scrypt', n, r, p, salt: salt.toString('base64') };
}

/** Reads terms; null where they are none, or would take more memory than anyone means to give. */
export function readTerms(document: unknown): ScryptTerms | null {
  if (!isJsonObject(document)) return null;
  const { name, n, r, p, salt } = document;
  if (name !== 'scrypt' || typeof salt !== 'string') return null;
  const isWithin = (value: unknown, max: number): value is number =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;
  if (!isWithin(n, MAX_N) || !isWithin(r, MAX_R) || !isWithin(p, MAX_P)) return null;
  const isPowerOfTwo = n >= 2 && (n & (n - 1)) === 0;
  return isPowerOfTwo ? { n, r, p, salt: Buffer.from(salt, 'base64') } : null;
}

/**
 * Reads a passphrase from a file that its owner alone may read. One line feed at its end is the editor's; with more lines
 * nobody could tell which of them is meant.
 *
 * @throws OperatorError notPermitted (77) when it is missing, empty, of several lines, or can be read by others.
 */
export function readPassphraseFile(file: string): string {
  const passphrase = readSecretFile(file, phrase('vault.passphraseFileHint'))
    .toString('utf8')
    .replace(/\r?\n$/, '');
  const problem =
    passphrase === ''
      ? phrase('vault.emptyPassphraseFile', { file })
      : /[\r\n]/.test(passphrase)
        ? phrase('vault.manyLines', { file })
        : null;
  if (problem === null) return passphrase;
  throw new OperatorError('notPermitted', problem, phrase('vault.passphraseFileHint'));
}
