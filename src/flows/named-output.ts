import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';

/**
 * Refuses standard output where a file of its own is written: the report goes there. Taken as a name, `-` would be a file
 * that hardly anybody can open or remove.
 *
 * @param option What the file was given with, as the operator knows it.
 * @throws OperatorError usage (64)
 */
export function refuseStandardOutput(option: string, file: string | null): void {
  if (file !== '-') return;
  throw new OperatorError(
    'usage',
    phrase('contacts.outputIsStdout', { option }),
    phrase('contacts.outputIsStdoutHint'),
  );
}
