import type { DateTime } from 'luxon';
import { numberExclusion, type E164, type NumberReading, type NumberRejectReason } from '../contact/phone-number.js';
import { readRowNumber } from '../contact/row-number.js';
import { namesOrganisation } from './named-organisation.js';
import { optOutBases, type ConsentGiven, type OptOutBasis } from './consent-event.js';
import { parseDay } from './day-text.js';
import type { LegalBasis, Purpose } from './purpose.js';
import { answerIn } from './row-answer.js';
import type { WordingReference } from './wording-book.js';
import { basisMeant, kindMeant, methodMeant, proofMeant, purposeMeant } from './value-meaning.js';

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
  // When a double opt-in was confirmed. Where a file has the column, a blank cell is a request that waits.
  'confirmed_at',
  // When the person was last heard of.
  'last_contact',
  // Where the person is: how a national number is read.
  'country',
  // The two that only our own export writes: what kind of event a row is, and how good its proof was.
  'kind',
  'proof',
  // What the person answered: a column that asks for their yes, and one that says who refused or left.
  'opt_in',
  'opt_out',
  // What they answered to a question of which nobody knows whether a yes agrees or refuses.
  'unclear_answer',
  // What somebody noted of them.
  'remark',
] as const;
export type ConsentField = (typeof consentFields)[number];

export type ConsentCells = Readonly<Partial<Record<ConsentField, string>>>;

/** Why a row is no consent; stable. */
export type ConsentRefusal =
  | 'invalid_number'
  | 'not_mobile'
  | 'fictional_number'
  | 'missing_purpose'
  /** Of a number without calling code nobody knows then whose it is. */
  | 'unknown_country'
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
  | 'partner_not_named'
  | 'missing_evidence'
  | 'unknown_wording'
  | 'unconfirmed'
  | 'not_a_consent'
  | 'declined'
  | 'unknown_answer'
  | 'malformed_row'
  | 'suppressed'
  | 'withdrawn';

export interface ConsentRules {
  /** The organisation that texts. */
  readonly controller: string;
  /** The words that an id stands for; absent: no ids are known, every text is the words themselves. */
  readonly wordings?: (said: string) => WordingReference;
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
  /** `value`: the cell that does not fit; `ofNumber`: why it is no number that can be texted, where it is the number's. */
  | {
      readonly kind: 'refused';
      readonly reason: ConsentRefusal;
      readonly value: string;
      readonly ofNumber?: NumberRejectReason;
    };

/** Bases that are a person's own yes: they need the words shown and where, and their date must stand in the row. */
const optIns: readonly LegalBasis[] = ['opt_in', 'double_opt_in', 'rented_list', 'purchased_list'];
/** Bases that need a note of what was said and how to refuse at collection (CPCE art. L.34-5; GDPR art. 13, 21(4)). */
const noted: readonly LegalBasis[] = ['member', 'customer_similar_products', 'legitimate_interest'];
/**
 * Lists of others: nobody but the row itself can prove what its person agreed to, and with whom (GDPR art. 7(1)). The
 * proof has to name us as the partner whom they agreed to hear from.
 */
const fromOthers: readonly LegalBasis[] = ['rented_list', 'purchased_list'];

/** What else a basis needs to be proven, beside its date and how it was given. */
export function neededOf(basis: LegalBasis): readonly ConsentField[] {
  return [
    ...(optIns.includes(basis) || noted.includes(basis) ? (['wording'] as const) : []),
    ...(optIns.includes(basis) ? (['source'] as const) : []),
    ...(basis === 'rented_list' ? (['campaign'] as const) : []),
  ];
}

/** What makes a proof; a statement for a whole file is weaker than the person's own row. */
const proofFields: readonly ConsentField[] = ['purpose', 'basis', 'given_at', 'method', 'wording', 'source'];

type Refused = Extract<ConsentReading, { readonly kind: 'refused' }>;

type ConsentStatement = Extract<ConsentReading, { readonly kind: 'consent' }> & {
  /** Why it would be refused if it were new; it follows from the configuration. */
  readonly objection: Refused | null;
};

function refused(reason: ConsentRefusal, value = ''): Refused {
  return { kind: 'refused', reason, value };
}

export function refusedNumber({ reason }: Extract<NumberReading, { outcome: 'reject' }>, phone: string): Refused {
  return { ...refused(numberExclusion(reason), phone), ofNumber: reason };
}

/** What a row says, and what it says together with the flags for the whole file. */
interface Said {
  readonly row: ConsentCells;
  own(field: ConsentField): string;
  /** The row's own word, or else the flag's. */
  said(field: ConsentField): string;
}

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
  const statement = readStatement(phone, row, stated, rules);
  return statement.kind === 'refused' ? statement : (statement.objection ?? statement);
}

