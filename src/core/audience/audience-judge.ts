import type { DateTime } from 'luxon';
import type { Keyring } from '../contact/keyring.js';
import { numberExclusion, type E164 } from '../contact/phone-number.js';
import { readRowNumber, type RowCountryEffect } from '../contact/row-number.js';
import { parseMicros, type Micros } from '../campaign/cost.js';
import { coveringCountry, territoryOf, type PlaceHints, type Territory } from '../schedule/territory.js';
import { countSegments, type SegmentCount } from '../segment/count-segments.js';
import { composeText } from '../template/compose-text.js';
import type { FooterRule } from '../template/footer.js';
import type { MessageTemplate, TextFault } from '../template/message-template.js';
import {
  decidePermission,
  decideRepetition,
  type EligibilityPolicy,
  type ExclusionReason,
  type RecipientFacts,
} from './eligibility.js';

/** One row of a file of contacts. */
export interface Contact {
  /** Physical line where the row starts. */
  readonly line: number;
  /** Which row of the file it is, from 1, the header not counted. */
  readonly row: number;
  /** The cell of the number's column, as it stands. */
  readonly phone: string;
  readonly place: PlaceHints;
  /** Every column by its header and by the plain form of it. */
  readonly fields: ReadonlyMap<string, string>;
  /** Whether the row itself says that its person refused or left. */
  readonly saysNo: boolean;
}

/** Everything that decides about a contact beside the facts of the ledger. */
export interface AudiencePolicy extends EligibilityPolicy {
  /** How national numbers are read where a row's own country does not tell. */
  readonly defaultCountry: string;
  readonly allowFictional: boolean;
  /** Countries that may be texted; France covers its overseas territories. */
  readonly countries: readonly string[];
  readonly isWanted: (contact: Contact) => boolean;
  readonly template: MessageTemplate;
  /** By country, or `default`; null: this purpose needs no way out. */
  readonly footers: ReadonlyMap<string, FooterRule> | null;
  readonly gsm7: boolean;
  readonly maxSegments: number;
  /** Decimal text per segment, by country or `default`. */
  readonly prices: ReadonlyMap<string, string>;
}

export type Screened =
  | {
      readonly kind: 'candidate';
      readonly contact: Contact;
      readonly number: E164;
      readonly territory: Territory;
      readonly rowCountry: RowCountryEffect;
    }
  | {
      readonly kind: 'excluded';
      readonly contact: Contact;
      /** Null where none could be read; a landline is known, and can be asked about later. */
      readonly number: E164 | null;
      readonly reason: ExclusionReason;
      readonly rowCountry: RowCountryEffect;
    };

/** Tells whether a number came before in the same file, and remembers it. */
type SeenBefore = (number: E164) => boolean;

/** The first judgement, from the row alone: the number, doubles, the filter, the country. */
export function screenContact(contact: Contact, policy: AudiencePolicy, seenBefore: SeenBefore): Screened {
  const { reading, effect: rowCountry } = readRowNumber(contact.phone, contact.place.country, policy);
  if (reading.outcome === 'reject') {
    return { kind: 'excluded', contact, number: reading.e164, reason: numberExclusion(reading.reason), rowCountry };
  }
  const number = reading.e164;
  const excluded = (reason: ExclusionReason): Screened => ({ kind: 'excluded', contact, number, reason, rowCountry });
  if (seenBefore(number)) return excluded('duplicate');
  if (!policy.isWanted(contact)) return excluded('filtered');
  const territory = territoryOf(number, contact.place);
  if (territory === null || !isAllowedCountry(territory, policy.countries)) return excluded('country_not_allowed');
  return { kind: 'candidate', contact, number, territory, rowCountry };
}

/** Whether the country that carries a number may be texted; France covers its overseas territories. */
export function isAllowedCountry(territory: Pick<Territory, 'country'>, countries: readonly string[]): boolean {
  return countries.includes(territory.country) || countries.includes(coveringCountry(territory.country));
}

/** A message as it will leave. */
export interface Message {
  /** As the handset shows it, with the way out whoever appends it. */
  readonly text: string;
  /** The footer that was added, as the text ends with it; empty where there is none. */
  readonly ending: string;
  /** As much of the end as the provider appends by itself. */
  readonly appended: string;
  /** The text as written, where `--gsm7` replaced characters of it. */
  readonly written: string | null;
  readonly count: SegmentCount;
  readonly costMicros: Micros;
  readonly consentSeq: number;
}

type Judged =
  | { readonly kind: 'planned'; readonly message: Message }
  /** `fault`: why there is no text, where a field is not just missing. */
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason; readonly fault?: TextFault };

/** The second judgement, with the facts of the ledger: permission, way out, text, length, repetition. */
export function judgeCandidate(
  candidate: Extract<Screened, { kind: 'candidate' }>,
  facts: RecipientFacts,
  policy: AudiencePolicy,
  keyring: Pick<Keyring, 'textHash'>,
  now: DateTime,
): Judged {
  const permission = decidePermission(facts, policy, now);
  if (permission.kind === 'excluded') return permission;
  const { country } = candidate.territory;
  const wayOut = wayOutFor(policy.footers, country);
  if (wayOut.kind === 'missing') return { kind: 'excluded', reason: 'no_way_out' };
  const rendered = policy.template.render(candidate.contact.fields);
  // One word for whoever's row gives no text; the exact cause is told beside.
  if (rendered.kind !== 'text') return { kind: 'excluded', reason: 'missing_field', fault: rendered.kind };
  if (rendered.text.trim() === '') return { kind: 'excluded', reason: 'missing_field' };
  const footer = wayOut.kind === 'configured' ? wayOut.rule : null;
  const composed = composeText(rendered.text, { footer, gsm7: policy.gsm7 });
  // A text that already names another code would send people to the wrong place: then there is no way out.
  if (composed.kind === 'other_stop_code') return { kind: 'excluded', reason: 'no_way_out' };
  const { text, ending, appended, written } = composed;
  const count = countSegments(text);
  if (count.segments > policy.maxSegments) return { kind: 'excluded', reason: 'too_long' };
  const repetition = decideRepetition(facts, () => keyring.textHash(text), policy, now);
  if (repetition !== null) return { kind: 'excluded', reason: repetition };
  const price = parseMicros(byCountry(policy.prices, country) ?? '0') ?? 0;
  const costMicros = price * count.segments;
  const consentSeq = permission.consent.seq;
  return { kind: 'planned', message: { text, ending, appended, written, count, costMicros, consentSeq } };
}

/** The way out that a recipient's country has. A French short code is none for other countries. */
export type WayOut =
  | { readonly kind: 'none_needed' }
  | { readonly kind: 'configured'; readonly rule: FooterRule }
  | { readonly kind: 'missing' };

/** @param footers Null: this purpose needs no way out. */
export function wayOutFor(footers: AudiencePolicy['footers'], country: string): WayOut {
  if (footers === null) return { kind: 'none_needed' };
  const rule = byCountry(footers, country);
  return rule === undefined ? { kind: 'missing' } : { kind: 'configured', rule };
}

/** What is configured for a country, for the country that covers it, or for all others. */
export function byCountry<T>(table: ReadonlyMap<string, T>, country: string): T | undefined {
  return table.get(country) ?? table.get(coveringCountry(country)) ?? table.get('default');
}
