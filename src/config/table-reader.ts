import { maskNumbersIn } from '../core/contact/mask-text.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { describeFound, dottedKey, type ConfigProblem } from './config-problem.js';
import type { Judge } from './judges.js';
import { lineOf, type KeyLines } from './toml-lines.js';

/** Gathers the problems of one file, so that they are all told at once. */
export class ProblemList {
  private readonly found: ConfigProblem[];

  /** @param known What was found before the keys were read. */
  constructor(
    private readonly file: string,
    private readonly lines: KeyLines,
    known: readonly ConfigProblem[] = [],
  ) {
    this.found = [...known];
  }

  /** @param place The path whose line is told, where it goes further than the key: an element of an array. */
  add(path: readonly string[], what: Phrase, place = path): void {
    this.found.push({ file: this.file, line: lineOf(this.lines, place), key: dottedKey(path), what });
  }

  /** In the order of the file; what stands nowhere in it comes first. */
  sorted(): readonly ConfigProblem[] {
    return [...this.found].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  }
}

/**
 * Reads one TOML table key by key. Whatever is wrong goes to the problem list and a stand-in comes back, so that
 * reading goes on to the end of the file; a configuration with problems is never handed out.
 */
export class TableReader {
  private readonly known = new Set<string>();

  constructor(
    private readonly table: Readonly<Record<string, unknown>>,
    private readonly path: readonly string[],
    private readonly problems: ProblemList,
  ) {}

  has(key: string): boolean {
    return Object.hasOwn(this.table, key);
  }

  required<T>(key: string, judge: Judge<T>, standIn: T): T {
    this.known.add(key);
    if (this.has(key)) return this.judged(key, this.table[key], judge, standIn);
    const verdict = judge(undefined);
    if (verdict.kind === 'bad') this.report(key, phrase('config.missing', { allowed: verdict.allowed }));
    return standIn;
  }

  optional<T, F>(key: string, judge: Judge<T>, fallback: F): T | F {
    this.known.add(key);
    return this.has(key) ? this.judged<T | F>(key, this.table[key], judge, fallback) : fallback;
  }

  /**
   * An array of at least one value, each of them judged on its own line; repeated values count once.
   *
   * @param example What is told where there is none.
   */
  list<T extends string>(
    key: string,
    judge: Judge<T>,
    fallback: readonly T[],
    example: readonly NoInfer<T>[],
  ): readonly T[] {
    this.known.add(key);
    const found = this.table[key];
    if (!this.has(key)) return fallback;
    if (!Array.isArray(found) || found.length === 0) {
      this.reportValue(key, found, phrase('config.allowedList', { example }));
      return fallback;
    }
    const values = found.flatMap((element: unknown, index) => {
      const verdict = judge(element);
      if (verdict.kind === 'good') return [verdict.value];
      const what = phrase('config.badValue', { found: describeFound(element), allowed: verdict.allowed });
      this.problems.add([...this.path, key], what, [...this.path, key, String(index)]);
      return [];
    });
    return [...new Set(values)];
  }

  /** The table at `key`; an empty one when there is none, so that its required keys are told as missing. */
  child(key: string): TableReader {
    return this.optionalChild(key) ?? new TableReader({}, [...this.path, key], this.problems);
  }

  /** The table at `key`; null when there is none. */
  optionalChild(key: string): TableReader | null {
    this.known.add(key);
    const found = this.table[key];
    if (isTable(found)) return new TableReader(found, [...this.path, key], this.problems);
    if (this.has(key)) this.reportValue(key, found, phrase('config.allowedTable'));
    return null;
  }

  /** The keys of a table that the operator names; those that `isName` refuses are reported, and left out. */
  names(isName: (key: string) => boolean, allowed: Phrase): readonly string[] {
    return Object.keys(this.table).filter((key) => {
      this.known.add(key);
      if (isName(key)) return true;
      if (isSecretName(key)) this.reportSecret(key);
      else this.report(key, phrase('config.unknownName', { allowed }));
      return false;
    });
  }

  /** Reports a problem of one key, or without a key of the table as a whole. */
  report(key: string | null, what: Phrase): void {
    this.problems.add(key === null ? this.path : [...this.path, key], what);
  }

  /** Reports what is wrong with a text that is of the right kind, and the text with it, but for telephone numbers. */
  reportUnfit(key: string, text: string, problem: Phrase): void {
    this.report(key, phrase('config.unfit', { found: describeFound(maskNumbersIn(text)), problem }));
  }

  /** Reports every key that nobody asked for. Called last. */
  close(): void {
    for (const key of Object.keys(this.table)) {
      if (this.known.has(key)) continue;
      if (isSecretName(key)) this.reportSecret(key);
      else this.report(key, phrase('config.unknownKey', { allowed: [...this.known] }));
    }
  }

  private judged<T>(key: string, found: unknown, judge: Judge<T>, standIn: T): T {
    const verdict = judge(found);
    if (verdict.kind === 'good') return verdict.value;
    if (verdict.isPrivate) this.report(key, phrase('config.badPrivateValue', { allowed: verdict.allowed }));
    else this.reportValue(key, found, verdict.allowed);
    return standIn;
  }

  private reportValue(key: string, found: unknown, allowed: Phrase): void {
    this.report(key, phrase('config.badValue', { found: describeFound(found), allowed }));
  }

  private reportSecret(key: string): void {
    this.report(key, phrase('config.secret', { variable: variableOf([...this.path, key]) }));
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** `apiKey`, `api-key`, `SMSCTL_VONAGE_API_SECRET`, `private_key_file`: what must never stand in a shared file. */
function isSecretName(key: string): boolean {
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
  return /(?:^|_)(?:api_?key|secret|private_?key|password|passphrase|token|jwt|credentials?)(?:_|$)/.test(words);
}

/** The environment variable that a secret comes from instead, where this version knows one. */
function variableOf(path: readonly string[]): string | null {
  const [table, provider, key = ''] = path;
  if (table !== 'providers' || provider !== 'vonage') return null;
  if (/private/i.test(key)) return 'SMSCTL_VONAGE_PRIVATE_KEY_FILE';
  return /secret/i.test(key) ? 'SMSCTL_VONAGE_API_SECRET' : 'SMSCTL_VONAGE_API_KEY';
}