/**
 * As {@link readConsent}, but what the configuration alone forbids is read all the same: it may have been allowed when
 * the row was recorded, and what is recorded already is no news.
 */
export function readStatement(
  phone: string,
  row: ConsentCells,
  stated: ConsentCells,
  rules: ConsentRules,
): ConsentStatement | Refused {
  const own = (field: ConsentField): string => plain(row[field]);
  const cells: Said = { row, own, said: (field) => own(field) || plain(stated[field]) };
  const { reading, effect } = readRowNumber(phone, row.country, rules);
  if (effect === 'unread') return refused('unknown_country', own('country'));
  const unfit = reading.outcome === 'reject' ? refusedNumber(reading, phone) : null;
  if (reading.e164 === null || (unfit !== null && unfit.reason !== 'fictional_number')) {
    return unfit ?? refused('invalid_number', phone);
  }
  const matter = readMatter(cells, rules);
  if (matter.kind === 'refused') return unfit ?? matter;
  const { purpose, basis } = matter;
  const unwelcome = purpose.bases.includes(basis) ? null : refused('basis_not_accepted', cells.said('basis'));
  const times = readTimes(cells, matter, rules);
  if (times.kind === 'refused') return unfit ?? unwelcome ?? times;
  const proof = readProof(cells, matter, rules);
  if (proof.kind === 'refused') return unfit ?? unwelcome ?? proof;
  const { givenAt, effectiveAt, validUntil, isPending, confirmedAt, lastContactAt } = times;
  return {
    kind: 'consent',
    number: reading.e164,
    objection: unfit ?? unwelcome ?? proof.objection,
    event: {
      kind: 'given',
      purpose: purpose.name,
      basis,
      ...{ givenAt, effectiveAt, validUntil },
      method: proof.method,
      wording: proof.words || null,
      source: cells.said('source') || null,
      evidence: cells.said('evidence') || null,
      ip: cells.said('ip') || null,
      collectedBy: cells.said('collected_by') || null,
      campaign: cells.said('campaign') || null,
      proof: proof.isOwn ? 'individual' : 'bulk_attested',
      ...{ isPending, confirmedAt, lastContactAt },
    },
  };
}

interface Matter {
  readonly kind: 'matter';
  readonly purpose: Purpose;
  readonly basis: LegalBasis;
  /** What an exported history says of the row; null where it says nothing. */
  readonly event: 'given' | 'pending' | null;
}

/** What was agreed to, and on what ground. */
function readMatter({ row, own, said }: Said, { purposes }: ConsentRules): Matter | Refused {
  const event = own('kind') === '' ? null : kindMeant(own('kind'));
  if (event !== 'given' && event !== 'pending' && own('kind') !== '') return refused('not_a_consent', own('kind'));
  const answer = answerIn(row);
  if (answer.kind === 'refused') return refused(answer.reason, answer.value);
  if (said('purpose') === '') return refused('missing_purpose');
  const purpose = purposeMeant(said('purpose'), purposes);
  if (purpose === null) return refused('unknown_purpose', said('purpose'));

  // Whoever said yes and of whom nothing else is said has opted in.
  const saidBasis = said('basis') || (answer.kind === 'yes' ? 'opt_in' : '');
  if (saidBasis === '') return refused('missing_basis');
  const basis = basisMeant(saidBasis);
  if (basis === null) return refused('unknown_basis', saidBasis);
  if (isOptOut(basis)) return refused('opt_out_basis', saidBasis);
  if (event === 'pending' && basis !== 'double_opt_in') return refused('not_a_consent', own('kind'));
  return { kind: 'matter', purpose, basis, event: event === 'given' || event === 'pending' ? event : null };
}

interface Times extends Pick<
  ConsentGiven,
  'givenAt' | 'effectiveAt' | 'validUntil' | 'isPending' | 'confirmedAt' | 'lastContactAt'
> {
  readonly kind: 'times';
}

