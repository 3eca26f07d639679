import { hash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, inject } from 'vitest';
import { runHosted } from './hosted-program.js';

/** The launcher of the built program. */
export const smsctl = fileURLToPath(new URL('../../bin/smsctl.js', import.meta.url));

/** A Tuesday, 10:00 in Paris and no holiday: metropolitan France is inside every window. */
export const MORNING = '2025-03-11T10:00:00+01:00';
/** The same day, when every window of metropolitan France is closed until the next morning at 8. */
export const NIGHT = '2025-03-11T22:30:00+01:00';

/** Terms under which everyone of {@link members} may be texted at {@link MORNING}. */
export const TERMS = ['--purpose', 'association', '--text', 'Bonjour {{ prenom }}', '--clock', MORNING] as const;

export type Json = Readonly<Record<string, unknown>>;

/** How one command ended, as a script sees it. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The one document on standard output. */
  json(): Json;
  /** The JSON Lines on standard output. */
  lines(): readonly Json[];
  /** The one error object on standard error. */
  error(): Json;
}

/** A command that is still running. */
export interface Running {
  readonly ended: Promise<Ran>;
  /** Resolves once standard output or standard error holds `text`, or the command has ended. */
  saw(text: string): Promise<void>;
  /** Resolves once the program hears signals. */
  listens(): Promise<void>;
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'): void;
  /** Resolves once a SIGINT or SIGHUP that was sent has reached the program: the next one is another one to it. */
  heardInterrupt(): Promise<void>;
}

