import { invariant } from '../../errors.js';
import type { Clock, Timer } from '../../world.js';
import type { SendOutcome } from '../../core/delivery/send-outcome.js';
import type { OutgoingMessage, Provider } from '../provider.js';
import { isForeign, type Verdict } from './answer.js';
import { backOff } from './back-off.js';
import { askBalance, checkCredentials } from './check-credentials.js';
import { basicAuthorization, type Credentials } from './credentials.js';
import { aboutCode } from './error-codes.js';
import { fetchInbox } from './fetch-inbox.js';
import { openHttp, type Exchange } from './http.js';
import { messagesApi } from './messages-api.js';
import { lookUpRecords } from './records.js';
import type { VonageSettings } from './settings.js';
import { smsApi } from './sms-api.js';
import { counted } from './sms-terms.js';
import { tokenSource } from './token.js';

/** An answer to one message is a few hundred bytes. */
const MAX_ANSWER_BYTES = 2 ** 16;
/** "The client reference can be a string of up to 40 characters", the service's own error; of any, in every header. */
const REFERENCE = /^[A-Za-z0-9_-]{1,40}$/;

/**
 * Sends by Vonage. What it keeps of the world is connections and a token: everything that it knows of a message is the
 * answer to it.
 */
export function vonage(settings: VonageSettings, credentials: Credentials, clock: Clock, timer: Timer): Provider {
  const { account } = credentials;
  const api = settings.api === 'sms' ? smsApi : messagesApi;
  const application = api.acceptsApplication ? credentials.application : null;
  const token = application === null ? null : tokenSource(application, clock);
  const http = openHttp(timer);
  const pause = backOff(timer);

  const url = api.address(settings);
  const basic = account === null ? null : basicAuthorization(account);

  const exchange = (message: OutgoingMessage, authorization: string, departs: () => void): Promise<Exchange> => {
    const request = api.request(counted(message), { url, authorization, account, now: clock.now() });
    const mayLeave = (): boolean => {
      if (message.sendBefore !== null && clock.now() >= message.sendBefore) return false;
      departs();
      return true;
    };
    return http.exchange(request, { timeoutMs: settings.timeoutMs, maxAnswerBytes: MAX_ANSWER_BYTES, mayLeave });
  };

  const verdictOn = (answer: Exchange, message: OutgoingMessage): Verdict => {
    const verdict = api.verdict(answer, message);
    return verdict.kind === 'unknown' && isForeign(answer) ? { ...verdict, isForeign: true } : verdict;
  };

  /** The service gives no time to wait of its own, as a rule. */
  const timed = (verdict: Verdict): SendOutcome => {
    if (verdict.kind === 'accepted') pause.reset();
    if (verdict.kind === 'throttled') return { ...verdict, retryAfterMs: verdict.retryAfterMs ?? pause.nextMs() };
    return verdict.kind === 'unsent' ? { ...verdict, retryAfterMs: pause.nextMs() } : verdict;
  };

  return {
    name: 'vonage',
    async send(message, departs = () => undefined) {
      invariant(REFERENCE.test(message.ref), 'a reference fits into every field for it');
      const refusal = api.refuse(message);
      if (refusal !== null) return timed(refusal);
      const authorization = token === null ? basic : `Bearer ${await token()}`;
      invariant(authorization !== null, 'requests are signed with one or the other');
      return timed(verdictOn(await exchange(message, authorization, departs), message));
    },
    // Receipts and replies come by the service's own calls; nothing is to be fetched.
    collect: () => Promise.resolve({ receipts: [], replies: [] }),
    aboutCode,
    lookUp: (inDoubt) =>
      account === null
        ? Promise.resolve({ kind: 'refused', reason: 'account-key-needed' })
        : lookUpRecords(inDoubt, clock.now(), { http, timer, settings, account }),
    fetchInbox: (from, to) =>
      account === null
        ? Promise.resolve({ kind: 'refused', reason: 'account-key-needed' })
        : fetchInbox(from, to, { http, timer, settings, account }),
    checkCredentials: () => checkCredentials({ http, settings, account, token }),
    balance: () => askBalance({ http, settings, account }),
  };
}
