import { DateTime } from 'luxon';
import type { RecipientFacts } from '../core/audience/eligibility.js';
import type { ConsentGiven } from '../core/consent/consent-event.js';
import { readConsent, type ConsentCells, type ConsentRules } from '../core/consent/consent-row.js';
import { consentState, endOf } from '../core/consent/consent-state.js';
import { dueFor, type Due } from '../core/consent/due.js';
import { consentVerdict, withdrawalsFor } from '../core/consent/import-verdict.js';
import type { LegalBasis, Purpose } from '../core/consent/purpose.js';
import { maskPhoneNumber, type E164 } from '../core/contact/phone-number.js';
import { instantOf } from '../core/schedule/instant.js';
import { isLiftable, isLiftedBy, type LiftVerdict, type HoldBackReason } from '../core/suppression/suppression.js';
import { invariant, OperatorError } from '../errors.js';
import type { RecordVerdict, SuppressionRow } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { forbids, writtenEntry } from './never-list-entry.js';

interface RecordedConsentOf {
  readonly number: E164;
  readonly event: ConsentGiven;
  readonly verdict: RecordVerdict;
  /** How many entries of the never-list it lifted. */
  readonly lifted: number;
  /** Why a consent that was there already does not let the person be texted. */
  readonly against: StandingAgainst;
  /** What the person stands on is too old or over, or will be soon; null where it is not. */
  readonly due: Pick<Due, 'reason' | 'until'> | null;
}

interface StandingAgainst {
  /** Since when the person is withdrawn all the same; null where they are not. */
  readonly withdrawnSince: DateTime | null;
  /** When a list of members ended the membership; null where none did. */
  readonly endedAt: DateTime | null;
  /** For what reasons the never-list forbids the purpose. */
  readonly suppressedBy: readonly HoldBackReason[];
}

const NOTHING_AGAINST: StandingAgainst = { withdrawnSince: null, endedAt: null, suppressedBy: [] };

/** Bases that a person gives in their own words: nothing less lifts a STOP. */
const ownWords: readonly LegalBasis[] = ['opt_in', 'double_opt_in'];

/**
 * Records what one person agreed to. Everything that is said is said of this one person, so the proof is individual;
 * and it may end an earlier withdrawal, when it was given later.
 *
 * @param phone As a person types it.
 * @param options.lift Also takes back, for its purpose, what it may of the never-list: a STOP, a click on the way out, an entry by
 *   hand, when the consent is the person's own and later.
 * @throws OperatorError badInput (65) naming what is missing or does not fit; notPermitted (77) when the never-list
 *   forbids it.
 */
export async function recordConsent(
  phone: string,
  said: ConsentCells,
  rules: ConsentRules,
  deps: LedgerDeps,
  { lift = false }: { readonly lift?: boolean } = {},
): Promise<RecordedConsentOf> {
  const reading = readConsent(phone, said, {}, rules);
  if (reading.kind === 'refused') {
    const { reason } = reading;
    const value =
      reason === 'invalid_number' || reason === 'not_mobile' || reason === 'fictional_number' ? '' : reading.value;
    throw new OperatorError(
      'badInput',
      phrase('consent.refused', { reason, value }),
      phrase('consent.refusedHint', { reason }),
    );
  }
  const { number, event } = reading;
  const record = { number, event, source: null };
  const [isRecorded = false] = await deps.ledger.areRecorded([record]);
  const facts = (await deps.ledger.factsFor([number], deps.clock.now())).get(number);
  const purpose = rules.purposes.get(event.purpose);
  const holding = (await deps.ledger.suppressionsOf(number)).filter(
    (row) => purpose !== undefined && forbids(row, purpose),
  );
  const forbidding = lift ? holding : [];
  // Of whoever was erased nothing can be known to be there.
  const isThere = isRecorded && !holding.some(({ reason }) => reason === 'erasure');
  if (forbidding.length > 0) requireLiftable(forbidding, event, number, rules);
  invariant(facts !== undefined && purpose !== undefined, 'facts and purpose of a read consent are known');
  const now = deps.clock.now();
  const reasons = [...new Set(holding.map(({ reason }) => reason))];
  switch (consentVerdict(event, lift ? 'lift' : 'person', isThere && forbidding.length === 0, facts, purpose)) {
    case 'suppressed': {
      const never = reasons.filter((reason) => !isLiftable(reason));
      throw new OperatorError(
        'notPermitted',
        phrase('consent.onNeverList', { number: maskPhoneNumber(number), reasons }),
        never.length > 0 ? phrase('lift.neverHint', { reasons: never }) : phrase('consent.onNeverListHint'),
      );
    }
    case 'withdrawn':
      throw new OperatorError(
        'badInput',
        phrase('consent.notAfterWithdrawal', {
          givenAt: event.givenAt,
          since: lastWithdrawal(facts, purpose),
          zone: rules.zone,
        }),
        phrase('consent.refusedHint', { reason: 'withdrawn' }),
      );
    case 'unconfirmed':
      throw new OperatorError(
        'badInput',
        phrase('consent.refused', { reason: 'unconfirmed', value: event.givenAt }),
        phrase('consent.refusedHint', { reason: 'unconfirmed' }),
      );
    case 'unchanged':
      return {
        ...{ number, event, verdict: 'unchanged', lifted: 0 },
        against: { ...endsOf(event, facts, purpose, now), suppressedBy: reasons },
        due: dueFor(facts, purpose, now, now),
      };
    case 'record': {
      const entries = forbidding.map(({ seq }) => seq);
      const recorded = await deps.ledger.recordLiftingConsent(record, entries, stampOf(deps));
      const known = (await deps.ledger.factsFor([number], now)).get(number) ?? facts;
      return { number, event, ...recorded, against: NOTHING_AGAINST, due: dueFor(known, purpose, now, now) };
    }
  }
}