export interface RunOptions {
  /** What standard input holds. Without it there is none. */
  readonly input?: string | Buffer;
  /** Standard input stays open, and nothing comes. */
  readonly holdsInput?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A workspace made by the real `init`, and the real program run in it. */
export interface CliWorkspace {
  readonly folder: string;
  at(name: string): string;
  write(name: string, content: string | Buffer): string;
  read(name: string): string;
  /** In a process that many commands share, unless it is given what only one of its own has. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** In a process of its own. */
  start(args: readonly string[], options?: RunOptions): Running;
  /** What each handset received in the rehearsal of a campaign. */
  outbox(campaign: string): readonly Json[];
  /** Names of the files in `rehearsals/`. */
  rehearsals(): readonly string[];
  /** `audit head` of the ledger itself. */
  head(): Promise<unknown>;
}

interface WorkspaceOptions {
  /** Lines of `[providers.simulator]`. */
  readonly simulator?: string;
  /** Lines of `[limits]` beside the allowed countries. */
  readonly limits?: string;
  readonly locale?: 'fr' | 'en';
  /** When the consents were given; long ago by default, so that a rehearsal may start at {@link MORNING}. */
  readonly givenAt?: string;
  /** Who has said yes, to `association` and to `information`; the first {@link memberNumber}s by default. */
  readonly numbers?: readonly string[];
  /** Further tables of the configuration. */
  readonly tables?: string;
}

const GIVEN_AT = '2025-01-15T09:00:00Z';

const NUMBERS = Array.from({ length: 40 }, (_, index) => memberNumber(index));

/** Of the range that Arcep keeps for fiction (decision 2018-0881, article 2.5.12). */
export function memberNumber(index: number): string {
  return `+3363998${String(index + 1).padStart(4, '0')}`;
}

/** A CSV file of the first `count` members, from `first` on: `phone;prenom;ville`. */
export function members(count: number, first = 0): string {
  const row = (_: unknown, index: number): string =>
    `${memberNumber(first + index)};P${first + index + 1};${(first + index) % 2 === 0 ? 'Lyon' : 'Nice'}`;
  return ['phone;prenom;ville', ...Array.from({ length: count }, row), ''].join('\n');
}

export function configText({
  simulator = 'rate = 1000',
  limits = '',
  locale = 'en',
  tables = '',
}: WorkspaceOptions): string {
  return `[organisation]
name = "Les Amis du Parc"
locale = "${locale}"

[sender]
id = "AMISDUPARC"
country = "FR"

[footer.FR]
text = "STOP au {{ stop }}"
stop = "36184"

[limits]
countries = ["FR"]
${limits}

[provider]
use = "simulator"
price = { FR = "0.065" }
currency = "EUR"

[providers.simulator]
${simulator}
${tables}`;
}

const made: string[] = [];

/** A folder that is gone after the tests of the file. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-cli-'));
  made.push(folder);
  return folder;
}

/** A passphrase in a file of its own, as the environment names it. */
export function passphraseIn(text: string, mode = 0o600): { readonly SMSCTL_PASSPHRASE_FILE: string } {
  const file = join(tempFolder(), 'passphrase');
  writeFileSync(file, text, { mode });
  return { SMSCTL_PASSPHRASE_FILE: file };
}

/** Node's own cache of compiled modules: the program starts some two hundred times. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/smsctl-tests', import.meta.url));

afterAll(() => {
  for (const folder of made.splice(0)) {
    for (const left of [folder, stateHomeOf(folder)]) rmSync(left, { recursive: true, force: true });
  }
});

const models = new Map<string, Promise<string>>();

/** Makes a workspace of its own, in which {@link members} have said yes. */
export async function cliWorkspace(options: WorkspaceOptions = {}): Promise<CliWorkspace> {
  const { givenAt = GIVEN_AT, numbers = NUMBERS } = options;
  const key = hash('sha256', `${givenAt} ${numbers.join(' ')}`);
  const model = models.get(key) ?? sharedModel(key, givenAt, numbers);
  models.set(key, model);
  const folder = tempFolder();
  cpSync(await model, folder, { recursive: true });
  const space = workspaceIn(folder);
  space.write('smsctl.toml', configText(options));
  return space;
}

/** Once for each kind of workspace in a run of the tests: whoever needs it first makes it, and all work on copies. */
async function sharedModel(key: string, givenAt: string, numbers: readonly string[]): Promise<string> {
  const shared = join(inject('workspaceModels'), key);
  if (existsSync(shared)) return shared;
  const own = await makeModel(givenAt, numbers);
  try {
    renameSync(own, shared);
    return shared;
  } catch {
    // Another worker was first: this file stays with its own.
    return own;
  }
}

/** `init` and one import. */
async function makeModel(givenAt: string, numbers: readonly string[]): Promise<string> {
  const folder = join(tempFolder(), 'model');
  mkdirSync(folder);
  const space = workspaceIn(folder);
  const init = ['init', folder, '--organisation', 'Les Amis du Parc', '--sender', 'AMISDUPARC', '--yes'];
  const proof = `opt_in;${givenAt};web_form;"J'accepte de recevoir les SMS";https://amisduparc.example`;
  const rows = numbers.flatMap((number) =>
    ['association', 'information'].map((purpose) => `${number};${purpose};${proof}`),
  );
  await mustSucceed(space, init);
  space.write('smsctl.toml', configText({}));
  space.write('optins.csv', ['phone;purpose;basis;given_at;method;wording;source', ...rows, ''].join('\n'));
  await mustSucceed(space, ['consent', 'import', 'optins.csv']);
  rmSync(join(folder, 'optins.csv'));
  return folder;
}

async function mustSucceed(space: CliWorkspace, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await space.run(args);
  if (exitCode !== 0) throw new Error(`smsctl ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
}

/**
 * Whether a command is given what only a process of its own has: standard input, and settings that the program, or Node
 * itself, reads as it starts (TZ, LANG, FORCE_COLOR, NODE_OPTIONS).
 */
function asksForProcess({ input, holdsInput = false, env = {} }: RunOptions): boolean {
  return input !== undefined || holdsInput || Object.keys(env).some((name) => !name.startsWith('SMSCTL_'));
}

/** The real program in any folder. */
export function workspaceIn(folder: string): CliWorkspace {
  const at = (name: string): string => join(folder, name);
  const start = (args: readonly string[], options: RunOptions = {}): Running => startProgram(folder, args, options);
  const run = async (args: readonly string[], options: RunOptions = {}): Promise<Ran> => {
    if (asksForProcess(options)) return await start(args, options).ended;
    const { env = {}, cwd = folder } = options;
    const ran = await runHosted(inject('programAt'), { args, cwd, env: { ...plainEnvironment(folder), ...env } });
    return ranOf(ran.exitCode, ran.stdout, ran.stderr);
  };
  return {
    folder,
    at,
    run,
    start,
    write(name, content) {
      writeFileSync(at(name), content, { mode: 0o600 });
      return at(name);
    },
    read: (name) => readFileSync(at(name), 'utf8'),
    outbox(campaign) {
      const file = at(`rehearsals/${campaign}.outbox.jsonl`);
      return existsSync(file) ? parseLines(readFileSync(file, 'utf8')) : [];
    },
    rehearsals: () => (existsSync(at('rehearsals')) ? readdirSync(at('rehearsals')).sort() : []),
    head: async () => (await run(['audit', 'head', '--json'])).json()['head'],
  };
}

/** Where commands in this folder keep what they remember of it: beside it, so that a copy of the folder is without. */
export function stateHomeOf(folder: string): string {
  return `${folder}.state`;
}

/** What the environment holds for every command: nothing that differs between machines. */
export function plainEnvironment(home: string): Record<string, string> {
  const plain = { PATH: process.env['PATH'] ?? '', HOME: home, TZ: 'UTC', LANG: 'C', NODE_COMPILE_CACHE: compileCache };
  return { ...plain, XDG_STATE_HOME: stateHomeOf(home) };
}

function startProgram(folder: string, args: readonly string[], options: RunOptions): Running {
  const { input, env = {}, cwd = folder, holdsInput = false } = options;
  const child = execa(process.execPath, [smsctl, ...args], {
    cwd,
    env: { ...plainEnvironment(folder), ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    forceKillAfterDelay: false,
    ...(input !== undefined ? { input } : { stdin: holdsInput ? ('pipe' as const) : ('ignore' as const) }),
  });
  const told = { text: '', hasEnded: false };
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    told.text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = child.then(({ exitCode, stdout, stderr }) => {
    told.hasEnded = true;
    for (const listener of listeners) listener();
    return ranOf(exitCode ?? -1, stdout, stderr);
  });
  return {
    ended,
    saw: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!told.hasEnded && !told.text.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    listens: () => listening(child.pid ?? 0),
    kill: (signal) => void child.kill(signal),
    heardInterrupt: () => hearing(child.pid ?? 0),
  };
}

const SIGHUP_BIT = 0x1;

/**
 * Waits until a program hears signals: Node hears SIGINT and SIGTERM from its start, and SIGHUP only when somebody listens
 * to it, as the system tells (Linux). Elsewhere long enough.
 */
async function listening(pid: number): Promise<void> {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return await new Promise((resolve) => setTimeout(resolve, 3000));
  while (existsSync(status)) {
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(status, 'utf8'))?.[1] ?? '0';
    if ((parseInt(caught.slice(-2), 16) & SIGHUP_BIT) !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const SIGINT_BIT = 0x2;

/** Waits until neither SIGINT nor SIGHUP is under way to a program; the system takes two that wait for one (Linux). Elsewhere long enough. */
async function hearing(pid: number): Promise<void> {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return await new Promise((resolve) => setTimeout(resolve, 3000));
  const isPending = (): boolean => {
    const waiting = [...readFileSync(status, 'utf8').matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gm)];
    return waiting.some(([, bits = '0']) => (parseInt(bits.slice(-2), 16) & (SIGINT_BIT | SIGHUP_BIT)) !== 0);
  };
  while (existsSync(status) && isPending()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** How a command ended; every line of JSON is taken apart, so that a stray word fails the test. */
function ranOf(exitCode: number, stdout: string, stderr: string): Ran {
  return {
    exitCode,
    stdout,
    stderr,
    json: () => onlyOne(stdout),
    lines: () => parseLines(stdout),
    error: () => onlyOne(stderr),
  };
}

function onlyOne(text: string): Json {
  const lines = parseLines(text);
  const [first] = lines;
  if (first === undefined || lines.length !== 1) throw new Error(`expected one line of JSON, found: ${text}`);
  return first;
}

function parseLines(text: string): readonly Json[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}
