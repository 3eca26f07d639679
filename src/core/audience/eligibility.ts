import type { DateTime } from 'luxon';
import { consentState, type GivenConsent, type RecordedConsent } from '../consent/consent-state.js';
import type { Purpose } from '../consent/purpose.js';
import { suppresses, type SuppressionEntry } from '../suppression/suppression.js';

/** Why someone is left out; stable, in the order in which they are tested. */
export const exclusionReasons = [
  'invalid_number',
  'not_mobile',
  'fictional_number',
  'duplicate',
  'filtered',
  'country_not_allowed',
  'suppressed',
  'consent_withdrawn',
  'no_consent',
  'consent_expired',
  'no_way_out',
  'missing_field',
  'too_long',
  'already_received',
  'frequency_cap',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** A message that reached, or may have reached, one person before. */
export interface PastMessage {
  readonly campaign: string;
  readonly purpose: string;
  readonly promotional: boolean;
  readonly submittedAt: DateTime;
  readonly textHash: Buffer;
}

/** What the ledger knows of one person when they are judged. */
export interface RecipientFacts {
  /** Null while no consent, message or never-list entry has ever named this number. */
  readonly subjectId: number | null;
  readonly suppressions: readonly SuppressionEntry[];
  /** In the order of `seq`. */
  readonly consents: readonly RecordedConsent[];
  /** Accepted, unknown and under way: what may have arrived counts as arrived. */
  readonly received: readonly PastMessage[];
}

export interface EligibilityPolicy {
  readonly campaign: string;
  readonly purpose: Purpose;
  /** At most `messages` promotional messages to one person in any `days` days; null: no cap. */
  readonly frequencyCap: { readonly messages: number; readonly days: number } | null;
  /** The operator asked to send the same text again. */
  readonly again: boolean;
}

export type Permission =
  | { readonly kind: 'permitted'; readonly consent: GivenConsent }
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason };

/** The same text under another campaign's name within this many days is a mistake, unless the operator says otherwise. */
export const SAME_TEXT_DAYS = 7;

/**
 * Decides whether one person may be texted for a purpose at all. The never-list is tested first: it wins over any
 * consent, however recent. Without a recorded legal basis for this purpose the answer is no.
 */
export function decidePermission(facts: RecipientFacts, policy: EligibilityPolicy, now: DateTime): Permission {
  if (facts.suppressions.some((entry) => suppresses(entry, policy.purpose))) return excluded('suppressed');
  const state = consentState(facts.consents, policy.purpose, policy.campaign, now);
  switch (state.kind) {
    case 'withdrawn':
      return excluded('consent_withdrawn');
    case 'none':
      return excluded('no_consent');
    case 'expired':
      return excluded('consent_expired');
    case 'valid':
      return { kind: 'permitted', consent: state.consent };
  }
}

/**
 * Decides whether this text is too much for this person now: the same text under another name, or too many
 * promotional messages in too few days.
 */
export function decideRepetition(
  facts: RecipientFacts,
  textHash: Buffer,
  policy: EligibilityPolicy,
  now: DateTime,
): ExclusionReason | null {
  const others = facts.received.filter((message) => message.campaign !== policy.campaign);
  if (others.length === 0) return null;
  const since = now.minus({ days: SAME_TEXT_DAYS });
  if (!policy.again && others.some((past) => past.submittedAt > since && past.textHash.equals(textHash))) {
    return 'already_received';
  }
  if (policy.frequencyCap === null || policy.purpose.kind !== 'promotional') return null;
  const capSince = now.minus({ days: policy.frequencyCap.days });
  const count = others.filter((past) => past.promotional && past.submittedAt > capSince).length;
  return count >= policy.frequencyCap.messages ? 'frequency_cap' : null;
}

/** Both decisions, as they are made once more on fresh facts just before a submission. */
export function decideEligibility(
  facts: RecipientFacts,
  textHash: Buffer,
  policy: EligibilityPolicy,
  now: DateTime,
): Permission {
  const permission = decidePermission(facts, policy, now);
  if (permission.kind === 'excluded') return permission;
  const repetition = decideRepetition(facts, textHash, policy, now);
  return repetition === null ? permission : excluded(repetition);
}

/** The earliest past message that {@link decideRepetition} looks at. */
export function receivedSince({ frequencyCap }: EligibilityPolicy, now: DateTime): DateTime {
  return now.minus({ days: Math.max(SAME_TEXT_DAYS, frequencyCap?.days ?? 0) });
}

function excluded(reason: ExclusionReason): Permission {
  return { kind: 'excluded', reason };
}
