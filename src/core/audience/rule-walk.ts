import type { DateTime } from 'luxon';
import { numberExclusion, type NumberReading } from '../contact/phone-number.js';
import { consentState, type ConsentState } from '../consent/consent-state.js';
import { windowProfile, windowProfileId } from '../campaign/window-profile.js';
import { gateOf, type Gate } from '../schedule/gate.js';
import type { HolidayBook } from '../schedule/holidays.js';
import { judgeHours, type HoursVerdict } from '../schedule/hours.js';
import type { SendingProfile } from '../schedule/profiles.js';
import { territoryOf, type Territory } from '../schedule/territory.js';
import { isAllowedCountry, wayOutFor, type AudiencePolicy, type WayOut } from './audience-judge.js';
import {
  consentExclusions,
  countedForCap,
  exclusionReasons,
  isCapReached,
  isSuppressed,
  sameTextReceived,
  type EligibilityPolicy,
  type ExclusionReason,
  type PastMessage,
  type RecipientFacts,
} from './eligibility.js';

/** What only a row of a file of contacts, or a text, can tell. */
export const rulesOfRows = [
  'duplicate',
  'filtered',
  'missing_field',
  'too_long',
] as const satisfies readonly ExclusionReason[];
type RuleOfRows = (typeof rulesOfRows)[number];

export type WalkedRule = Exclude<ExclusionReason, RuleOfRows> | 'hours';

const isOfRows = (reason: ExclusionReason): reason is RuleOfRows =>
  (rulesOfRows as readonly ExclusionReason[]).includes(reason);

/** Rules about one person, in the order in which a plan tests them; the hours, which a plan only foretells, last. */
export const walkedRules: readonly WalkedRule[] = [...exclusionReasons.filter((reason) => !isOfRows(reason)), 'hours'];

/** What a judge would need to know. */
export type Missing = 'number' | 'place' | 'consent' | 'text';

type StepVerdict =
  { readonly kind: 'pass' } | { readonly kind: 'fail' } | { readonly kind: 'not_judged'; readonly missing: Missing };

export interface WalkPolicy extends EligibilityPolicy, Pick<AudiencePolicy, 'countries' | 'footers'> {
  /** A functional message may leave at night. */
  readonly urgent: boolean;
  /** Profiles of hours that the operator chose, by country. */
  readonly profiles: ReadonlyMap<string, string>;
}

/** What is looked at beside the number. */
interface WalkedFacts {
  readonly reading: NumberReading;
  /** Null where the number is not known. */
  readonly ledger: RecipientFacts | null;
  /** Null: which text is meant is not known. */
  readonly textHash: string | null;
}

/** What each rule found on its way to a verdict. */
interface Findings {
  readonly territory: Territory | null;
  readonly consent: ConsentState;
  readonly wayOut: WayOut | null;
  readonly sameText: readonly PastMessage[];
  readonly counted: readonly PastMessage[];
  readonly hours: FoundHours | null;
}

interface FoundHours {
  /** Null: at any hour. */
  readonly profile: SendingProfile | null;
  /** Null: at any hour. */
  readonly verdict: HoursVerdict | null;
  readonly gate: Gate;
}

export interface Walk {
  readonly verdicts: Readonly<Record<WalkedRule, StepVerdict>>;
  readonly findings: Findings;
}

/** Whether a rule stands in nobody's way: a text that is not known is no ground to refuse; all else must be shown. */
export function isPassed(verdict: StepVerdict): boolean {
  return verdict.kind === 'pass' || (verdict.kind === 'not_judged' && verdict.missing === 'text');
}

/** The first rule that is not passed, in their order; null when the person may be texted. */
export function firstFailing({ verdicts }: Pick<Walk, 'verdicts'>): WalkedRule | null {
  return walkedRules.find((rule) => !isPassed(verdicts[rule])) ?? null;
}

/**
 * Walks every rule about one person, also those after the first that fails, each with the judge that a plan and a run
 * ask. What comes first here is therefore what a plan would say.
 */
