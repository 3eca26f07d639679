import type { DateTime } from 'luxon';
import type { Keyring } from '../contact/keyring.js';
import { numberExclusion, type E164 } from '../contact/phone-number.js';
import { readRowNumber, type RowCountryEffect } from '../contact/row-number.js';
import { parseMicros, type Micros } from '../campaign/cost.js';
import { coveringCountry, territoryOf, type PlaceHints, type Territory } from '../schedule/territory.js';
import { countSegments, type SegmentCount } from '../segment/count-segments.js';
import { replaceTypography } from '../segment/replace-typography.js';
import { withFooter, type FooterRule } from '../template/footer.js';
import type { MessageTemplate } from '../template/message-template.js';
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
      readonly number: E164 | null;
      readonly reason: ExclusionReason;
      readonly rowCountry: RowCountryEffect;
    };

/** Tells whether a number came before in the same file, and remembers it. */
export type SeenBefore = (number: E164) => boolean;

/** The first judgement, from the row alone: the number, doubles, the filter, the country. */
export function screenContact(contact: Contact, policy: AudiencePolicy, seenBefore: SeenBefore): Screened {
  const { reading, effect: rowCountry } = readRowNumber(contact.phone, contact.place.country, policy);
  if (reading.outcome === 'reject') {
    return { kind: 'excluded', contact, number: null, reason: numberExclusion(reading.reason), rowCountry };
  }
  const number = reading.e164;
  const excluded = (reason: ExclusionReason): Screened => ({ kind: 'excluded', contact, number, reason, rowCountry });
  if (seenBefore(number)) return excluded('duplicate');
  if (!policy.isWanted(contact)) return excluded('filtered');
  const territory = territoryOf(number, contact.place);
  if (territory === null || !isAllowed(territory, policy.countries)) return excluded('country_not_allowed');
  return { kind: 'candidate', contact, number, territory, rowCountry };
}

function isAllowed(territory: Territory, countries: readonly string[]): boolean {
  return countries.includes(territory.country) || countries.includes(coveringCountry(territory.country));
}

/** A message as it will leave. */
export interface Message {
  readonly text: string;
  readonly textHash: Buffer;
  readonly count: SegmentCount;
  readonly costMicros: Micros;
  readonly consentSeq: number;
}

export type Judged =
  | { readonly kind: 'planned'; readonly message: Message }
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason };

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
  const rule = policy.footers === null ? null : byCountry(policy.footers, country);
  if (policy.footers !== null && rule === undefined) return { kind: 'excluded', reason: 'no_way_out' };
  const rendered = policy.template.render(candidate.contact.fields);
  if (rendered.kind === 'missing_field' || rendered.text.trim() === '')
    return { kind: 'excluded', reason: 'missing_field' };
  const body = rule === null || rule === undefined ? rendered.text : footed(rendered.text, rule);
  if (body === null) return { kind: 'excluded', reason: 'no_way_out' };
  const text = policy.gsm7 ? replaceTypography(body) : body;
  const count = countSegments(text);
  if (count.segments > policy.maxSegments) return { kind: 'excluded', reason: 'too_long' };
  const textHash = keyring.textHash(text);
  const repetition = decideRepetition(facts, textHash, policy, now);
  if (repetition !== null) return { kind: 'excluded', reason: repetition };
  const price = parseMicros(byCountry(policy.prices, country) ?? '0') ?? 0;
  const costMicros = price * count.segments;
  return { kind: 'planned', message: { text, textHash, count, costMicros, consentSeq: permission.consent.seq } };
}

/** A text that already names another code would send people to the wrong place: then there is no way out. */
function footed(text: string, rule: FooterRule): string | null {
  const result = withFooter(text, rule);
  return result.kind === 'text' ? result.text : null;
}

/** What is configured for a country, for the country that covers it, or for all others. */
export function byCountry<T>(table: ReadonlyMap<string, T>, country: string): T | undefined {
  return table.get(country) ?? table.get(coveringCountry(country)) ?? table.get('default');
}
