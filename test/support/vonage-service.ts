import { generateKeyPairSync } from 'node:crypto';
import { DateTime } from 'luxon';
import type { OutgoingMessage, Provider } from '../../src/providers/provider.js';
import type { Credentials } from '../../src/providers/vonage/credentials.js';
import type { VonageSettings } from '../../src/providers/vonage/settings.js';
import { vonage } from '../../src/providers/vonage/vonage.js';
import type { Clock, Timer } from '../../src/world.js';
import { handTimer } from './hand-timer.js';
import type { Happening } from './scripted-server.js';
import { fictionNumber, KEYRING } from './temp-ledger.js';

export const NOW = DateTime.fromISO('2026-01-06T10:00:00.000Z', { zone: 'utc' });
export const APPLICATION_ID = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab';
/** The key and the secret that the service's own descriptions use as examples. */
export const ACCOUNT = { apiKey: 'abcd1234', apiSecret: 'abcdef0123456789' };
export const MESSAGE_ID = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789cd';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** Made for this run of the tests, and for nothing else. */
export const PRIVATE_KEY = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const PUBLIC_KEY = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

export const APPLICATION: Credentials = {
  application: { applicationId: APPLICATION_ID, privateKey: PRIVATE_KEY },
  account: null,
};
export const ACCOUNT_ONLY: Credentials = { application: null, account: ACCOUNT };

export type Api = VonageSettings['api'];
export const APIS: readonly Api[] = ['messages', 'sms'];

export function settingsFor(api: Api, url: string): VonageSettings {
  return { api, applicationId: APPLICATION_ID, baseUrl: url, restUrl: url, timeoutMs: 10_000 };
}

export const stillClock: Clock = { now: () => NOW, sleepUntil: () => Promise.resolve() };

/** The adapter as it is put together for a run, at a time that does not pass. */
export function openVonage(api: Api, url: string, timer: Timer = handTimer(), credentials?: Credentials): Provider {
  const usual = api === 'sms' ? ACCOUNT_ONLY : APPLICATION;
  return vonage(settingsFor(api, url), credentials ?? usual, stillClock, timer);
}

export function messageTo(index: number, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const to = fictionNumber(index);
  const text = `Bonjour n° ${index}\nSTOP au 36184`;
  const ref = KEYRING.reference('fete', to);
  return { ref, to, from: 'AMISDUPARC', text, segments: 1, sendBefore: null, ...changes };
}

/** What the service answers when it takes a message. */
export function accepts(api: Api): Extract<Happening, { readonly kind: 'answers' }> {
  const body = api === 'sms' ? { 'message-count': '1', messages: [smsPart('0')] } : { message_uuid: MESSAGE_ID };
  return { kind: 'answers', status: api === 'sms' ? 200 : 202, body: JSON.stringify(body) };
}

/** What it answers when it does not take it, for a reason of its catalogue. */
export function refusesWith(api: Api, code: string): Extract<Happening, { readonly kind: 'answers' }> {
  if (api === 'sms') {
    return { kind: 'answers', status: 200, body: JSON.stringify({ 'message-count': '1', messages: [smsPart(code)] }) };
  }
  return problem(422, `https://developer.vonage.com/api-errors/messages#${code}`);
}

/** RFC 7807, as the Messages API writes it. */
export function problem(status: number, type: string): Extract<Happening, { readonly kind: 'answers' }> {
  const body = JSON.stringify({
    type,
    title: 'A title',
    detail: 'A detail.',
    instance: 'bf0ca0bf927b3b52e3cb03217e1a1ddf',
  });
  return { kind: 'answers', status, body };
}

/** A page of records, as the Reports API writes it. */
export function recordsPage(
  records: readonly unknown[],
  more: object = {},
): Extract<Happening, { readonly kind: 'answers' }> {
  const body = { request_status: 'SUCCESS', items_count: records.length, records, ...more };
  return { kind: 'answers', status: 200, body: JSON.stringify(body) };
}

function smsPart(status: string): Readonly<Record<string, string>> {
  return status === '0'
    ? { status, 'message-id': '0A0000000123ABCD1', 'remaining-balance': '3.14', 'message-price': '0.0333' }
    : { status, 'error-text': 'A text' };
}

/** Codes by which each API says the same. */
export const CODES: Readonly<Record<Api, { readonly recipient: string; readonly campaign: string }>> = {
  messages: { recipient: '1430', campaign: '1420' },
  sms: { recipient: '6', campaign: '15' },
};