export function walkRules(person: WalkedFacts, policy: WalkPolicy, at: DateTime, book: HolidayBook): Walk {
  const { reading, ledger, textHash } = person;
  const territory = reading.e164 === null ? null : territoryOf(reading.e164);
  const consent: ConsentState =
    ledger === null ? { kind: 'none' } : consentState(ledger, policy.purpose, policy.campaign, at);
  const wayOut = territory === null ? null : wayOutFor(policy.footers, territory.country);
  const sameText = ledger === null || textHash === null ? [] : sameTextReceived(ledger, textHash, policy, at);
  const counted = ledger === null ? [] : countedForCap(ledger, policy, at);
  const hours = territory === null ? null : hoursFor(territory, policy, at, book);
  const placed = (holds: boolean): StepVerdict =>
    territory === null ? notJudged(reading.e164 === null ? 'number' : 'place') : verdictOf(holds);
  const known = (holds: (facts: RecipientFacts) => boolean): StepVerdict =>
    ledger === null ? notJudged('number') : verdictOf(holds(ledger));
  return {
    verdicts: {
      ...numberVerdicts(reading),
      country_not_allowed:
        reading.e164 === null
          ? notJudged('number')
          : verdictOf(territory !== null && isAllowedCountry(territory, policy.countries)),
      suppressed: known((facts) => !isSuppressed(facts, policy)),
      ...consentVerdicts(ledger === null ? null : consent),
      no_way_out: policy.footers === null ? verdictOf(true) : placed(wayOut?.kind !== 'missing'),
      already_received:
        textHash === null && ledger !== null ? notJudged('text') : known(() => policy.again || sameText.length === 0),
      frequency_cap: known(() => !isCapReached(policy, counted)),
      hours: placed(hours?.gate.kind === 'open'),
    },
    findings: { territory, consent, wayOut, sameText, counted, hours },
  };
}

function numberVerdicts(
  reading: NumberReading,
): Pick<Walk['verdicts'], 'invalid_number' | 'not_mobile' | 'fictional_number'> {
  const reason = reading.outcome === 'accept' ? null : numberExclusion(reading.reason);
  const read = (holds: boolean): StepVerdict => (reason === 'invalid_number' ? notJudged('number') : verdictOf(holds));
  return {
    invalid_number: verdictOf(reason !== 'invalid_number'),
    not_mobile: read(reason !== 'not_mobile'),
    fictional_number: read(reason !== 'fictional_number'),
  };
}

/** Of three rules one at most fails; those after it have nothing left to judge. */
function consentVerdicts(
  state: ConsentState | null,
): Pick<Walk['verdicts'], 'consent_withdrawn' | 'no_consent' | 'consent_expired'> {
  if (state === null) {
    const unknown = notJudged('number');
    return { consent_withdrawn: unknown, no_consent: unknown, consent_expired: unknown };
  }
  const failing = state.kind === 'valid' ? null : consentExclusions[state.kind];
  const hasBasis = state.kind === 'valid' || state.kind === 'expired';
  return {
    consent_withdrawn: verdictOf(failing !== 'consent_withdrawn'),
    no_consent: failing === 'consent_withdrawn' ? notJudged('consent') : verdictOf(failing !== 'no_consent'),
    consent_expired: hasBasis ? verdictOf(failing !== 'consent_expired') : notJudged('consent'),
  };
}

/** The gate decides, as it does in a run: submissions end some minutes before the window closes. */
function hoursFor(territory: Territory, policy: WalkPolicy, at: DateTime, book: HolidayBook): FoundHours {
  const profile = windowProfile(windowProfileId(policy.purpose, policy.urgent, territory, policy.profiles));
  return {
    profile,
    verdict: profile === null ? null : judgeHours(territory, profile, at, book),
    gate: gateOf(territory, profile, at, book),
  };
}

function verdictOf(holds: boolean): StepVerdict {
  return { kind: holds ? 'pass' : 'fail' };
}

function notJudged(missing: Missing): StepVerdict {
  return { kind: 'not_judged', missing };
}
