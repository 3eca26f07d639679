import type { DateTime } from 'luxon';
import type { RecipientFacts } from '../audience/eligibility.js';
import { suppresses } from '../suppression/suppression.js';
import { consentAge, consentState, hasEnded, lastHeardOf, type KnownConsent } from './consent-state.js';
import type { Purpose } from './purpose.js';

/**
 * - `ageing` worth renewing soon
 * - `expired` too old to count
 * - `ending` its last day comes soon
 * - `ended` its last day is over
 */
export type DueReason = 'expired' | 'ended' | 'ageing' | 'ending';

/** A legal basis that a person should be asked to renew. */
export interface Due {
  readonly reason: DueReason;
  readonly consent: KnownConsent;
  readonly heardOf: DateTime;
  /** When it ceases to count, or did; exclusive. */
  readonly until: DateTime;
}

/**
 * Whether one person should be asked again for a purpose; null where there is nothing to renew, or nothing that may be
 * asked: who is on the never-list, who withdrew, who left the association, and whose number came from another's list.
 *
 * @param horizon A term that ends before this instant ends soon.
 */
export function dueFor(facts: RecipientFacts, purpose: Purpose, now: DateTime, horizon: DateTime): Due | null {
  if (facts.suppressions.some((entry) => suppresses(entry, purpose))) return null;
  const state = consentState(facts, purpose, '', now);
  if (state.kind !== 'valid' && state.kind !== 'expired') return null;
  const { consent } = state;
  const heardOf = lastHeardOf(consent, facts.consents, now);
  const { ageing } = purpose;
  const tooOldAt = ageing === null ? null : heardOf.setZone(ageing.zone).plus({ months: ageing.refuseMonths });
  const { validUntil } = consent;
  const due = (reason: DueReason, until: DateTime): Due => ({ reason, consent, heardOf, until });
  if (state.kind === 'expired') {
    if (hasEnded(consent, facts.consents)) return null;
    if (validUntil !== null && now >= validUntil) return due('ended', validUntil);
    return tooOldAt === null ? null : due('expired', tooOldAt);
  }
  const isEnding = validUntil !== null && validUntil <= horizon;
  // Another basis may go on when this one ends.
  if (isEnding && consentState(facts, purpose, '', validUntil).kind !== 'valid') return due('ending', validUntil);
  if (tooOldAt === null || consentAge(heardOf, purpose, now) !== 'ageing') return null;
  return due('ageing', tooOldAt);
}
