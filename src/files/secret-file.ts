import { readFileSync, statSync } from 'node:fs';
import { OperatorError } from '../errors.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { isWindows } from './host.js';

/** Any right of group or others, chmod(1). */
const RIGHTS_OF_OTHERS = 0o077;

/**
 * Reads a key or another secret from a file that its owner alone may read.
 *
 * @param missingHint Where the file can be had from.
 * @throws OperatorError notPermitted (77) when it is missing or unreadable, or can be read by others.
 */
export function readSecretFile(file: string, missingHint: Phrase): Buffer {
  try {
    if (!isWindows && (statSync(file).mode & RIGHTS_OF_OTHERS) !== 0) {
      throw new OperatorError(
        'notPermitted',
        phrase('workspace.keyOpen', { file }),
        phrase('workspace.keyOpenHint', { file }),
      );
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const isMissing = errorCode(error) === 'ENOENT';
    throw new OperatorError(
      'notPermitted',
      isMissing ? phrase('workspace.keyMissing', { file }) : phrase('workspace.keyUnreadable', { file }),
      isMissing ? missingHint : phrase('workspace.keyUnreadableHint'),
      { cause: error },
    );
  }
}
