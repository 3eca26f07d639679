import { expect, it } from 'vitest';
import type { CredentialsCheck } from '../../../src/providers/provider.js';
import type { Credentials } from '../../../src/providers/vonage/credentials.js';
import { scriptedServer, type Happening, type ScriptedServer } from '../../support/scripted-server.js';
import { ACCOUNT_ONLY, APPLICATION, openVonage, problem, type Api } from '../../support/vonage-service.js';

const BALANCE: Happening = { kind: 'answers', status: 200, body: '{"value":10.28,"autoReload":false}' };
const KNOCKED = problem(422, 'https://developer.vonage.com/api-errors/messages#1410');
const BOTH: Credentials = { application: APPLICATION.application, account: ACCOUNT_ONLY.account };

async function check(
  credentials: Credentials,
  ...script: readonly Happening[]
): Promise<readonly [CredentialsCheck | undefined, ScriptedServer]> {
  const server = await scriptedServer();
  server.will(...script);
  const api: Api = credentials === ACCOUNT_ONLY ? 'sms' : 'messages';
  return [await openVonage(api, server.url, undefined, credentials).checkCredentials?.(), server];
}

it('asks for the balance with the key of the account', async () => {
  const [told, { requests }] = await check(ACCOUNT_ONLY, BALANCE);
  expect(told).toEqual({ kind: 'good', balance: { amount: '10.28', currency: 'EUR' } });
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /account/get-balance']);
  expect(requests[0]?.headers['authorization']).toMatch(/^Basic /);
});

it('knocks with the token of an application, and sends nothing that could be a message', async () => {
  const [told, { requests }] = await check(APPLICATION, KNOCKED);
  expect(told).toEqual({ kind: 'good', balance: null });
  expect(requests.map(({ method, path, body }) => `${method} ${path} ${body}`)).toEqual(['POST /v1/messages {}']);
  expect(requests[0]?.headers['authorization']).toMatch(/^Bearer /);
});

it('asks with both where there are both', async () => {
  const [told, { requests }] = await check(BOTH, KNOCKED, BALANCE);
  expect(told).toEqual({ kind: 'good', balance: { amount: '10.28', currency: 'EUR' } });
  expect(requests).toHaveLength(2);
});

it('tells of two the one that is refused', async () => {
  expect((await check(BOTH, { kind: 'answers', status: 401, body: '' }))[0]).toMatchObject({ kind: 'refused' });
  const [told] = await check(BOTH, KNOCKED, { kind: 'answers', status: 401, body: '' });
  expect(told).toEqual({ kind: 'refused', reason: 'http-401' });
});

it.each<[string, Happening, CredentialsCheck]>([
  ['401', { kind: 'answers', status: 401, body: '' }, { kind: 'refused', reason: 'http-401' }],
  ['402', { kind: 'answers', status: 402, body: '' }, { kind: 'refused', reason: 'http-402' }],
  ['403', { kind: 'answers', status: 403, body: '' }, { kind: 'refused', reason: 'http-403' }],
  ['404: base_url is wrong', { kind: 'answers', status: 404, body: '' }, { kind: 'refused', reason: 'http-404' }],
  ['429', { kind: 'answers', status: 429, body: '' }, { kind: 'unavailable', why: 'http-429' }],
  ['500', { kind: 'answers', status: 500, body: '' }, { kind: 'unavailable', why: 'http-500' }],
  ['200 that no knock brings', { kind: 'answers', status: 202, body: '{}' }, { kind: 'unavailable', why: 'http-202' }],
  ['a reset', { kind: 'writes', text: '', then: 'resets' }, { kind: 'unavailable', why: 'connection-lost' }],
])('tells what it learned with either: %s', async (_, happening, expected) => {
  expect((await check(APPLICATION, happening))[0]).toEqual(expected);
  expect((await check(ACCOUNT_ONLY, happening))[0]).toEqual(expected);
});

it.each([200, 202, 302, 400, 404, 407, 422, 503])(
  'takes no page of another service for its word: %i',
  async (status) => {
    const page = { kind: 'answers', status, body: '<html>' } as const;
    const foreign = { kind: 'unavailable', why: 'foreign-answer' };
    expect((await check(APPLICATION, page))[0]).toEqual(foreign);
    expect((await check(ACCOUNT_ONLY, page))[0]).toEqual(foreign);
  },
);

it('believes a page that the gate of the service refuses with', async () => {
  const refusal = { kind: 'answers', status: 401, body: '<html>' } as const;
  expect((await check(APPLICATION, refusal))[0]).toEqual({ kind: 'refused', reason: 'http-401' });
});

it('takes no other answer for a balance', async () => {
  const [told] = await check(ACCOUNT_ONLY, { kind: 'answers', status: 200, body: '{"value":"10.28"}' });
  expect(told).toEqual({ kind: 'unavailable', why: 'unreadable-answer' });
});

it('asks for the balance alone without a knock, which would count towards the rate', async () => {
  const server = await scriptedServer();
  server.will(BALANCE);
  const { balance } = openVonage('messages', server.url, undefined, BOTH);
  expect(await balance?.()).toEqual({ amount: '10.28', currency: 'EUR' });
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /account/get-balance']);
});

it('has no balance without the key of the account, nor while the service does not tell', async () => {
  const server = await scriptedServer();
  server.will({ kind: 'answers', status: 500, body: '' });
  expect(await openVonage('messages', server.url, undefined, APPLICATION).balance?.()).toBeNull();
  expect(server.requests).toEqual([]);
  expect(await openVonage('messages', server.url, undefined, BOTH).balance?.()).toBeNull();
});
