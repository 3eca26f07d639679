import type { DateTime } from 'luxon';
import { SAME_TEXT_DAYS, type FrequencyCap, type PastMessage } from '../core/audience/eligibility.js';
import { ruleSource, type RuleSource } from '../core/audience/rule-source.js';
import {
  isPassed,
  walkedRules,
  type Missing,
  type Walk,
  type WalkedRule,
  type WalkPolicy,
} from '../core/audience/rule-walk.js';
import {
  consentAge,
  endOf,
  lastHeardOf,
  type KnownConsent,
  type RecordedConsent,
} from '../core/consent/consent-state.js';
import { withdrawalsFor } from '../core/consent/import-verdict.js';
import type { Purpose } from '../core/consent/purpose.js';
import type { E164, NumberReading } from '../core/contact/phone-number.js';
import { CLOSING_MARGIN_MINUTES } from '../core/schedule/gate.js';
import type { BlockedBy } from '../core/schedule/hours.js';
import { isoInstant } from '../core/schedule/instant.js';
import type { TerritoryNote } from '../core/schedule/territory.js';
import { renderFooter } from '../core/template/footer.js';
import type { SuppressionLift } from '../store/never-list-store.js';
import type { ConsentProof, SuppressionRow } from '../store/store.js';
import { forbids } from './never-list-entry.js';

/** A consent with its proof, as it is told: without the number, which the answer names once. */
export type ToldProof = Omit<ConsentProof, 'number'>;

export interface ToldEntry extends Pick<SuppressionRow, 'reason' | 'scope' | 'purpose' | 'recordedAt' | 'operator'> {
  readonly since: string;
  /** Whether it forbids this purpose. */
  readonly applies: boolean;
  /** What took it back since, in part or wholly. */
  readonly lifts: readonly SuppressionLift[];
}

export interface ToldMessage {
  readonly campaign: string;
  readonly submittedAt: string;
}

/** Why a message may not leave at an instant; the margin is ours, before the window closes. */
type ToldBlock = BlockedBy | 'closing_margin';

/** What each rule looked at, as JSON tells it: instants are ISO-8601, null is "there is none". */
export interface FactsByRule {
  readonly invalid_number: { readonly reason: string | null; readonly warnings: readonly string[] };
  readonly not_mobile: { readonly type: NumberReading['type']; readonly country: string | null };
  readonly fictional_number: { readonly fictional: boolean; readonly rehearsing: boolean };
  readonly country_not_allowed: {
    readonly territory: string | null;
    readonly country: string | null;
    readonly allowed: readonly string[];
    readonly notes: readonly TerritoryNote[];
  };
  readonly suppressed: { readonly entries: readonly ToldEntry[] };
  readonly consent_withdrawn: { readonly withdrawals: readonly ToldProof[] };
  readonly no_consent: {
    readonly accepts: readonly string[];
    readonly consent: ToldProof | null;
    /** The request of a double opt-in that waits for its confirmation, where that is what there is. */
    readonly pending: ToldProof | null;
    /** Recorded for this purpose, and not counting: a basis that it does not accept, another campaign, withdrawn since. */
    readonly notCounting: readonly ToldProof[];
  };
  readonly consent_expired: {
    readonly givenAt: string | null;
    /** When the person was last heard of, which is what age is counted from. */
    readonly lastHeardOf: string | null;
    readonly ageMonths: number | null;
    readonly age: 'fresh' | 'ageing' | 'expired' | null;
    /** Null: age does not count for this purpose. */
    readonly limitMonths: number | null;
    readonly warnMonths: number | null;
    readonly validUntil: string | null;
    /** When the membership was ended; null: it was not. */
    readonly endedAt: string | null;
  };
  readonly no_way_out: {
    readonly needed: boolean;
    readonly country: string | null;
    readonly footer: string | null;
  };
  readonly already_received: { readonly days: number; readonly messages: readonly ToldMessage[] };
  readonly frequency_cap: {
    readonly cap: FrequencyCap | null;
    readonly count: number;
    readonly messages: readonly ToldMessage[];
  };
  readonly hours: {
    readonly territory: string | null;
    readonly zones: readonly string[];
    readonly calendars: readonly string[];
    readonly profile: string | null;
    readonly blockedBy: readonly ToldBlock[];
    readonly holiday: string | null;
    readonly warnings: readonly ('sunday' | 'holiday')[];
    /** The judged instant itself while open; null when no window comes. */
    readonly nextAllowed: string | null;
    /** When submissions end; null at any hour, and while closed. */
    readonly sendBefore: string | null;
    readonly marginMinutes: number;
  };
}

