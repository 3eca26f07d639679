import { existsSync } from 'node:fs';
import type { App, Workspace } from '../cli/app.js';
import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import type { E164 } from '../core/contact/phone-number.js';
import { isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import { readKeyFile } from '../files/key-file.js';
import { filesHolding } from '../files/number-search.js';
import {
  rehearsalFiles,
  rehearsalTraces,
  setAsideLedgers,
  type SetAside,
  type WorkspaceFiles,
} from '../files/workspace.js';
import { openLedger } from '../store/sqlite/ledger.js';
import { refuseHeldRehearsals, removeRehearsal } from '../store/sqlite/ledger-locks.js';
import type { Ledger } from '../store/store.js';
import type { World } from '../world.js';
import { closing } from './campaign-ledgers.js';

interface CopyParts {
  readonly world: World;
  readonly workspace: () => Workspace;
}

type OtherCopies = Pick<App, 'rehearsalsHolding' | 'withSetAside' | 'refuseHeldRehearsals' | 'removeRehearsals'>;

/** Looks into the copies of the ledger in which somebody may still stand: rehearsals, and what a restoration set aside. */
export function otherCopies({ world, workspace }: CopyParts): OtherCopies {
  const appliedNow = (): string => isoInstant(world.clock.now());

  const openSetAside = (
    { ledger: file }: SetAside,
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

  /** Half a rehearsal, or one that does not open, may hold anybody. */
  const isHeldIn = async (name: string, number: E164): Promise<boolean> => {
    const { files: at, keyring } = workspace();
    const { ledger: file, outbox } = rehearsalFiles(at, name);
    if (!existsSync(file) || existsSync(`${file}.new`)) return true;
    const isElsewhere = (path: string): boolean => path !== outbox;
    if ((await filesHolding(at.rehearsals, number, isElsewhere)).holding.length > 0) return true;
    try {
      const options = { mode: 'read', appliedAt: appliedNow() } as const;
      return await closing(openLedger(file, keyring, options), async (ledger) => {
        return (await ledger.heldInClear(number)).standing === 'known';
      });
    } catch (error) {
      if (error instanceof OperatorError && error.kind === 'notNow') throw error;
      return true;
    }
  };

  return {
    async rehearsalsHolding(number) {
      const holding: string[] = [];
      for (const name of rehearsalTraces(workspace().files)) if (await isHeldIn(name, number)) holding.push(name);
      return holding;
    },
    async withSetAside(mode, use) {
      const { files: at, keyring } = workspace();
      const done: string[] = [];
      for (const aside of setAsideLedgers(at)) {
        const opened = openSetAside(aside, [() => keyring, () => keyringAside(at, aside)], mode);
        if (opened === null) continue;
        await closing(opened, use);
        done.push(aside.ledger);
      }
      return done;
    },
    refuseHeldRehearsals(names) {
      const { files: at } = workspace();
      refuseHeldRehearsals(names.map((name) => rehearsalFiles(at, name).ledger));
    },
    removeRehearsals(names) {
      const { files: at } = workspace();
      for (const name of names) removeRehearsal(rehearsalFiles(at, name));
    },
  };
}

/** A key under a passphrase is nobody's to guess. */
function keyringAside(at: WorkspaceFiles, { key }: SetAside): Keyring | null {
  const file = existsSync(key) ? readKeyFile({ ...at, key }) : null;
  return file?.kind === 'bare' ? keyringOf(file.keys.key, file.keys.fileKey) : null;
}
