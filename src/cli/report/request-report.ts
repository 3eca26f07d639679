import { formatPhoneNumber, maskPhoneNumber } from '../../core/contact/phone-number.js';
import { requestState } from '../../core/rights/request.js';
import type { RequestRow } from '../../store/request-store.js';
import { phrase } from '../../words/phrase.js';
import { printable } from '../../words/printable.js';
import type { App } from '../app.js';

interface Revealed {
  readonly reveal: boolean;
}

/** An entry of the register in JSON. Who asks, and in which words, is told only when it is revealed. */
export function requestRecord(row: RequestRow, today: string, { reveal }: Revealed): Readonly<Record<string, unknown>> {
  const { fingerprint, number, contact, identifiedBy, extendedBecause, answeredBecause, ...facts } = row;
  return {
    ...facts,
    state: requestState(row, today),
    number: number === null ? null : reveal ? number : maskPhoneNumber(number),
    subject: fingerprint?.toString('hex') ?? null,
    ...(reveal
      ? { contact, identifiedBy, extendedBecause, answeredBecause }
      : { contact: contact === null ? null : '•••' }),
  };
}

/** Shows one entry after it changed. */
export function showRequest(app: App, row: RequestRow, today: string): void {
  if (app.globals.json) app.out(JSON.stringify({ type: 'request', ...requestRecord(row, today, { reveal: false }) }));
  else app.out(app.say(phrase('requests.line', lineOf(app, row, today, { reveal: false }))));
}

/** The cells of one entry, in the words of the screen. */
export function lineOf(
  app: App,
  row: RequestRow,
  today: string,
  { reveal }: Revealed,
): { id: number; kind: string; who: string; received: string; due: string; identified: string; state: string } {
  const { id, kind, number, fingerprint, contact, receivedOn, dueOn, identifiedOn } = row;
  const named = number === null ? [] : [reveal ? formatPhoneNumber(number) : maskPhoneNumber(number)];
  const reached = contact === null ? [] : [reveal ? printable(contact) : '•••'];
  const erased = number === null && fingerprint !== null ? [app.say(phrase('requests.fingerprintOnly'))] : [];
  return {
    id,
    kind: app.say(phrase('requests.kind', { kind })),
    who: [...named, ...reached, ...erased].join(', '),
    received: dayText(app, receivedOn),
    due: dayText(app, dueOn),
    identified: identifiedOn === null ? app.say(phrase('requests.notIdentified')) : dayText(app, identifiedOn),
    state: app.say(phrase('requests.state', { state: requestState(row, today) })),
  };
}

/** "3 avril 2026" */
export function dayText(app: App, day: string): string {
  return app.formats.day(day);
}
