import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { bounded } from './bounded.js';
import { HEAD_BYTES, openByteSource } from './byte-source.js';
import { decodeText } from './decode.js';
import { encodingOf } from './encoding.js';
import { emptyFile, recogniseContainer, refuseAs } from './unfit-file.js';

/** No message needs more; a larger file is the wrong file. */
export const MAX_TEMPLATE_BYTES = HEAD_BYTES;

/**
 * Reads the text of a template in UTF-8, UTF-16, Windows-1252 or Mac Roman. A byte order mark and one final line break
 * are dropped, since editors add both unseen; every other character stays, for each is sent.
 *
 * @param path `-` reads `stdin`.
 * @throws OperatorError noInput: missing, a folder, no permission. badInput: empty, above 64 KiB, not a text.
 */
export async function readTemplateFile(path: string, stdin?: NodeJS.ReadableStream): Promise<string> {
  const source = await openByteSource(path, stdin);
  try {
    const { file, head } = source;
    const container = recogniseContainer(head);
    if (container !== null) throw refuseAs(container, file, phrase('files.templateTooLargeHint'));
    if ((source.sizeBytes ?? 0) > MAX_TEMPLATE_BYTES) throw templateTooLarge(file);
    const encoding = await encodingOf(source);
    let text = '';
    const chunks = bounded(source.chunks(), MAX_TEMPLATE_BYTES, () => templateTooLarge(file));
    for await (const piece of decodeText(chunks, encoding, file)) text += piece;
    if (text.trim() === '') throw emptyFile(file);
    return text.replace(/(?:\r\n|\n|\r)$/, '');
  } finally {
    await source.close();
  }
}

export function templateTooLarge(file: string): OperatorError {
  const limitKib = MAX_TEMPLATE_BYTES / 1024;
  return new OperatorError(
    'badInput',
    phrase('files.templateTooLarge', { file, limitKib }),
    phrase('files.templateTooLargeHint'),
  );
}
