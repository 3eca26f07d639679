import type { DateTime } from 'luxon';
import type { E164 } from '../core/contact/phone-number.js';
import { ANSWER_MONTHS, EXTENDED_MONTHS, lastDayOf } from '../core/rights/deadline.js';
import {
  extensionRefusal,
  openOf,
  requestState,
  type Answered,
  type RequestAnswer,
  type RequestKind,
} from '../core/rights/request.js';
import type { HolidayBook } from '../core/schedule/holidays.js';
import { OperatorError } from '../errors.js';
import type { ExerciseDays, RequestRow } from '../store/request-store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';

/** What the register needs beside the ledger: whose days count, and what day it is there. */
export interface RegisterDeps extends LedgerDeps {
  /** Opened when a deadline is counted, and only then. */
  holidayBook(): Promise<HolidayBook>;
  /** ISO 3166-1, of the organisation. */
  readonly country: string;
  /** IANA name, of the organisation. */
  readonly zone: string;
}

interface ReceivedRequest {
  readonly kind: RequestKind;
  readonly number: E164 | null;
  readonly contact: string | null;
  /** An ISO date; null: today. */
  readonly receivedOn: string | null;
}

/** Enters a request with the day by which it must be answered. */
export async function receiveRequest(request: ReceivedRequest, deps: RegisterDeps): Promise<RequestRow> {
  const { kind, number, contact } = request;
  const receivedOn = request.receivedOn ?? today(deps);
  const dueOn = lastDayOf(receivedOn, ANSWER_MONTHS, await holidaysOf(deps));
  const id = await deps.ledger.addRequest({ kind, number, contact, receivedOn, dueOn }, stampOf(deps));
  return requireRequest(id, deps);
}

/**
 * Notes how it was made sure that whoever asks is the person concerned (GDPR article 12(6)), and of a request without a
 * number whose it is: what is done for that number answers it from then on.
 *
 * @throws OperatorError badInput (65) when it has another number.
 */
export async function identifyRequest(
  id: number,
  by: string,
  number: E164 | null,
  deps: RegisterDeps,
): Promise<RequestRow> {
  const { fingerprint } = await requireOpen(id, deps);
  if (number !== null && fingerprint !== null) await requireSame(id, number, deps);
  await deps.ledger.identifyRequest(id, today(deps), by, stampOf(deps), number);
  return requireRequest(id, deps);
}

/** @throws OperatorError notPermitted (77) when it is too late to extend, or was extended before. */
export async function extendRequest(id: number, because: string, deps: RegisterDeps): Promise<RequestRow> {
  const request = await requireOpen(id, deps);
  const refusal = extensionRefusal(request, today(deps));
  if (refusal !== null) {
    throw new OperatorError(
      'notPermitted',
      phrase('requests.notExtended', { id, refusal, dueOn: request.dueOn }),
      phrase('requests.notExtendedHint'),
    );
  }
  const dueOn = lastDayOf(request.receivedOn, EXTENDED_MONTHS, await holidaysOf(deps));
  await deps.ledger.extendRequest(id, today(deps), dueOn, because, stampOf(deps));
  return requireRequest(id, deps);
}

export async function answerRequest(
  id: number,
  answer: RequestAnswer,
  because: string | null,
  deps: RegisterDeps,
): Promise<RequestRow> {
  await requireOpen(id, deps);
  await deps.ledger.answerRequest(id, today(deps), answer, because, stampOf(deps));
  return requireRequest(id, deps);
}

/** The days of a right that is exercised now. */
export async function exercisedToday(deps: RegisterDeps): Promise<ExerciseDays> {
  const on = today(deps);
  return { on, dueOn: lastDayOf(on, ANSWER_MONTHS, await holidaysOf(deps)) };
}

/**
 * Enters in the register that a right was exercised just now: the open request of this kind is answered, or one that was
 * received and answered today is entered.
 */
export async function noteExercised(kind: RequestKind, number: E164, deps: RegisterDeps): Promise<Answered> {
  return deps.ledger.noteExercised(kind, number, await exercisedToday(deps), stampOf(deps));
}

/** Answers the open requests of one kind, where there are any: what was asked for was done in another way. */
export async function answerOpen(kind: RequestKind, number: E164, deps: RegisterDeps): Promise<Answered> {
  return deps.ledger.answerOpenRequests(kind, number, today(deps), stampOf(deps));
}

/** What an act of this kind would answer. */
export async function waitingFor(
  kind: RequestKind,
  number: E164,
  { ledger }: Pick<LedgerDeps, 'ledger'>,
): Promise<Answered> {
  return openOf(await ledger.requestsOf(number), kind);
}

/** What waits for an answer, the earliest deadline first. */
export function openRequests(
  requests: readonly RequestRow[],
  now: DateTime,
): { readonly overdue: readonly RequestRow[]; readonly waiting: readonly RequestRow[] } {
  const day = now.toISODate() ?? '';
  const open = requests.filter(({ answeredOn }) => answeredOn === null);
  const isOverdue = (request: RequestRow): boolean => requestState(request, day) === 'overdue';
  return { overdue: open.filter(isOverdue), waiting: open.filter((request) => !isOverdue(request)) };
}

/** The day it is where the organisation is. */
export function today({ clock, zone }: Pick<RegisterDeps, 'clock' | 'zone'>): string {
  return clock.now().setZone(zone).toISODate() ?? '';
}

async function holidaysOf({ holidayBook, country }: RegisterDeps): Promise<(date: string) => boolean> {
  const book = await holidayBook();
  return (date) => book.holidayOn(country, date) !== null;
}

async function requireRequest(id: number, { ledger }: Pick<LedgerDeps, 'ledger'>): Promise<RequestRow> {
  const request = await ledger.findRequest(id);
  if (request !== null) return request;
  throw new OperatorError('badInput', phrase('requests.none', { id }), phrase('requests.noneHint'));
}

async function requireSame(id: number, number: E164, { ledger }: Pick<LedgerDeps, 'ledger'>): Promise<void> {
  if ((await ledger.requestsOf(number)).some((one) => one.id === id)) return;
  throw new OperatorError('badInput', phrase('requests.otherNumber', { id }), phrase('requests.otherNumberHint'));
}

/** @throws OperatorError badInput (65) when there is no such request, or it was answered. */
async function requireOpen(id: number, deps: RegisterDeps): Promise<RequestRow> {
  const request = await requireRequest(id, deps);
  if (request.answeredOn === null) return request;
  throw new OperatorError(
    'badInput',
    phrase('requests.answeredBefore', { id, on: request.answeredOn }),
    phrase('requests.noneHint'),
  );
}
