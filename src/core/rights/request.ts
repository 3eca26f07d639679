/** What people may ask for: GDPR articles 15, 16, 17, 21, 18, 20 and 7(3). */
export const requestKinds = ['access', 'rectify', 'erase', 'object', 'restrict', 'portability', 'withdraw'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestAnswers = ['granted', 'partly', 'refused'] as const;
export type RequestAnswer = (typeof requestAnswers)[number];

/** What an act answers in the register, by the numbers of the requests. */
export interface Answered {
  readonly requests: readonly number[];
  /** Those that waited, and of which nobody noted who asks: it may be somebody else (GDPR article 12(6)). */
  readonly unidentified: readonly number[];
}

export const NOTHING_ANSWERED: Answered = { requests: [], unidentified: [] };

/** What an act of one kind answers among the requests of a person. */
export function openOf(
  requests: readonly {
    readonly id: number;
    readonly kind: RequestKind;
    readonly identifiedOn: string | null;
    readonly answeredOn: string | null;
  }[],
  kind: RequestKind,
): Answered {
  const open = requests.filter((one) => one.kind === kind && one.answeredOn === null);
  const unidentified = open.filter(({ identifiedOn }) => identifiedOn === null);
  return { requests: open.map(({ id }) => id), unidentified: unidentified.map(({ id }) => id) };
}

/** What the state of a request hangs on. Days are ISO dates, local to the organisation. */
interface RequestDays {
  readonly dueOn: string;
  readonly extendedOn: string | null;
  readonly answeredOn: string | null;
}

export type RequestState = 'open' | 'overdue' | 'answered' | 'answered_late';

/** Where a request stands on a day: the day it is due belongs to the period, to its last hour. */
export function requestState({ dueOn, answeredOn }: RequestDays, today: string): RequestState {
  if (answeredOn !== null) return answeredOn > dueOn ? 'answered_late' : 'answered';
  return today > dueOn ? 'overdue' : 'open';
}

/** Why a request may not be given more time; null: it may. */
export function extensionRefusal(
  { dueOn, extendedOn, answeredOn }: RequestDays,
  today: string,
): ExtensionRefusal | null {
  if (answeredOn !== null) return 'answered';
  if (extendedOn !== null) return 'extended';
  // "The controller shall inform the data subject of any such extension within one month" (GDPR article 12(3)).
  return today > dueOn ? 'too_late' : null;
}

export type ExtensionRefusal = 'answered' | 'extended' | 'too_late';
