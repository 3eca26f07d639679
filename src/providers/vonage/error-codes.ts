import data from './error-codes.data.json' with { type: 'json' };
import { invariant } from '../../errors.js';

/** Whose fault an error of the service is, and so what becomes of the run; `classes` of the data says it in words. */
export type ErrorClass = 'recipient' | 'campaign' | 'throttled' | 'unclear';

/** Why the network did not carry a message to someone who may not want it. */
export type Blocked = 'opted_out' | 'barred';

const messagesCodes = classesOf(data.messages.codes);
const smsCodes = classesOf(data.sms.codes);

/**
 * The class of a problem of the Messages API, by its number. A number that the catalogue does not have is a definite no
 * all the same: it is taken for this recipient's, since the others can still go.
 */
export function messagesErrorClass(code: string): ErrorClass {
  return messagesCodes.get(code) ?? 'recipient';
}

/** The class of a status of the SMS API other than 0. One that the catalogue does not have tells nothing. */
export function smsErrorClass(status: string): ErrorClass {
  return smsCodes.get(status) ?? 'unclear';
}

/** What a receipt's code says of the recipient for good: codes of the SMS API are short, those of the Messages API are not. */
export function aboutCode(code: string): Blocked | 'unreachable' | null {
  const api = /^\d{1,3}$/.test(code) ? 'sms' : 'messages';
  if ((data.receipts.unreachable[api] as readonly string[]).includes(code)) return 'unreachable';
  return blockedBy(api, code);
}

/** Whether a receipt's error says that the recipient had said STOP, or that the number is barred. */
export function blockedBy(api: 'messages' | 'sms', code: string | null): Blocked | null {
  if (code === null) return null;
  const { optedOut, barred } = data.receipts;
  if ((optedOut[api] as readonly string[]).includes(code)) return 'opted_out';
  return (barred[api] as readonly string[]).includes(code) ? 'barred' : null;
}

function classesOf(codes: Readonly<Record<string, string>>): ReadonlyMap<string, ErrorClass> {
  return new Map(
    Object.entries(codes).map(([code, name]) => {
      invariant(isErrorClass(name), 'the classes of the data are known');
      return [code, name];
    }),
  );
}

function isErrorClass(name: string): name is ErrorClass {
  return Object.hasOwn(data.classes, name);
}
