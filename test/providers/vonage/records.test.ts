import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../../src/core/schedule/instant.js';
import type { InDoubt, LookUp, Provider } from '../../../src/providers/provider.js';
import type { Credentials } from '../../../src/providers/vonage/credentials.js';
import { spansAround } from '../../../src/providers/vonage/records.js';
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

const EARLIER = NOW.minus({ hours: 3 });

function inDoubt(index: number, submittedAt = EARLIER): InDoubt {
  const { ref, to } = messageTo(index);
  return { ref, to, submittedAt };
}

/** One record as the service writes it. */
function record(index: number, changes: object = {}): object {
  const { ref, to } = messageTo(index);
  return {
    ...{ account_id: 'abcd1234', message_id: `id-${index}`, client_ref: ref, direction: 'outbound' },
    ...{ from: 'AMISDUPARC', to: to.slice(1), status: 'delivered', error_code: '0', currency: 'EUR' },
    ...changes,
  };
}

async function lookUp(
  asked: readonly InDoubt[],
  answer: Happening,
  { api = 'messages', credentials = ACCOUNT_ONLY }: { readonly api?: Api; readonly credentials?: Credentials } = {},
): Promise<readonly [LookUp, ScriptedServer]> {
  const server = await scriptedServer({ otherwise: () => answer });
  const provider: Provider = openVonage(api, server.url, fakeWorld(isoInstant(NOW)).timer, credentials);
  const found = await provider.lookUp?.(asked);
  if (found === undefined) throw new Error('the provider has records');
  return [found, server];
}

async function findingIn(answer: Happening, asked = inDoubt(1)) {
  const [found] = await lookUp([asked], answer);
  return found.kind === 'answered' ? found.findings[0] : found;
}

