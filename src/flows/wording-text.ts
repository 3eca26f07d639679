import { readTemplateFile } from '../files/template-file.js';

/**
 * The words that people were shown: the text itself, or with `@` before it the file that holds them.
 *
 * @throws OperatorError noInput (66) or badInput (65) for the file.
 */
export async function readWording(text: string): Promise<string> {
  if (!text.startsWith('@')) return text;
  const path = text.slice(1);
  // Standard input is for the file that is imported; here `-` is a file like any other.
  return readTemplateFile(path === '-' ? './-' : path);
}
