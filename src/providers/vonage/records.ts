import type { DateTime } from 'luxon';
import { isoInstant } from '../../core/schedule/instant.js';
import type { Timer } from '../../world.js';
import type { Finding, InDoubt, LookUp } from '../provider.js';
import { isObject, objectIn } from './answer.js';
import { basicAuthorization, type AccountKey } from './credentials.js';
import type { Http, HttpRequest } from './http.js';
import { addressOf, type VonageSettings } from './settings.js';

/** `date_end` "must be no more than 24 hours later than date_start", description 2.2.2. */
export const LONGEST_SPAN = { hours: 24 };
/** Clocks differ, and a request may have lain in a network: so far around its submission a message is looked for. */
const MARGIN = { minutes: 15 };
/** Our own caution, for the service names no delay: before this time a missing record proves nothing. */
const SETTLED_AFTER = { hours: 1 };
/** "The Reports API supports 5 requests per second", description 2.2.2. */
export const SPACING_MS = 250;
/** A day of a busy account is some tens of thousands of records. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;
const LEAST_TIMEOUT_MS = 60_000;

/** A span of time to read records of; the end is not part of it. */
export interface Span {
  readonly from: DateTime;
  readonly to: DateTime;
}

type Direction = 'inbound' | 'outbound';

interface OutboundRecord {
  readonly messageId: string;
  /** Null where the record names none. */
  readonly ref: string | null;
  /** Digits. */
  readonly to: string;
  readonly status: string;
  readonly errorCode: string | null;
}

interface Records {
  readonly found: readonly OutboundRecord[];
  /** No record of that time is missing from the answer. */
  readonly isComplete: boolean;
}

export interface RecordsDeps {
  readonly http: Http;
  readonly timer: Timer;
  readonly settings: VonageSettings;
  readonly account: AccountKey;
}

/**
 * Looks for messages in the records of the account. They can not be searched by our reference, so the records around
 * each submission are read and matched by reference and number. Reading costs what the account's contract says.
 */
export async function lookUpRecords(inDoubt: readonly InDoubt[], now: DateTime, deps: RecordsDeps): Promise<LookUp> {
  const read: { readonly span: Span; readonly records: Records }[] = [];
  for (const span of spansAround(inDoubt.map(({ submittedAt }) => submittedAt))) {
    if (read.length > 0) await deps.timer.sleep(SPACING_MS);
    const records = await readSpan(span, deps);
    if ('kind' in records) return records;
    read.push({ span, records });
  }
  const found = read.flatMap(({ records }) => records.found);
  const isCompleteAt = (at: DateTime): boolean =>
    read.every(({ span, records }) => records.isComplete || !overlaps(around(at), span));
  return { kind: 'answered', findings: inDoubt.map((one) => findingOf(one, found, isCompleteAt, now)) };
}

/** Few spans, none longer than the service allows, that cover the time around every instant. */
export function spansAround(instants: readonly DateTime[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { from, to } of instants.map(around).sort((a, b) => a.from.toMillis() - b.from.toMillis())) {
    const last = spans.at(-1);
    if (last !== undefined && to <= last.from.plus(LONGEST_SPAN)) spans[spans.length - 1] = { from: last.from, to };
    else spans.push({ from, to });
  }
  return spans;
}

function around(at: DateTime): Span {
  return { from: at.minus(MARGIN), to: at.plus(MARGIN) };
}

function overlaps(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}

export function recordsRequest(
  { from, to }: Span,
  settings: VonageSettings,
  account: AccountKey,
  direction: Direction,
): HttpRequest {
  const url = addressOf(settings.baseUrl, 'v2/reports/records');
  url.search = new URLSearchParams({
    account_id: account.apiKey,
    product: settings.api === 'sms' ? 'SMS' : 'MESSAGES',
    direction,
    // What was sent is known here.
    ...(direction === 'inbound' ? { include_message: 'true' } : {}),
    date_start: isoInstant(from),
    date_end: isoInstant(to),
  }).toString();
  return { method: 'GET', url, headers: { authorization: basicAuthorization(account), accept: 'application/json' } };
}

type Failure = Extract<LookUp, { readonly kind: 'refused' | 'unavailable' }>;

