import { readFileSync } from 'node:fs';
import { setDefaultCACertificates, getCACertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { handTimer } from '../../support/hand-timer.js';
import { answerText, scriptedServer, type Happening } from '../../support/scripted-server.js';
import { turns } from '../../support/turns.js';
import { accepts, APIS, messageTo, openVonage, type Api } from '../../support/vonage-service.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/provider/${name}`, import.meta.url), 'utf8');
const TLS = { key: fixture('loopback-test-only.key.pem'), cert: fixture('loopback-test-only.cert.pem') };

/** Everything that a service can do to a connection, at any byte. */
function happenings(api: Api): fc.Arbitrary<Happening> {
  const good = answerText(accepts(api));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Happening>(accepts(api)) },
    { weight: 2, arbitrary: fc.constant<Happening>({ ...accepts(api), kind: 'answers_and_closes' }) },
    fc.constant<Happening>({ kind: 'resets_at_accept' }),
    fc.integer({ min: 1, max: 900 }).map((bytes): Happening => ({ kind: 'resets_after', bytes })),
    fc
      .record({ length: fc.nat(good.length), then: fc.constantFrom('ends' as const, 'resets' as const) })
      .map(({ length, then }): Happening => ({ kind: 'writes', text: good.slice(0, length), then })),
  );
}

/** How long the next message lets the last one's connection rest, in turns of the loop. */
const pauses = fc.nat(6);

describe.each(APIS)('the %s API: what is said not to have left has not left', (api) => {
  it('whatever the service does, and when', async () => {
    const kinds = new Map<string, number>();
    const steps = fc.array(fc.tuple(happenings(api), pauses), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const server = await scriptedServer({ otherwise: () => accepts(api) });
        const provider = openVonage(api, server.url);
        for (const [index, [happening, pause]] of script.entries()) {
          server.will(happening);
          const message = messageTo(index);
          const before = server.received().length;
          const outcome = await provider.send(message);
          await server.settle();
          kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
          expect(['accepted', 'unknown', 'unsent']).toContain(outcome.kind);
          // Not one byte, now or later.
          if (outcome.kind === 'unsent') expect(server.received().slice(before).trim()).toBe('');
          await turns(pause);
        }
        for (const index of script.keys()) {
          const seen = server.requests.filter(({ body }) => body.includes(messageTo(index).ref));
          expect(seen.length).toBeLessThanOrEqual(1);
        }
        await server.close();
      }),
      { numRuns: 150 },
    );
    // The law was put to the test in every way.
    expect([...kinds.keys()].sort()).toEqual(['accepted', 'unknown', 'unsent']);
  });

  it('with many under way at one time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happenings(api), { minLength: 5, maxLength: 20 }), async (script) => {
        const server = await scriptedServer({ otherwise: () => accepts(api) });
        server.will(...script);
        const provider = openVonage(api, server.url);
        const messages = Array.from({ length: 20 }, (_, index) => messageTo(index));
        const outcomes = await Promise.all(messages.map((message) => provider.send(message)));
        await server.settle();
        for (const [index, outcome] of outcomes.entries()) {
          const { ref } = messageTo(index);
          if (outcome.kind === 'unsent') expect(server.received()).not.toContain(ref);
          const seen = server.requests.filter(({ body }) => body.includes(ref));
          expect(seen.length).toBeLessThanOrEqual(1);
          if (outcome.kind === 'accepted') expect(seen).toHaveLength(1);
        }
        await server.close();
      }),
      { numRuns: 40 },
    );
  });

  it('when the deadline comes at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), async (moment) => {
        const server = await scriptedServer();
        const timer = handTimer();
        const message = messageTo(1);
        const sending = openVonage(api, server.url, timer).send(message);
        await turns(moment);
        timer.fire();
        // A deadline that was not yet set when time passed comes a moment later.
        const again = setInterval(() => timer.fire(), 1);
        const outcome = await sending.finally(() => clearInterval(again));
        await server.settle();
        expect(['unsent', 'unknown']).toContain(outcome.kind);
        if (outcome.kind === 'unsent') expect(server.received().trim()).toBe('');
        await server.close();
      }),
    );
  });

  it('and an answer that lay in the socket at the deadline is heard', async () => {
    const server = await scriptedServer();
    const timer = handTimer();
    const sending = openVonage(api, server.url, timer).send(messageTo(1));
    await server.until(({ requests }) => requests.length === 1);
    // Both before the loop looks into the socket again: so a process finds them that was stopped meanwhile.
    server.say(answerText(accepts(api)));
    timer.fire();
    expect((await sending).kind).toBe('accepted');
  });
});

