import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { keyringOf, type Keyring } from '../../src/core/contact/keyring.js';
import { exitCodeOf } from '../../src/errors.js';
import { createLedger, openLedger } from '../../src/store/sqlite/ledger.js';
import type { Ledger } from '../../src/store/store.js';
import type { Locale } from '../../src/words/formats.js';
import { runProgram } from './in-process.js';

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

interface Answer {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

interface Examined {
  readonly name: string;
  readonly status: string;
  readonly message: string;
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
  /** How `doctor` finds one thing. */
  examined(name: string): Promise<Examined | undefined>;
  /** Whether the never-list has a number, for whatever purpose. */
  isSuppressed(number: string): Promise<unknown>;
  /** The next run reads this from standard input. */
  pipe(text: string): void;
  openLedger(): Ledger;
  /** Opens the ledger and closes it again. */
  inLedger<T>(use: (ledger: Ledger) => Promise<T>): Promise<T>;
  remove(): void;
}

export function testWorkspace(locale: Locale = 'en'): TestWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-test-'));
  const at = (name: string): string => join(folder, name);
  const ledgerFile = at('ledger.db');
  const keyring = keyringOf(key);
  let now = DateTime.fromISO('2026-03-10T10:00:00.000Z', { zone: 'utc' });
  let input = '';
  const env: Record<string, string> = {};
  writeFileSync(at('smsctl.toml'), config);
  writeFileSync(at('ledger.key'), key, { mode: 0o600 });
  createLedger(ledgerFile, keyring, 'test-ledger', { operator: 'test', login: 'test', at: now });

  const run = async (...args: readonly string[]): Promise<Answer> => {
    const { stdout, stderr, code, error } = await runProgram(args, { cwd: folder, now, env, locale, input });
    return { out: stdout, err: stderr, exit: error === null ? (code ?? 0) : exitCodeOf[error.kind] };
  };
  const json = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    const { out, err } = await run(...args, '--json');
    if (out === '') throw new Error(err);
    return JSON.parse(out) as Record<string, unknown>;
  };
  const open = (): Ledger => openLedger(ledgerFile, keyring, { mode: 'write', appliedAt: now.toISO() ?? '' });

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
    json,
    async examined(name) {
      const { checks } = (await json('doctor')) as { readonly checks: readonly Examined[] };
      return checks.find((one) => one.name === name);
    },
    isSuppressed: async (number) => (await json('suppress', 'check', number))['suppressed'],
    pipe(text) {
      input = text;
    },
    openLedger: open,
    async inLedger(use) {
      const ledger = open();
      try {
        return await use(ledger);
      } finally {
        ledger.close();
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
