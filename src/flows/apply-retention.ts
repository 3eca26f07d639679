import type { DateTime } from 'luxon';
import type { Config } from '../config/config.js';
import { cutoffs, type RetentionCategory } from '../core/rights/retention.js';
import type { RehearsalTrace } from '../files/rehearsals.js';
import type { RetentionBounds } from '../store/retention-store.js';
import { stampOf, type LedgerDeps } from './deps.js';

export interface RetentionDeps extends LedgerDeps {
  readonly config: Pick<Config, 'consent' | 'retention' | 'purposes'>;
  /** In which days are told here. */
  readonly zone: string;
  /** The rehearsals in which nothing has happened since an instant. */
  rehearsalsOlderThan(bound: DateTime): readonly RehearsalTrace[];
  /** @throws OperatorError notNow (75) while one of them is planned or sent. */
  removeRehearsals(rehearsals: readonly RehearsalTrace[]): void;
  /** What killed programs left, in which everybody stands: no term allows it. */
  leftovers(): readonly string[];
  /** Removes that, and names it. */
  removeLeftovers(): readonly string[];
}

/** One category with what of it is past its term. */
interface Due {
  readonly category: RetentionCategory;
  readonly months: number;
  /** What ended before this is past its term. */
  readonly before: DateTime;
  readonly count: number;
}

export interface Retention {
  readonly due: readonly Due[];
  readonly rehearsals: readonly string[];
  readonly leftovers: readonly string[];
}

/** Looks at what is past its term, and removes nothing. */
export async function surveyRetention(deps: RetentionDeps): Promise<Retention> {
  const bounds = boundsOf(deps);
  const past = await deps.ledger.pastTerm(bounds);
  return told(
    past,
    { rehearsals: deps.rehearsalsOlderThan(bounds.rehearsals), leftovers: deps.leftovers() },
    bounds,
    deps,
  );
}

/**
 * Removes what is past its term, from the bytes of the ledger too. Called while every lock on the ledger is held.
 *
 * @throws OperatorError notNow (75) while another program reads the ledger or works in a rehearsal.
 */
export async function applyRetention(deps: RetentionDeps): Promise<Retention> {
  const bounds = boundsOf(deps);
  const rehearsals = deps.rehearsalsOlderThan(bounds.rehearsals);
  deps.removeRehearsals(rehearsals);
  const leftovers = deps.removeLeftovers();
  const past = await deps.ledger.applyRetention(bounds, stampOf(deps));
  await deps.ledger.scrub();
  return told(past, { rehearsals, leftovers }, bounds, deps);
}

type Bounds = RetentionBounds & Readonly<Record<RetentionCategory, DateTime>>;

function boundsOf({ config, clock, zone }: RetentionDeps): Bounds {
  const bounds = cutoffs(config.retention, clock.now().setZone(zone));
  const ageing = [...config.purposes.values()].filter((purpose) => purpose.ageing !== null).map(({ name }) => name);
  return { ...bounds, ageing, givenBefore: bounds.proofs.minus({ months: config.consent.refuseMonths }) };
}

function told(
  past: Readonly<Record<Exclude<RetentionCategory, 'rehearsals'>, number>>,
  { rehearsals, leftovers }: { readonly rehearsals: readonly RehearsalTrace[]; readonly leftovers: readonly string[] },
  bounds: Bounds,
  { config }: RetentionDeps,
): Retention {
  const counts: Readonly<Record<RetentionCategory, number>> = { ...past, rehearsals: rehearsals.length };
  const categories = Object.keys(config.retention) as RetentionCategory[];
  const due = categories.map((category) => ({
    ...{ category, months: config.retention[category], before: bounds[category], count: counts[category] },
  }));
  return { due, rehearsals: rehearsals.map(({ name }) => name), leftovers };
}
