import { resolve } from 'node:path';
import { Chalk, type ChalkInstance } from 'chalk';
import type { DateTime } from 'luxon';
import type { App, GlobalOptions, Workspace } from './cli/app.js';
import { keyDoor } from './cli/key-door.js';
import { terminalPrompts } from './cli/prompts.js';
import { parseConfig, type Config } from './config/config.js';
import type { AuditData } from './core/audit/chain.js';
import { keyringOf, type Keyring } from './core/contact/keyring.js';
import { maskNumbersIn } from './core/contact/mask-text.js';
import { openHolidayBook, type HolidayBook } from './core/schedule/holidays.js';
import { isoInstant } from './core/schedule/instant.js';
import { placeOfCodes } from './core/schedule/places.js';
import { profileIds } from './core/schedule/profiles.js';
import { gravestExitCode, OperatorError } from './errors.js';
import { refuseLinkedRehearsals, strandedLedger } from './files/leftovers.js';
import { findWorkspace, readConfigText, type WorkspaceFiles } from './files/workspace.js';
import { readKeyFile, type WorkspaceKeys } from './files/key-file.js';
import { settleRotation } from './flows/rotate-key.js';
import { systemKeychain } from './keychain/system-keychain.js';
import { campaignLedgers } from './parts/campaign-ledgers.js';
import { configuredProvider } from './parts/configured-provider.js';
import { givenClock } from './parts/given-clock.js';
import { heldLedgers } from './parts/held-ledgers.js';
import { otherCopies } from './parts/other-copies.js';
import { createLedger, opensWith } from './store/sqlite/ledger.js';
import { holdAlone } from './store/sqlite/hold-alone.js';
import { isInClear, type Db } from './store/sqlite/open.js';
import { recodeLedger } from './store/sqlite/recode.js';
import { rotateFingerprints } from './store/sqlite/rotation.js';
import { inspectSnapshot, snapshotLedger } from './store/sqlite/snapshot.js';
import { formatsOf, type Locale } from './words/formats.js';
import { phrase, type Phrase } from './words/phrase.js';
import { printableJson } from './words/printable.js';
import { speak } from './words/speak.js';
import type { Clock, Terminal, World } from './world.js';

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

  const given = givenClock(world, globals, () => zoneOf(workspace().config));
  const workspace = (): Workspace => app.workspace();
  const zoneOf = ({ sender }: Config): string => placeOfCodes([sender.country])?.zones[0] ?? world.timeZone;

  const files = (): WorkspaceFiles | null => findWorkspace(globals.workspace, world.env['SMSCTL_WORKSPACE'], world.cwd);

  const load = (at: WorkspaceFiles): Workspace => {
    refuseNumberedOperator(globals.operator);
    refuseLinkedRehearsals(at);
    const config = parseConfig(readConfigText(at), at.config, { profileIds: profileIds() });
    // What was given as a clock and is none is told first.
    given.refuseOdd();
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
    out: (text) => world.stdout.write(`${globals.json ? printableJson(text) : text}\n`),
    note,
    setExitCode(code) {
      exitCode = gravestExitCode([exitCode, code]);
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
      const here = app.findWorkspace();
      if (here !== null) return here;
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
      given.refuseOnLedger();
      return app.workspace();
    },
    holidayBook: () => (book ??= openHolidayBook()),
    ...campaignLedgers({ world, given, meansRehearsal: globals.rehearsal === true, workspace, stamp }),
    ...otherCopies({ world, workspace }),
    ...configuredProvider({ world, workspace }),
    ...heldLedgers({ world, workspace, keysOf: (at) => unlocked(at).keys, untilDone }),
    recode: (file, keyring, fileKey) => recodeLedger(file, keyring, fileKey, stamp(world.clock)),
    rekey(file, from, to) {
      const at = isoInstant(world.clock.now());
      const apply = (db: Db): AuditData => rotateFingerprints(db, from, to, at);
      return recodeLedger(file, from.keyring, to.fileKey, stamp(world.clock), { kind: 'key_rotated', apply });
    },
    isInClear,
    copies: {
      snapshot: (file, keyring, target) => snapshotLedger(file, keyring, target, world.clock.now()),
      inspect: (file, keyring) => inspectSnapshot(file, keyring, world.clock.now()),
      holdAlone,
    },
    createLedger: (at, keyring, ledgerId) => createLedger(at.ledger, keyring, ledgerId, stamp(world.clock)),
  };

  return app;
}

/** The log keeps for ever who did something: it must not be where a number outlives its erasure. */
function refuseNumberedOperator(operator = ''): void {
  if (maskNumbersIn(operator) === operator) return;
  throw new OperatorError('usage', phrase('erasure.numberInOperator'), phrase('erasure.numberInNameHint'));
}

/** Decided once for each stream: `--no-color`, `NO_COLOR`, `TERM=dumb` and no terminal mean none; `FORCE_COLOR` means yes. */
function painter(stream: Terminal, color: boolean, { env }: World): ChalkInstance {
  const isForced = (env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0';
  const isRefused = !color || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return new Chalk({ level: color && isForced ? 1 : isRefused || !stream.isTerminal ? 0 : 1 });
}