async function readSpan(span: Span, deps: RecordsDeps): Promise<Records | Failure> {
  const answer = await readAnswer(span, 'outbound', deps);
  if ('kind' in answer) return answer;
  const found = answer.list.map(recordIn).filter((record) => record !== null);
  return { found, isComplete: answer.isWhole && found.length === answer.list.length };
}

/** A list of records as it stands in an answer. */
interface RecordList {
  readonly list: readonly unknown[];
  /** The answer holds every record of that time. */
  readonly isWhole: boolean;
}

/** Reads the records of one span, not longer than the service allows. */
export async function readAnswer(
  span: Span,
  direction: Direction,
  { http, settings, account }: RecordsDeps,
): Promise<RecordList | Failure> {
  const exchange = await http.exchange(recordsRequest(span, settings, account, direction), {
    timeoutMs: Math.max(settings.timeoutMs, LEAST_TIMEOUT_MS),
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  if (exchange.kind !== 'answered') return { kind: 'unavailable', why: exchange.why };
  const { status } = exchange;
  if (status >= 400 && status < 500 && status !== 429) return { kind: 'refused', reason: `http-${status}` };
  const records = status === 200 ? listIn(objectIn(exchange)) : null;
  return records ?? { kind: 'unavailable', why: status === 200 ? 'unreadable-answer' : `http-${status}` };
}

/** Null when it is no list of records. */
function listIn(found: Readonly<Record<string, unknown>> | null): RecordList | null {
  const list = found?.['records'];
  if (!Array.isArray(list)) return null;
  // The description has one page; a service that has begun to give several says so in one of these ways.
  const { items_count: count, request_status: state, _links: links, cursor } = found ?? {};
  const isWhole =
    (count === undefined || Number(count) === list.length) &&
    (state === undefined || state === 'SUCCESS') &&
    !(isObject(links) && links['next'] !== undefined) &&
    (cursor === undefined || cursor === null || cursor === '');
  return { list, isWhole };
}

export function recordIn(found: unknown): OutboundRecord | null {
  if (!isObject(found)) return null;
  const { message_id: id, client_ref: ref, to, status, error_code: code } = found;
  if (typeof id !== 'string' || typeof to !== 'string' || typeof status !== 'string') return null;
  return {
    messageId: id,
    ref: typeof ref === 'string' && ref !== '' ? ref : null,
    to: to.replace(/^\+/, ''),
    status: status.toLowerCase(),
    errorCode: typeof code === 'string' && code !== '' && code !== '0' ? code : null,
  };
}

function findingOf(
  { ref, to, submittedAt }: InDoubt,
  records: readonly OutboundRecord[],
  isCompleteAt: (at: DateTime) => boolean,
  now: DateTime,
): Finding {
  const toSame = records.filter((record) => record.to === to.slice(1));
  // A long message has a record for each of its parts: one that was delivered tells more than one that was not.
  const [best] = toSame
    .filter((record) => record.ref === ref)
    .map((record) => ({ record, status: statusOf(record) }))
    .sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
  if (best !== undefined) {
    const { messageId, errorCode } = best.record;
    return { kind: 'found', ref, providerId: messageId, status: best.status, code: errorCode };
  }
  if (now < submittedAt.plus(SETTLED_AFTER)) return { kind: 'unclear', ref, why: 'too_recent' };
  if (!isCompleteAt(submittedAt)) return { kind: 'unclear', ref, why: 'incomplete' };
  return toSame.some((record) => record.ref === null)
    ? { kind: 'unclear', ref, why: 'ambiguous' }
    : { kind: 'absent', ref };
}

type FoundStatus = Extract<Finding, { readonly kind: 'found' }>['status'];

/** The most telling first. */
const STATUSES: readonly FoundStatus[] = ['delivered', 'accepted', 'undelivered', 'rejected'];

/** Statuses of both products; whatever else stands there, the message stands there. */
export function statusOf({ status }: OutboundRecord): FoundStatus {
  switch (status) {
    case 'delivered':
    case 'read':
      return 'delivered';
    case 'undeliverable':
    case 'failed':
    case 'expired':
      return 'undelivered';
    case 'rejected':
      return 'rejected';
    default:
      return 'accepted';
  }
}
