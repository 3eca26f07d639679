import type { DateTime } from 'luxon';
import type { Config } from '../config/config.js';
import { receivedSince } from '../core/audience/eligibility.js';
import { firstFailing, walkRules, walkedRules, type WalkedRule, type WalkPolicy } from '../core/audience/rule-walk.js';
import type { Purpose } from '../core/consent/purpose.js';
import { parsePhoneNumber, type E164, type NumberReading } from '../core/contact/phone-number.js';
import type { HolidayBook } from '../core/schedule/holidays.js';
import { invariant } from '../errors.js';
import type { Campaign, Ledger } from '../store/store.js';
import { footersOf } from './destinations.js';
import { frequencyCapOf } from '../config/frequency-cap.js';
import { writtenProof, type Revealing } from './export-shapes.js';
import { checksOf, type AnyCheck, type Dossier } from './why-facts.js';

export interface PersonQuestion {
  /** Every text has an answer, also one that is no number. */
  readonly reading: NumberReading;
  /** At least one. */
  readonly purposes: readonly Purpose[];
  readonly at: DateTime;
  /** The message in question, where one campaign is asked about. */
  readonly message: MessageInQuestion | null;
  /** Nothing is, unless it says so. */
  readonly revealing?: Revealing;
}

interface MessageInQuestion {
  readonly campaign: Pick<Campaign, 'name' | 'urgent' | 'again'>;
  /** Null: this person has no text there. */
  readonly textHash: string | null;
}

/** Whether one person may be texted for one purpose, rule by rule. */
export interface PurposeAnswer {
  readonly purpose: Purpose;
  readonly allowed: boolean;
  /** Null when allowed. */
  readonly firstFailing: WalkedRule | null;
  readonly checks: readonly AnyCheck[];
}

/** Reads the number of a question as a plan would read it. */
export function readingOf(text: string, { sender }: Config, isRehearsing: boolean): NumberReading {
  return parsePhoneNumber(text, sender.country, { allowFictional: isRehearsing });
}

/** Walks every rule about one person for each purpose asked, with the facts of the ledger as they are now. */
export async function explainPerson(
  { reading, purposes, at, message, revealing = { reveal: false } }: PersonQuestion,
  config: Config,
  isRehearsing: boolean,
  { ledger, book }: { readonly ledger: Ledger; readonly book: HolidayBook },
): Promise<readonly PurposeAnswer[]> {
  const dossier = await dossierOf(reading.e164, revealing, ledger);
  const answers: PurposeAnswer[] = [];
  for (const purpose of purposes) {
    const policy = { ...policyFor(purpose, message, config), allowFictional: isRehearsing };
    const number = reading.e164;
    const facts = number === null ? null : (await ledger.factsFor([number], receivedSince(policy, at))).get(number);
    invariant(facts !== undefined, 'facts were read for the number');
    const walk = walkRules({ reading, ledger: facts, textHash: message?.textHash ?? null }, policy, at, book);
    const failing = firstFailing(walk);
    const checks = checksOf(walk, reading, { ...dossier, history: facts?.consents ?? [] }, policy, at);
    answers.push({ purpose, allowed: failing === null, firstFailing: failing, checks });
  }
  return answers;
}

/**
 * The answer that speaks for all where no purpose was named: of the promotional ones the first that is allowed, else
 * the one that comes furthest before a rule fails. Whoever said STOP may not be texted, although a notice could be.
 */
export function leadingAnswer(answers: readonly PurposeAnswer[]): PurposeAnswer {
  const promotional = answers.filter(({ purpose }) => purpose.kind === 'promotional');
  const rank = ({ firstFailing: rule }: PurposeAnswer): number =>
    rule === null ? walkedRules.length : walkedRules.indexOf(rule);
  const [first, ...others] = promotional.length > 0 ? promotional : answers;
  invariant(first !== undefined, 'a question is about one purpose at least');
  return others.reduce((best, one) => (rank(one) > rank(best) ? one : best), first);
}

function policyFor(purpose: Purpose, message: MessageInQuestion | null, config: Config): WalkPolicy {
  return {
    purpose,
    // A rented list counts for its one campaign only.
    campaign: message?.campaign.name ?? '',
    again: message?.campaign.again ?? false,
    urgent: message?.campaign.urgent ?? false,
    frequencyCap: frequencyCapOf(config, purpose),
    countries: config.limits.countries,
    footers: purpose.footer ? footersOf(config) : null,
    profiles: config.hours,
  };
}

async function dossierOf(number: E164 | null, revealing: Revealing, ledger: Ledger): Promise<Omit<Dossier, 'history'>> {
  if (number === null) return { proofs: [], suppressions: [] };
  const proofs = [...ledger.consentProofs(number)].map((proof) => writtenProof(proof, revealing));
  return { proofs, suppressions: await ledger.suppressionsOf(number) };
}
