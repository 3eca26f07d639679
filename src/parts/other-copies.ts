import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { App, Workspace } from '../cli/app.js';
import type { KeyDoor } from '../cli/key-door.js';
import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import type { E164 } from '../core/contact/phone-number.js';
import { isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import { filesHolding } from '../files/number-search.js';
import { rehearsalTraces, removeEmptied, type RehearsalTrace } from '../files/rehearsals.js';
import { setAsideLedgers } from '../files/workspace.js';
import { openLedger } from '../store/sqlite/ledger.js';
import { refuseHeldRehearsals, removeRehearsal } from '../store/sqlite/ledger-locks.js';
import type { Ledger } from '../store/store.js';
import type { World } from '../world.js';
import { closing } from './ledger-parts.js';

interface CopyParts {
  readonly world: World;
  readonly workspace: () => Workspace;
  readonly door: KeyDoor;
}

type OtherCopies = Pick<App, 'rehearsalsHolding' | 'withSetAside' | 'refuseHeldRehearsals' | 'removeRehearsals'>;

/** Looks into the copies of the ledger in which somebody may still stand: rehearsals, and what a restoration set aside. */
export function otherCopies({ world, workspace, door }: CopyParts): OtherCopies {
  const appliedNow = (): string => isoInstant(world.clock.now());

  /** Opens a ledger with the first of these keyrings that fits; null where none does. */
  const openWith = (
    file: string,
    keyrings: readonly (() => Keyring | null)[],
    mode: 'read' | 'write',
  ): Ledger | null => {
    for (const keyringOrNull of keyrings) {
      try {
        const keyring = keyringOrNull();
        if (keyring !== null) return openLedger(file, keyring, { mode, appliedAt: appliedNow() });
      } catch (error) {
        // Another key's, damaged, or older than can be read: it is told of as what could not be looked into.
        if (!(error instanceof OperatorError) || error.kind === 'notNow') throw error;
      }
    }
    return null;
  };

  // To unseal one takes a third of a second, and every rehearsal that was set aside with it asks for it.
  const aside = new Map<string, Keyring | null>();
  const keyringAside = (file: string): Keyring | null => {
    const known = aside.get(file);
    if (known !== undefined) return known;
    const keys = existsSync(file) ? door.keysAside(file, workspace().files) : null;
    const keyring = keys === null ? null : keyringOf(keys.key, keys.fileKey);
    aside.set(file, keyring);
    return keyring;
  };

  /** The key in use, and the one that was set aside with a ledger or a rehearsal. */
  const keyringsOf = (keyAside: string): readonly (() => Keyring | null)[] => {
    const { keyring } = workspace();
    return [() => keyring, () => keyringAside(keyAside)];
  };

  /** Half a rehearsal, or one that does not open, may hold anybody. */
  const isHeldIn = async ({ ledger: file, outbox, suffix }: RehearsalTrace, number: E164): Promise<boolean> => {
    if (!existsSync(file) || existsSync(`${file}.new`)) return true;
    const isElsewhere = (path: string): boolean => path !== outbox;
    if ((await filesHolding(dirname(file), number, isElsewhere)).holding.length > 0) return true;
    const { files: at, keyring } = workspace();
    const ledger = openWith(file, suffix === '' ? [() => keyring] : keyringsOf(at.key + suffix), 'read');
    if (ledger === null) return true;
    return closing(ledger, async () => {
      const { standing, requests, replies } = await ledger.heldInClear(number);
      return standing === 'known' || requests + replies > 0;
    });
  };

  return {
    async rehearsalsHolding(number) {
      const holding: RehearsalTrace[] = [];
      for (const trace of rehearsalTraces(workspace().files)) if (await isHeldIn(trace, number)) holding.push(trace);
      return holding;
    },
    async withSetAside(mode, use) {
      const done: string[] = [];
      for (const { ledger: file, key } of setAsideLedgers(workspace().files)) {
        const opened = openWith(file, keyringsOf(key), mode);
        if (opened === null) continue;
        await closing(opened, use);
        done.push(file);
      }
      return done;
    },
    refuseHeldRehearsals: (rehearsals) => refuseHeldRehearsals(rehearsals.map(({ ledger }) => ledger)),
    removeRehearsals(rehearsals) {
      for (const trace of rehearsals) {
        removeRehearsal(trace);
        removeEmptied(trace);
      }
    },
  };
}
