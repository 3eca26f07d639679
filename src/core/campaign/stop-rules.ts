import type { Micros } from './cost.js';

/** When a run ends by itself, as configured; a null share is not looked at. */
export interface StopRules {
  /** So many messages of a campaign leave first; the others wait for their receipts. 0: none. */
  readonly canary: number;
  /** How long their receipts are awaited. */
  readonly canaryMinutes: number;
  /** Shares of this run's answers, above 0 and at most 1. */
  readonly rejected: number | null;
  readonly unknown: number | null;
  /** Share of the people texted by this run who answered STOP. */
  readonly replies: number | null;
  /** The provider's account holds less than this: nothing more is submitted. */
  readonly balanceMicros: Micros | null;
  /** In which that is meant: the currency of the prices. */
  readonly balanceCurrency: string;
}

export const noStopRules: StopRules = {
  canary: 0,
  canaryMinutes: 10,
  rejected: null,
  unknown: null,
  replies: null,
  balanceMicros: null,
  balanceCurrency: 'EUR',
};

/** What came of this run so far; earlier runs of the campaign do not count. */
export interface RunTally {
  readonly accepted: number;
  readonly rejected: number;
  readonly unknown: number;
  /** People texted by this run who answered STOP. */
  readonly stops: number;
}

/** Why a run was stopped by a rule; what stands in the log and on the screen. */
export type StopReason =
  | { readonly rule: 'rejected' | 'unknown' | 'replies'; readonly count: number; readonly of: number }
  | { readonly rule: 'canary'; readonly delivered: number; readonly of: number }
  | { readonly rule: 'balance'; readonly balanceMicros: Micros; readonly currency: string }
  /** One message more would cost more than the run may. */
  | { readonly rule: 'cost'; readonly limitMicros: Micros; readonly currency: string }
  /** What the next message costs is not known, and the run has a limit. */
  | { readonly rule: 'price'; readonly country: string };

/** Whether the rule about the balance can not be kept: money in two currencies is not compared. */
export function isOtherCurrency(held: string, { balanceMicros, balanceCurrency }: StopRules): boolean {
  return balanceMicros !== null && held !== balanceCurrency;
}

/** A share of fewer answers says nothing. */
export const ANSWERS_THAT_COUNT = 50;

/** The first share that is above its rule; null while all is well. */
export function brokenShare({ accepted, rejected, unknown, stops }: RunTally, rules: StopRules): StopReason | null {
  const answers = accepted + rejected + unknown;
  if (answers < ANSWERS_THAT_COUNT) return null;
  const counts = { rejected, unknown, replies: stops } as const;
  for (const rule of ['rejected', 'unknown', 'replies'] as const) {
    const limit = rules[rule];
    if (limit !== null && counts[rule] > limit * answers) return { rule, count: counts[rule], of: answers };
  }
  return null;
}

/** What the network reported of the messages that went first. */
export interface CanaryReport {
  readonly submitted: number;
  readonly delivered: number;
  readonly undelivered: number;
  /** Refused by the provider, or in doubt: no receipt comes for them. */
  readonly lost: number;
}

/**
 * How many messages of a campaign may still begin before the receipts of the first are awaited; null: any number.
 *
 * They were looked at when more than they have left: the others follow a good report alone. Else only when a bad report
 * stopped a run, and a person began another one: whatever else ended a run has not shown them.
 */
export function canaryLeft(submitted: number, wasStoppedByCanary: boolean, { canary }: StopRules): number | null {
  const wereLookedAt = wasStoppedByCanary || submitted > canary;
  return canary === 0 || wereLookedAt ? null : canary - submitted;
}

/** Whether a receipt of the first messages is still to come. */
export function awaitsReceipts({ submitted, delivered, undelivered, lost }: CanaryReport): boolean {
  return delivered + undelivered + lost < submitted;
}

/** More than half of the first messages have to arrive; with fewer the text, the sender or the list is wrong. */
export function canaryVerdict({ submitted, delivered }: CanaryReport): StopReason | null {
  return delivered * 2 > submitted ? null : { rule: 'canary', delivered, of: submitted };
}
