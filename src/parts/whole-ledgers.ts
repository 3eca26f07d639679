import type { App } from '../cli/app.js';
import type { AuditData } from '../core/audit/chain.js';
import { isoInstant } from '../core/schedule/instant.js';
import { stateFolder } from '../files/state-folder.js';
import { holdAlone } from '../store/sqlite/hold-alone.js';
import { createLedger } from '../store/sqlite/ledger.js';
import { isInClear, type Db } from '../store/sqlite/open.js';
import { recodeLedger } from '../store/sqlite/recode.js';
import { rotateFingerprints } from '../store/sqlite/rotation.js';
import { inspectSnapshot, snapshotLedger } from '../store/sqlite/snapshot.js';
import type { Stamp } from '../store/store.js';
import type { Clock, World } from '../world.js';

interface WholeParts {
  readonly world: Pick<World, 'clock' | 'env'>;
  readonly stamp: (clock: Clock) => Stamp;
  /** Runs what opens the ledger with its keys; 75 where another command writes it anew meanwhile. */
  readonly opening: <T>(open: () => T) => T;
  readonly interrupted: AbortSignal;
}

type WholeLedgers = Pick<App, 'createLedger' | 'recode' | 'rekey' | 'isInClear' | 'copies'>;

/** What is done with a ledger as one file: it is made, written anew under another key, copied. */
export function wholeLedgers({ world, stamp, opening, interrupted }: WholeParts): WholeLedgers {
  return {
    createLedger: (at, keyring, ledgerId) => createLedger(at.ledger, keyring, ledgerId, stamp(world.clock)),
    recode: (file, keyring, fileKey) =>
      opening(() => recodeLedger(file, keyring, fileKey, stamp(world.clock), { stateFolder: stateFolder(world.env) })),
    rekey(file, from, to) {
      const at = isoInstant(world.clock.now());
      const apply = (db: Db): AuditData => rotateFingerprints(db, from, to, at);
      const rewriting = { kind: 'key_rotated', apply } as const;
      return opening(() =>
        recodeLedger(file, from.keyring, to.fileKey, stamp(world.clock), {
          rewriting,
          stateFolder: stateFolder(world.env),
        }),
      );
    },
    isInClear,
    copies: {
      snapshot: (file, keyring, target) => opening(() => snapshotLedger(file, keyring, target, world.clock.now())),
      inspect: (file, keyring) => inspectSnapshot(file, keyring, world.clock.now()),
      holdAlone,
      signal: interrupted,
    },
  };
}
