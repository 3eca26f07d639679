import type { Agent, Dispatcher } from 'undici';
import type { Timer } from '../../world.js';

/** One request. Whatever stands in its headers and its body may be secret or personal: none of it is ever told. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Without one it is a question, which may be asked again at will: whether it left is not told. */
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

interface HttpOptions {
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

/**
 * HTTP/1.1 over kept connections, one request a connection at a time, without redirects and without a retry of any
 * kind: whoever asks decides what may be asked twice.
 */
export function openHttp(timer: Timer): Http {
  // Loaded with the first provider rather than with the program: most commands send nothing.
  let agent: Agent | null = null;
  const loading = loadAgent();
  loading.then(
    (loaded) => (agent = loaded),
    () => undefined,
  );
  return {
    exchange: (request, options) =>
      agent === null
        ? loading.then((loaded) => ask(loaded, request, options, timer))
        : ask(agent, request, options, timer),
  };
}

async function loadAgent(): Promise<Agent> {
  const { Agent: AgentOfUndici } = await import('undici');
  return new AgentOfUndici({
    // A setting of the environment that switches certificates off does not reach this far.
    connect: { rejectUnauthorized: true },
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  });
}

function ask(agent: Dispatcher, request: HttpRequest, options: HttpOptions, timer: Timer): Promise<Exchange> {
  const { method, url, headers, body } = request;
  return new Promise((resolve) => {
    const listener = new AnswerListener(body === undefined, options, timer, resolve);
    // Of undici's own deadlines none is needed: one holds from here to the last byte.
    const unlimited = { headersTimeout: 0, bodyTimeout: 0 };
    try {
      agent.dispatch(
        { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, body: body ?? null, ...unlimited },
        listener,
      );
    } catch (error) {
      listener.fail(error);
    }
  });
}

/** Hears one answer, as undici reads it from the wire: a stream for a few hundred bytes costs more than the request. */
class AnswerListener implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  /** Once it is held back for good, why. */
  private heldBack: Extract<Exchange, { readonly kind: 'unsent' | 'withheld' }> | null = null;
  private status = 0;
  private retryAfter: string | null = null;
  private readonly chunks: Buffer[] = [];
  private length = 0;
  private isOver = false;
  private readonly startedMs: number;
  private readonly callOffDeadline: () => void;

  constructor(
    private mayHaveLeft: boolean,
    private readonly options: HttpOptions,
    private readonly timer: Timer,
    private readonly resolve: (exchange: Exchange) => void,
  ) {
    this.startedMs = timer.nowMs();
    this.callOffDeadline = timer.after(options.timeoutMs, () => void this.timeIsUp());
  }

  /**
   * undici calls this when it is about to write a request to its connection, in the same turn and before the first byte.
   * Until then nothing has left; from then on anything may have.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // What has not begun when its time is over never will.
    if (this.isOver) controller.abort(new Error('over'));
    else if (!this.mayHaveLeft) this.depart();
  }

  /** Decides at the last moment whether it leaves. */
  private depart(): void {
    // A process that was stopped learns that it can write before it learns that its time is up.
    if (this.timer.nowMs() - this.startedMs >= this.options.timeoutMs) {
      this.heldBack = { kind: 'unsent', why: 'timeout' };
    } else if (this.options.mayLeave?.() === false) {
      this.heldBack = { kind: 'withheld', why: 'too-late' };
    } else {
      this.mayHaveLeft = true;
      return;
    }
    // An aborted request is not written.
    this.giveUp('timeout');
  }

  /** The last one counts: a server may say several times before that it is still at it (1xx). */
  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Dispatcher.ResponseData['headers']): void {
    this.status = status;
    const retryAfter = headers['retry-after'];
    this.retryAfter = typeof retryAfter === 'string' ? retryAfter : null;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.length += chunk.length;
    if (this.length > this.options.maxAnswerBytes) this.giveUp('answer-too-large');
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    // What is no UTF-8 becomes U+FFFD, and no answer is read from it.
    const [first, ...more] = this.chunks;
    const bytes = first === undefined || more.length > 0 ? Buffer.concat(this.chunks) : first;
    const text = bytes.toString('utf8');
    this.end({ kind: 'answered', status: this.status, retryAfter: this.retryAfter, text });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  fail(error: unknown): void {
    const code = codeOf(error);
    const why = reasons[code] ?? (isTls(code) ? 'tls' : null);
    this.end(this.notAnswered(why));
  }

  /**
   * Lets the loop read what has already come in first. A process that was stopped, or a machine that slept, finds its
   * deadline over and the answer waiting: the system tells of the time first.
   */
  private async timeIsUp(): Promise<void> {
    // One turn reads the bytes; in the next one whoever waits for them has them.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (!this.isOver) this.giveUp('timeout');
  }

  private giveUp(why: string): void {
    this.end(this.notAnswered(why));
    this.controller?.abort(new Error('over'));
  }

  private notAnswered(why: string | null): Exchange {
    if (this.heldBack !== null) return this.heldBack;
    return this.mayHaveLeft
      ? { kind: 'lost', why: why ?? 'connection-lost' }
      : { kind: 'unsent', why: why ?? 'network' };
  }

  /** The first end counts; undici tells of an abort as of an error. */
  private end(exchange: Exchange): void {
    if (this.isOver) return;
    this.isOver = true;
    this.callOffDeadline();
    this.resolve(exchange);
  }
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
  HTTPParserError: 'unreadable-answer',
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

/** The code of an error, or of the first of several addresses that failed together; an error about what was read has a name alone. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof Error && error.name === 'HTTPParserError') return error.name;
  return 'errors' in error && Array.isArray(error.errors) ? codeOf(error.errors[0]) : '';
}
