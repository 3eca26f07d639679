import type { Config } from '../config/config.js';
import { byCountry } from '../core/audience/audience-judge.js';
import type { AuditData } from '../core/audit/chain.js';
import { TEST_NAME } from '../core/campaign/campaign.js';
import type { Purpose } from '../core/consent/purpose.js';
import { maskPhoneNumber, parsePhoneNumber, type E164 } from '../core/contact/phone-number.js';
import { readRowNumber } from '../core/contact/row-number.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import { territoryOf } from '../core/schedule/territory.js';
import { countSegments } from '../core/segment/count-segments.js';
import { isSpoilt } from '../core/segment/spoilt-character.js';
import { suppresses } from '../core/suppression/suppression.js';
import { composeText } from '../core/template/compose-text.js';
import { footerCodes, type FooterRule } from '../core/template/footer.js';
import type { MessageTemplate } from '../core/template/message-template.js';
import { OperatorError, throwIfInterrupted } from '../errors.js';
import type { Table } from '../files/table.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { REST_MS } from './campaign-times.js';
import { stampOf, type SendDeps } from './deps.js';
import {
  countryAdvice,
  priceAdvice,
  footersOf,
  refuseDestinations,
  refuseOtherProvidersCode,
  submissionsOf,
  type SubmissionOf,
} from './destinations.js';
import { contactReader } from './contact-rows.js';

/** Trusted phones of one test. */
export const MAX_TEST_PHONES = 5;

/** The rendered fields of one row, or of none. */
export interface TestRow {
  /** Null where no file was given. */
  readonly line: number | null;
  /** The cell of the number's column, with the row's own country; null where no file was given. */
  readonly owner: { readonly phone: string; readonly country: string | undefined } | null;
  readonly fields: ReadonlyMap<string, string>;
}

interface TestRequest {
  readonly template: MessageTemplate;
  readonly purpose: Purpose;
  readonly sender: string;
  /** As typed. */
  readonly phones: readonly string[];
  readonly rows: readonly TestRow[];
  readonly gsm7: boolean;
  readonly config: Config;
  readonly allowFictional: boolean;
}

export interface TestResult {
  readonly to: E164;
  /** Whose row the text was made from, where their number can be read. */
  readonly owner: E164 | null;
  readonly text: string;
  readonly segments: number;
  readonly outcome: SendOutcome;
}

export interface TestRun {
  readonly results: readonly TestResult[];
  /** What the operators and the price list say of the phones' countries. */
  readonly advice: readonly Phrase[];
}

type Prepared = Pick<TestResult, 'to' | 'owner' | 'text'>;

/**
 * Sends real renders to a few trusted phones. They need no consent, the never-list holds; each submission is audited
 * as a test, and no campaign knows of it. Everything is judged before the first message leaves.
 *
 * @param told Hears of each message once it was submitted: whatever ends the test behind it, it may have left.
 */
export async function sendTest(
  request: TestRequest,
  deps: SendDeps,
  signal: AbortSignal,
  told: (result: TestResult) => void = () => {},
): Promise<TestRun> {
  const phones = [...new Set(request.phones.map((typed, index) => readPhone(typed, index + 1, request)))];
  await refuseSuppressed(phones, request.purpose, deps);
  const recipients = recipientsOf(phones);
  if (request.purpose.footer) refuseOtherProvidersCode(request.config);
  refuseDestinations(request, request.config, recipients);
  const messages = request.rows.flatMap((row) =>
    phones.map((to): Prepared => ({ to, owner: ownerOf(row, request), text: textFor(to, row, request) })),
  );
  const countries = Object.keys(recipients);
  const { sender, purpose, config } = request;
  const spoilt = messages.filter(({ text }) => [...text].some(isSpoilt)).length;
  const advice = [
    ...(spoilt === 0 ? [] : [phrase('texts.spoilt', { texts: spoilt })]),
    ...countryAdvice({ sender, purpose, template: request.template.source }, config, countries),
    ...priceAdvice(countries.filter((country) => byCountry(config.provider.price, country) === undefined)),
  ];
  const submissionOf = submissionsOf(request.config, request.purpose);
  const results: TestResult[] = [];
  await deps.timer.sleep(REST_MS, signal);
  for (const [index, message] of messages.entries()) {
    throwIfInterrupted(signal);
    // They may have said STOP since: to the first of these texts, for instance.
    await refuseSuppressed([message.to], request.purpose, deps);
    const result = await submit(message, { submissionOf, index, sender, told }, deps, signal);
    results.push(result);
    // Whoever will not, or asks to wait, is asked no more.
    if (result.outcome.kind === 'refused' || result.outcome.kind === 'throttled') break;
  }
  return { results, advice };
}

