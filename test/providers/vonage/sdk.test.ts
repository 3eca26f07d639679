import { Auth } from '@vonage/auth';
import { Messages, SMS as MessagesSms } from '@vonage/messages';
import { SMS, TypeEnum } from '@vonage/sms';
import { describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../../src/providers/provider.js';
import { scriptedServer, type SeenRequest } from '../../support/scripted-server.js';
import {
  accepts,
  ACCOUNT,
  ACCOUNT_ONLY,
  APPLICATION,
  APPLICATION_ID,
  messageTo,
  NOW,
  openVonage,
  PRIVATE_KEY,
} from '../../support/vonage-service.js';

/** Texts that an encoding could treat in different ways. */
const TEXTS = ['Bonjour', 'é€[]{}~^\\|', 'Fête ’24 “ici” 🎉\nSTOP au 36184', 'a=b&c+d %20 ;'];
const MESSAGES: readonly OutgoingMessage[] = TEXTS.flatMap((text, index) => [
  messageTo(index, { text }),
  messageTo(index, { text, from: '+33937001234', sendBefore: NOW.plus({ hours: 2 }) }),
]);

function encodingOf({ text }: OutgoingMessage): 'text' | 'unicode' {
  return text.includes('’') ? 'unicode' : 'text';
}

/** One message by our adapter and by the official package, to one server. */
async function bothRequests(
  api: 'messages' | 'sms',
  ours: (url: string) => Promise<unknown>,
  theirs: (url: string) => Promise<unknown>,
): Promise<readonly [SeenRequest, SeenRequest]> {
  const server = await scriptedServer({ otherwise: () => accepts(api) });
  await ours(server.url);
  await theirs(server.url);
  const [first, second] = server.requests;
  if (first === undefined || second === undefined) throw new Error('one of the two sent nothing');
  return [first, second];
}

describe('the same message as the official package sends it', () => {
  describe.each(MESSAGES.map((message) => [message.text, message] as const))('%j', (_, message) => {
    const ttl = message.sendBefore === null ? {} : { ttl: 7200 };
    const terms = { to: message.to.slice(1), from: message.from.replace('+', ''), text: message.text, ...ttl };

    it.each(['application', 'account'] as const)('by the Messages API, signed by the %s', async (signer) => {
      const auth =
        signer === 'application'
          ? new Auth({ applicationId: APPLICATION_ID, privateKey: PRIVATE_KEY })
          : new Auth({ ...ACCOUNT, privateKey: '' });
      const [ours, theirs] = await bothRequests(
        'messages',
        (url) =>
          openVonage('messages', url, undefined, signer === 'application' ? APPLICATION : ACCOUNT_ONLY).send(message),
        (url) =>
          new Messages(auth, { apiHost: url }).send(
            new MessagesSms({
              ...terms,
              clientRef: message.ref,
              sms: { encodingType: encodingOf(message) },
              webhookVersion: 'v1',
            } as never),
          ),
      );
      expect([ours.method, ours.path, ours.headers['content-type']]).toEqual([
        theirs.method,
        theirs.path,
        theirs.headers['content-type'],
      ]);
      expect(JSON.parse(ours.body)).toEqual(JSON.parse(theirs.body));
      expect(signatureOf(ours)).toEqual(signatureOf(theirs));
    });

    it('by the SMS API', async () => {
      const [ours, theirs] = await bothRequests(
        'sms',
        (url) => openVonage('sms', url).send(message),
        (url) =>
          new SMS(new Auth({ ...ACCOUNT, privateKey: '' }), { restHost: url }).send({
            ...terms,
            ...(message.sendBefore === null ? {} : { ttl: 7_200_000 }),
            type: encodingOf(message) === 'text' ? TypeEnum.TEXT : TypeEnum.UNICODE,
            clientRef: message.ref,
          }),
      );
      expect([ours.method, ours.path]).toEqual([theirs.method, theirs.path]);
      const { api_key: apiKey, api_secret: apiSecret, ...fields } = fieldsOf(ours);
      expect(fields).toEqual(fieldsOf(theirs));
      // The package signs by a header, the description of the API by fields of the form; both name the same account.
      expect({ apiKey, apiSecret }).toEqual(ACCOUNT);
      expect(Buffer.from(theirs.headers['authorization']?.split(' ')[1] ?? '', 'base64').toString()).toBe(
        `${ACCOUNT.apiKey}:${ACCOUNT.apiSecret}`,
      );
    });
  });
});

/** The parts of a signature that do not change from one to the next. */
function signatureOf({ headers }: SeenRequest): unknown {
  const [scheme, value = ''] = headers['authorization']?.split(' ') ?? [];
  const [header, claims] = value.split('.');
  if (scheme !== 'Bearer' || header === undefined || claims === undefined) return { scheme, value };
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const { jti, iat, exp, ...rest } = read(claims);
  return { scheme, header: read(header), life: Number(exp) - Number(iat), jti: typeof jti, rest };
}

/** The package writes JSON where the description wants a form: what is compared is what is said, not how. */
function fieldsOf({ headers, body }: SeenRequest): Record<string, string> {
  if (headers['content-type'] !== 'application/json') return Object.fromEntries(new URLSearchParams(body));
  const fields = JSON.parse(body) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}
