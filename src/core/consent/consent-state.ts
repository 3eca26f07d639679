import { DateTime } from 'luxon';
import { havePassed } from '../schedule/instant.js';
import type { SuppressionEntry } from '../suppression/suppression.js';
import type { ConsentEvent, ConsentMethod, ProofKind } from './consent-event.js';
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
      readonly lastContactAt: DateTime | null;
    }
  /** A double opt-in that waits for its confirmation. */
  | {
      readonly kind: 'pending';
      readonly seq: number;
      readonly purpose: string;
      readonly effectiveAt: DateTime;
      readonly origin: 'import' | 'person';
    }
  | {
      readonly kind: 'withdrawn';
      readonly seq: number;
      readonly purpose: string | null;
      readonly effectiveAt: DateTime;
    }
  /** A membership is over. */
  | {
      readonly kind: 'ended';
      readonly seq: number;
      readonly purpose: string;
      readonly basis: LegalBasis;
      readonly effectiveAt: DateTime;
    };

/** What one agreed to, as the ledger knows it; it may have grown old or ended since. */
export type KnownConsent = Extract<RecordedConsent, { kind: 'given' }>;
type PendingRequest = Extract<RecordedConsent, { kind: 'pending' }>;

export type ConsentState =
  | { readonly kind: 'valid'; readonly consent: KnownConsent }
  | { readonly kind: 'expired'; readonly consent: KnownConsent }
  /** Asked for and not confirmed: no consent. */
  | { readonly kind: 'pending'; readonly request: PendingRequest }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'none' };

/** What the ledger knows of one person as far as it decides what they agreed to. */
interface PersonsHistory {
  /** Of any purpose, in the order of `seq`. */
  readonly consents: readonly RecordedConsent[];
  /** What is in force forbids in any case; what was lifted still tells since when. */
  readonly suppressions: readonly SuppressionEntry[];
}

/** What the history holds of an event once a row of a file was recorded. */
export function recordedFromFile(event: ConsentEvent, seq: number): RecordedConsent {
  const { purpose, effectiveAt } = event;
  if (event.kind === 'withdrawn') return { kind: 'withdrawn', seq, purpose, effectiveAt };
  const { purpose: named, basis } = event;
  if (event.kind === 'ended') return { kind: 'ended', seq, purpose: named, basis, effectiveAt };
  if (event.isPending) return { kind: 'pending', seq, purpose: named, effectiveAt, origin: 'import' };
  const { validUntil, method, campaign, proof, lastContactAt } = event;
  const held = { validUntil, method, campaign, proof, lastContactAt };
  return { kind: 'given', seq, purpose: named, basis, effectiveAt, origin: 'import', ...held };
}

/** How old a consent is, where age counts. @param heardOf When the person was last heard of. */
export function consentAge(heardOf: DateTime, { ageing }: Purpose, now: DateTime): 'fresh' | 'ageing' | 'expired' {
  if (ageing === null) return 'fresh';
  if (havePassed(ageing.refuseMonths, heardOf, now, ageing.zone)) return 'expired';
  return havePassed(ageing.warnMonths, heardOf, now, ageing.zone) ? 'ageing' : 'fresh';
}

/** Bases that rest on something the person did with us: an interest of ours or a bought list tells nothing of them. */
export const ownActs: readonly LegalBasis[] = [
  'opt_in',
  'double_opt_in',
  'member',
  'contract',
  'customer_similar_products',
];

/**
 * When the person was last heard of, as far as a consent's age is concerned. What counts is what came from them: the
 * consent itself, what else they did for any purpose (agreed, joined, bought), and the last contact that a record tells
 * of. What was sent to them does not count, nor does one statement for a whole file (CNIL, délibération 2016-264, art. 5:
 * « dernier contact émanant du prospect »).
 */
export function lastHeardOf(
  consent: Pick<KnownConsent, 'effectiveAt'>,
  history: readonly RecordedConsent[],
  now: DateTime,
): DateTime {
  const contacts = history.flatMap((event) => (event.kind === 'given' ? contactsIn(event, now) : []));
  return DateTime.max(consent.effectiveAt, ...contacts);
}

/** When the person was heard of, as a consent tells: by giving it, if they did so themselves, and by what it says besides. */
export function contactsIn(
  { proof, basis, effectiveAt, lastContactAt }: Pick<KnownConsent, 'proof' | 'basis' | 'effectiveAt' | 'lastContactAt'>,
  now: DateTime,
): readonly DateTime[] {
  const own = proof === 'individual' && ownActs.includes(basis) ? [effectiveAt] : [];
  return (lastContactAt === null ? own : [...own, lastContactAt]).filter((at) => at <= now);
}

