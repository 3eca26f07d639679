/**
 * The thread that checks a ledger over a connection of its own, while the main one walks its log: first the tables against
 * the log, then, unless the main thread was sooner done, every page.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { keyringOf } from '../../core/contact/keyring.js';
import { invariant } from '../../errors.js';
import { takePages, type CheckAnswer, type CheckerStart, type CheckMessage } from './checker-calls.js';
import { damageOf, tamperingIn } from './checks.js';
import { guarded } from './errors.js';
import { identify } from './ledger.js';
import { openReader, type Db } from './open.js';
import { plainError } from './plain-error.js';
import { withRetired } from './retired-keys.js';

const { file, key, fileKey, pages } = workerData as CheckerStart;
const port = parentPort;
invariant(port !== null, 'this is a thread of a check');
const given = keyringOf(Buffer.from(key), fileKey === null ? null : Buffer.from(fileKey));

let opened: Db | null = null;
const connection = (): Db => (opened ??= guarded(file, () => openReader(file, given.fileKey)));

const tell = (check: CheckMessage['check'], use: (db: Db) => readonly string[]): void => {
  const message: CheckMessage = { check, answer: answerOf(() => use(connection())) };
  port.postMessage(message);
};

tell('tampering', (db) => {
  const { keyring, rehearsalOf } = guarded(file, () => ({
    rehearsalOf: identify(db, file, given).rehearsal_of,
    keyring: withRetired(db, given),
  }));
  return tamperingIn(db, file, keyring, rehearsalOf);
});
if (takePages(pages)) tell('integrity', (db) => damageOf(db, file));
(opened as Db | null)?.close();

function answerOf(check: () => readonly string[]): CheckAnswer {
  try {
    return { kind: 'found', faults: check() };
  } catch (error) {
    return plainError(error);
  }
}