describe('the records of the account', () => {
  it.each(APIS)('are asked for by the %s API, signed with the key of the account', async (api) => {
    const [, server] = await lookUp([inDoubt(1)], recordsPage([]), { api });
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    const url = new URL(request?.path ?? '', server.url);
    expect(url.pathname).toBe('/v2/reports/records');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ account_id: 'abcd1234', product: api === 'sms' ? 'SMS' : 'MESSAGES', direction: 'outbound' },
      ...{ date_start: '2026-01-06T06:45:00.000Z', date_end: '2026-01-06T07:15:00.000Z' },
    });
    expect(request?.headers['authorization']).toMatch(/^Basic /);
  });

  it.each([
    ['delivered', 'delivered'],
    ['read', 'delivered'],
    ['submitted', 'accepted'],
    ['accepted', 'accepted'],
    ['buffered', 'accepted'],
    ['unknown', 'accepted'],
    ['DELIVERED', 'delivered'],
    ['something new', 'accepted'],
    ['undeliverable', 'undelivered'],
    ['failed', 'undelivered'],
    ['expired', 'undelivered'],
    ['rejected', 'rejected'],
  ])('that say %s of a message settle it as %s', async (status, settled) => {
    const found = await findingIn(recordsPage([record(2), record(1, { status })]));
    expect(found).toEqual({ kind: 'found', ref: messageTo(1).ref, providerId: 'id-1', status: settled, code: null });
  });

  it('tell the error of a message', async () => {
    const found = await findingIn(recordsPage([record(1, { status: 'rejected', error_code: '1240' })]));
    expect(found).toMatchObject({ status: 'rejected', code: '1240' });
  });

  it('that have several parts of one message tell the best of them', async () => {
    const parts = ['rejected', 'submitted', 'undeliverable'].map((status, index) =>
      record(1, { status, message_id: `p${index}` }),
    );
    expect(await findingIn(recordsPage(parts))).toMatchObject({ status: 'accepted', providerId: 'p1' });
  });

  it('that have nothing like it prove that it was not sent', async () => {
    expect(await findingIn(recordsPage([record(2), record(3)]))).toEqual({ kind: 'absent', ref: messageTo(1).ref });
  });

  it.each<[string, Happening, string]>([
    ['cut short', recordsPage([record(2)], { items_count: 2 }), 'incomplete'],
    ['truncated by the service', recordsPage([], { request_status: 'TRUNCATED' }), 'incomplete'],
    [
      'continued elsewhere',
      recordsPage([], { _links: { next: { href: 'https://api.nexmo.com/more' } } }),
      'incomplete',
    ],
    ['continued by a mark', recordsPage([], { cursor: 'abc' }), 'incomplete'],
    ['partly unreadable', recordsPage([{ message_id: 1 }]), 'incomplete'],
    ['without a reference, to the same number', recordsPage([record(1, { client_ref: '' })]), 'ambiguous'],
  ])('that are %s prove nothing', async (_, answer, why) => {
    expect(await findingIn(answer)).toEqual({ kind: 'unclear', ref: messageTo(1).ref, why });
  });

  it('that are cut short settle what is in them all the same', async () => {
    expect(await findingIn(recordsPage([record(1)], { items_count: 9 }))).toMatchObject({ kind: 'found' });
  });

  it('prove nothing of a message of a moment ago', async () => {
    const asked = inDoubt(1, NOW.minus({ minutes: 59 }));
    expect(await findingIn(recordsPage([]), asked)).toMatchObject({ kind: 'unclear', why: 'too_recent' });
    const settled = inDoubt(1, NOW.minus({ minutes: 60 }));
    expect(await findingIn(recordsPage([]), settled)).toMatchObject({ kind: 'absent' });
  });

  it('name someone else by the same reference to no avail', async () => {
    const stranger = record(1, { to: messageTo(2).to.slice(1) });
    expect(await findingIn(recordsPage([stranger]))).toMatchObject({ kind: 'absent' });
  });

  it('are incomplete only for the time that was cut short', async () => {
    const server = await scriptedServer({ otherwise: () => recordsPage([]) });
    server.will(recordsPage([], { cursor: 'abc' }));
    const provider = openVonage('messages', server.url, fakeWorld(isoInstant(NOW)).timer, ACCOUNT_ONLY);
    const old = inDoubt(1, NOW.minus({ days: 9 }));
    const found = await provider.lookUp?.([inDoubt(2), old]);
    expect(found).toEqual({
      kind: 'answered',
      findings: [
        { kind: 'absent', ref: messageTo(2).ref },
        { kind: 'unclear', ref: messageTo(1).ref, why: 'incomplete' },
      ],
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each<[Happening, object]>([
    [
      { kind: 'answers', status: 401, body: '' },
      { kind: 'refused', reason: 'http-401' },
    ],
    [
      { kind: 'answers', status: 403, body: '' },
      { kind: 'refused', reason: 'http-403' },
    ],
    [
      { kind: 'answers', status: 422, body: '' },
      { kind: 'refused', reason: 'http-422' },
    ],
    [
      { kind: 'answers', status: 429, body: '' },
      { kind: 'unavailable', why: 'http-429' },
    ],
    [
      { kind: 'answers', status: 500, body: '' },
      { kind: 'unavailable', why: 'http-500' },
    ],
    [
      { kind: 'answers', status: 200, body: '<html>' },
      { kind: 'unavailable', why: 'unreadable-answer' },
    ],
    [
      { kind: 'answers', status: 200, body: '{}' },
      { kind: 'unavailable', why: 'unreadable-answer' },
    ],
    [{ kind: 'writes', text: 'HTTP/1.1 200 OK\r\n', then: 'ends' }, { kind: 'unavailable' }],
  ])('that can not be had are no answer: %j', async (answer, expected) => {
    expect((await lookUp([inDoubt(1)], answer))[0]).toMatchObject(expected);
  });

  it('need the key of the account: an application has none to show', async () => {
    const [found, server] = await lookUp([inDoubt(1)], recordsPage([]), { credentials: APPLICATION });
    expect(found).toEqual({ kind: 'refused', reason: 'account-key-needed' });
    expect(server.requests).toEqual([]);
  });
});

describe('the spans of time that are read', () => {
  it('cover the time around every submission, none longer than a day, and none twice', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { maxLength: 30 }), (minutes) => {
        const instants = minutes.map((one) => NOW.minus({ minutes: one }));
        const spans = spansAround(instants);
        for (const at of instants) {
          const isCovered = ({ from, to }: (typeof spans)[number]) =>
            from <= at.minus({ minutes: 15 }) && to >= at.plus({ minutes: 15 });
          expect(spans.some(isCovered)).toBe(true);
        }
        for (const { from, to } of spans) expect(to.diff(from).as('hours')).toBeLessThanOrEqual(24);
        expect(spans.length).toBeLessThanOrEqual(new Set(minutes).size);
      }),
    );
  });
});
