import { basename } from 'node:path';
import { defaultConfigText, type InitialAnswers } from '../config/default-config.js';
import { checkSenderId, senderProblemPhrase } from '../core/campaign/sender-id.js';
import { isCountryCode } from '../core/contact/country-code.js';
import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import { spellOut } from '../core/spelt-out.js';
import { invariant, OperatorError } from '../errors.js';
import { fileSystemKind, synchronisedFolder } from '../files/file-system.js';
import { sealKeys, type Lock } from '../files/key-file.js';
import { refuseLostName } from '../files/lost-name.js';
import { makeWorkspaceFiles, refuseExistingWorkspace } from '../files/new-workspace.js';
import { KEY_BYTES, type WorkspaceFiles } from '../files/workspace.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** What making a workspace needs of the world. */
interface MakingDeps {
  randomBytes(length: number): Buffer;
  createLedger(files: WorkspaceFiles, keyring: Keyring): void;
}

/** Longest name of a data controller; the same bound as the configuration's own. */
const MAX_NAME_LENGTH = 200;
const MAX_SENDER_LENGTH = 11;

/**
 * Judges where a workspace is to be made, before anything is asked or written.
 *
 * @returns The service that copies the folder to other machines, to be warned about; null when none is recognised.
 * @throws OperatorError badInput (65) when there is a workspace; notPermitted (77) on a network file system.
 */
export function judgeNewFolder(files: WorkspaceFiles, kindOf = fileSystemKind): string | null {
  refuseLostName(files.folder);
  refuseExistingWorkspace(files);
  if (kindOf(files.folder) === 'network') {
    throw new OperatorError(
      'notPermitted',
      phrase('workspace.network', { folder: files.folder }),
      phrase('workspace.networkHint'),
    );
  }
  return synchronisedFolder(files.folder);
}

/**
 * Makes a workspace: folder, key, ledger and configuration, or nothing at all.
 *
 * @param lock Encrypts the ledger and seals its keys; null: both are in clear.
 */
export function makeWorkspace(
  files: WorkspaceFiles,
  answers: InitialAnswers,
  lock: Lock | null,
  deps: MakingDeps,
): void {
  const key = deps.randomBytes(KEY_BYTES);
  const fileKey = lock === null ? null : deps.randomBytes(KEY_BYTES);
  invariant(key.length === KEY_BYTES, 'a key has 32 bytes');
  const keyFile = lock === null || fileKey === null ? key : sealKeys({ key, fileKey }, lock);
  const configText = defaultConfigText(answers);
  makeWorkspaceFiles(files, { configText, key: keyFile }, () => deps.createLedger(files, keyringOf(key, fileKey)));
}

/** What is wrong with the name of a data controller; null when it is fit. */
export function organisationProblem(name: string): Phrase | null {
  const isFit = name.trim() !== '' && [...name.trim()].length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(name.trim());
  return isFit ? null : phrase('workspace.allowedOrganisation', { max: MAX_NAME_LENGTH });
}

/** The first thing that is wrong with a sender; null when it may send. */
export function senderProblem(sender: string, country: string): Phrase | null {
  const [problem] = checkSenderId(sender, country);
  return problem === undefined ? null : senderProblemPhrase(problem);
}

export function countryProblem(country: string): Phrase | null {
  return isCountryCode(country) ? null : phrase('config.allowedCountry');
}

/** The organisation that a folder seems to belong to. */
export function organisationNameFrom(folder: string): string {
  const name = basename(folder).trim();
  return organisationProblem(name) === null ? name : 'smsctl';
}

/** A sender that may send, as near to a name as unaccented capitals and digits can be: `Les Amis` is `LESAMIS`. */
export function senderIdFrom(name: string, country: string): string {
  const sender = spellOut(name.toLowerCase())
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, MAX_SENDER_LENGTH);
  const isName = /[A-Z]/.test(sender);
  return isName && senderProblem(sender, country) === null ? sender : 'SMSCTL';
}
