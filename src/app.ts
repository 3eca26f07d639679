import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Chalk, type ChalkInstance } from 'chalk';
import { DateTime } from 'luxon';
import type { App, CampaignLedger, GlobalOptions, Workspace } from './cli/app.js';
import { keyDoor } from './cli/key-door.js';
import { terminalPrompts } from './cli/prompts.js';
import { parseConfig } from './config/config.js';
import type { AuditData } from './core/audit/chain.js';
import { isCampaignName } from './core/campaign/campaign.js';
import { keyringOf, type Keyring } from './core/contact/keyring.js';
import type { E164 } from './core/contact/phone-number.js';
import { openHolidayBook, type HolidayBook } from './core/schedule/holidays.js';
import { isoInstant } from './core/schedule/instant.js';
import { profileIds } from './core/schedule/profiles.js';
import { exitCodeOf, invariant, OperatorError } from './errors.js';
import { refuseLinkedRehearsals, strandedLedger } from './files/leftovers.js';
import { filesHolding } from './files/number-search.js';
import {
  findWorkspace,
  readConfigText,
  rehearsalFiles,
  rehearsalNames,
  rehearsalTraces,
  setAsideLedgers,
  type SetAside,
  type WorkspaceFiles,
} from './files/workspace.js';
import { readKeyFile, type WorkspaceKeys } from './files/key-file.js';
import { readSecretFile } from './files/secret-file.js';
import { settleRotation } from './flows/rotate-key.js';
import { systemKeychain } from './keychain/system-keychain.js';
import type { Provider } from './providers/provider.js';
import { simulator } from './providers/simulator.js';
import { slidingPace } from './providers/sliding-pace.js';
import { aboutCode } from './providers/vonage/error-codes.js';
import { readCredentials } from './providers/vonage/credentials.js';
import { vonage } from './providers/vonage/vonage.js';
import { windowGuard } from './providers/wrap/window-guard.js';
import { storeError } from './store/sqlite/errors.js';
import { createLedger, opensWith, openLedger } from './store/sqlite/ledger.js';
import {
  BACKUP_LOCK,
  holdingLock,
  isLockHeld,
  PLAN_LOCK,
  refuseHeldRehearsals,
  removeRehearsal,
  RUN_LOCK,
} from './store/sqlite/ledger-locks.js';
import { holdAlone } from './store/sqlite/hold-alone.js';
import { isInClear, type Db } from './store/sqlite/open.js';
import { recodeLedger } from './store/sqlite/recode.js';
import { rotateFingerprints } from './store/sqlite/rotation.js';
import { inspectSnapshot, snapshotLedger } from './store/sqlite/snapshot.js';
import { openRehearsal } from './store/sqlite/rehearsal.js';
import type { Ledger } from './store/store.js';
import { formatsOf, type Locale } from './words/formats.js';
import { phrase, type Phrase } from './words/phrase.js';
import { printableJson } from './words/printable.js';
import { speak } from './words/speak.js';
import { rehearsalClock, type Clock, type Terminal, type World } from './world.js';

/** Results that are told by the exit code, the gravest first. */
const GRAVITY: readonly number[] = [
  exitCodeOf.storeFailure,
  exitCodeOf.notPermitted,
  exitCodeOf.unavailable,
  exitCodeOf.notNow,
  80,
];

/** Submissions a second from which a thread that commits is worth its start: below, disk and network wait for nobody. */
const THREAD_PAYS_FROM = 200;

type UseCampaign<T> = (opened: CampaignLedger) => Promise<T>;

/**
 * Puts the program together: the one place that knows every adapter.
 *
 * @param untilDone Runs what must be brought to its end even when nobody reads the program's words any more.
 */
