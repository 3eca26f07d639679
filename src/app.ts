import { existsSync, readdirSync, rmSync } from 'node:fs';
import { Chalk, type ChalkInstance } from 'chalk';
import { DateTime } from 'luxon';
import type { App, CampaignLedger, GlobalOptions, Workspace } from './cli/app.js';
import { terminalPrompts } from './cli/prompts.js';
import { parseConfig } from './config/config.js';
import { keyringOf } from './core/contact/keyring.js';
import { openHolidayBook, type HolidayBook } from './core/schedule/holidays.js';
import { isoInstant } from './core/schedule/instant.js';
import { profileIds } from './core/schedule/profiles.js';
import { exitCodeOf, OperatorError } from './errors.js';
import { findWorkspace, readConfigText, readKey, rehearsalFiles, type WorkspaceFiles } from './files/workspace.js';
import { simulator } from './providers/simulator.js';
import { slidingPace } from './providers/sliding-pace.js';
import { windowGuard } from './providers/wrap/window-guard.js';
import { guarded } from './store/sqlite/errors.js';
import { createLedger, openLedger } from './store/sqlite/ledger.js';
import { openRehearsal } from './store/sqlite/rehearsal.js';
import { takeSystemLock } from './store/sqlite/system-lock.js';
import type { Ledger } from './store/store.js';
import { formatsOf, type Locale } from './words/formats.js';
import { phrase } from './words/phrase.js';
import { speak } from './words/speak.js';
import { rehearsalClock, type Clock, type Terminal, type World } from './world.js';

/** Results that are told by the exit code, the gravest first. */
const GRAVITY: readonly number[] = [exitCodeOf.storeFailure, exitCodeOf.notPermitted, exitCodeOf.notNow, 80];

/** Puts the program together: the one place that knows every adapter. */
export function buildApp(
  world: World,
  globals: GlobalOptions & { readonly color: boolean },
  locale: Locale,
  interrupted: AbortSignal,
  setProcessExitCode: (code: number) => void,
): App {
  const formats = formatsOf(locale);
  let exitCode = 0;
  let found: Workspace | null = null;
  let book: Promise<HolidayBook> | null = null;
  const actor = { operator: globals.operator ?? world.loginName(), login: world.loginName() };
  const stamp = (clock: Clock): { operator: string; login: string; at: DateTime } => ({ ...actor, at: clock.now() });

  const files = (): WorkspaceFiles | null =>
    findWorkspace(globals.workspace, world.env['SMSCTL_WORKSPACE'], world.cwd);

  const load = (at: WorkspaceFiles): Workspace => {
    const config = parseConfig(readConfigText(at), at.config, { profileIds: profileIds() });
    if (globals.clock !== undefined) parseClock(globals.clock);
    return { files: at, config, keyring: keyringOf(readKey(at)), isRehearsing: config.provider.use === 'simulator' };
  };

  const app: App = {
    world,
    globals,
    formats,
    paint: { out: painter(world.stdout, globals.color, world), err: painter(world.stderr, globals.color, world) },
    prompts: terminalPrompts(world.stdin.isTTY && world.stderr.isTerminal && !globals.json),
    interrupted,
    actor,
    say: (words) => speak(words, formats),
    out: (text) => world.stdout.write(`${text}\n`),
    note: (text) => {
      if (!globals.quiet) world.stderr.write(`${text}\n`);
    },
    setExitCode(code) {
      const rank = (one: number): number => (GRAVITY.includes(one) ? GRAVITY.indexOf(one) : GRAVITY.length);
      if (exitCode === 0 || (code !== 0 && rank(code) < rank(exitCode))) exitCode = code;
      setProcessExitCode(exitCode);
    },
    workspaceFiles: files,
    findWorkspace() {
      const at = files();
      if (at === null) return null;
      found ??= load(at);
      return found;
    },
    workspace() {
      const workspace = app.findWorkspace();
      if (workspace !== null) return workspace;
      const named = globals.workspace ?? world.env['SMSCTL_WORKSPACE'];
      throw new OperatorError(
        'noInput',
        named === undefined ? phrase('cli.noWorkspace') : phrase('cli.noWorkspaceAt', { folder: named }),
        phrase('cli.noWorkspaceHint'),
      );
    },
    holidayBook: () => (book ??= openHolidayBook()),
    async withLedger(mode, use) {
      const { files: at, keyring } = app.workspace();
      if (mode === 'write' && globals.clock !== undefined) {
        throw new OperatorError('usage', phrase('cli.clockOnLedger'), phrase('cli.clockOnLedgerHint'));
      }
      return closing(openLedger(at.ledger, keyring, { mode, appliedAt: isoInstant(world.clock.now()) }), use);
    },
    async withCampaign(name, use) {
      const { files: at } = app.workspace();
      const isReal = await app.withLedger('read', async (ledger) => (await ledger.findCampaign(name)) !== null);
      if (!isReal && existsSync(rehearsalFiles(at, name).ledger)) return rehearse(name, use);
      if (!isReal) {
        throw new OperatorError('noInput', phrase('cli.noCampaign', { campaign: name }), phrase('cli.noCampaignHint'));
      }
      refuseClock();
      return openReal(use);
    },
    async withPlanning(name, { fresh, keep }, use) {
      const { files: at, isRehearsing } = app.workspace();
      if (!isRehearsing) {
        refuseClock();
        return openReal(use);
      }
      if (fresh && keep) removeRehearsal(at, name);
      const isNew = !existsSync(rehearsalFiles(at, name).ledger);
      try {
        return await rehearse(name, use);
      } finally {
        // What is only looked at leaves no copy behind.
        if (!keep && isNew) removeRehearsal(at, name);
      }
    },
    rehearsedCampaigns() {
      const { files: at } = app.workspace();
      if (!existsSync(at.rehearsals)) return [];
      return readdirSync(at.rehearsals)
        .filter((name) => name.endsWith('.db'))
        .map((name) => name.slice(0, -3))
        .sort();
    },
    createLedger(at, keyring) {
      const ledgerId = world.randomBytes(16).toString('hex');
      createLedger(at.ledger, keyring, ledgerId, stamp(world.clock));
    },
    async isCampaign(name) {
      const { files: at } = app.workspace();
      const has = async (ledger: Ledger): Promise<boolean> => (await ledger.findCampaign(name)) !== null;
      if (await app.withLedger('read', has)) return true;
      return existsSync(rehearsalFiles(at, name).ledger) && rehearse(name, ({ ledger }) => has(ledger));
    },
    isRunHeld: (ledger) => {
      const lock = guarded(ledger.file, () => takeSystemLock(lockFile(ledger, RUN_LOCK)));
      lock?.release();
      return Promise.resolve(lock === null);
    },
    holdingRun: (ledger, use) => holding(ledger, RUN_LOCK, 'store.runHeld', 'store.runHeldHint', use),
    holdingPlan: (ledger, use) => holding(ledger, PLAN_LOCK, 'store.planHeld', 'store.planHeldHint', use),
    rate(asked) {
      const { config } = app.workspace();
      const allowed = config.provider.use === 'simulator' ? config.simulator.rate : config.provider.rate;
      return asked === null ? allowed : Math.min(asked, allowed);
    },
    provider(campaign, clock, askedRate) {
      const { files: at, config } = app.workspace();
      const rate = app.rate(askedRate);
      const simulated = simulator(rehearsalFiles(at, campaign).outbox, config.simulator, clock, world.timer);
      return { provider: windowGuard(simulated, clock), pace: slidingPace(rate, world.timer), rate };
    },
  };

  const openReal = <T>(use: (opened: CampaignLedger) => Promise<T>): Promise<T> => {
    const { files: at, keyring } = app.workspace();
    const ledger = openLedger(at.ledger, keyring, { mode: 'write', appliedAt: isoInstant(world.clock.now()) });
    return closing(ledger, () => use({ ledger, isRehearsal: false, clock: world.clock }));
  };

  const refuseClock = (): void => {
    if (globals.clock === undefined) return;
    throw new OperatorError('usage', phrase('cli.clockNotRehearsal'), phrase('cli.clockOnLedgerHint'));
  };

  /** A rehearsal under `--clock` goes on under that clock in later commands, until another one is given. */
  const rehearse = <T>(name: string, use: (opened: CampaignLedger) => Promise<T>): Promise<T> => {
    const { files: at, keyring } = app.workspace();
    const start = globals.clock === undefined ? null : parseClock(globals.clock);
    const paths = { ledger: at.ledger, rehearsal: rehearsalFiles(at, name).ledger };
    const first = start === null ? world.clock : rehearsalClock(start, world.timer);
    const ledger = openRehearsal(paths, name, keyring, stamp(first));
    const machine = world.clock.now();
    const clock =
      start !== null
        ? first
        : ledger.clockOffsetMs === null
          ? world.clock
          : rehearsalClock(machine.plus(ledger.clockOffsetMs), world.timer);
    return closing(ledger, async () => {
      try {
        return await use({ ledger, isRehearsal: true, clock });
      } finally {
        if (clock !== world.clock) await ledger.setClockOffset(clock.now().diff(world.clock.now()).toMillis());
      }
    });
  };

  return app;
}

