import type { KeyDoor } from '../cli/key-door.js';
import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import { isoInstant } from '../core/schedule/instant.js';
import type { WorkspaceKeys } from '../files/key-file.js';
import type { WorkspaceFiles } from '../files/workspace.js';
import { settleRotation } from '../flows/rotate-key.js';
import { opensWith } from '../store/sqlite/ledger.js';
import type { World } from '../world.js';

interface OpenedKeys {
  readonly keys: WorkspaceKeys;
  readonly keyring: Keyring;
}

/** Opens the keys of a workspace when they are first needed, and settles an exchange of keys that was broken off. */
export function openedKeys(world: Pick<World, 'clock'>, door: KeyDoor): (at: WorkspaceFiles) => OpenedKeys {
  let opened: (OpenedKeys & { readonly at: string }) | null = null;
  return (at) => {
    if (opened?.at !== at.key) {
      const keysNow = door.keys(at);
      const isNew = settleRotation(at, door.lockOf(at), (keyring) =>
        opensWith(at.ledger, keyring, isoInstant(world.clock.now())),
      );
      const keys = isNew ? door.keys(at) : keysNow;
      opened = { at: at.key, keys, keyring: keyringOf(keys.key, keys.fileKey) };
    }
    return opened;
  };
}
