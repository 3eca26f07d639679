import type { Random } from './random.ts';

/** One kind of reader with the inputs that try it and the laws that it keeps for each of them. */
export interface Family<Input> {
  readonly name: string;
  /** In the summary: what was read. */
  readonly what: string;
  make(random: Random): Input;
  /** @returns What became of the input, for the counts of the summary. @throws LawBroken, or whatever the reader threw. */
  check(input: Input): string | Promise<string>;
  /** Smaller inputs that may break the same law, the boldest first. */
  simpler(input: Input): Iterable<Input>;
  /** The input as it can be pasted into a test. */
  show(input: Input): string;
}

/** A reader did what it must never do. */
class LawBroken extends Error {
  override readonly name = 'LawBroken';
  readonly law: string;

  constructor(law: string, detail: string) {
    super(`${law}: ${detail}`);
    this.law = law;
  }
}

/** @param detail Called only when the law is broken. */
export function law(holds: boolean, name: string, detail: () => string = () => ''): asserts holds {
  if (!holds) throw new LawBroken(name, detail());
}

/** What makes two failures the same one: the law, or for a crash the kind of error and the line that threw. */
export function signatureOf(error: unknown): string {
  if (error instanceof LawBroken) return error.law;
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const place = /\n\s+at .*/.exec(error.stack ?? '')?.[0].replace(/^\s+at /, '') ?? '';
  return `threw ${error.name} at ${place.replace(/^.*\/(?=[^/]+\/[^/]+\/[^/]+$)/, '').replace(/\)$/, '')}`;
}

/**
 * Milliseconds of work that this process has done so far. Unlike a clock it stands still while others have the machine;
 * whoever waits for it does none.
 */
export function workMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const MOST_ATTEMPTS = 3000;

/**
 * Makes a failing input smaller as long as it fails in the same way.
 *
 * @param onAttempt Called before each one.
 */
export async function minimised<Input>(
  family: Family<Input>,
  input: Input,
  signature: string,
  onAttempt: () => void,
): Promise<Input> {
  let smallest = input;
  let attempts = 0;
  for (let isSmaller = true; isSmaller && attempts < MOST_ATTEMPTS;) {
    isSmaller = false;
    for (const candidate of family.simpler(smallest)) {
      if (++attempts > MOST_ATTEMPTS) break;
      onAttempt();
      if ((await failureOf(family, candidate)) !== signature) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

async function failureOf<Input>(family: Family<Input>, input: Input): Promise<string | null> {
  try {
    await family.check(input);
    return null;
  } catch (error) {
    return signatureOf(error);
  }
}

/** Shorter texts: without ever smaller pieces, then with each character made plain. */
export function* simplerTexts(text: string): Generator<string> {
  for (let length = Math.ceil(text.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let at = 0; at < text.length; at += length) yield text.slice(0, at) + text.slice(at + length);
  }
  for (let at = 0; at < text.length; at++) {
    const plain = /\d/.test(text.charAt(at)) ? '0' : 'a';
    if (text.charAt(at) > plain) yield text.slice(0, at) + plain + text.slice(at + 1);
  }
}

/** As {@link simplerTexts}, for bytes. */
export function* simplerBytes(bytes: Buffer): Generator<Buffer> {
  for (let length = Math.ceil(bytes.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let at = 0; at < bytes.length; at += length) {
      yield Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    }
  }
}

/** A text as a string literal of TypeScript, everything that a terminal would not show written out. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Bytes as `Buffer.from("…", "latin1")`. */
export function bytesLiteral(bytes: Buffer): string {
  const text = literal(bytes.toString('latin1')).replace(/\\u00([0-9a-f]{2})/g, '\\x$1');
  return `Buffer.from(${text}, 'latin1')`;
}
