import { hash } from 'node:crypto';

/** The SHA-256 of UTF-8 text, or of bytes. By way of a string: the platform makes one in a third of the time of a buffer. */
export function sha256(input: string | Buffer): Buffer {
  return Buffer.from(hash('sha256', input, 'binary'), 'latin1');
}
