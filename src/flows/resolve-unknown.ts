import { providersWithRecords, whyNotYet, type NotYet } from '../core/delivery/not-sent.js';
import type { Receipt } from '../core/delivery/send-outcome.js';
import { instantOf, isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import type { Finding, Provider } from '../providers/provider.js';
import type { Campaign, Settlement, UnknownIntent } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { toldReceipt, type InboxTerms } from './file-inbox.js';

/** What a person says of a message in doubt. */
export type Word = 'sent' | 'not-sent';

/** How many were settled, and how; what could not be is told by `unclear`. */
export interface Resolved {
  readonly accepted: number;
  readonly rejected: number;
  readonly notSent: number;
  /** Searched for in the provider's records without finding it. */
  readonly absent: number;
  readonly unclear: Readonly<Record<string, number>>;
}

export const nothingResolved: Resolved = { accepted: 0, rejected: 0, notSent: 0, absent: 0, unclear: {} };

/**
 * Asks the provider's records what became of a campaign's messages in doubt. What they have is settled; what they do not
 * have stays in doubt, for a record may be late or lost: it is only noted that they were asked.
 *
 * @throws OperatorError notPermitted (77) or unavailable (69) when the records can not be read; usage (64) when there are none.
 */
export async function lookUpUnknown(
  campaign: Campaign,
  provider: Provider,
  terms: InboxTerms,
  deps: LedgerDeps,
): Promise<Resolved> {
  const { ledger } = deps;
  const unknowns = await ledger.unknownIntents(campaign.id);
  if (provider.lookUp === undefined) {
    throw new OperatorError(
      'usage',
      phrase('delivery.noRecords', { provider: provider.name }),
      phrase('delivery.noRecordsHint'),
    );
  }
  if (unknowns.length === 0) return nothingResolved;
  const answer = await provider.lookUp(
    // Whose number is gone can not be searched for; a late receipt still settles it.
    unknowns.flatMap(({ ref, number, submittedAt }) =>
      number === null ? [] : [{ ref, to: number, submittedAt: instantOf(submittedAt) }],
    ),
  );
  if (answer.kind !== 'answered') {
    const why = answer.kind === 'refused' ? answer.reason : answer.why;
    const kind = answer.kind === 'refused' ? 'notPermitted' : 'unavailable';
    throw new OperatorError(kind, phrase('delivery.recordsUnread', { why }), phrase('delivery.recordsUnreadHint'));
  }
  return file(campaign, unknowns, answer.findings, terms, deps);
}

async function file(
  campaign: Campaign,
  unknowns: readonly UnknownIntent[],
  findings: readonly Finding[],
  terms: InboxTerms,
  deps: LedgerDeps,
): Promise<Resolved> {
  const { ledger, clock } = deps;
  const stamp = stampOf(deps);
  // As from any other source: what a receipt says of the number for good puts it on the never-list.
  const receipts = findings
    .flatMap((finding) => receiptOf(finding, isoInstant(clock.now())))
    .map((receipt) => toldReceipt(receipt, terms));
  const told = { receipts, unreachableAfter: terms.unreachableAfter };
  // What somebody else settled while the records were read is theirs.
  const settled = await ledger.settleUnknown(campaign.id, findings.flatMap(settlementOf), stamp, told);
  // A copy that was adopted does not know when the original sent: no search proves that it did not.
  const isSearchable = new Map(unknowns.map(({ ref, reason }) => [ref, reason !== 'adopted']));
  const absent = findings.filter(({ kind, ref }) => kind === 'absent' && isSearchable.get(ref) === true);
  await ledger.noteLookedUp(
    campaign.id,
    absent.map(({ ref }) => ref),
    clock.now(),
  );
  const erased = unknowns.filter(({ number }) => number === null).length;
  const unclear: Record<string, number> = erased === 0 ? {} : { erased };
  for (const finding of findings) {
    if (finding.kind === 'unclear') unclear[finding.why] = (unclear[finding.why] ?? 0) + 1;
  }
  return { ...countsOf(settled), absent: absent.length, unclear };
}

function settlementOf(finding: Finding): readonly Settlement[] {
  if (finding.kind !== 'found') return [];
  const { ref, providerId, status, code } = finding;
  return [{ ref, verdict: status === 'rejected' ? 'rejected' : 'accepted', by: 'provider', providerId, reason: code }];
}

/** A message that was rejected has no receipt; what the code says of its recipient is told all the same. */
function receiptOf(finding: Finding, at: string): readonly Receipt[] {
  if (finding.kind !== 'found' || finding.status === 'accepted') return [];
  const { ref, status, code } = finding;
  return [{ ref, status: status === 'delivered' ? status : 'undelivered', code, at }];
}

/**
 * Settles messages on a person's word: all of them or none.
 *
 * @param zone In which the person is told when it is too early.
 * @throws OperatorError badInput (65) for a reference that is not in doubt; notPermitted (77) when one may not be called
 *   unsent yet.
 */
export async function settleByPerson(
  campaign: Campaign,
  word: Word,
  refs: readonly string[],
  deps: LedgerDeps,
  zone: string,
): Promise<Resolved> {
  const { ledger } = deps;
  const byRef = new Map((await ledger.unknownIntents(campaign.id)).map((one) => [one.ref, one]));
  const strangers = refs.filter((ref) => !byRef.has(ref));
  if (strangers.length > 0) {
    throw new OperatorError(
      'badInput',
      phrase('delivery.notInDoubt', { refs: strangers.map((ref) => ref.slice(0, 40)), campaign: campaign.name }),
      phrase('delivery.notInDoubtHint', { campaign: campaign.name }),
    );
  }
  const named = refs.flatMap((ref) => byRef.get(ref) ?? []);
  if (word === 'not-sent') refuseEarly(campaign, named, deps, zone);
  const settlements = named.map(({ ref }): Settlement => {
    return { ref, verdict: word === 'sent' ? 'accepted' : 'not_sent', by: 'person', providerId: null, reason: null };
  });
  const settled = await ledger.settleUnknown(campaign.id, settlements, stampOf(deps));
  return { ...countsOf(settled), absent: 0, unclear: {} };
}

/** What is still missing before this message may be called unsent; null: nothing. */
export function notYet(
  { provider }: Pick<Campaign, 'provider'>,
  intent: UnknownIntent,
  { clock }: Pick<LedgerDeps, 'clock'>,
): NotYet | null {
  const { submittedAt, lookedUpAt, reason } = intent;
  return whyNotYet(
    {
      submittedAt: instantOf(submittedAt),
      lookedUpAt: lookedUpAt === null ? null : instantOf(lookedUpAt),
      hasRecords: providersWithRecords.has(provider) && reason !== 'adopted',
    },
    clock.now(),
  );
}

function refuseEarly(campaign: Campaign, intents: readonly UnknownIntent[], deps: LedgerDeps, zone: string): void {
  const reasons = intents.flatMap((intent) => notYet(campaign, intent, deps) ?? []);
  const early = reasons.find((reason) => reason.kind === 'too_early');
  if (early !== undefined) {
    throw new OperatorError(
      'notPermitted',
      phrase('delivery.tooEarly', { from: early.from, zone }),
      phrase('delivery.tooEarlyHint'),
    );
  }
  if (reasons.length === 0) return;
  throw new OperatorError(
    'notPermitted',
    phrase('delivery.notLookedUp', { count: reasons.length }),
    phrase('delivery.notLookedUpHint', { campaign: campaign.name }),
  );
}

function countsOf(settlements: readonly Settlement[]): Pick<Resolved, 'accepted' | 'rejected' | 'notSent'> {
  const count = (verdict: Settlement['verdict']): number => settlements.filter((one) => one.verdict === verdict).length;
  return { accepted: count('accepted'), rejected: count('rejected'), notSent: count('not_sent') };
}
