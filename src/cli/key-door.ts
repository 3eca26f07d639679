import { resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { readKeyFile, unsealKeys, type Lock, type LockTerms, type WorkspaceKeys } from '../files/key-file.js';
import { readPassphraseFile } from '../files/passphrase.js';
import type { WorkspaceFiles } from '../files/workspace.js';
import type { Keychain } from '../keychain/keychain.js';
import { phrase, type Phrase } from '../words/phrase.js';
import type { World } from '../world.js';
import type { Prompts } from './prompts.js';

/** How the program comes by passphrases, and with them by the keys of a workspace. */
export interface KeyDoor {
  /** Asks for the passphrase of a sealed workspace where somebody is there to be asked, and no file has it. */
  unlock(files: WorkspaceFiles): Promise<void>;
  /**
   * The keys of a workspace.
   *
   * @throws OperatorError notPermitted (77) when the passphrase is wrong, or is nowhere to be had, or the keychain does
   *   not give the secret; and what reading `ledger.key` throws.
   */
  keys(files: WorkspaceFiles): WorkspaceKeys;
  /** What opened the workspace; null where it needs nothing. */
  lockOf(files: WorkspaceFiles): Lock | null;
  /**
   * The keys in another key file, as far as they open with what is at hand: the lock that opened the workspace, else the
   * passphrase that `SMSCTL_PASSPHRASE_FILE` names. Nobody is asked; null where that does not open it.
   */
  keysAside(file: string, files: WorkspaceFiles): WorkspaceKeys | null;
  /** From `SMSCTL_PASSPHRASE_FILE`, or asked for. */
  passphrase(question: Phrase): Promise<string>;
  /**
   * One that is to be remembered: asked for twice.
   *
   * @param file Where to read it instead; null: nowhere. By default what `SMSCTL_PASSPHRASE_FILE` names.
   */
  newPassphrase(question: Phrase, file?: string | null): Promise<string>;
}

/** How often a person may mistype. */
const TRIES = 3;

interface Surroundings {
  readonly world: Pick<World, 'env' | 'cwd'>;
  readonly prompts: Prompts;
  readonly keychain: Keychain;
  say(words: Phrase): string;
  note(text: string): void;
}

export function keyDoor({ world, prompts, keychain, say, note }: Surroundings): KeyDoor {
  /** What was opened last; `sealed` tells whether it is still what the file holds. */
  let known: {
    readonly file: string;
    readonly sealed: Buffer;
    readonly keys: WorkspaceKeys;
    readonly lock: Lock;
  } | null = null;
  const named = (): string | undefined => world.env['SMSCTL_PASSPHRASE_FILE'] || undefined;
  const read = (file: string): string => readPassphraseFile(resolve(world.cwd, file));

  const passphraseNamed = (): Lock | null => {
    const file = named();
    return file === undefined ? null : { kind: 'passphrase', passphrase: read(file) };
  };

  const open = (files: WorkspaceFiles, lock: Lock): WorkspaceKeys | null => {
    const keyFile = readKeyFile(files);
    if (keyFile.kind === 'bare') return keyFile.keys;
    const keys = unsealKeys(keyFile.sealed, lock);
    if (keys !== null) known = { file: files.key, sealed: keyFile.sealed.sealed, keys, lock };
    return keys;
  };

  const lockOf = (files: WorkspaceFiles): Lock | null => (known?.file === files.key ? known.lock : null);

  /** What the terms ask for, from where it can be had without a question. */
  const find = (terms: LockTerms): Lock => {
    if (terms.kind === 'keychain') {
      const secret = keychain.read(terms.account);
      if (secret === null) throw secretMissing(terms.account);
      return { ...terms, secret };
    }
    const lock = passphraseNamed();
    if (lock === null) throw passphraseNeeded();
    return lock;
  };

  return {
    async unlock(files) {
      if (named() !== undefined || !prompts.canAsk || !needsPassphrase(files)) return;
      for (let tries = 1; tries <= TRIES; tries += 1) {
        const passphrase = await prompts.password(say(phrase('vault.ask', { folder: files.folder })));
        const keys = open(files, { kind: 'passphrase', passphrase });
        if (keys !== null) return;
        if (tries < TRIES) note(say(phrase('vault.wrongPassphrase', { file: files.key })));
      }
      throw wrongPassphrase(files.key);
    },
    keys(files) {
      const keyFile = readKeyFile(files);
      if (keyFile.kind === 'bare') return keyFile.keys;
      if (known?.file === files.key && known.sealed.equals(keyFile.sealed.sealed)) return known.keys;
      const { lock: terms } = keyFile.sealed;
      // Another content under the same lock: the keys were exchanged.
      const isSame = known?.file === files.key && isLockOf(terms, known.lock);
      const keys = open(files, isSame && known !== null ? known.lock : find(terms));
      if (keys === null) throw terms.kind === 'keychain' ? wrongSecret(files.key) : wrongPassphrase(files.key);
      return keys;
    },
    lockOf,
    keysAside(key, files) {
      const keyFile = readKeyFile({ key });
      if (keyFile.kind === 'bare') return keyFile.keys;
      const lock = lockOf(files) ?? passphraseNamed();
      return lock === null ? null : unsealKeys(keyFile.sealed, lock);
    },
    async passphrase(question) {
      const file = named();
      if (file !== undefined) return read(file);
      if (!prompts.canAsk) throw passphraseNeeded();
      return prompts.password(say(question));
    },
    async newPassphrase(question, file = named() ?? null) {
      if (file !== null) return warned(read(file));
      if (!prompts.canAsk) throw passphraseNeeded();
      for (;;) {
        const first = await prompts.password(say(question));
        const isSame = first === (await prompts.password(say(phrase('vault.askAgain'))));
        if (first !== '' && isSame) return warned(first);
        note(say(first === '' ? phrase('vault.emptyPassphrase') : phrase('vault.notTheSame')));
      }
    },
  };

  /** A short one is easily guessed by whoever has the file; it is the operator's choice all the same. */
  function warned(passphrase: string): string {
    if ([...passphrase].length < SHORT) note(say(phrase('vault.short', { least: SHORT })));
    return passphrase;
  }
}

/** A key that is missing or unreadable is told by whoever needs it. */
function needsPassphrase(files: WorkspaceFiles): boolean {
  try {
    const keyFile = readKeyFile(files);
    return keyFile.kind === 'sealed' && keyFile.sealed.lock.kind === 'passphrase';
  } catch {
    return false;
  }
}

function isLockOf(terms: LockTerms, lock: Lock): boolean {
  if (terms.kind === 'passphrase') return lock.kind === 'passphrase';
  return lock.kind === 'keychain' && lock.account === terms.account;
}

/** NIST SP 800-63B-4 (2025), 3.1.1.2: a password that is the only factor has at least fifteen characters. */
const SHORT = 15;

function wrongPassphrase(file: string): OperatorError {
  return new OperatorError(
    'notPermitted',
    phrase('vault.wrongPassphrase', { file }),
    phrase('vault.wrongPassphraseHint'),
  );
}

function passphraseNeeded(): OperatorError {
  return new OperatorError('notPermitted', phrase('vault.passphraseNeeded'), phrase('vault.passphraseNeededHint'));
}

function secretMissing(account: string): OperatorError {
  return new OperatorError('notPermitted', phrase('keychain.noSecret', { account }), phrase('keychain.noSecretHint'));
}

function wrongSecret(file: string): OperatorError {
  return new OperatorError('notPermitted', phrase('keychain.wrongSecret', { file }), phrase('keychain.noSecretHint'));
}
