import type { DateTime } from 'luxon';
import { consentState, type ConsentState, type KnownConsent, type RecordedConsent } from '../consent/consent-state.js';
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
  /** What {@link Keyring.textHash} gives. */
  readonly textHash: string;
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

/** At most `messages` promotional messages to one person in any `days` days. */
export interface FrequencyCap {
  readonly messages: number;
  readonly days: number;
}

export interface EligibilityPolicy {
  readonly campaign: string;
  readonly purpose: Purpose;
  /** Null: no cap. */
  readonly frequencyCap: FrequencyCap | null;
  /** The operator asked to send the same text again. */
  readonly again: boolean;
}

type Permission =
  | { readonly kind: 'permitted'; readonly consent: KnownConsent }
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason };

/** The same text under another campaign's name within this many days is a mistake, unless the operator says otherwise. */
export const SAME_TEXT_DAYS = 7;

/**
 * Decides whether one person may be texted for a purpose at all. The never-list is tested first: it wins over any
 * consent, however recent. Without a recorded legal basis for this purpose the answer is no.
 */
export function decidePermission(facts: RecipientFacts, policy: EligibilityPolicy, now: DateTime): Permission {
  if (isSuppressed(facts, policy)) return excluded('suppressed');
  const state = consentState(facts, policy.purpose, policy.campaign, now);
  return state.kind === 'valid'
    ? { kind: 'permitted', consent: state.consent }
    : excluded(consentExclusions[state.kind]);
}

/** Whether an entry of the never-list forbids a message of this purpose. */
export function isSuppressed({ suppressions }: RecipientFacts, { purpose }: EligibilityPolicy): boolean {
  return suppressions.some((entry) => suppresses(entry, purpose));
}

/** Why a person whose consent stands like this is left out. */
export const consentExclusions = {
  withdrawn: 'consent_withdrawn',
  none: 'no_consent',
  // Asked for and not confirmed is not given.
  pending: 'no_consent',
  expired: 'consent_expired',
} as const satisfies Readonly<Record<Exclude<ConsentState['kind'], 'valid'>, ExclusionReason>>;

/**
 * Decides whether this text is too much for this person now: the same text under another name, or too many
 * promotional messages in too few days.
 *
 * @param textHash Asked only of whom anything was sent to: most people have received nothing yet.
 */
export function decideRepetition(
  facts: RecipientFacts,
  textHash: () => string,
  policy: EligibilityPolicy,
  now: DateTime,
): ExclusionReason | null {
  if (facts.received.length === 0) return null;
  if (!policy.again && sameTextReceived(facts, textHash(), policy, now).length > 0) return 'already_received';
  return isCapReached(policy, countedForCap(facts, policy, now)) ? 'frequency_cap' : null;
}

/** The messages of other campaigns that had this very text within {@link SAME_TEXT_DAYS}. */
export function sameTextReceived(
  { received }: RecipientFacts,
  textHash: string,
  { campaign }: EligibilityPolicy,
  now: DateTime,
): readonly PastMessage[] {
  const since = now.minus({ days: SAME_TEXT_DAYS });
  return received.filter(
    (past) => past.campaign !== campaign && past.submittedAt > since && past.textHash === textHash,
  );
}

/** The messages of other campaigns that count towards the cap; none where no cap holds this purpose. */
export function countedForCap(
  { received }: RecipientFacts,
  { campaign, purpose, frequencyCap }: EligibilityPolicy,
  now: DateTime,
): readonly PastMessage[] {
  if (frequencyCap === null || purpose.kind !== 'promotional') return [];
  const since = now.minus({ days: frequencyCap.days });
  return received.filter((past) => past.campaign !== campaign && past.promotional && past.submittedAt > since);
}

/** @param counted What {@link countedForCap} tells. */
export function isCapReached({ purpose, frequencyCap }: EligibilityPolicy, counted: readonly PastMessage[]): boolean {
  return frequencyCap !== null && purpose.kind === 'promotional' && counted.length >= frequencyCap.messages;
}

/** Both decisions, as they are made once more on fresh facts just before a submission. */
export function decideEligibility(
  facts: RecipientFacts,
  textHash: string,
  policy: EligibilityPolicy,
  now: DateTime,
): Permission {
  const permission = decidePermission(facts, policy, now);
  if (permission.kind === 'excluded') return permission;
  const repetition = decideRepetition(facts, () => textHash, policy, now);
  return repetition === null ? permission : excluded(repetition);
}

/** The earliest past message that {@link decideRepetition} looks at. */
export function receivedSince({ frequencyCap }: EligibilityPolicy, now: DateTime): DateTime {
  return now.minus({ days: Math.max(SAME_TEXT_DAYS, frequencyCap?.days ?? 0) });
}

function excluded(reason: ExclusionReason): Permission {
  return { kind: 'excluded', reason };
}