/**
 * Derives where one person stands for one purpose from the whole history.
 *
 * A withdrawal ends every consent recorded before it. Only a consent recorded after it, for this one person and given
 * later than the withdrawal, counts again: an import never overrides a withdrawal. The order is the ledger's sequence,
 * never a clock. Where there are several withdrawals a consent has to outlive each of them. So it has each entry of
 * the never-list that was lifted for this purpose: what lifted it brings nothing back that the entry had ended.
 *
 * @param campaign The campaign's name: a rented list counts for the one campaign that it was recorded for.
 */
export function consentState(
  { consents: history, suppressions }: PersonsHistory,
  purpose: Purpose,
  campaign: string,
  now: DateTime,
): ConsentState {
  const isEndedByLifted = ({ effectiveAt }: KnownConsent | PendingRequest): boolean =>
    suppressions.some(
      ({ at, liftedFor }) =>
        at !== undefined && at <= now && liftedFor?.includes(purpose.name) === true && effectiveAt <= at,
    );
  const isStanding = (event: KnownConsent | PendingRequest): boolean =>
    event.purpose === purpose.name &&
    history.every((other) => !isWithdrawal(other, purpose) || outlives(event, other)) &&
    !isEndedByLifted(event);
  const isStandingConsent = (event: RecordedConsent): event is KnownConsent =>
    event.kind === 'given' &&
    event.effectiveAt <= now &&
    purpose.bases.includes(event.basis) &&
    (event.basis !== 'rented_list' || event.campaign === campaign) &&
    isStanding(event);
  const current = history.findLast(
    (event): event is KnownConsent => isStandingConsent(event) && !isExpired(event, history, purpose, now),
  );
  if (current !== undefined) return { kind: 'valid', consent: current };
  const expired = history.findLast(isStandingConsent);
  const request = history.findLast(
    (event): event is PendingRequest =>
      event.kind === 'pending' && purpose.bases.includes('double_opt_in') && isStanding(event),
  );
  if (request !== undefined && (expired === undefined || request.seq > expired.seq))
    return { kind: 'pending', request };
  if (expired !== undefined) return { kind: 'expired', consent: expired };
  return { kind: history.some((event) => isWithdrawal(event, purpose)) ? 'withdrawn' : 'none' };
}

/** Whether an event withdraws from a purpose, by its name or from all of them. */
function isWithdrawal(event: RecordedConsent, purpose: Purpose): boolean {
  return event.kind === 'withdrawn' && (event.purpose === null || event.purpose === purpose.name);
}

/** Whether a consent counts although the person withdrew: recorded later, for this person alone, and given later. */
export function outlives(consent: KnownConsent | PendingRequest, withdrawal: RecordedConsent): boolean {
  return consent.seq > withdrawal.seq && consent.origin === 'person' && consent.effectiveAt > withdrawal.effectiveAt;
}

/** The request of a double opt-in that nobody has confirmed yet; null where there is none. */
export function openRequest(
  history: readonly RecordedConsent[],
  purpose: Pick<Purpose, 'name'>,
): PendingRequest | null {
  const last = history.findLast(
    (event): event is KnownConsent | PendingRequest =>
      (event.kind === 'pending' || (event.kind === 'given' && event.basis === 'double_opt_in')) &&
      event.purpose === purpose.name,
  );
  return last?.kind === 'pending' ? last : null;
}

/** Whether a membership was ended after it was recorded. */
export function hasEnded(consent: KnownConsent, history: readonly RecordedConsent[]): boolean {
  return endOf(consent, history) !== undefined;
}

/** The event that ended a membership after it was recorded. */
export function endOf(consent: KnownConsent, history: readonly RecordedConsent[]): RecordedConsent | undefined {
  return history.find(
    (event) =>
      event.kind === 'ended' &&
      event.seq > consent.seq &&
      event.purpose === consent.purpose &&
      event.basis === consent.basis,
  );
}

function isExpired(
  consent: KnownConsent,
  history: readonly RecordedConsent[],
  purpose: Purpose,
  now: DateTime,
): boolean {
  if (consent.validUntil !== null && now >= consent.validUntil) return true;
  if (hasEnded(consent, history)) return true;
  const isTooOld = (heardOf: DateTime): boolean => consentAge(heardOf, purpose, now) === 'expired';
  return isTooOld(consent.effectiveAt) && isTooOld(lastHeardOf(consent, history, now));
}
