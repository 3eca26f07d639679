import type { CampaignLedger, Workspace } from '../cli/app.js';
import type { Ledger, Stamp } from '../store/store.js';
import type { Clock, World } from '../world.js';
import type { GivenClock } from './given-clock.js';

export interface LedgerParts {
  readonly world: World;
  readonly given: GivenClock;
  /** Rehearsals are meant, whatever real campaigns there are. */
  readonly meansRehearsal: boolean;
  readonly workspace: () => Workspace;
  readonly stamp: (clock: Clock) => Stamp;
  /** Runs what opens the ledger with its keys; 75 where another command writes it anew meanwhile. */
  readonly opening: <T>(open: () => T) => T;
}

export type UseCampaign<T> = (opened: CampaignLedger) => Promise<T>;

export async function closing<T>(ledger: Ledger, use: (ledger: Ledger) => Promise<T>): Promise<T> {
  try {
    return await use(ledger);
  } finally {
    ledger.close();
  }
}
