import { OperatorError } from '../errors.js';
import { readTemplateFile } from '../files/template-file.js';
import { phrase } from '../words/phrase.js';

/**
 * The words that people were shown: the text itself, or with `@` before it the file that holds them.
 *
 * @param stdin For `@-`; null where standard input is the list itself.
 * @throws OperatorError noInput (66) or badInput (65) for the file; usage (64) where standard input would be both.
 */
export async function readWording(text: string, stdin: NodeJS.ReadableStream | null): Promise<string> {
  if (!text.startsWith('@')) return text;
  const path = text.slice(1);
  if (path !== '-') return readTemplateFile(path);
  if (stdin === null)
    throw new OperatorError('usage', phrase('flows.stdinListAndWording'), phrase('flows.stdinTwiceHint'));
  return readTemplateFile(path, stdin);
}