export function buildApp(
  world: World,
  globals: GlobalOptions & { readonly color: boolean },
  locale: Locale,
  interrupted: AbortSignal,
  setProcessExitCode: (code: number) => void,
  untilDone: <T>(use: () => Promise<T>) => Promise<T> = (use) => use(),
): App {
  const formats = formatsOf(locale);
  const say = (words: Phrase): string => speak(words, formats);
  let exitCode = 0;
  let found: Workspace | null = null;
  let book: Promise<HolidayBook> | null = null;
  const actor = { operator: globals.operator ?? world.loginName(), login: world.loginName() };
  const stamp = (clock: Clock): { operator: string; login: string; at: DateTime } => ({ ...actor, at: clock.now() });

  const files = (): WorkspaceFiles | null => findWorkspace(globals.workspace, world.env['SMSCTL_WORKSPACE'], world.cwd);

  const load = (at: WorkspaceFiles): Workspace => {
    refuseLinkedRehearsals(at);
    const config = parseConfig(readConfigText(at), at.config, { profileIds: profileIds() });
    if (globals.clock !== undefined) parseClock(globals.clock);
    const isRehearsing = config.provider.use === 'simulator';
    // A bare key is read at once. For a sealed one a passphrase is needed, and not every command needs the key.
    if (readKeyFile(at).kind === 'bare') return { files: at, config, keyring: keyringFor(at), isRehearsing };
    return {
      files: at,
      config,
      get keyring() {
        return keyringFor(at);
      },
      isRehearsing,
    };
  };

  const prompts = terminalPrompts({
    canAsk: world.stdin.isTTY && world.stderr.isTerminal && !globals.json,
    signal: interrupted,
    yes: say(phrase('cli.yes')),
    no: say(phrase('cli.no')),
  });
  const note = (text: string): void => {
    if (!globals.quiet) world.stderr.write(`${text}\n`);
  };
  const keychain = systemKeychain({ env: world.env, isAttended: prompts.canAsk });
  const door = keyDoor({ world, prompts, keychain, say, note: globals.json ? () => undefined : note });
  let opened: { readonly at: string; readonly keys: WorkspaceKeys; readonly keyring: Keyring } | null = null;
  const unlocked = (at: WorkspaceFiles): { readonly keys: WorkspaceKeys; readonly keyring: Keyring } => {
    if (opened?.at !== at.key) {
      const keysNow = door.keys(at);
      const isNew = settleRotation(at, door.lockOf(at), (keyring) =>
        opensWith(at.ledger, keyring, isoInstant(world.clock.now())),
      );
      const keys = isNew ? door.keys(at) : keysNow;
      opened = { at: at.key, keys, keyring: keyringOf(keys.key, keys.fileKey) };
    }
    return opened;
  };
  const keyringFor = (at: WorkspaceFiles): Keyring => unlocked(at).keyring;

  const app: App = {
    world,
    globals,
    formats,
    paint: { out: painter(world.stdout, globals.color, world), err: painter(world.stderr, globals.color, world) },
    prompts,
    keyDoor: door,
    keychain,
    keyring: keyringFor,
    interrupted,
    actor,
    say,
    out: (text) =>
      world.stdout.write(`${globals.json ? printableJson(text) : text}
`),
    note,
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
      const stranded = strandedLedger(resolve(world.cwd, named ?? ''));
      if (stranded !== null) throw stranded;
      throw new OperatorError(
        'noInput',
        named === undefined ? phrase('cli.noWorkspace') : phrase('cli.noWorkspaceAt', { folder: named }),
        phrase('cli.noWorkspaceHint'),
      );
    },
    ownWorkspace() {
      refuseClockOnLedger();
      return app.workspace();
    },
    holidayBook: () => (book ??= openHolidayBook()),
    async withLedger(mode, use) {
      const { files: at, keyring } = app.workspace();
      if (mode === 'write') refuseClockOnLedger();
      return closing(openLedger(at.ledger, keyring, { mode, appliedAt: isoInstant(world.clock.now()) }), use);
    },
    async withCampaign(name, use) {
      refuseOddName(name);
      const { files: at } = app.workspace();
      if (await isReal(name)) {
        refuseClock();
        return openReal(use);
      }
      if (!existsSync(rehearsalFiles(at, name).ledger)) throw noCampaign(name);
      return rehearse(name, use);
    },
    async viewCampaign(name, use) {
      refuseOddName(name);
      const { files: at, keyring } = app.workspace();
      const view = (ledger: Ledger, isRehearsal: boolean) => use({ ledger, isRehearsal, clock: givenClock() });
      if (await isReal(name)) return app.withLedger('read', (ledger) => view(ledger, false));
      const { ledger: file } = rehearsalFiles(at, name);
      if (!existsSync(file)) throw noCampaign(name);
      const options = { mode: 'read', appliedAt: isoInstant(world.clock.now()) } as const;
      return closing(openLedger(file, keyring, options), (ledger) => view(ledger, true));
    },
    async withPlanning<T>(name: string, { fresh, keep }: { fresh: boolean; keep: boolean }, use: UseCampaign<T>) {
      refuseOddName(name);
      const { files: at, isRehearsing } = app.workspace();
      if (!isRehearsing) {
        refuseClock();
        return openReal(use);
      }
      const isNew = fresh || !existsSync(rehearsalFiles(at, name).ledger);
      if (!keep) {
        // A new rehearsal would start from the ledger as it is: to look at it, no copy is needed.
        const look = (ledger: Ledger): Promise<T> => use({ ledger, isRehearsal: true, clock: givenClock() });
        return isNew ? app.withLedger('read', look) : rehearse(name, use, false);
      }
      if (fresh) removeRehearsal(rehearsalFiles(at, name));
      return isNew ? rehearseAnew(name, use) : rehearse(name, use);
    },
    rehearsedCampaigns() {
      const { files: at } = app.workspace();
      return rehearsalNames(at);
    },
    recode: (file, keyring, fileKey) => recodeLedger(file, keyring, fileKey, stamp(world.clock)),
    rekey(file, from, to) {
      const at = isoInstant(world.clock.now());
      const apply = (db: Db): AuditData => rotateFingerprints(db, from, to, at);
      return recodeLedger(file, from.keyring, to.fileKey, stamp(world.clock), { kind: 'key_rotated', apply });
    },
    dropRehearsal: (name) => removeRehearsal(rehearsalFiles(app.workspace().files, name)),
    holdingAll: (at, use) =>
      holdingLock(at.ledger, RUN_LOCK, () => holdingLock(at.ledger, PLAN_LOCK, () => untilDone(use))),
    isInClear,
    copies: {
      snapshot: (file, keyring, target) => snapshotLedger(file, keyring, target, world.clock.now()),
      inspect: (file, keyring) => inspectSnapshot(file, keyring, world.clock.now()),
      holdAlone,
    },
    holdingBackup: (at, use) => holdingLock(at.ledger, BACKUP_LOCK, use),
    async rehearsalsHolding(number) {
      const { files: at } = app.workspace();
      const holding: string[] = [];
      for (const name of rehearsalTraces(at)) if (await isHeldIn(name, number)) holding.push(name);
      return holding;
    },
    async withSetAside(mode, use) {
      const { files: at, keyring } = app.workspace();
      const done: string[] = [];
      for (const aside of setAsideLedgers(at)) {
        const opened = openSetAside(aside, [() => keyring, () => keyringAside(at, aside)], mode);
        if (opened === null) continue;
        await closing(opened, use);
        done.push(aside.ledger);
      }
      return done;
    },
    refuseHeldRehearsals(names) {
      const { files: at } = app.workspace();
      refuseHeldRehearsals(names.map((name) => rehearsalFiles(at, name).ledger));
    },
    removeRehearsals(names) {
      const { files: at } = app.workspace();
      for (const name of names) removeRehearsal(rehearsalFiles(at, name));
    },
    createLedger: (at, keyring, ledgerId) => createLedger(at.ledger, keyring, ledgerId, stamp(world.clock)),
    async isCampaign(name) {
      const { files: at } = app.workspace();
      const has = async (ledger: Ledger): Promise<boolean> => (await ledger.findCampaign(name)) !== null;
      if (await app.withLedger('read', has)) return true;
      return existsSync(rehearsalFiles(at, name).ledger) && rehearse(name, ({ ledger }) => has(ledger));
    },
    isRunHeld: (ledger) => Promise.resolve(isLockHeld(ledger.file, RUN_LOCK)),
    holdingRun(ledger, use) {
      // One run a workspace, rehearsed or not; and one lock of the campaign's own, which tells whether it is the one.
      const { files: at } = app.workspace();
      if (ledger.file === at.ledger) {
        return holdingLock(ledger.file, RUN_LOCK, () => untilDone(() => sendingFrom(ledger, use)));
      }
      return holdingLock(at.ledger, RUN_LOCK, () => holdingLock(ledger.file, RUN_LOCK, () => untilDone(use)));
    },
    holdingLedger: (ledger, use) => holdingLock(ledger.file, RUN_LOCK, () => untilDone(use)),
    holdingPlan: (ledger, use) => holdingLock(ledger.file, PLAN_LOCK, use),
    async recording({ ledger, isRehearsal }, rate, use) {
      if (isRehearsal || rate < THREAD_PAYS_FROM) return use(ledger);
      // Few runs are that fast: the others do not load it.
      const { openRecorder } = await import('./store/sqlite/recorder.js');
      const { keys } = unlocked(app.workspace().files);
      const thread = openRecorder({ file: ledger.file, ...keys, appliedAt: isoInstant(world.clock.now()) });
      try {
        return await use({ ...ledger, ...thread.recorder });
      } finally {
        await thread.close();
      }
    },
    rate(asked) {
      return rateOf(app.workspace().isRehearsing, asked);
    },
    provider(campaign, { isRehearsal, clock }, askedRate) {
      const rate = rateOf(isRehearsal, askedRate);
      const provider = isRehearsal ? simulated(campaign, clock) : real(campaign, clock);
      return { provider: windowGuard(provider, clock), pace: slidingPace(rate, world.timer), rate };
    },
    inboxSource() {
      const { config, isRehearsing } = app.workspace();
      if (isRehearsing) return { name: config.provider.use, aboutCode: () => null, openRecords: null };
      const openRecords = (): NonNullable<Provider['fetchInbox']> => {
        const { fetchInbox } = openVonage(world.clock);
        invariant(fetchInbox !== undefined, 'this provider keeps records');
        return fetchInbox;
      };
      return { name: config.provider.use, aboutCode, openRecords };
    },
    async checkCredentials() {
      if (app.workspace().isRehearsing) return null;
      return (await openVonage(world.clock).checkCredentials?.()) ?? null;
    },
  };

  /** A key under a passphrase is nobody's to guess. */
  const keyringAside = (at: WorkspaceFiles, { key }: SetAside): Keyring | null => {
    const file = existsSync(key) ? readKeyFile({ ...at, key }) : null;
    return file?.kind === 'bare' ? keyringOf(file.keys.key, file.keys.fileKey) : null;
  };

  const openSetAside = (
    { ledger: file }: SetAside,
    keyrings: readonly (() => Keyring | null)[],
    mode: 'read' | 'write',
  ): Ledger | null => {
    const appliedAt = isoInstant(world.clock.now());
    for (const keyringOrNull of keyrings) {
      try {
        const keyring = keyringOrNull();
        if (keyring !== null) return openLedger(file, keyring, { mode, appliedAt });
      } catch (error) {
        // Another key's, damaged, or older than can be read: it is told of as what could not be looked into.
        if (!(error instanceof OperatorError) || error.kind === 'notNow') throw error;
      }
    }
    return null;
  };

  /** Half a rehearsal, or one that does not open, may hold anybody. */
  const isHeldIn = async (name: string, number: E164): Promise<boolean> => {
    const { files: at, keyring } = app.workspace();
    const { ledger: file, outbox } = rehearsalFiles(at, name);
    if (!existsSync(file) || existsSync(`${file}.new`)) return true;
    const isElsewhere = (path: string): boolean => path !== outbox;
    if ((await filesHolding(at.rehearsals, number, isElsewhere)).holding.length > 0) return true;
    try {
      const options = { mode: 'read', appliedAt: isoInstant(world.clock.now()) } as const;
      return await closing(openLedger(file, keyring, options), async (ledger) => {
        return (await ledger.heldInClear(number)).standing === 'known';
      });
    } catch (error) {
      if (error instanceof OperatorError && error.kind === 'notNow') throw error;
      return true;
    }
  };

  const rateOf = (isRehearsal: boolean, asked: number | null): number => {
    const { config } = app.workspace();
    const allowed = isRehearsal ? config.simulator.rate : config.provider.rate;
    return asked === null ? allowed : Math.min(asked, allowed);
  };

  const simulated = (campaign: string, clock: Clock): Provider => {
    const { files: at, config } = app.workspace();
    const { outbox } = rehearsalFiles(at, campaign);
    return onDisk(outbox, simulator(outbox, config.simulator, clock, world.timer));
  };

  const real = (campaign: string, clock: Clock): Provider => {
    if (!app.workspace().isRehearsing) return openVonage(clock);
    throw new OperatorError(
      'config',
      phrase('provider.realCampaign', { campaign }),
      phrase('provider.realCampaignHint', { campaign }),
    );
  };

  const openVonage = (clock: Clock): Provider => {
    const { config } = app.workspace();
    const readSecret = (file: string): Buffer =>
      readSecretFile(resolve(world.cwd, file), phrase('provider.secretFileHint'));
    return vonage(config.vonage, readCredentials(world.env, config.vonage, readSecret), clock, world.timer);
  };

  const isReal = (name: string): Promise<boolean> =>
    app.withLedger('read', async (ledger) => (await ledger.findCampaign(name)) !== null);

  const openReal = <T>(use: UseCampaign<T>): Promise<T> => {
    const { files: at, keyring } = app.workspace();
    const ledger = openLedger(at.ledger, keyring, { mode: 'write', appliedAt: isoInstant(world.clock.now()) });
    return closing(ledger, () => use({ ledger, isRehearsal: false, clock: world.clock }));
  };

  const refuseClockOnLedger = (): void => {
    if (globals.clock === undefined) return;
    throw new OperatorError('usage', phrase('cli.clockOnLedger'), phrase('cli.clockOnLedgerHint'));
  };

  const refuseClock = (): void => {
    if (globals.clock === undefined) return;
    throw new OperatorError('usage', phrase('cli.clockNotRehearsal'), phrase('cli.clockOnLedgerHint'));
  };

  const givenClock = (): Clock =>
    globals.clock === undefined ? world.clock : rehearsalClock(parseClock(globals.clock), world.timer);

  /** A rehearsal under `--clock` goes on under that clock in later commands, until another one is given. */
  const rehearse = <T>(name: string, use: UseCampaign<T>, keepsClock = true): Promise<T> => {
    const { files: at, keyring } = app.workspace();
    const paths = { ledger: at.ledger, rehearsal: rehearsalFiles(at, name).ledger };
    const first = givenClock();
    const ledger = openRehearsal(paths, name, keyring, stamp(first));
    const clock =
      globals.clock !== undefined || ledger.clockOffsetMs === null
        ? first
        : rehearsalClock(world.clock.now().plus(ledger.clockOffsetMs), world.timer);
    return closing(ledger, async () => {
      try {
        return await use({ ledger, isRehearsal: true, clock });
      } finally {
        if (keepsClock && clock !== world.clock) {
          await ledger.setClockOffset(clock.now().diff(world.clock.now()).toMillis());
        }
      }
    });
  };

  /** A rehearsal in which nothing came to pass, because the input was no good, leaves no copy of the ledger behind. */
  const rehearseAnew = async <T>(name: string, use: UseCampaign<T>): Promise<T> => {
    const made = { isBlank: false };
    try {
      return await rehearse(name, async (opened) => {
        const before = await opened.ledger.auditHead();
        try {
          return await use(opened);
        } catch (error) {
          made.isBlank = await opened.ledger.auditHead().then(
            ({ seq }) => seq === before.seq,
            () => true,
          );
          throw error;
        }
      });
    } catch (error) {
      if (made.isBlank) discard(rehearsalFiles(app.workspace().files, name));
      throw error;
    }
  };

  return app;
}

