import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { afterEach } from 'vitest';

/** What the server does with the next connection or request. */
export type Happening =
  | { readonly kind: 'answers'; readonly status: number; readonly body: string; readonly headers?: Headers }
  /** Writes exactly this, then ends, resets or holds the connection. */
  | { readonly kind: 'writes'; readonly text: string; readonly then: 'ends' | 'resets' | 'holds' }
  /** Answers, and closes the connection without having said so. */
  | { readonly kind: 'answers_and_closes'; readonly status: number; readonly body: string; readonly headers?: Headers }
  | { readonly kind: 'resets_at_accept' }
  /** Reads at least so many bytes of the request, or all of it, then resets. */
  | { readonly kind: 'resets_after'; readonly bytes: number }
  /** Reads, and never says a word. */
  | { readonly kind: 'stays_silent' };

type Headers = Readonly<Record<string, string>>;

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** Names in small letters. */
  readonly headers: Headers;
  readonly body: string;
}

export interface ScriptedServer {
  /** `http://127.0.0.1:…` or `https://localhost:…`. */
  readonly url: string;
  /** Every whole request, in order. */
  readonly requests: readonly SeenRequest[];
  /** All that came in, whole requests or not, decrypted where it was encrypted. */
  received(): string;
  readonly connections: number;
  /** Adds to the script; what is not scripted is answered as `otherwise` says. */
  will(...happenings: readonly Happening[]): void;
  /** Writes this to every connection. */
  say(text: string): void;
  /** Resolves once `holds` of what came in. */
  until(holds: (server: ScriptedServer) => boolean): Promise<void>;
  /** Resolves when all that was on its way to the server has come in. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly otherwise?: (request: SeenRequest) => Happening;
  readonly tls?: { readonly key: string; readonly cert: string };
}

const open: ScriptedServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A server on the loopback that misbehaves as it is told, down to the byte. */
export async function scriptedServer(options: ServerOptions = {}): Promise<ScriptedServer> {
  const script: Happening[] = [];
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const streams: { text: string }[] = [];
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watch of [...watchers]) watch();
  };

  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (script[0]?.kind === 'resets_at_accept') {
      script.shift();
      reset(socket);
      changed();
      return;
    }
    const stream = { text: '' };
    streams.push(stream);
    changed();
    let unread = '';
    let isDeaf = false;
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      stream.text += text;
      changed();
      if (isDeaf) return;
      unread += text;
      const [next] = script;
      const whole = wholeRequestIn(unread);
      if (next?.kind === 'resets_after' && (whole !== null || unread.length >= next.bytes)) {
        script.shift();
        isDeaf = true;
        reset(socket);
        return;
      }
      if (whole === null) return;
      unread = unread.slice(whole.length);
      requests.push(whole.request);
      const happening = script.shift() ?? options.otherwise?.(whole.request) ?? { kind: 'stays_silent' };
      perform(happening, socket);
      changed();
    });
  };

  const server: Server =
    options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, (socket) => serve(socket));
  // A handshake that the other side breaks off is no business of the test's.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const raw = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    raw.add(socket);
    socket.on('close', () => raw.delete(socket));
  });

  const made: ScriptedServer = {
    url: options.tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    requests,
    received: () => streams.map(({ text }) => text).join('\n'),
    get connections() {
      return streams.length;
    },
    will: (...happenings) => void script.push(...happenings),
    say(text) {
      for (const socket of sockets) socket.write(text, 'latin1');
    },
    until: (holds) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (!holds(made)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    async settle() {
      // What was written to a loopback socket is readable at once: a few turns of the loop read it.
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
    async close() {
      for (const socket of [...sockets, ...raw]) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
  open.push(made);
  return made;
}

/** An encrypted connection can not be reset; it ends without a word. */
function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

function perform(happening: Happening, socket: Socket): void {
  switch (happening.kind) {
    case 'answers':
      socket.write(answerText(happening));
      return;
    case 'answers_and_closes':
      socket.end(answerText(happening));
      return;
    case 'writes':
      socket.write(happening.text, () => {
        if (happening.then === 'resets') reset(socket);
        if (happening.then === 'ends') socket.end();
      });
      return;
    case 'resets_at_accept':
    case 'resets_after':
      reset(socket);
      return;
    case 'stays_silent':
  }
}

/** The bytes of an answer, with the length of its body. */
export function answerText({
  status,
  body,
  headers = {},
}:
  | Extract<Happening, { readonly kind: 'answers' }>
  | Extract<Happening, { readonly kind: 'answers_and_closes' }>): string {
  const all = { 'content-type': 'application/json', ...headers, 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Scripted\r\n${lines.join('')}\r\n${body}`;
}

/** The first request of a stream, once all of it is there. Latin-1: one character a byte. */
function wholeRequestIn(stream: string): { readonly request: SeenRequest; readonly length: number } | null {
  const headEnd = stream.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const [first = '', ...lines] = stream.slice(0, headEnd).split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const start = headEnd + 4;
  const length = start + Number(headers['content-length'] ?? 0);
  if (stream.length < length) return null;
  const body = Buffer.from(stream.slice(start, length), 'latin1').toString('utf8');
  return { request: { method, path, headers, body }, length };
}