describe.each(APIS)('a kept connection of the %s API', (api) => {
  it('is used again', async () => {
    const server = await scriptedServer({ otherwise: () => accepts(api) });
    const provider = openVonage(api, server.url);
    for (let index = 0; index < 5; index += 1) {
      await provider.send(messageTo(index));
      await server.settle();
    }
    expect(server.connections).toBe(1);
  });

  it('that the service closed before the next request loses nothing: a new one is made', async () => {
    const server = await scriptedServer({ otherwise: () => accepts(api) });
    server.will({ ...accepts(api), kind: 'answers_and_closes' });
    const provider = openVonage(api, server.url);
    await provider.send(messageTo(1));
    await server.settle();
    expect((await provider.send(messageTo(2))).kind).toBe('accepted');
    expect(server.connections).toBe(2);
    expect(server.requests).toHaveLength(2);
  });

  it('that the service resets under the second request leaves it in doubt, and it is not sent again', async () => {
    const server = await scriptedServer({ otherwise: () => accepts(api) });
    server.will(accepts(api), { kind: 'resets_after', bytes: 1 });
    const provider = openVonage(api, server.url);
    await provider.send(messageTo(1));
    await server.settle();
    expect(await provider.send(messageTo(2))).toMatchObject({ kind: 'unknown', why: 'connection-lost' });
    await server.settle();
    expect(server.connections).toBe(1);
    expect(server.requests).toHaveLength(1);
  });
});

describe.each(APIS)('an encrypted connection of the %s API', (api) => {
  it('to a certificate that nobody vouches for is not used: nothing is sent', async () => {
    const server = await scriptedServer({ tls: TLS, otherwise: () => accepts(api) });
    const outcome = await openVonage(api, server.url).send(messageTo(1));
    expect(outcome).toMatchObject({ kind: 'unsent', why: 'tls' });
    await server.settle();
    expect(server.received()).toBe('');
  });

  it('to such a certificate is not used where the environment switches the check off, either', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      const server = await scriptedServer({ tls: TLS, otherwise: () => accepts(api) });
      expect(await openVonage(api, server.url).send(messageTo(1))).toMatchObject({ kind: 'unsent', why: 'tls' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('to another name than the certificate has is not used, either', async () => {
    await trusting(TLS.cert, async () => {
      const server = await scriptedServer({ tls: TLS, otherwise: () => accepts(api) });
      const outcome = await openVonage(api, server.url.replace('localhost', '127.0.0.2')).send(messageTo(1));
      expect(outcome).toMatchObject({ kind: 'unsent' });
      await server.settle();
      expect(server.received()).toBe('');
    });
  });

  it('to a good certificate carries the message; a reset after that leaves it in doubt', async () => {
    await trusting(TLS.cert, async () => {
      const server = await scriptedServer({ tls: TLS, otherwise: () => accepts(api) });
      const provider = openVonage(api, server.url);
      expect((await provider.send(messageTo(1))).kind).toBe('accepted');
      server.will({ kind: 'resets_after', bytes: 1 });
      expect((await provider.send(messageTo(2))).kind).toBe('unknown');
    });
  });

  it('that is never answered has sent nothing when the time is up', async () => {
    const server = await scriptedServer();
    const timer = handTimer();
    const sending = openVonage(api, server.url.replace('http:', 'https:'), timer).send(messageTo(1));
    await server.until(({ received }) => received() !== '');
    timer.fire();
    expect(await sending).toMatchObject({ kind: 'unsent', why: 'timeout' });
    await server.settle();
    expect(server.received()).not.toContain('POST');
  });

  it('to a service that speaks without encryption has sent nothing', async () => {
    const server = await scriptedServer();
    const sending = openVonage(api, server.url.replace('http:', 'https:')).send(messageTo(1));
    await server.until(({ received }) => received() !== '');
    server.say('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await sending).toMatchObject({ kind: 'unsent', why: 'tls' });
    expect(server.received()).not.toContain('POST');
  });
});

/** Lets this process trust one more certificate, as a machine's owner may. */
async function trusting(cert: string, use: () => Promise<void>): Promise<void> {
  const usual = getCACertificates('default');
  setDefaultCACertificates([...usual, cert]);
  try {
    await use();
  } finally {
    setDefaultCACertificates(usual);
  }
}
