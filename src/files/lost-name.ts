import { existsSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';

/** What reading makes of bytes that are not UTF-8: a name that holds it is most likely that of nothing. */
const LOST = '\ufffd';

/**
 * Refuses a current folder that does not stand under the name it was read by: what is named from there would be looked for,
 * or made, elsewhere, and the nearest workspace upward could be another one.
 *
 * @throws OperatorError noInput (66)
 */
export function refuseLostCurrentFolder(folder: string): void {
  if (!folder.includes(LOST)) return;
  const [here, named] = [statSync('.'), statSync(folder, { throwIfNoEntry: false })];
  if (named?.ino === here.ino && named.dev === here.dev) return;
  throw new OperatorError('noInput', phrase('files.lostFolder', { folder }), phrase('files.lostNameHint'));
}

/**
 * Refuses to make a folder whose name was not read: it would be made under another one.
 *
 * @throws OperatorError usage (64)
 */
export function refuseLostName(folder: string): void {
  const end = folder.indexOf(sep, folder.lastIndexOf(LOST));
  if (!folder.includes(LOST) || existsSync(end === -1 ? folder : folder.slice(0, end))) return;
  throw new OperatorError('usage', phrase('files.lostName', { folder }), phrase('files.lostNameHint'));
}
