import type { Balance, CredentialsCheck } from '../provider.js';
import { isForeign, objectIn } from './answer.js';
import { basicAuthorization, type AccountKey } from './credentials.js';
import type { Exchange, Http, HttpRequest } from './http.js';
import { addressOf, type VonageSettings } from './settings.js';

/** The Account API tells what is left, in euros. */
const CURRENCY = 'EUR';
const MAX_ANSWER_BYTES = 2 ** 16;

/** Asks for the balance of an account: it needs the key and the secret, and changes nothing. */
export function balanceRequest(settings: VonageSettings, account: AccountKey): HttpRequest {
  return {
    method: 'GET',
    url: addressOf(settings.restUrl, 'account/get-balance'),
    headers: { authorization: basicAuthorization(account), accept: 'application/json' },
  };
}

/**
 * Knocks at the door by which messages are sent, with a token and nothing else. No address answers a token without
 * doing anything; this request names no channel, no recipient, no sender and no text, so it can become no message. A
 * token that is good is told so (422), one that is not is refused (401).
 */
export function knockRequest(settings: VonageSettings, token: string): HttpRequest {
  return {
    method: 'POST',
    url: addressOf(settings.baseUrl, 'v1/messages'),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: '{}',
  };
}

interface CheckDeps {
  readonly http: Http;
  readonly settings: VonageSettings;
  readonly account: AccountKey | null;
  /** Null where no application signs. */
  readonly token: (() => Promise<string>) | null;
}

/** Asks with everything that there is; the first that is not good is told. */
export async function checkCredentials(deps: CheckDeps): Promise<CredentialsCheck> {
  const { http, settings, account, token } = deps;
  if (token !== null) {
    const knocked = judgeKnock(await http.exchange(knockRequest(settings, await token()), optionsOf(settings)));
    if (account === null || knocked.kind !== 'good') return knocked;
  }
  return checkAccount(deps);
}

/** What the account holds, without a knock: that would count towards the rate of messages. */
export async function askBalance(deps: Omit<CheckDeps, 'token'>): Promise<Balance | null> {
  const check = await checkAccount(deps);
  return check.kind === 'good' ? check.balance : null;
}

async function checkAccount({ http, settings, account }: Omit<CheckDeps, 'token'>): Promise<CredentialsCheck> {
  if (account === null) return { kind: 'good', balance: null };
  return judgeBalance(await http.exchange(balanceRequest(settings, account), optionsOf(settings)));
}

function optionsOf({ timeoutMs }: VonageSettings): { readonly timeoutMs: number; readonly maxAnswerBytes: number } {
  return { timeoutMs, maxAnswerBytes: MAX_ANSWER_BYTES };
}

function judgeKnock(exchange: Exchange): CredentialsCheck {
  if (exchange.kind !== 'answered') return { kind: 'unavailable', why: exchange.why };
  const isKnown = exchange.status === 422 || exchange.status === 400;
  return isKnown && !isForeign(exchange) ? { kind: 'good', balance: null } : judgeRest(exchange);
}

function judgeBalance(exchange: Exchange): CredentialsCheck {
  if (exchange.kind !== 'answered') return { kind: 'unavailable', why: exchange.why };
  if (exchange.status !== 200 || isForeign(exchange)) return judgeRest(exchange);
  const value = objectIn(exchange)?.['value'];
  if (typeof value !== 'number' || !Number.isFinite(value)) return { kind: 'unavailable', why: 'unreadable-answer' };
  return { kind: 'good', balance: { amount: value.toFixed(2), currency: CURRENCY } };
}

/** Whatever says who they are not, the service's own gate or another's, is believed; a page is nobody's word on credentials. */
function judgeRest(exchange: Extract<Exchange, { readonly kind: 'answered' }>): CredentialsCheck {
  const { status } = exchange;
  if (isForeign(exchange) && (status < 401 || status > 403)) return { kind: 'unavailable', why: 'foreign-answer' };
  return status >= 400 && status < 500 && status !== 408 && status !== 429
    ? { kind: 'refused', reason: `http-${status}` }
    : { kind: 'unavailable', why: `http-${status}` };
}
