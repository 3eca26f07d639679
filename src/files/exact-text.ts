import { isUtf8 } from 'node:buffer';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { bytesWithin } from './bounded.js';
import { openByteSource } from './byte-source.js';
import { MAX_TEMPLATE_BYTES, templateTooLarge } from './template-file.js';

/**
 * Reads a text in UTF-8 to the byte: a byte order mark and the last line feed stay, for both would be billed.
 *
 * @param path `-` is standard input.
 * @throws OperatorError noInput (66): missing, a folder, no permission. badInput (65): not UTF-8, above 64 KiB.
 */
export async function readExactText(path: string, stdin: NodeJS.ReadableStream): Promise<string> {
  const source = await openByteSource(path, stdin);
  try {
    const bytes = await bytesWithin(source.chunks(), MAX_TEMPLATE_BYTES, () => templateTooLarge(path));
    if (!isUtf8(bytes))
      throw new OperatorError('badInput', phrase('check.notUtf8', { file: path }), phrase('check.notUtf8Hint'));
    return bytes.toString('utf8');
  } finally {
    await source.close();
  }
}
