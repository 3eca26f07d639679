import type { DateTime } from 'luxon';
import { numberExclusion, type E164 } from '../contact/phone-number.js';
import { readRowNumber } from '../contact/row-number.js';
import { consentMethods, optOutBases, type ConsentGiven, type ConsentMethod } from './consent-event.js';
import { parseDay } from './day-text.js';
import { legalBases, type LegalBasis, type Purpose } from './purpose.js';

/** What a consent row may say; each from its column or from a flag for the whole file. */
export const consentFields = [
  'purpose',
  'basis',
  'given_at',
  'method',
  'wording',
  'source',
  'evidence',
  'ip',
  'collected_by',
  'campaign',
  'valid_until',
  // Where the person is: how a national number is read.
  'country',
  // The two that only our own export writes: what kind of event a row is, and how good its proof was.
  'kind',
  'proof',
] as const;
export type ConsentField = (typeof consentFields)[number];

export type ConsentCells = Readonly<Partial<Record<ConsentField, string>>>;

/** Why a row is no consent; stable. */
export type ConsentRefusal =
  | 'invalid_number'
  | 'not_mobile'
  | 'fictional_number'
  | 'missing_purpose'
  | 'unknown_purpose'
  | 'missing_basis'
  | 'opt_out_basis'
  | 'unknown_basis'
  | 'basis_not_accepted'
  | 'missing_given_at'
  | 'invalid_date'
  | 'future_date'
  | 'missing_method'
  | 'unknown_method'
  | 'missing_wording'
  | 'missing_note'
  | 'missing_source'
  | 'missing_campaign'
  | 'bulk_proof'
  | 'not_a_consent'
  | 'malformed_row'
  | 'suppressed'
  | 'withdrawn';

export interface ConsentRules {
  readonly purposes: ReadonlyMap<string, Purpose>;
  /** How national numbers are read. */
  readonly defaultCountry: string;
  readonly allowFictional: boolean;
  readonly now: DateTime;
  /** The zone in which a date alone is a day. */
  readonly zone: string;
}

export type ConsentReading =
  | { readonly kind: 'consent'; readonly number: E164; readonly event: ConsentGiven }
  /** `value`: the cell that does not fit. */
  | { readonly kind: 'refused'; readonly reason: ConsentRefusal; readonly value: string };

/** Bases that are a person's own yes: they need the words shown and where, and their date must stand in the row. */
const optIns: readonly LegalBasis[] = ['opt_in', 'double_opt_in', 'rented_list', 'purchased_list'];
/** Bases that need a note of what was said and how to refuse at collection (CPCE art. L.34-5; GDPR art. 13, 21(4)). */
const noted: readonly LegalBasis[] = ['member', 'customer_similar_products', 'legitimate_interest'];
/** Lists of others: nobody but the row itself can prove what its person agreed to, and with whom (GDPR art. 7(1)). */
const fromOthers: readonly LegalBasis[] = ['rented_list', 'purchased_list'];

/** What makes a proof; a statement for a whole file is weaker than the person's own row. */
const proofFields: readonly ConsentField[] = ['purpose', 'basis', 'given_at', 'method', 'wording', 'source'];

/**
 * Reads one consent from a row and from what was stated for the whole file; the row wins.
 *
 * @param phone The cell of the number.
 * @param row The row's own cells; blank ones count as absent.
 * @param stated What flags say for every row.
 */
export function readConsent(
  phone: string,
  row: ConsentCells,
  stated: ConsentCells,
  rules: ConsentRules,
): ConsentReading {
  const own = (field: ConsentField): string => (row[field] ?? '').trim();
  const said = (field: ConsentField): string => own(field) || (stated[field] ?? '').trim();
  const refused = (reason: ConsentRefusal, value = ''): ConsentReading => ({ kind: 'refused', reason, value });

  const { reading } = readRowNumber(phone, row.country, rules);
  if (reading.outcome === 'reject') return refused(numberExclusion(reading.reason), phone);

  if (own('kind') !== '' && word(own('kind')) !== 'given') return refused('not_a_consent', own('kind'));
  const purposeName = word(said('purpose'));
  if (purposeName === '') return refused('missing_purpose');
  const purpose = rules.purposes.get(purposeName);
  if (purpose === undefined) return refused('unknown_purpose', said('purpose'));

  const basis = word(said('basis'));
  if (basis === '') return refused('missing_basis');
  if (optOutBases.includes(basis)) return refused('opt_out_basis', said('basis'));
  if (!isBasis(basis)) return refused('unknown_basis', said('basis'));
  if (!purpose.bases.includes(basis)) return refused('basis_not_accepted', said('basis'));

  const isOptIn = optIns.includes(basis);
  const givenAt = isOptIn ? own('given_at') : said('given_at');
  if (givenAt === '') return refused('missing_given_at');
  const place = { zone: rules.zone, country: rules.defaultCountry };
  const day = parseDay(givenAt, place);
  if (day === null) return refused('invalid_date', givenAt);
  if (day.at > rules.now) return refused('future_date', givenAt);
  const until = said('valid_until') === '' ? null : parseDay(said('valid_until'), place);
  if (said('valid_until') !== '' && until === null) return refused('invalid_date', said('valid_until'));

  const method = word(said('method'));
  if (method === '') return refused('missing_method');
  if (!isMethod(method)) return refused('unknown_method', said('method'));
  if (said('wording') === '' && isOptIn) return refused('missing_wording');
  if (said('wording') === '' && noted.includes(basis)) return refused('missing_note');
  if (said('source') === '' && isOptIn) return refused('missing_source');
  if (said('campaign') === '' && basis === 'rented_list') return refused('missing_campaign');
  // A row may say that its proof was weaker than it looks, never that it is better.
  const isAttested = word(own('proof')) === 'bulk_attested';
  const isOwn = !isAttested && proofFields.every((field) => own(field) !== '' || said(field) === '');
  if (!isOwn && fromOthers.includes(basis)) return refused('bulk_proof');

  return {
    kind: 'consent',
    number: reading.e164,
    event: {
      kind: 'given',
      purpose: purpose.name,
      basis,
      givenAt: day.text,
      effectiveAt: day.at,
      validUntil: until?.end ?? null,
      method,
      wording: said('wording') || null,
      source: said('source') || null,
      evidence: said('evidence') || null,
      ip: said('ip') || null,
      collectedBy: said('collected_by') || null,
      campaign: said('campaign') || null,
      proof: isOwn ? 'individual' : 'bulk_attested',
    },
  };
}

/** Whether a row of an exported history is a withdrawal: then no flag may make a consent of it. */
export function isWithdrawalRow({ kind = '' }: ConsentCells): boolean {
  return word(kind) === 'withdrawn';
}

/** `Web form`, `web-form` and `WEB_FORM` are one word. */
function word(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

function isBasis(text: string): text is LegalBasis {
  return (legalBases as readonly string[]).includes(text);
}

function isMethod(text: string): text is ConsentMethod {
  return (consentMethods as readonly string[]).includes(text);
}
