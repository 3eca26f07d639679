import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { OperatorError } from '../errors.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { isWindows, ownUserId } from './host.js';

/** Any right of group or others, chmod(1). */
export const RIGHTS_OF_OTHERS = 0o077;

/**
 * Reads a key or another secret from a file that its owner alone may read.
 *
 * @param missingHint Where the file can be had from.
 * @throws OperatorError notPermitted (77) when it is missing or unreadable, belongs to another user, or can be read by
 *   others.
 */
export function readSecretFile(file: string, missingHint: Phrase): Buffer {
  try {
    const handle = openSync(file, 'r');
    try {
      if (!isWindows) refuseShared(file, handle);
      return readFileSync(handle);
    } finally {
      closeSync(handle);
    }
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

/** Judges the file that is open, not the name: another one may come to stand under it. */
function refuseShared(file: string, handle: number): void {
  const { mode, uid } = fstatSync(handle);
  if ((mode & RIGHTS_OF_OTHERS) !== 0) {
    throw new OperatorError(
      'notPermitted',
      phrase('workspace.keyOpen', { file }),
      phrase('workspace.keyOpenHint', { file }),
    );
  }
  // Root can read everybody's: who owns a key can read and exchange it at any time.
  if (uid !== ownUserId()) {
    throw new OperatorError(
      'notPermitted',
      phrase('safeguards.keyForeign', { file, uid }),
      phrase('safeguards.keyForeignHint', { file }),
    );
  }
}