/** When it was given and confirmed, until when it holds, and when the person was last heard of. */
function readTimes({ row, own, said }: Said, { basis, event }: Matter, rules: ConsentRules): Times | Refused {
  const place = { zone: rules.zone, country: rules.defaultCountry };
  const givenAt = optIns.includes(basis) ? own('given_at') : said('given_at');
  if (givenAt === '') return refused('missing_given_at');
  const day = parseDay(givenAt, place);
  if (day === null) return refused('invalid_date', givenAt);
  if (day.at > rules.now) return refused('future_date', givenAt);
  const until = said('valid_until') === '' ? null : parseDay(said('valid_until'), place);
  if (said('valid_until') !== '' && until === null) return refused('invalid_date', said('valid_until'));

  const isConfirmed = basis === 'double_opt_in' && said('confirmed_at') !== '';
  const confirmed = isConfirmed ? parseDay(said('confirmed_at'), place) : null;
  if (isConfirmed) {
    // Nobody confirms before they asked; the days say so even where one of them has no time.
    if (confirmed === null || confirmed.end < day.at) return refused('invalid_date', said('confirmed_at'));
    if (confirmed.at > rules.now) return refused('future_date', said('confirmed_at'));
    if (said('evidence') === '' && said('ip') === '') return refused('missing_evidence');
  }
  const contact = said('last_contact') === '' ? null : parseDay(said('last_contact'), place);
  if (said('last_contact') !== '' && contact === null) return refused('invalid_date', said('last_contact'));
  if (contact !== null && contact.at > rules.now) return refused('future_date', said('last_contact'));
  const isUnanswered = basis === 'double_opt_in' && !isConfirmed && row.confirmed_at !== undefined;
  return {
    kind: 'times',
    givenAt: day.text,
    effectiveAt: confirmed === null || confirmed.at < day.at ? day.at : confirmed.at,
    validUntil: until?.end ?? null,
    isPending: event === 'pending' || (event === null && isUnanswered),
    confirmedAt: confirmed?.text ?? null,
    lastContactAt: contact?.at ?? null,
  };
}

interface Proof extends Pick<ConsentGiven, 'method'> {
  readonly kind: 'proof';
  /** The words that people were shown; empty where none are told. */
  readonly words: string;
  /** The row itself is the proof, not a statement for the whole file. */
  readonly isOwn: boolean;
  readonly objection: Refused | null;
}

/** How it was given, in which words, where; and whether the row itself says so. */
function readProof({ own, said }: Said, { basis }: Matter, rules: ConsentRules): Proof | Refused {
  const isOptIn = optIns.includes(basis);
  if (said('method') === '') return refused('missing_method');
  const method = methodMeant(said('method'));
  if (method === null) return refused('unknown_method', said('method'));
  const words = rules.wordings?.(said('wording')) ?? { kind: 'text', text: said('wording') };
  if (words.kind === 'unknown') return refused('unknown_wording', said('wording'));
  if (said('wording') === '' && isOptIn) return refused('missing_wording');
  if (said('wording') === '' && noted.includes(basis)) return refused('missing_note');
  if (said('source') === '' && isOptIn) return refused('missing_source');
  if (said('campaign') === '' && basis === 'rented_list') return refused('missing_campaign');
  // A row may say that its proof was weaker than it looks, never that it is better.
  const isAttested = proofMeant(own('proof')) === 'bulk_attested';
  const isOwn = !isAttested && proofFields.every((field) => own(field) !== '' || said(field) === '');
  if (!isOwn && fromOthers.includes(basis)) return refused('bulk_proof');
  const told = [own('wording') === '' ? '' : words.text, own('source'), own('evidence')];
  const isUnnamed = fromOthers.includes(basis) && !told.some((text) => namesOrganisation(text, rules.controller));
  const objection = isUnnamed ? refused('partner_not_named') : null;
  return { kind: 'proof', method, words: words.text, isOwn, objection };
}

/** Line breaks are one thing however a program writes them: words that went through a spreadsheet are the same words. */
function plain(cell = ''): string {
  const words = cell.trim();
  // Hardly any cell has a line break, and every one is asked for several times.
  return words.includes('\r') ? words.replace(/\r\n?/g, '\n') : words;
}

/** Whether a row of an exported history is a withdrawal: then no flag may make a consent of it. */
export function isWithdrawalRow({ kind = '' }: ConsentCells): boolean {
  return kindMeant(kind) === 'withdrawn';
}

/** Whether a row of an exported history is the end of a membership. */
export function isEndingRow({ kind = '' }: ConsentCells): boolean {
  return kindMeant(kind) === 'ended';
}

function isOptOut(basis: LegalBasis | OptOutBasis): basis is OptOutBasis {
  return (optOutBases as readonly string[]).includes(basis);
}