/** Takes a rehearsal away unless someone else works in it. The error that led here is the one to tell. */
function discard(paths: { readonly ledger: string; readonly outbox: string }): void {
  try {
    removeRehearsal(paths);
  } catch {
    return;
  }
}

/** A simulated network is a file: that the disk fails it is no defect of the program. */
function onDisk(file: string, provider: Provider): Provider {
  const told = async <T>(use: () => Promise<T>): Promise<T> => {
    try {
      return await use();
    } catch (error) {
      throw storeError(file, error);
    }
  };
  return {
    ...provider,
    send: (message) => told(() => provider.send(message)),
    collect: () => told(() => provider.collect()),
  };
}

/** Nothing leaves from a copy before somebody has adopted it: the original may have texted the same people. */
async function sendingFrom<T>(ledger: Ledger, use: () => Promise<T>): Promise<T> {
  const standing = await ledger.standing();
  if (standing !== 'own') {
    const problem = phrase(standing === 'copied' ? 'delivery.copied' : 'delivery.restored', { file: ledger.file });
    throw new OperatorError('notPermitted', problem, phrase('delivery.adoptHint'));
  }
  await ledger.noteRun();
  try {
    return await use();
  } finally {
    await ledger.noteRun();
  }
}

async function closing<T>(ledger: Ledger, use: (ledger: Ledger) => Promise<T>): Promise<T> {
  try {
    return await use(ledger);
  } finally {
    ledger.close();
  }
}

