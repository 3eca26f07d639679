import type { E164 } from '../core/contact/phone-number.js';
import type { Answered, RequestAnswer, RequestKind } from '../core/rights/request.js';
import type { Stamp } from './store.js';

/** Days are ISO dates, local to the organisation. */
export interface RequestDraft {
  readonly kind: RequestKind;
  readonly number: E164 | null;
  /** How to reach whoever asks. */
  readonly contact: string | null;
  readonly receivedOn: string;
  readonly dueOn: string;
  /** It is answered in the same breath: nobody waits, and nothing is kept to reach them by. */
  readonly isAnswered?: boolean;
}

/** One entry of the register. */
export interface RequestRow {
  readonly id: number;
  readonly kind: RequestKind;
  /** Null where none was given, or where the ledger has only its fingerprint: of an unknown person who has their answer. */
  readonly number: E164 | null;
  readonly fingerprint: Buffer | null;
  readonly contact: string | null;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly identifiedOn: string | null;
  readonly identifiedBy: string | null;
  readonly extendedOn: string | null;
  readonly extendedBecause: string | null;
  readonly answeredOn: string | null;
  readonly answer: RequestAnswer | null;
  readonly answeredBecause: string | null;
  readonly recordedAt: string;
  readonly operator: string;
}

/** When a right was exercised, for the register. */
export interface ExerciseDays {
  readonly on: string;
  /** By when it would have had to be answered. */
  readonly dueOn: string;
}

/** The register of requests. Every change has its audit row, without what says who asks. */
export interface RequestStore {
  addRequest(draft: RequestDraft, stamp: Stamp): Promise<number>;
  /** By the day they are due. */
  requests(filter: { readonly openOnly: boolean }): Promise<readonly RequestRow[]>;
  /** Of whoever has this number now, also those that they made under a number they had before. */
  requestsOf(number: E164): Promise<readonly RequestRow[]>;
  findRequest(id: number): Promise<RequestRow | null>;
  /** @param number Theirs, where the request had none. */
  identifyRequest(id: number, on: string, by: string, stamp: Stamp, number?: E164 | null): Promise<void>;
  extendRequest(id: number, on: string, dueOn: string, because: string, stamp: Stamp): Promise<void>;
  answerRequest(id: number, on: string, answer: RequestAnswer, because: string | null, stamp: Stamp): Promise<void>;
  /** Answers the open requests of one kind, where there are any: what was asked for was done. */
  answerOpenRequests(kind: RequestKind, number: E164, on: string, stamp: Stamp): Promise<Answered>;
  /** The same; where there are none, one that was received and answered on the day is entered. */
  noteExercised(kind: RequestKind, number: E164, days: ExerciseDays, stamp: Stamp): Promise<Answered>;
}