/** One rule with its facts, its verdict and its source. */
interface Check<R extends WalkedRule = WalkedRule> {
  readonly rule: R;
  readonly pass: boolean;
  /** What would have to be known; null where the rule was judged. */
  readonly missing: Missing | null;
  readonly facts: FactsByRule[R];
  readonly source: RuleSource;
}
export type AnyCheck = { readonly [R in WalkedRule]: Check<R> }[WalkedRule];

/** What the ledger has of a person beside what the judges need. */
export interface Dossier {
  readonly proofs: readonly ConsentProof[];
  /** The same as the judges know it. */
  readonly history: readonly RecordedConsent[];
  readonly suppressions: readonly SuppressionRow[];
}

/** Dresses a walk: every rule with what it looked at and on whose word it stands. */
export function checksOf(
  walk: Walk,
  reading: NumberReading,
  dossier: Dossier,
  policy: WalkPolicy & { readonly allowFictional: boolean },
  at: DateTime,
): readonly AnyCheck[] {
  const facts: FactsByRule = {
    ...numberFacts(reading, policy),
    ...ledgerFacts(walk, dossier, policy, at),
    ...placeFacts(walk, policy, at),
  };
  const question = {
    country: walk.findings.territory?.country ?? reading.country,
    kind: policy.purpose.kind,
    suppressedFor: facts.suppressed.entries.filter(({ applies }) => applies).map(({ reason }) => reason),
    ...(walk.findings.hours === null ? {} : { profile: walk.findings.hours.profile }),
  };
  return walkedRules.map((rule) => {
    const verdict = walk.verdicts[rule];
    return {
      rule,
      pass: isPassed(verdict),
      missing: verdict.kind === 'not_judged' ? verdict.missing : null,
      facts: facts[rule],
      source: ruleSource(rule, question),
    } as AnyCheck;
  });
}

function numberFacts(
  reading: NumberReading,
  { allowFictional }: { readonly allowFictional: boolean },
): Pick<FactsByRule, 'invalid_number' | 'not_mobile' | 'fictional_number'> {
  const reason = reading.outcome === 'reject' ? reading.reason : null;
  const fictional = reading.outcome === 'accept' ? reading.fictional : reading.reason === 'reserved-fictional';
  return {
    invalid_number: { reason, warnings: reading.warnings },
    not_mobile: { type: reading.type, country: reading.country },
    fictional_number: { fictional, rehearsing: allowFictional },
  };
}

function ledgerFacts(
  { findings: { consent, sameText, counted } }: Walk,
  { proofs, suppressions, history }: Dossier,
  { purpose, frequencyCap }: WalkPolicy,
  at: DateTime,
): Pick<
  FactsByRule,
  'suppressed' | 'consent_withdrawn' | 'no_consent' | 'consent_expired' | 'already_received' | 'frequency_cap'
