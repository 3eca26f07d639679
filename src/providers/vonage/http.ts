import { subscribe } from 'node:diagnostics_channel';
import type { Agent, Dispatcher } from 'undici';
import type { Timer } from '../../world.js';

/** One request. Whatever stands in its headers and its body may be secret or personal: none of it is ever told. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Without one it can not be told whether the request left: a question, which may be asked again at will. */
  readonly body?: string;
}

/** How one request ended. `why` is a stable word that carries no data. */
export type Exchange =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | null; readonly text: string }
  /** Not one byte of the request left this host, and none will. */
  | { readonly kind: 'unsent'; readonly why: string }
  /** Not one byte left, because {@link HttpOptions.mayLeave} said so. */
  | { readonly kind: 'withheld'; readonly why: string }
  /** The request, or a part of it, may have left; what came of it is not known. */
  | { readonly kind: 'lost'; readonly why: string };

export interface HttpOptions {
  /** From the call to the last byte of the answer, milliseconds. */
  readonly timeoutMs: number;
  /** An answer above this many bytes is not read on. */
  readonly maxAnswerBytes: number;
  /**
   * Asked in the turn in which the first byte of a request with a body would leave: between the call and that turn a
   * connection is made, and a process may be stopped for hours.
   */
  readonly mayLeave?: () => boolean;
}

export interface Http {
  /** Asks once; never again by itself, and never throws for what a network can do. */
  exchange(request: HttpRequest, options: HttpOptions): Promise<Exchange>;
}

/** How long a silent connection is kept for the next request: below what servers allow, so that few close under one. */
const KEEP_ALIVE_MS = 4000;

/** Why a deadline is no longer waited for; the platform's own reason is an exception with a stack, for every message. */
const ANSWERED = 'answered';

/** What is known of a request under way. */
interface Attempt {
  mayHaveLeft: boolean;
  /** Once it is held back for good, why. */
  heldBack: Extract<Exchange, { readonly kind: 'unsent' | 'withheld' }> | null;
  /** Decides at the last moment whether it leaves. */
  depart(): void;
}

/** The attempts by the body that undici hands back with its events: the same object, and no other request has it. */
const attempts = new WeakMap<object, Attempt>();
let isListening = false;

/**
 * undici tells on this channel that it is about to write a request's headers, in the same turn and before the first
 * byte. Until then nothing has left; from then on anything may have.
 */
function listen(): void {
  if (isListening) return;
  isListening = true;
  subscribe('undici:client:sendHeaders', (message) => {
    const { request } = message as { readonly request: { readonly body?: unknown } };
    if (!(request.body instanceof Uint8Array)) return;
    const attempt = attempts.get(request.body);
    attempt?.depart();
  });
}

/**
 * HTTP/1.1 over kept connections, one request a connection at a time, without redirects and without a retry of any
 * kind: whoever asks decides what may be asked twice.
 */
export function openHttp(timer: Timer): Http {
  // Loaded with the first provider rather than with the program: most commands send nothing.
  const agent = loadAgent();
  agent.catch(() => undefined);
  return {
    async exchange(request, options) {
      const over = new AbortController();
      const startedMs = timer.nowMs();
      const attempt: Attempt = {
        mayHaveLeft: request.body === undefined,
        heldBack: null,
        depart() {
          // A process that was stopped learns that it can write before it learns that its time is up.
          if (timer.nowMs() - startedMs >= options.timeoutMs) attempt.heldBack = { kind: 'unsent', why: 'timeout' };
          else if (options.mayLeave?.() === false) attempt.heldBack = { kind: 'withheld', why: 'too-late' };
          else attempt.mayHaveLeft = true;
          // Destroys the connection in this turn: what undici writes to it then goes nowhere.
          if (attempt.heldBack !== null) over.abort();
        },
      };
      const answered = new AbortController();
      const answer = ask(await agent, request, attempt, options, over.signal).catch((error: unknown) =>
        failed(error, attempt),
      );
      const deadline = timer.sleep(options.timeoutMs, answered.signal).then(async (): Promise<Exchange> => {
        if (!answered.signal.aborted) await readWhatIsHere();
        // What undici has not begun to write when this aborts, it never will.
        if (!answered.signal.aborted) over.abort();
        if (attempt.heldBack !== null) return attempt.heldBack;
        return attempt.mayHaveLeft ? { kind: 'lost', why: 'timeout' } : { kind: 'unsent', why: 'timeout' };
      });
      const exchange = await Promise.race([answer, deadline]);
      answered.abort(ANSWERED);
      return exchange;
    },
  };
}

/**
 * Lets the loop read what has already come in. A process that was stopped, or a machine that slept, finds its deadline
 * over and the answer waiting: the system tells of the time first.
 */
async function readWhatIsHere(): Promise<void> {
  // One turn reads the bytes; in the next one whoever waits for them has them.
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function loadAgent(): Promise<Agent> {
  const { Agent: AgentOfUndici } = await import('undici');
  listen();
  return new AgentOfUndici({
    // A setting of the environment that switches certificates off does not reach this far.
    connect: { rejectUnauthorized: true },
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  });
}

async function ask(
  agent: Dispatcher,
  { method, url, headers, body }: HttpRequest,
  attempt: Attempt,
  { timeoutMs, maxAnswerBytes }: HttpOptions,
  signal: AbortSignal,
): Promise<Exchange> {
  const bytes = body === undefined ? null : Buffer.from(body);
  if (bytes !== null) attempts.set(bytes, attempt);
  const answer = await agent.request({
    ...{ origin: url.origin, path: `${url.pathname}${url.search}`, method, headers: { ...headers }, body: bytes },
    ...{ headersTimeout: timeoutMs, bodyTimeout: timeoutMs, signal },
  });
  const text = await readText(answer.body, maxAnswerBytes);
  if (text === null) return { kind: 'lost', why: 'answer-too-large' };
  const retryAfter = answer.headers['retry-after'];
  return {
    kind: 'answered',
    status: answer.statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    text,
  };
}

/** The whole body; null when it is longer than `maxBytes`. What is no UTF-8 becomes U+FFFD, and no answer is read from it. */
async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failed(error: unknown, { mayHaveLeft, heldBack }: Attempt): Exchange {
  if (heldBack !== null) return heldBack;
  const code = codeOf(error);
  const why = reasons[code] ?? (isTls(code) ? 'tls' : null);
  return mayHaveLeft ? { kind: 'lost', why: why ?? 'connection-lost' } : { kind: 'unsent', why: why ?? 'network' };
}

/** What errors of Node and undici say. Whether the request had left follows from none of them. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ENETUNREACH: 'network-unreachable',
  EHOSTUNREACH: 'network-unreachable',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  UND_ERR_SOCKET: 'connection-lost',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'answer-too-large',
  HPE_INVALID_CONSTANT: 'unreadable-answer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  EPROTO: 'tls',
};

function isTls(code: string): boolean {
  return code.startsWith('CERT_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_');
}

/** The code of an error, or of the first of several addresses that failed together. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'errors' in error && Array.isArray(error.errors) ? codeOf(error.errors[0]) : '';
}
