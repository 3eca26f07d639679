import { createHash, createHmac } from 'node:crypto';
import { AlgorithmTypes } from '@vonage/auth';
import { verifySignature } from '@vonage/jwt';
import { SMS } from '@vonage/sms';
import { Auth } from '@vonage/auth';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeSignedCall,
  judgeSignedParameters,
  type SmsSignatureMethod,
} from '../../../src/providers/vonage/signatures.js';
import { ACCOUNT, NOW } from '../../support/vonage-service.js';

const SECRET = 'not a secret of anybody';
const TERMS = { secret: SECRET, apiKey: ACCOUNT.apiKey, now: NOW };
const BODY = Buffer.from('{"text":"STOP","from":"33639981234"}');

const seconds = (changes: object): number => Math.floor(NOW.plus(changes).toSeconds());

interface TokenChanges {
  readonly header?: object;
  readonly claims?: object;
  readonly secret?: string;
}

/** A token as the service makes it (page "signed webhooks" of its documentation). */
function token({ header = {}, claims = {}, secret = SECRET }: TokenChanges = {}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT', ...header })}.${part({
    ...{ iat: seconds({}), jti: 'c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5', iss: 'Vonage', api_key: ACCOUNT.apiKey },
    ...{ payload_hash: createHash('sha256').update(BODY).digest('hex'), ...claims },
  })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const call = (authorization: string | undefined, body = BODY) => judgeSignedCall({ authorization, body }, TERMS);

describe('a signed call (Messages API)', () => {
  it('is genuine, also to the official package', () => {
    expect(call(`Bearer ${token()}`)).toEqual({ kind: 'genuine' });
    expect(verifySignature(token(), SECRET)).toBe(true);
  });

  it.each([undefined, '', 'Basic abc', 'Bearer'])('is unsigned: %j', (authorization) => {
    expect(call(authorization)).toEqual({ kind: 'unsigned' });
  });

  it.each<[string, TokenChanges, string]>([
    ['another secret', { secret: 'guessed' }, 'signature'],
    ['no algorithm', { header: { alg: 'none' } }, 'form'],
    ['another algorithm', { header: { alg: 'RS256' } }, 'form'],
    ['another body', { claims: { payload_hash: '0'.repeat(64) } }, 'body'],
    ['no hash of the body', { claims: { payload_hash: undefined } }, 'body'],
    ['no time', { claims: { iat: undefined } }, 'time'],
    ['a time in words', { claims: { iat: 'now' } }, 'time'],
    ['a time to come', { claims: { iat: seconds({ minutes: 6 }) } }, 'time'],
    ['a time long past', { claims: { iat: seconds({ hours: -26 }) } }, 'time'],
    ['a time that is over', { claims: { exp: seconds({ minutes: -6 }) } }, 'time'],
    ['another account', { claims: { api_key: 'other123' } }, 'account'],
  ])('is forged: %s', (_, changes, why) => {
    expect(call(`Bearer ${token(changes)}`)).toEqual({ kind: 'forged', why });
  });

  it.each<[string, TokenChanges]>([
    ['a clock that is a little ahead', { claims: { iat: seconds({ minutes: 4 }) } }],
    ['a second try of the day', { claims: { iat: seconds({ hours: -20 }) } }],
    ['an end to come', { claims: { exp: seconds({ minutes: 5 }) } }],
    ['a hash in capitals', { claims: { payload_hash: createHash('sha256').update(BODY).digest('hex').toUpperCase() } }],
  ])('is genuine with %s', (_, changes) => {
    expect(call(`Bearer ${token(changes)}`)).toEqual({ kind: 'genuine' });
  });

  it('is genuine for no other body, however alike', () => {
    fc.assert(
      fc.property(fc.nat(BODY.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const altered = Buffer.from(BODY);
        altered[place] = (altered[place] ?? 0) ^ change;
        expect(call(`Bearer ${token()}`, altered)).toEqual({ kind: 'forged', why: 'body' });
      }),
    );
  });

  it('is judged whatever the header says', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(call(`Bearer ${text}`).kind).not.toBe('genuine');
      }),
    );
    expect(call(`Bearer ${token()}.more`)).toEqual({ kind: 'forged', why: 'form' });
    expect(call(`Bearer ${token().split('.').slice(0, 2).join('.')}.`)).toEqual({ kind: 'forged', why: 'signature' });
  });
});

const METHODS = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const;
const OFFICIAL: Readonly<Record<SmsSignatureMethod, AlgorithmTypes>> = {
  md5hash: AlgorithmTypes.md5hash,
  md5: AlgorithmTypes.md5hmac,
  sha1: AlgorithmTypes.sha1hmac,
  sha256: AlgorithmTypes.sha256hmac,
  sha512: AlgorithmTypes.sha512hmac,
};

/** The documented string, built by hand. */
function signature(params: Readonly<Record<string, string>>, method: SmsSignatureMethod, secret = SECRET): string {
  const text = Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .reduce((all, [key, value]) => `${all}&${key}=${value.replaceAll('&', '_').replaceAll('=', '_')}`, '');
  return method === 'md5hash'
    ? createHash('md5')
        .update(text + secret)
        .digest('hex')
    : createHmac(method, secret).update(text).digest('hex');
}

describe.each(METHODS)('signed parameters (SMS API), %s', (method) => {
  const params = {
    ...{ msisdn: '33639981234', to: '36184', messageId: '0A0000000123ABCD1', text: 'a&b=c é', 'api-key': 'abcd1234' },
    ...{ timestamp: String(seconds({})), nonce: 'ec11dd3e-1e7f-4db5-9467-82b02cd223b9' },
  };
  const judge = (changes: object, sig = signature(params, method)) =>
    judgeSignedParameters({ ...params, ...changes, sig }, method, TERMS);

  it('are genuine, in capitals too, and also to the official package', () => {
    const sig = signature(params, method);
    expect(judge({})).toEqual({ kind: 'genuine' });
    expect(judge({}, sig.toUpperCase())).toEqual({ kind: 'genuine' });
    const sms = new SMS(new Auth({ ...ACCOUNT, privateKey: '' }));
    expect(sms.verifySignature(sig, { ...params, sig }, SECRET, OFFICIAL[method])).toBe(true);
  });

  it('are unsigned without a signature', () => {
    expect(judgeSignedParameters(params, method, TERMS)).toEqual({ kind: 'unsigned' });
  });

  it.each([
    ['another text', { text: 'a' }],
    ['one more', { extra: '1' }],
    ['one less', { to: undefined }],
  ])('are forged: %s', (_, changes) => {
    expect(judge(changes)).toEqual({ kind: 'forged', why: 'signature' });
  });

  it('are forged under another secret, at another time, for another account, or in no form', () => {
    expect(judge({}, signature(params, method, 'guessed'))).toEqual({ kind: 'forged', why: 'signature' });
    const old = { ...params, timestamp: String(seconds({ hours: -26 })) };
    expect(judge(old, signature(old, method))).toEqual({ kind: 'forged', why: 'time' });
    const other = { ...params, 'api-key': 'other123' };
    expect(judge(other, signature(other, method))).toEqual({ kind: 'forged', why: 'account' });
    expect(judge({}, 'xyz')).toEqual({ kind: 'forged', why: 'form' });
  });
});
