import { Chalk, type ChalkInstance } from 'chalk';
import type { DateTime } from 'luxon';
import type { App, GlobalOptions } from './cli/app.js';
import { asTyped } from './cli/as-typed.js';
import { keyDoor } from './cli/key-door.js';
import { terminalPrompts } from './cli/prompts.js';
import type { Config } from './config/config.js';
import type { Keyring } from './core/contact/keyring.js';
import { openHolidayBook, type HolidayBook } from './core/schedule/holidays.js';
import { placeOfCodes } from './core/schedule/places.js';
import { gravestExitCode } from './errors.js';
import type { WorkspaceFiles } from './files/workspace.js';
import { systemKeychain } from './keychain/system-keychain.js';
import { campaignLedgers } from './parts/campaign-ledgers.js';
import { configuredProvider } from './parts/configured-provider.js';
import { foundWorkspace } from './parts/found-workspace.js';
import { givenClock } from './parts/given-clock.js';
import { heldLedgers } from './parts/held-ledgers.js';
import { namedOperator } from './parts/named-operator.js';
import { openedKeys } from './parts/opened-keys.js';
import { otherCopies } from './parts/other-copies.js';
import { wholeLedgers } from './parts/whole-ledgers.js';
import { formatsOf, type Locale } from './words/formats.js';
import { phrase, type Phrase } from './words/phrase.js';
import { printableJson } from './words/printable.js';
import { speak } from './words/speak.js';
import type { Clock, Terminal, World } from './world.js';

/** Puts the program together: the one place that knows every adapter. */
export function buildApp(
  world: World,
  globals: GlobalOptions & { readonly color: boolean },
  locale: Locale,
  interrupted: AbortSignal,
  setProcessExitCode: (code: number) => void,
): App {
  const formats = formatsOf(locale);
  const say = (words: Phrase): string => asTyped(speak(words, formats), globals);
  let exitCode = 0;
  let book: Promise<HolidayBook> | null = null;
  const actor = namedOperator(globals, world);
  const stamp = (clock: Clock): { operator: string; login: string; at: DateTime } => ({ ...actor, at: clock.now() });

  const prompts = terminalPrompts({
    canAsk: world.stdin.isTTY && world.stderr.isTerminal && !globals.json,
    signal: interrupted,
    yes: say(phrase('cli.yes')),
    no: say(phrase('cli.no')),
    howToChoose: say(phrase('cli.howToChoose')),
  });
  const note = (text: string): void => {
    if (!globals.quiet) world.stderr.write(`${text}\n`);
  };
  const keychain = systemKeychain({ env: world.env, isAttended: prompts.canAsk });
  const door = keyDoor({ world, prompts, keychain, say, note: globals.json ? () => undefined : note });
  const unlocked = openedKeys(world, door);
  const keyring = (at: WorkspaceFiles): Keyring => unlocked.of(at).keyring;

  const given = givenClock(world, globals, {
    zone: () => zoneOf((found.settings() ?? workspace()).config),
    isRehearsing: () => found.settings()?.isRehearsing ?? true,
  });
  const zoneOf = ({ sender }: Config): string => placeOfCodes([sender.country])?.zones[0] ?? world.timeZone;
  const found = foundWorkspace({ world, globals, given, keyring });
  const { workspace } = found;

  return {
    // Rehearsals bring a clock of their own; what else a command does under --clock is reading. The rest is looked up in the
    // world when it is needed, as there: a copy would open standard input and ask for the time zone at once.
    world: Object.create(world, { clock: { value: given.reading } }) as World,
    globals,
    formats,
    paint: { out: painter(world.stdout, globals.color, world), err: painter(world.stderr, globals.color, world) },
    prompts,
    keyDoor: door,
    keychain,
    keyring,
    interrupted,
    actor,
    say,
    out: (text) => world.stdout.write(`${globals.json ? printableJson(text) : text}\n`),
    note,
    setExitCode(code) {
      exitCode = gravestExitCode([exitCode, code]);
      setProcessExitCode(exitCode);
    },
    ...found,
    refuseClock: () => given.refuseOnMachine(),
    refuseStrayClock: () => given.refuseByProvider(),
    holidayBook: () => (book ??= openHolidayBook()),
    ...campaignLedgers({
      ...{ world, given, meansRehearsal: globals.rehearsal === true, workspace, stamp },
      opening: (use) => unlocked.opening(workspace().files, use),
    }),
    ...otherCopies({ world, workspace, door }),
    ...configuredProvider({ world, workspace }),
    ...heldLedgers({ world, workspace, stamp, keysOf: (at) => unlocked.of(at).keys }),
    ...wholeLedgers({ world, stamp, interrupted, opening: (use) => unlocked.opening(workspace().files, use) }),
  };
}

/** Decided once for each stream: `--no-color`, `NO_COLOR`, `TERM=dumb` and no terminal mean none; `FORCE_COLOR` means yes. */
function painter(stream: Terminal, color: boolean, { env }: World): ChalkInstance {
  const isForced = (env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0';
  const isRefused = !color || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return new Chalk({ level: color && isForced ? 1 : isRefused || !stream.isTerminal ? 0 : 1 });
}