/** Takes a rehearsal away: its ledger, its locks and its outbox. */
function removeRehearsal(at: WorkspaceFiles, name: string): void {
  const { ledger, outbox } = rehearsalFiles(at, name);
  const locks = [RUN_LOCK, PLAN_LOCK].map((suffix) => ledger.replace(/\.db$/, '') + suffix);
  for (const file of [ledger, `${ledger}-wal`, `${ledger}-shm`, ...locks, outbox]) rmSync(file, { force: true });
}

async function closing<T>(ledger: Ledger, use: (ledger: Ledger) => Promise<T>): Promise<T> {
  try {
    return await use(ledger);
  } finally {
    ledger.close();
  }
}

const RUN_LOCK = '.run-lock';
const PLAN_LOCK = '.plan-lock';

function lockFile(ledger: Ledger, suffix: string): string {
  return ledger.file.replace(/\.db$/, '') + suffix;
}

async function holding<T>(
  ledger: Ledger,
  suffix: string,
  held: 'store.runHeld' | 'store.planHeld',
  hint: 'store.runHeldHint' | 'store.planHeldHint',
  use: () => Promise<T>,
): Promise<T> {
  const { file } = ledger;
  const lock = guarded(file, () => takeSystemLock(lockFile(ledger, suffix)));
  if (lock === null) throw new OperatorError('notNow', phrase(held, { file }), phrase(hint));
  try {
    return await use();
  } finally {
    lock.release();
  }
}

function parseClock(text: string): DateTime {
  const at = DateTime.fromISO(text, { setZone: true });
  if (at.isValid && /[Tt]/.test(text)) return at.toUTC();
  throw new OperatorError('usage', phrase('cli.badInstant', { option: '--clock', value: text }), phrase('cli.badInstantHint'));
}

/** Decided once for each stream: `--no-color`, `NO_COLOR`, `TERM=dumb` and no terminal mean none; `FORCE_COLOR` means yes. */
function painter(stream: Terminal, color: boolean, { env }: World): ChalkInstance {
  const isForced = (env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0';
  const isRefused = !color || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return new Chalk({ level: color && isForced ? 1 : isRefused || !stream.isTerminal ? 0 : 1 });
}
