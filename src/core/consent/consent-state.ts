import type { DateTime } from 'luxon';
import type { ConsentMethod, ProofKind } from './consent-event.js';
import type { LegalBasis, Purpose } from './purpose.js';

/** An event of the ledger's history as far as deciding needs it, in the order of `seq`. */
export type RecordedConsent =
  | {
      readonly kind: 'given';
      readonly seq: number;
      readonly purpose: string;
      readonly basis: LegalBasis;
      readonly effectiveAt: DateTime;
      readonly validUntil: DateTime | null;
      readonly method: ConsentMethod;
      readonly campaign: string | null;
      readonly proof: ProofKind;
      /** `person`: recorded for this one person; `import`: a row of a file. */
      readonly origin: 'import' | 'person';
    }
  | {
      readonly kind: 'withdrawn';
      readonly seq: number;
      readonly purpose: string | null;
      readonly effectiveAt: DateTime;
    };

export type GivenConsent = Extract<RecordedConsent, { kind: 'given' }>;

export type ConsentState =
  | { readonly kind: 'valid'; readonly consent: GivenConsent }
  | { readonly kind: 'expired'; readonly consent: GivenConsent }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'none' };

/** A consent is refused when the person was not heard of for three years (CNIL, délibération 2016-264). */
export const CONSENT_MONTHS = 36;
/** From here on a consent is worth renewing: a year is left for it. */
export const CONSENT_WARNING_MONTHS = 24;

/** How old a consent is, where age counts: a message that carries out a contract does not grow old. */
export function consentAge(effectiveAt: DateTime, purpose: Purpose, now: DateTime): 'fresh' | 'ageing' | 'expired' {
  if (purpose.kind !== 'promotional') return 'fresh';
  if (isTooOld(effectiveAt, now)) return 'expired';
  return now >= effectiveAt.plus({ months: CONSENT_WARNING_MONTHS }) ? 'ageing' : 'fresh';
}

/**
 * Derives where one person stands for one purpose from the whole history.
 *
 * A withdrawal ends every consent recorded before it. Only a consent recorded after it, for this one person and given
 * later than the withdrawal, counts again: an import never overrides a withdrawal. The order is the ledger's sequence,
 * never a clock. Where there are several withdrawals a consent has to outlive each of them.
 *
 * @param history Events of one subject in the order of `seq`, of any purpose.
 * @param campaign The campaign's name: a rented list counts for the one campaign that it was recorded for.
 */
export function consentState(
  history: readonly RecordedConsent[],
  purpose: Purpose,
  campaign: string,
  now: DateTime,
): ConsentState {
  const withdrawals = history.filter(
    (event) => event.kind === 'withdrawn' && (event.purpose === null || event.purpose === purpose.name),
  );
  const standing = history.filter(
    (event): event is GivenConsent =>
      event.kind === 'given' &&
      event.purpose === purpose.name &&
      purpose.bases.includes(event.basis) &&
      (event.basis !== 'rented_list' || event.campaign === campaign) &&
      withdrawals.every((withdrawal) => outlives(event, withdrawal)),
  );
  const current = standing.findLast((event) => !isExpired(event, purpose, now));
  if (current !== undefined) return { kind: 'valid', consent: current };
  if (withdrawals.length > 0 && standing.length === 0) return { kind: 'withdrawn' };
  const expired = standing.at(-1);
  return expired === undefined ? { kind: 'none' } : { kind: 'expired', consent: expired };
}

/** Whether a consent counts although the person withdrew: recorded later, for this person alone, and given later. */
export function outlives(consent: GivenConsent, withdrawal: RecordedConsent): boolean {
  return consent.seq > withdrawal.seq && consent.origin === 'person' && consent.effectiveAt > withdrawal.effectiveAt;
}

function isExpired(consent: GivenConsent, purpose: Purpose, now: DateTime): boolean {
  if (consent.validUntil !== null && now >= consent.validUntil) return true;
  return purpose.kind === 'promotional' && isTooOld(consent.effectiveAt, now);
}

function isTooOld(effectiveAt: DateTime, now: DateTime): boolean {
  return now >= effectiveAt.plus({ months: CONSENT_MONTHS });
}
