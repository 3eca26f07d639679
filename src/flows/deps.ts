import type { Keyring } from '../core/contact/keyring.js';
import type { HolidayBook } from '../core/schedule/holidays.js';
import type { Pace, Provider } from '../providers/provider.js';
import type { Actor, Ledger, Stamp } from '../store/store.js';
import type { Clock, Timer } from '../world.js';

/** What every flow that changes the ledger works with. */
export interface LedgerDeps {
  readonly ledger: Ledger;
  readonly actor: Actor;
  readonly clock: Clock;
}

export interface PlanDeps extends LedgerDeps {
  readonly keyring: Keyring;
  readonly book: HolidayBook;
}

export interface SendDeps extends PlanDeps {
  readonly provider: Provider;
  readonly pace: Pace;
  readonly timer: Timer;
}

/** Who does something now. */
export function stampOf({ actor, clock }: Pick<LedgerDeps, 'actor' | 'clock'>): Stamp {
  return { ...actor, at: clock.now() };
}
