import { expect, it } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery/send-outcome.js';
import type { Provider } from '../../src/providers/provider.js';
import { handTimer, type HandTimer } from '../support/hand-timer.js';
import { answerText, scriptedServer, type Happening, type ScriptedServer } from '../support/scripted-server.js';
import { messageTo } from '../support/vonage-service.js';

type Answer = Extract<Happening, { readonly kind: 'answers' }>;

/** How to reach one API of a provider, and what its good answer looks like. */
interface NetworkSetup {
  open(url: string, timer: HandTimer): Provider;
  /** The whole answer to a message that was taken. */
  readonly accepts: Answer;
  /** The same with an id that is none. */
  readonly wrongId: Answer;
}

const HTML: Answer = {
  kind: 'answers',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Welcome to the airport</title>',
};

/** What every provider behind HTTP promises of a network and a service that misbehave. */
export function networkContractOf({ open, accepts, wrongId }: NetworkSetup): void {
  const message = messageTo(1);
  const good = answerText(accepts);
  const headEnd = good.indexOf('\r\n\r\n') + 4;

  /** Sends one message to a server that does this. */
  const sendTo = async (...script: readonly Happening[]): Promise<readonly [SendOutcome, ScriptedServer]> => {
    const server = await scriptedServer({ otherwise: () => accepts });
    server.will(...script);
    const outcome = await open(server.url, handTimer()).send(message);
    await server.settle();
    return [outcome, server];
  };

  it.each<[string, Happening]>([
    ['500', { ...accepts, status: 500 }],
    ['503, whatever stands in it', { ...accepts, status: 503, body: '' }],
    ['204', { ...accepts, status: 204 }],
    ['a redirection, which is not followed', { ...accepts, status: 307, headers: { location: '/elsewhere' } }],
    ['a reset within the headers', { kind: 'resets_after', bytes: 20 }],
    ['a reset after the request', { kind: 'writes', text: '', then: 'resets' }],
    ['an end after the request', { kind: 'writes', text: '', then: 'ends' }],
    ['half the headers of an answer', { kind: 'writes', text: good.slice(0, 30), then: 'ends' }],
    ['half an answer', { kind: 'writes', text: good.slice(0, -5), then: 'ends' }],
    ['half an answer, then a reset', { kind: 'writes', text: good.slice(0, headEnd + 3), then: 'resets' }],
    ['half a body that says it is whole', { ...accepts, body: accepts.body.slice(0, -5) }],
    ['HTML instead of JSON', { ...HTML, status: accepts.status }],
    ['HTML with another status', HTML],
    ['no answer to speak of', { ...accepts, body: '' }],
    ['JSON that is no object', { ...accepts, body: '[]' }],
    ['an answer that is no HTTP', { kind: 'writes', text: 'SSH-2.0-OpenSSH_9.2\r\n', then: 'ends' }],
    ['a wrong id', wrongId],
    // undici breaks the connection off at a 100 that it has not asked for, before it tells anybody (RFC 9110 § 15.2.1).
    ['an unasked 100 Continue', { kind: 'writes', text: `HTTP/1.1 100 Continue\r\n\r\n${good}`, then: 'holds' }],
  ])('is in doubt, and asks no second time: %s', async (_, happening) => {
    const [outcome, server] = await sendTo(happening);
    expect(outcome).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/^[\w-]+$/) });
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  it.each<[string, Happening]>([
    ['a redirection', { ...accepts, status: 301, body: '', headers: { location: 'https://portal.example/' } }],
    ['a redirection with an answer in it', { ...accepts, status: 308 }],
    ['the page of a portal', HTML],
    ['a page with the status of a good answer', { ...HTML, status: accepts.status, body: `\uFEFF\r\n${HTML.body}` }],
    ['the page of a proxy', { ...HTML, status: 502 }],
    ['a page that says what is wrong with the request', { ...HTML, status: 418 }],
    ['a page that is far too long', { ...HTML, body: HTML.body.padEnd(2 ** 20) }],
    ['no HTTP', { kind: 'writes', text: 'SSH-2.0-OpenSSH_9.2\r\n', then: 'ends' }],
  ])('is in doubt, and says that somebody else answered: %s', async (_, happening) => {
    const [outcome, server] = await sendTo(happening);
    expect(outcome).toMatchObject({ kind: 'unknown', isForeign: true });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Happening]>([
    ['500', { ...accepts, status: 500 }],
    ['503 without a word', { ...accepts, status: 503, body: '' }],
    ['half the headers', { kind: 'writes', text: good.slice(0, 30), then: 'ends' }],
    ['half an answer', { kind: 'writes', text: good.slice(0, -5), then: 'ends' }],
    ['a reset after the request', { kind: 'writes', text: '', then: 'resets' }],
    ['a wrong id', wrongId],
  ])('is in doubt, and says that of nobody: %s', async (_, happening) => {
    const [outcome] = await sendTo(happening);
    expect(outcome).toEqual({ kind: 'unknown', why: expect.any(String) as unknown });
  });

  it.each<[string, Happening]>([
    ['an answer', { ...accepts, body: ' '.repeat(2 ** 20) }],
    ['headers', { kind: 'writes', text: `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(2 ** 16)}`, then: 'holds' }],
  ])('is in doubt, and reads no further, where %s would never end', async (_, happening) => {
    const [outcome, server] = await sendTo(happening);
    expect(outcome).toMatchObject({ kind: 'unknown', why: 'answer-too-large' });
    expect(server.requests).toHaveLength(1);
  });

  it('says of a connection that was reset before it was read whether anything had left', async () => {
    const [outcome, server] = await sendTo({ kind: 'resets_at_accept' });
    expect(['unsent', 'unknown']).toContain(outcome.kind);
    expect(server.received()).toBe('');
  });

  it('is in doubt when no answer came in time, and at no other time', async () => {
    const server = await scriptedServer();
    const timer = handTimer();
    const sending = open(server.url, timer).send(message);
    await server.until(({ requests }) => requests.length === 1);
    timer.fire();
    expect(await sending).toEqual({ kind: 'unknown', why: 'timeout' });
  });

  it('is in doubt when the answer stops half way for too long', async () => {
    const server = await scriptedServer();
    const timer = handTimer();
    server.will({ kind: 'writes', text: good.slice(0, -5), then: 'holds' });
    const sending = open(server.url, timer).send(message);
    await server.until(({ requests }) => requests.length === 1);
    await server.settle();
    timer.fire();
    expect(await sending).toEqual({ kind: 'unknown', why: 'timeout' });
  });

  it('waits for a slow answer', async () => {
    const server = await scriptedServer();
    const sending = open(server.url, handTimer()).send(message);
    await server.until(({ requests }) => requests.length === 1);
    for (const byte of good) {
      server.say(byte);
      await server.settle();
    }
    expect((await sending).kind).toBe('accepted');
  });

  it.each(['102 Processing', '103 Early Hints'])('hears what is said after a server said %s', async (hint) => {
    const patience = `HTTP/1.1 ${hint}\r\nretry-after: 7\r\n\r\n`;
    const [outcome] = await sendTo({ kind: 'writes', text: `${patience}${patience}${good}`, then: 'holds' });
    expect(outcome.kind).toBe('accepted');
    const silent = { kind: 'writes', text: patience, then: 'ends' } as const;
    expect((await sendTo(silent))[0]).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['without a time', {}, 1000],
    ['for a time', { 'retry-after': '7' }, 7000],
    ['for a time that is none', { 'retry-after': 'soon' }, 1000],
    ['until a date, which needs a clock that both agree on', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 1000],
    ['for hours', { 'retry-after': '7200' }, 7_200_000],
    ['for a year, which is a slip', { 'retry-after': '31536000' }, 86_400_000],
  ])('is throttled %s', async (_, headers, retryAfterMs) => {
    const [outcome] = await sendTo({ kind: 'answers', status: 429, headers, body: '' });
    expect(outcome).toEqual({ kind: 'throttled', retryAfterMs });
  });

  it.each([401, 402, 403])('ends the run on %i', async (status) => {
    const [outcome] = await sendTo({ kind: 'answers', status, body: '{"title":"no"}' });
    expect(outcome).toEqual({ kind: 'refused', reason: `http-${status}` });
  });

  it('ends the run where a proxy wants to know who asks: it has handed nothing on', async () => {
    const [outcome] = await sendTo({ ...HTML, status: 407 });
    expect(outcome).toEqual({ kind: 'refused', reason: 'http-407' });
  });

  it('has not sent what nobody listened to', async () => {
    const server = await scriptedServer();
    await server.close();
    const outcome = await open(server.url, handTimer()).send(message);
    expect(outcome).toEqual({ kind: 'unsent', why: 'connection-refused', retryAfterMs: 1000 });
  });

  it('has not sent what went to a name that there is not', async () => {
    // RFC 6761: `invalid` is never resolved.
    const outcome = await open('https://nobody.invalid', handTimer()).send(message);
    expect(outcome).toMatchObject({ kind: 'unsent', why: 'name-not-found' });
  });
}