/** All or nothing: who can not be texted afterwards has had nothing lifted. */
function requireLiftable(
  rows: readonly SuppressionRow[],
  event: ConsentGiven,
  number: E164,
  { zone }: Pick<ConsentRules, 'zone'>,
): void {
  const verdicts = rows.map((row) => ({ row, verdict: isLiftedBy(writtenEntry(row), event.effectiveAt) }));
  const reasonsOf = (kind: LiftVerdict): readonly HoldBackReason[] => [
    ...new Set(verdicts.filter(({ verdict }) => verdict === kind).map(({ row }) => row.reason)),
  ];
  const masked = maskPhoneNumber(number);
  const never = reasonsOf('never');
  if (never.length > 0) {
    const hint = phrase('lift.neverHint', { reasons: never });
    throw new OperatorError('notPermitted', phrase('lift.never', { number: masked, reasons: never }), hint);
  }
  if (event.isPending || !ownWords.includes(event.basis)) {
    throw new OperatorError('badInput', phrase('lift.notOwnWords'), phrase('lift.notOwnWordsHint'));
  }
  const earlier = verdicts.filter(({ verdict }) => verdict === 'not_later').map(({ row }) => instantOf(row.at));
  if (earlier.length === 0) return;
  const since = earlier.reduce((latest: DateTime, at) => (at > latest ? at : latest));
  throw new OperatorError(
    'badInput',
    phrase('lift.notLater', { number: masked, givenAt: event.givenAt, since, zone }),
    phrase('lift.notLaterHint'),
  );
}

/** What has ended a purpose although a consent for it is there. */
function endsOf(
  { campaign }: ConsentGiven,
  facts: RecipientFacts,
  purpose: Purpose,
  now: DateTime,
): Omit<StandingAgainst, 'suppressedBy'> {
  const state = consentState(facts, purpose, campaign ?? '', now);
  const end = state.kind === 'expired' ? endOf(state.consent, facts.consents) : undefined;
  return {
    withdrawnSince: state.kind === 'withdrawn' ? lastWithdrawal(facts, purpose) : null,
    endedAt: end?.effectiveAt ?? null,
  };
}

/** When a consent for a purpose was last taken back. */
function lastWithdrawal({ consents }: RecipientFacts, purpose: Purpose): DateTime {
  const withdrawals = withdrawalsFor(consents, purpose).map(({ effectiveAt }) => effectiveAt);
  return DateTime.max(...(withdrawals as [DateTime, ...DateTime[]]));
}

/**
 * Records that one person takes back what they agreed to, for one purpose or, with null, for all. A number that the
 * ledger does not know is recorded too: then no later import of an old list can bring it in.
 *
 * Who withdraws again later has said so later: a consent has to be given after the last withdrawal to count.
 *
 * @returns `unchanged` when they withdrew at this very moment already and nothing was given since.
 */
export async function recordWithdrawal(number: E164, purpose: string | null, deps: LedgerDeps): Promise<RecordVerdict> {
  const { ledger, clock } = deps;
  const now = clock.now();
  const consents = (await ledger.factsFor([number], now)).get(number)?.consents ?? [];
  const last = consents.findLast((event) => purpose === null || event.purpose === null || event.purpose === purpose);
  const isWithdrawn = last?.kind === 'withdrawn' && (last.purpose === null || last.purpose === purpose);
  if (isWithdrawn && last.effectiveAt >= now) return 'unchanged';
  const event = { kind: 'withdrawn', purpose, effectiveAt: now } as const;
  const [verdict] = await ledger.recordConsents([{ number, event, source: null }], stampOf(deps));
  invariant(verdict !== undefined, 'each record has its verdict');
  return verdict;
}
