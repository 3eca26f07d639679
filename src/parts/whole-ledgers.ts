import type { App } from '../cli/app.js';
import type { AuditData } from '../core/audit/chain.js';
import { isoInstant } from '../core/schedule/instant.js';
import { holdAlone } from '../store/sqlite/hold-alone.js';
import { createLedger } from '../store/sqlite/ledger.js';
import { isInClear, type Db } from '../store/sqlite/open.js';
import { recodeLedger } from '../store/sqlite/recode.js';
import { rotateFingerprints } from '../store/sqlite/rotation.js';
import { inspectSnapshot, snapshotLedger } from '../store/sqlite/snapshot.js';
import type { Stamp } from '../store/store.js';
import type { Clock, World } from '../world.js';

interface WholeParts {
  readonly world: Pick<World, 'clock'>;
  readonly stamp: (clock: Clock) => Stamp;
}

type WholeLedgers = Pick<App, 'createLedger' | 'recode' | 'rekey' | 'isInClear' | 'copies'>;

/** What is done with a ledger as one file: it is made, written anew under another key, copied. */
export function wholeLedgers({ world, stamp }: WholeParts): WholeLedgers {
  return {
    createLedger: (at, keyring, ledgerId) => createLedger(at.ledger, keyring, ledgerId, stamp(world.clock)),
    recode: (file, keyring, fileKey) => recodeLedger(file, keyring, fileKey, stamp(world.clock)),
    rekey(file, from, to) {
      const at = isoInstant(world.clock.now());
      const apply = (db: Db): AuditData => rotateFingerprints(db, from, to, at);
      return recodeLedger(file, from.keyring, to.fileKey, stamp(world.clock), { kind: 'key_rotated', apply });
    },
    isInClear,
    copies: {
      snapshot: (file, keyring, target) => snapshotLedger(file, keyring, target, world.clock.now()),
      inspect: (file, keyring) => inspectSnapshot(file, keyring, world.clock.now()),
      holdAlone,
    },
  };
}
