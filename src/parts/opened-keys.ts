import type { KeyDoor } from '../cli/key-door.js';
import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import { isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import type { WorkspaceKeys } from '../files/key-file.js';
import { standingOf, type WorkspaceFiles } from '../files/workspace.js';
import { settleRotation } from '../flows/rotate-key.js';
import { opensWith } from '../store/sqlite/ledger.js';
import { phrase } from '../words/phrase.js';
import type { World } from '../world.js';

interface OpenedKeys {
  readonly keys: WorkspaceKeys;
  readonly keyring: Keyring;
}

interface KeyCabinet {
  /** The keys of a workspace, opened when they are first needed; an exchange of keys that was broken off is settled then. */
  of(at: WorkspaceFiles): OpenedKeys;
  /**
   * Runs what opens a ledger under them.
   *
   * @throws OperatorError notNow (75) where it fails because another command has meanwhile written the ledger anew, under
   *   another key or in clear, or has restored it: the keys that were read are not its own any more.
   */
  opening<T>(at: WorkspaceFiles, open: () => T): T;
}

export function openedKeys(world: Pick<World, 'clock'>, door: KeyDoor): KeyCabinet {
  let opened: (OpenedKeys & { readonly at: string; readonly before: string }) | null = null;

  const standing = ({ ledger, key }: WorkspaceFiles): string => standingOf([ledger, key]);

  const opening = <T>(at: WorkspaceFiles, before: string, open: () => T): T => {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof OperatorError) || standing(at) === before) throw error;
      const problem = phrase('store.rewritten', { file: at.ledger });
      throw new OperatorError('notNow', problem, phrase('store.rewrittenHint'), { cause: error });
    }
  };

  const read = (at: WorkspaceFiles): OpenedKeys => {
    const keysNow = door.keys(at);
    const isNew = settleRotation(at, door.lockOf(at), (keyring) =>
      opensWith(at.ledger, keyring, isoInstant(world.clock.now())),
    );
    const keys = isNew ? door.keys(at) : keysNow;
    return { keys, keyring: keyringOf(keys.key, keys.fileKey) };
  };

  return {
    of(at) {
      if (opened?.at !== at.key) {
        const before = standing(at);
        opened = { at: at.key, ...opening(at, before, () => read(at)), before };
      }
      return opened;
    },
    opening: (at, open) => opening(at, opened?.at === at.key ? opened.before : standing(at), open),
  };
}
