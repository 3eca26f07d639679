import { coveringCountry } from '../schedule/territory.js';
import { invariant } from '../../errors.js';
import type { PurposeKind } from '../consent/purpose.js';
import type { Force, SendingProfile } from '../schedule/profiles.js';
import type { HoldBackReason } from '../suppression/suppression.js';
import data from './rule-sources.data.json' with { type: 'json' };
import type { WalkedRule } from './rule-walk.js';
import { sourceName } from '../../words/hour-sources.js';

/** On whose word a rule stands. */
export interface RuleSource {
  readonly force: Force;
  /** The citation, in both languages where they differ. */
  readonly en: string;
  readonly fr: string;
  /** How well the citation was checked, as in the profiles of hours; `own-rule`: there is none. */
  readonly confidence: string;
}

/** What a rule's source hangs on. */
interface SourceQuestion {
  /** Of the recipient's number; null where it is not known. */
  readonly country: string | null;
  readonly kind: PurposeKind;
  /** Why the person is on the never-list, where that is what forbids. */
  readonly suppressedFor?: readonly HoldBackReason[];
  /** The profile of hours; null: any hour. */
  readonly profile?: SendingProfile | null;
}

interface SourceEntry {
  readonly variant?: string;
  readonly countries?: readonly string[];
  readonly kind?: string;
  readonly force: string;
  readonly en: string;
  readonly fr: string;
  readonly confidence: string;
}

/** The source of a rule: the law of the recipient's country where it is known, the hours' own profile for the hours. */
export function ruleSource(rule: WalkedRule, question: SourceQuestion): RuleSource {
  const { profile } = question;
  if (rule === 'hours' && profile !== null && profile !== undefined) {
    const { force, source, confidence } = profile;
    return { force, en: source, fr: sourceName(profile, 'fr'), confidence };
  }
  const country = question.country === null ? null : coveringCountry(question.country);
  const variant = variantOf(rule, question);
  const entries: readonly SourceEntry[] = data.rules[rule];
  const found = entries.find(
    (entry) =>
      (entry.variant ?? null) === variant &&
      (entry.kind === undefined || entry.kind === question.kind) &&
      (entry.countries === undefined || (country !== null && entry.countries.includes(country))),
  );
  invariant(found !== undefined && isForce(found.force), `the rule ${rule} has a source`);
  return { force: found.force, en: found.en, fr: found.fr, confidence: found.confidence };
}

/** Of several entries of the never-list the one with the most force speaks. */
function variantOf(rule: WalkedRule, { suppressedFor = [], profile }: SourceQuestion): string | null {
  if (rule === 'hours') return profile === null ? 'any_hour' : null;
  if (rule !== 'suppressed' || suppressedFor.length === 0) return null;
  const variants = suppressedFor.map((reason) => variantByReason[reason]);
  return variantsByForce.find((variant) => variants.includes(variant)) ?? null;
}

const variantByReason: Readonly<Record<HoldBackReason, string | null>> = {
  stop: null,
  review: null,
  link: null,
  complaint: null,
  objection: null,
  erasure: 'erasure',
  restriction: 'restriction',
  provider: 'provider',
  unreachable: 'provider',
  manual: 'manual',
};
const variantsByForce = [null, 'erasure', 'restriction', 'provider', 'manual'] as const;

function isForce(text: string): text is Force {
  return ['law', 'charter', 'provider', 'advice'].includes(text);
}