function recipientsOf(phones: readonly E164[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const phone of phones) counts.set(countryOf(phone), (counts.get(countryOf(phone)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/**
 * Reads the rows that a test renders, by their place from 1.
 *
 * @throws OperatorError badInput (65) when a row is not there.
 */
export async function readTestRows(
  table: Table,
  phoneColumn: number,
  wanted: readonly number[],
): Promise<readonly TestRow[]> {
  const toContact = contactReader(table, phoneColumn);
  const found = new Map<number, TestRow>();
  let rows = 0;
  for await (const batch of table.batches(1000)) {
    for (const raw of batch) {
      rows += 1;
      if (!wanted.includes(rows)) continue;
      const { line, phone, place, fields } = toContact(raw, rows);
      found.set(rows, { line, owner: { phone, country: place.country }, fields });
    }
    if (found.size === new Set(wanted).size) break;
  }
  return wanted.map((row) => {
    const contact = found.get(row);
    if (contact !== undefined) return contact;
    throw new OperatorError('badInput', phrase('flows.noSuchRow', { row, rows }), phrase('flows.noSuchRowHint'));
  });
}

function readPhone(typed: string, position: number, { config, allowFictional }: TestRequest): E164 {
  const reading = parsePhoneNumber(typed, config.sender.country, { allowFictional });
  if (reading.outcome === 'accept') return reading.e164;
  const { reason } = reading;
  throw new OperatorError('badInput', phrase('flows.testNumber', { position, reason }), phrase('flows.testNumberHint'));
}

async function refuseSuppressed(phones: readonly E164[], purpose: Purpose, { ledger, clock }: SendDeps): Promise<void> {
  const facts = await ledger.factsFor(phones, clock.now());
  const refused = phones.find(
    (phone) => facts.get(phone)?.suppressions.some((entry) => suppresses(entry, purpose)) === true,
  );
  if (refused === undefined) return;
  throw new OperatorError(
    'notPermitted',
    phrase('flows.testSuppressed', { number: maskPhoneNumber(refused) }),
    phrase('flows.testSuppressedHint'),
  );
}

/** The text may hold the number of the row that it was made from, which is not that of the phone. */
function ownerOf({ owner }: TestRow, { config, allowFictional }: TestRequest): E164 | null {
  if (owner === null) return null;
  const rules = { defaultCountry: config.sender.country, allowFictional };
  return readRowNumber(owner.phone, owner.country, rules).reading.e164;
}

function textFor(to: E164, row: TestRow, { template, purpose, config, gsm7 }: TestRequest): string {
  const rendered = template.render(row.fields);
  if (rendered.kind !== 'text') {
    const { kind, field } = rendered;
    if (kind !== 'missing_field') {
      const hint = phrase('flows.testUnfitFieldHint');
      throw new OperatorError('badInput', phrase('flows.testUnfitField', { fault: kind, field, line: row.line }), hint);
    }
    throw row.line === null
      ? new OperatorError('badInput', phrase('flows.testFieldless', { field }), phrase('flows.testFieldlessHint'))
      : new OperatorError(
          'badInput',
          phrase('flows.testMissingField', { field, line: row.line }),
          phrase('flows.testMissingFieldHint'),
        );
  }
  // What a plan would leave out is no test of it.
  if (rendered.text.trim() === '') {
    throw new OperatorError('badInput', phrase('flows.testEmpty'), phrase('flows.testMissingFieldHint'));
  }
  const footer = purpose.footer ? footerFor(to, config) : null;
  const composed = composeText(rendered.text, { footer, gsm7 });
  if (composed.kind === 'text') {
    const [{ segments }, limit] = [countSegments(composed.text), config.limits.maxSegments];
    if (segments <= limit) return composed.text;
    throw new OperatorError(
      'badInput',
      phrase('flows.testTooLong', { segments, limit }),
      phrase('flows.testTooLongHint'),
    );
  }
  throw new OperatorError(
    'badInput',
    phrase('flows.otherStopCode', { found: composed.found, codes: footer === null ? [] : footerCodes(footer) }),
    phrase('flows.otherStopCodeHint'),
  );
}

function countryOf(to: E164): string {
  return territoryOf(to)?.country ?? 'default';
}

function footerFor(to: E164, config: Config): FooterRule {
  const country = countryOf(to);
  const rule = byCountry(footersOf(config), country);
  if (rule !== undefined) return rule;
  throw new OperatorError(
    'badInput',
    phrase('flows.testNoWayOut', { country }),
    phrase('flows.testNoWayOutHint', { country }),
  );
}

interface Submitting {
  readonly submissionOf: SubmissionOf;
  readonly index: number;
  readonly sender: string;
  readonly told: (result: TestResult) => void;
}

/** The row of the log comes before the request, and a second one tells the outcome. */
async function submit(
  { to, owner, text }: Prepared,
  { submissionOf, index, sender, told }: Submitting,
  deps: SendDeps,
  signal: AbortSignal,
): Promise<TestResult> {
  const { ledger, provider, pace, keyring, clock } = deps;
  const { segments, encoding } = countSegments(text);
  const ref = keyring.reference(`test ${clock.now().toMillis()} ${index}`, to);
  const subject = keyring.fingerprint(to);
  const facts = { ref, provider: provider.name, segments, encoding, textHash: keyring.textHash(text) };
  const tell = (data: AuditData): Promise<void> =>
    ledger.appendAudit({ kind: 'test_submission', campaign: TEST_NAME, subject, data }, stampOf(deps));
  const slot = await pace.reserve(signal);
  throwIfInterrupted(signal);
  await tell({ ...facts, outcome: 'begun' });
  const message = { ref, to, from: sender, ...submissionOf(to, text), segments, sendBefore: null };
  const outcome = await provider.send(message, () => slot?.use());
  // A provider that does not tell the moment had the slot until now.
  if (outcome.kind === 'unsent') slot?.release();
  else slot?.use();
  const result = { to, owner, text, segments, outcome };
  told(result);
  await tell({ ...facts, outcome: outcome.kind, reason: reasonOf(outcome) });
  return result;
}

/** What a provider said when it did not accept. */
export function reasonOf(outcome: SendOutcome): string | null {
  switch (outcome.kind) {
    case 'accepted':
      return null;
    case 'rejected':
      return outcome.code;
    case 'refused':
      return outcome.reason;
    case 'unsent':
    case 'unknown':
      return outcome.why;
    case 'throttled':
      return 'throttled';
  }
}
