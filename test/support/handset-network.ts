import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What one handset received. */
interface Handset {
  readonly to: string;
  readonly ref: string;
  readonly text: string;
  /** When its request had come in: milliseconds since an arbitrary origin, monotonic. */
  readonly atMs: number;
}

/** What may happen to one request besides being taken. */
export const faults = [
  'throttled',
  'throttled-with-time',
  'rejected',
  'server-error',
  'reset-unread',
  'reset-read',
  'silence',
  'half-answer',
  'page-instead',
  'wrong-answer',
  'close-after',
] as const;
export type Fault = (typeof faults)[number];

interface NetworkOptions {
  /** Which fault befalls a request; null: it is taken. */
  readonly faultOf: (ref: string) => Fault | null;
  /** Whether a text arrives although its answer is lost. */
  readonly arrives: (ref: string) => boolean;
  /** From the request to its answer. */
  readonly latencyMs?: () => number;
}

/** A network with an API like Vonage's Messages API, on the loopback, that counts what every handset receives. */
export interface HandsetNetwork {
  readonly url: string;
  readonly handsets: readonly Handset[];
  /** When each request had come in, whatever became of it, in order; the same clock as of {@link Handset}. */
  readonly arrivals: readonly number[];
  /** How late this process was at worst to look at what had come in, milliseconds. */
  lagMs(): number;
  /** References whose answer was lost on purpose: the sender can not know what became of them. */
  readonly lost: ReadonlySet<string>;
  /** References that were answered as taken, as far as the network knows. */
  readonly taken: ReadonlySet<string>;
  /** Resolves when nobody is connected any more, and so all that was on its way has been read. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export async function handsetNetwork(options: NetworkOptions): Promise<HandsetNetwork> {
  const handsets: Handset[] = [];
  const arrivals: number[] = [];
  const lag = watchLag();
  const lost = new Set<string>();
  const taken = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  /** Connections that this side has ended. Whoever has not heard of it yet may send one more request: it is read, and forgotten. */
  const ended = new WeakSet<Socket>();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Readonly<Record<string, string>>;
    const { client_ref: ref = '', to = '', text = '' } = body;
    const atMs = performance.now();
    arrivals.push(atMs);
    const latencyMs = options.latencyMs?.() ?? 0;
    if (latencyMs > 0) await new Promise((resolve) => timers.add(setTimeout(resolve, latencyMs)));
    if (ended.has(request.socket)) {
      lost.add(ref);
      return;
    }
    const deliver = (): void => void handsets.push({ to: `+${to}`, ref, text, atMs });
    const lose = (): void => {
      lost.add(ref);
      if (options.arrives(ref)) deliver();
    };
    const answer = (status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(content));
    };
    switch (options.faultOf(ref)) {
      case 'throttled':
        return answer(429, problem('#throttled'));
      case 'throttled-with-time':
        return answer(429, problem('#throttled'), { 'retry-after': '1' });
      case 'rejected':
        return answer(422, problem('https://developer.vonage.com/api-errors/messages#1430'));
      case 'reset-unread':
        // The request was read, but the network forgets it: to the sender both look the same.
        lost.add(ref);
        return void request.socket.resetAndDestroy();
      case 'server-error':
        lose();
        return answer(500, problem('#1000'));
      case 'reset-read':
        lose();
        return void request.socket.resetAndDestroy();
      case 'silence':
        lose();
        return;
      case 'half-answer':
        lose();
        response.writeHead(202, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"message_uuid":"aaaa');
        return void setImmediate(() => request.socket.destroy());
      case 'page-instead':
        lose();
        response.writeHead(200, { 'content-type': 'text/html' });
        return void response.end('<html><body>Sign in to the hotel network</body></html>');
      case 'wrong-answer':
        lose();
        return answer(202, { uuid: 42 });
      case 'close-after':
      case null:
        deliver();
        taken.add(ref);
        answer(202, { message_uuid: uuidOf(handsets.length) });
        if (options.faultOf(ref) === 'close-after') {
          setImmediate(() => {
            ended.add(request.socket);
            request.socket.end();
          });
        }
    }
  };

  const server: Server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handsets,
    arrivals,
    lagMs: lag.worstMs,
    lost,
    taken,
    async idle() {
      const connections = (): Promise<number> =>
        new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
      while ((await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async close() {
      lag.end();
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * The most requests of any period of a second, which is shorter by what this process was late: so much closer than they
 * left may two have been seen.
 */
export function mostInASecond({ arrivals, lagMs }: HandsetNetwork): number {
  const periodMs = 1000 - lagMs();
  let most = 0;
  let oldest = 0;
  for (const [index, atMs] of arrivals.entries()) {
    while (atMs - arrivals[oldest]! >= periodMs) oldest += 1;
    most = Math.max(most, index - oldest + 1);
  }
  return most;
}

/** How much later than asked for a timer of this process came at worst. */
function watchLag(): { readonly worstMs: () => number; end(): void } {
  const EVERY_MS = 5;
  let worstMs = 0;
  let lastMs = performance.now();
  const look = (): number => {
    const nowMs = performance.now();
    worstMs = Math.max(worstMs, nowMs - lastMs - EVERY_MS);
    lastMs = nowMs;
    return worstMs;
  };
  const timer = setInterval(look, EVERY_MS);
  return { worstMs: look, end: () => clearInterval(timer) };
}

function problem(type: string): Readonly<Record<string, string>> {
  return { type, title: 'A title', detail: 'A detail.', instance: 'bf0ca0bf927b3b52e3cb03217e1a1ddf' };
}

function uuidOf(count: number): string {
  return `aaaaaaaa-bbbb-4ccc-8ddd-${String(count).padStart(12, '0')}`;
}
