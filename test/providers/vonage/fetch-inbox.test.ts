import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../../src/core/schedule/instant.js';
import type { Fetched } from '../../../src/providers/provider.js';
import type { Credentials } from '../../../src/providers/vonage/credentials.js';
import { daysOf } from '../../../src/providers/vonage/fetch-inbox.js';
import { fakeWorld } from '../../support/fake-world.js';
import { scriptedServer, type Happening, type ScriptedServer } from '../../support/scripted-server.js';
import {
  ACCOUNT_ONLY,
  APIS,
  APPLICATION,
  messageTo,
  NOW,
  openVonage,
  recordsPage,
  type Api,
} from '../../support/vonage-service.js';

const HOUR_AGO = NOW.minus({ hours: 1 });
const { to: PERSON, ref: REF } = messageTo(1);

const inbound = (changes: object = {}): object => ({
  ...{ account_id: 'abcd1234', message_id: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab', direction: 'inbound' },
  ...{ from: PERSON.slice(1), to: '36184', message_body: 'STOP', date_received: '2026-01-06T09:30:00+0000' },
  ...changes,
});
const outbound = (changes: object = {}): object => ({
  ...{ account_id: 'abcd1234', message_id: 'id', client_ref: REF, direction: 'outbound', from: 'AMISDUPARC' },
  ...{ to: PERSON.slice(1), status: 'delivered', error_code: '0', date_finalized: '2026-01-06T09:31:00+0000' },
  ...changes,
});

async function fetched(
  replies: Happening,
  receipts: Happening = recordsPage([]),
  {
    api = 'messages',
    credentials = ACCOUNT_ONLY,
    from = HOUR_AGO,
  }: {
    readonly api?: Api;
    readonly credentials?: Credentials;
    readonly from?: typeof NOW;
  } = {},
): Promise<readonly [Fetched, ScriptedServer]> {
  const server = await scriptedServer({
    otherwise: ({ path }) => (path.includes('direction=inbound') ? replies : receipts),
  });
  const provider = openVonage(api, server.url, fakeWorld(isoInstant(NOW)).timer, credentials);
  const found = await provider.fetchInbox?.(from, NOW);
  if (found === undefined) throw new Error('the provider has records');
  return [found, server];
}

describe('what came in, by the records of the account', () => {
  it.each(APIS)('is asked for with its words, and what became of what was sent: %s', async (api) => {
    const [found, server] = await fetched(recordsPage([inbound()]), recordsPage([outbound()]), { api });
    expect(found).toEqual({
      kind: 'answered',
      replies: [
        {
          from: PERSON,
          text: 'STOP',
          at: '2026-01-06T09:30:00.000Z',
          messageId: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
        },
      ],
      receipts: [{ ref: REF, to: PERSON, status: 'delivered', code: null, at: '2026-01-06T09:31:00.000Z' }],
      isComplete: true,
    });
    const asked = server.requests.map(({ path }) => Object.fromEntries(new URL(path, server.url).searchParams));
    const product = api === 'sms' ? 'SMS' : 'MESSAGES';
    const span = { date_start: '2026-01-06T09:00:00.000Z', date_end: '2026-01-06T10:00:00.000Z' };
    expect(asked).toEqual([
      { account_id: 'abcd1234', product, direction: 'inbound', include_message: 'true', ...span },
      { account_id: 'abcd1234', product, direction: 'outbound', ...span },
    ]);
  });

  it.each([
    ['failed', '3', [{ status: 'undelivered', code: '3' }]],
    ['rejected', '0', [{ status: 'undelivered', code: 'rejected' }]],
    ['submitted', '0', []],
  ])('a message that is %s (%s)', async (status, error_code, receipts) => {
    const [found] = await fetched(recordsPage([]), recordsPage([outbound({ status, error_code })]));
    expect(found).toMatchObject({ receipts, isComplete: true });
  });

  it.each([
    ['without its text', recordsPage([inbound({ message_body: undefined })])],
    ['from nobody', recordsPage([inbound({ from: 'INFO' })])],
    ['that is no record', recordsPage([42])],
    ['of which there are more', recordsPage([inbound()], { items_count: 2 })],
    ['on a first page', recordsPage([inbound()], { _links: { next: { href: 'x' } } })],
  ])('is not complete with one %s: a STOP may be missing', async (_, answer) => {
    const [found] = await fetched(answer);
    expect(found).toMatchObject({ kind: 'answered', isComplete: false });
  });

  it('messages of others are nobody’s receipts', async () => {
    const [found] = await fetched(recordsPage([]), recordsPage([outbound({ client_ref: undefined })]));
    expect(found).toMatchObject({ receipts: [], isComplete: true });
  });

  it('messages of others tell when their recipient wants none: that is said to all of us', async () => {
    const [found] = await fetched(
      recordsPage([]),
      recordsPage(
        ['1240', '1050', '1190'].map((error_code) =>
          outbound({ client_ref: undefined, status: 'rejected', error_code }),
        ),
      ),
    );
    expect(found).toMatchObject({
      receipts: ['1240', '1050'].map((code) => ({ ref: '', to: expect.stringMatching(/^\+\d+$/) as string, code })),
    });
  });

  it.each([
    [{ kind: 'answers', status: 401, body: '' } as const, { kind: 'refused', reason: 'http-401' }],
    [{ kind: 'answers', status: 500, body: '' } as const, { kind: 'unavailable', why: 'http-500' }],
    [{ kind: 'answers', status: 200, body: 'no' } as const, { kind: 'unavailable', why: 'unreadable-answer' }],
  ])('an answer that is none is told: %j', async (answer, told) => {
    const [found] = await fetched(answer);
    expect(found).toEqual(told);
  });

  it('needs the key of the account', async () => {
    const [found, server] = await fetched(recordsPage([]), recordsPage([]), { credentials: APPLICATION });
    expect(found).toEqual({ kind: 'refused', reason: 'account-key-needed' });
    expect(server.requests).toEqual([]);
  });

  it('is read in spans of a day at most, without a gap', () => {
    const minutes = fc.integer({ min: 1, max: 60 * 24 * 40 });
    const law = fc.property(minutes, (length) => {
      const from = NOW.minus({ minutes: length });
      const spans = daysOf(from, NOW);
      const edges = spans.flatMap((span) => [span.from.toMillis(), span.to.toMillis()]);
      expect([edges[0], edges.at(-1)]).toEqual([from.toMillis(), NOW.toMillis()]);
      for (const [index, span] of spans.entries()) {
        expect(span.to.diff(span.from).as('hours')).toBeLessThanOrEqual(24);
        if (index > 0) expect(span.from.toMillis()).toBe(spans[index - 1]!.to.toMillis());
      }
    });
    fc.assert(law);
    expect(daysOf(NOW, NOW)).toEqual([]);
  });
});
