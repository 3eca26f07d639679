import { resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { readKeyFile, unsealKeys, type WorkspaceKeys } from '../files/key-file.js';
import { readPassphraseFile } from '../files/passphrase.js';
import type { WorkspaceFiles } from '../files/workspace.js';
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
   * @throws OperatorError notPermitted (77) when the passphrase is wrong, or is nowhere to be had; and what reading
   *   `ledger.key` throws.
   */
  keys(files: WorkspaceFiles): WorkspaceKeys;
  /** The passphrase that opened the workspace; null where it needs none. */
  passphraseOf(files: WorkspaceFiles): string | null;
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
  say(words: Phrase): string;
  note(text: string): void;
}

export function keyDoor({ world, prompts, say, note }: Surroundings): KeyDoor {
  /** What was opened last; `sealed` tells whether it is still what the file holds. */
  let known: {
    readonly file: string;
    readonly sealed: Buffer;
    readonly keys: WorkspaceKeys;
    readonly passphrase: string;
  } | null = null;
  const named = (): string | undefined => world.env['SMSCTL_PASSPHRASE_FILE'] || undefined;
  const read = (file: string): string => readPassphraseFile(resolve(world.cwd, file));

  const open = (files: WorkspaceFiles, passphrase: string): WorkspaceKeys | null => {
    const keyFile = readKeyFile(files);
    if (keyFile.kind === 'bare') return keyFile.keys;
    const keys = unsealKeys(keyFile.sealed, passphrase);
    if (keys !== null) known = { file: files.key, sealed: keyFile.sealed.sealed, keys, passphrase };
    return keys;
  };

  return {
    async unlock(files) {
      if (named() !== undefined || !prompts.canAsk || !isSealed(files)) return;
      for (let tries = 1; tries <= TRIES; tries += 1) {
        const keys = open(files, await prompts.password(say(phrase('vault.ask', { folder: files.folder }))));
        if (keys !== null) return;
        if (tries < TRIES) note(say(phrase('vault.wrongPassphrase', { file: files.key })));
      }
      throw wrongPassphrase(files.key);
    },
    keys(files) {
      const keyFile = readKeyFile(files);
      if (keyFile.kind === 'bare') return keyFile.keys;
      if (known?.file === files.key && known.sealed.equals(keyFile.sealed.sealed)) return known.keys;
      const file = named();
      const passphrase = known?.file === files.key ? known.passphrase : file === undefined ? null : read(file);
      if (passphrase === null) throw passphraseNeeded();
      const keys = open(files, passphrase);
      if (keys === null) throw wrongPassphrase(files.key);
      return keys;
    },
    passphraseOf: (files) => (known?.file === files.key ? known.passphrase : null),
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
function isSealed(files: WorkspaceFiles): boolean {
  try {
    return readKeyFile(files).kind === 'sealed';
  } catch {
    return false;
  }
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
