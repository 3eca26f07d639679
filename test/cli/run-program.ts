import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CommanderError } from 'commander';
import { DateTime } from 'luxon';
import { buildApp } from '../../src/app.js';
import { buildProgram, usageError } from '../../src/cli/program.js';
import { keyringOf, type Keyring } from '../../src/core/contact/keyring.js';
import { exitCodeOf, OperatorError } from '../../src/errors.js';
import { createLedger, openLedger } from '../../src/store/sqlite/ledger.js';
import type { Ledger } from '../../src/store/store.js';
import { formatsOf, type Locale } from '../../src/words/formats.js';
import { speak } from '../../src/words/speak.js';
import type { Clock, World } from '../../src/world.js';

const key = Buffer.alloc(32, 7);

const config = `[organisation]
name = "Les Amis du Parc"
locale = "en"
[sender]
id = "AMISDUPARC"
country = "FR"
[provider]
use = "simulator"
[purposes.partners]
kind = "promotional"
bases = ["opt_in", "rented_list"]
`;

export interface Answer {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

/** A workspace in a folder of its own, and the program run in it, in this process and under a clock that stands. */
export interface TestWorkspace {
  readonly folder: string;
  readonly ledgerFile: string;
  readonly keyring: Keyring;
  /** The environment of the next runs. */
  readonly env: Record<string, string>;
  at(name: string): string;
  write(name: string, text: string | Buffer): string;
  read(name: string): string;
  setNow(iso: string): void;
  run(...args: readonly string[]): Promise<Answer>;
  /** Runs with `--json` and reads the one document of the answer. */
  json(...args: readonly string[]): Promise<Record<string, unknown>>;
  /** The next run reads this from standard input. */
  pipe(text: string): void;
  openLedger(): Ledger;
  remove(): void;
}

export function testWorkspace(locale: Locale = 'en'): TestWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-test-'));
  const at = (name: string): string => join(folder, name);
  const ledgerFile = at('ledger.db');
  const keyring = keyringOf(key);
  let now = DateTime.fromISO('2026-03-10T10:00:00.000Z', { zone: 'utc' });
  let stdin = '';
  const env: Record<string, string> = {};
  const clock: Clock = { now: () => now, sleepUntil: () => Promise.resolve() };
  writeFileSync(at('smsctl.toml'), config);
  writeFileSync(at('ledger.key'), key, { mode: 0o600 });
  createLedger(ledgerFile, keyring, 'test-ledger', { operator: 'test', login: 'test', at: now });

  const run = async (...args: readonly string[]): Promise<Answer> => {
    let [out, err, exit] = ['', '', 0];
    const formats = formatsOf(locale);
    const piped = Readable.from([Buffer.from(stdin)]);
    const world: World = {
      clock,
      timer: { nowMs: () => 0, sleep: () => Promise.resolve(), after: () => () => undefined },
      env,
      cwd: folder,
      stdin: Object.assign(piped, { isTTY: false }) as unknown as NodeJS.ReadStream,
      stdout: { isTerminal: false, isRead: true, write: (text) => void (out += text) },
      stderr: { isTerminal: false, isRead: true, write: (text) => void (err += text) },
      randomBytes: (length) => Buffer.alloc(length, 1),
      loginName: () => 'claire',
      timeZone: 'UTC',
    };
    const signal = new AbortController().signal;
    try {
      const program = await buildProgram(
        args,
        locale,
        (globals) => Promise.resolve(buildApp(world, globals, locale, signal, (code) => void (exit = code))),
        (text) => void (out += text),
      );
      await program.parseAsync([...args], { from: 'user' });
    } catch (error) {
      const told = error instanceof CommanderError ? usageError(error, args) : error;
      if (told === null) return { out, err, exit };
      if (!(told instanceof OperatorError)) throw error;
      exit = exitCodeOf[told.kind];
      err += `${speak(told.problem, formats)}\n${told.hint === null ? '' : speak(told.hint, formats)}\n`;
    }
    return { out, err, exit };
  };

  return {
    folder,
    env,
    ledgerFile,
    keyring,
    at,
    run,
    write(name, text) {
      writeFileSync(at(name), text);
      return at(name);
    },
    read: (name) => readFileSync(at(name), 'utf8'),
    setNow(iso) {
      now = DateTime.fromISO(iso, { zone: 'utc' });
    },
    async json(...args) {
      const { out, err } = await run(...args, '--json');
      if (out === '') throw new Error(err);
      return JSON.parse(out) as Record<string, unknown>;
    },
    pipe(text) {
      stdin = text;
    },
    openLedger: () => openLedger(ledgerFile, keyring, { mode: 'write', appliedAt: now.toISO() ?? '' }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