/** A campaign's name is part of a file's name: nothing else may come between. */
function refuseOddName(name: string): void {
  if (isCampaignName(name)) return;
  throw new OperatorError(
    'usage',
    phrase('report.badName', { campaign: name.slice(0, 80) }),
    phrase('report.badNameHint'),
  );
}

function noCampaign(campaign: string): OperatorError {
  return new OperatorError('noInput', phrase('cli.noCampaign', { campaign }), phrase('cli.noCampaignHint'));
}

/** Years in which the rules of this program mean anything; a clock beyond them is a slip of the pen. */
const CLOCK_YEARS = { first: 1970, last: 2199 } as const;

function parseClock(text: string): DateTime {
  const at = DateTime.fromISO(text, { setZone: true });
  const isMeant = at.year >= CLOCK_YEARS.first && at.year <= CLOCK_YEARS.last;
  if (at.isValid && isMeant && /[Tt]/.test(text)) return at.toUTC();
  throw new OperatorError(
    'usage',
    phrase('cli.badInstant', { option: '--clock', value: text }),
    phrase('cli.badInstantHint'),
  );
}

/** Decided once for each stream: `--no-color`, `NO_COLOR`, `TERM=dumb` and no terminal mean none; `FORCE_COLOR` means yes. */
function painter(stream: Terminal, color: boolean, { env }: World): ChalkInstance {
  const isForced = (env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0';
  const isRefused = !color || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return new Chalk({ level: color && isForced ? 1 : isRefused || !stream.isTerminal ? 0 : 1 });
}