> {
  const found = 'consent' in consent ? consent.consent : null;
  const heardOf = found === null ? null : lastHeardOf(found, history, at);
  const end = found === null ? undefined : endOf(found, history);
  const ofPurpose = proofs.filter((one) => one.kind === 'given' && one.purpose === purpose.name);
  return {
    suppressed: { entries: suppressions.map((row) => toldEntry(row, forbids(row, purpose))) },
    consent_withdrawn: { withdrawals: withdrawalsFor(proofs, purpose).map(toldProof) },
    no_consent: {
      accepts: purpose.bases,
      consent: proofOf(found, proofs),
      pending: consent.kind === 'pending' ? proofAt(consent.request.seq, proofs) : null,
      notCounting: found === null ? ofPurpose.map(toldProof) : [],
    },
    consent_expired: {
      givenAt: proofOf(found, proofs)?.givenAt ?? null,
      lastHeardOf: heardOf === null ? null : isoInstant(heardOf),
      ageMonths: heardOf === null ? null : monthsSince(heardOf, at, purpose),
      age: heardOf === null ? null : consentAge(heardOf, purpose, at),
      limitMonths: purpose.ageing?.refuseMonths ?? null,
      warnMonths: purpose.ageing?.warnMonths ?? null,
      validUntil: found === null || found.validUntil === null ? null : isoInstant(found.validUntil),
      endedAt: end === undefined ? null : isoInstant(end.effectiveAt),
    },
    already_received: { days: SAME_TEXT_DAYS, messages: sameText.map(toldMessage) },
    frequency_cap: {
      cap: purpose.kind === 'promotional' ? frequencyCap : null,
      count: counted.length,
      messages: counted.map(toldMessage),
    },
  };
}

/** Whole months by the calendar that the age of a consent goes by. */
function monthsSince(heardOf: DateTime, at: DateTime, { ageing }: Purpose): number {
  const since = ageing === null ? heardOf : heardOf.setZone(ageing.zone);
  return Math.max(0, Math.floor(at.diff(since, 'months').months));
}

function placeFacts(
  { findings: { territory, wayOut, hours } }: Walk,
  { countries, footers }: WalkPolicy,
  at: DateTime,
): Pick<FactsByRule, 'country_not_allowed' | 'no_way_out' | 'hours'> {
  const country = territory?.country ?? null;
  const gate = hours?.gate ?? null;
  const blockedBy: readonly ToldBlock[] =
    gate?.kind !== 'closed'
      ? []
      : hours?.verdict?.allowed === true
        ? ['closing_margin']
        : (hours?.verdict?.blockedBy ?? []);
  const next = gate?.kind === 'closed' ? gate.opensAt : gate === null ? null : at;
  const sendBefore = gate?.kind === 'open' ? gate.sendBefore : null;
  return {
    country_not_allowed: {
      territory: territory?.code ?? null,
      country,
      allowed: countries,
      notes: territory?.notes ?? [],
    },
    no_way_out: {
      needed: footers !== null,
      country,
      footer: wayOut?.kind === 'configured' ? renderFooter(wayOut.rule) : null,
    },
    hours: {
      territory: territory?.code ?? null,
      zones: territory?.zones ?? [],
      calendars: territory?.calendars ?? [],
      profile: hours?.profile?.id ?? null,
      blockedBy,
      holiday: hours?.verdict?.holiday ?? null,
      warnings: hours?.verdict?.warnings ?? [],
      nextAllowed: next === null ? null : isoInstant(next),
      sendBefore: sendBefore === null ? null : isoInstant(sendBefore),
      marginMinutes: CLOSING_MARGIN_MINUTES,
    },
  };
}

export function toldProof(proof: ConsentProof): ToldProof {
  const told: ToldProof & { number?: E164 | null } = { ...proof };
  delete told.number;
  return told;
}

function proofOf(consent: KnownConsent | null, proofs: readonly ConsentProof[]): ToldProof | null {
  return consent === null ? null : proofAt(consent.seq, proofs);
}

function proofAt(place: number, proofs: readonly ConsentProof[]): ToldProof | null {
  const proof = proofs.find(({ seq }) => seq === place);
  return proof === undefined ? null : toldProof(proof);
}

export function toldEntry(row: SuppressionRow, applies: boolean): ToldEntry {
  const { reason, scope, purpose, at: since, recordedAt, operator, lifts } = row;
  return { reason, scope, purpose, since, recordedAt, operator, applies, lifts };
}

function toldMessage({ campaign, submittedAt }: PastMessage): ToldMessage {
  return { campaign, submittedAt: isoInstant(submittedAt) };
}
