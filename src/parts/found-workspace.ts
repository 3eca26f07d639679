import { resolve } from 'node:path';
import type { App, GlobalOptions, Settings, Workspace } from '../cli/app.js';
import { parseConfig, type Config } from '../config/config.js';
import type { Keyring } from '../core/contact/keyring.js';
import { profileIds } from '../core/schedule/profiles.js';
import { OperatorError } from '../errors.js';
import { readKeyFile } from '../files/key-file.js';
import { refuseLinkedRehearsals, strandedLedger } from '../files/leftovers.js';
import {
  findWorkspace,
  givenWorkspace,
  isFile,
  readConfigText,
  standingOf,
  workspaceFiles,
  type WorkspaceFiles,
} from '../files/workspace.js';
import { BACKUP_LOCK, isLockHeld } from '../store/sqlite/ledger-locks.js';
import { phrase } from '../words/phrase.js';
import type { World } from '../world.js';
import type { GivenClock } from './given-clock.js';

interface WorkspaceParts {
  readonly world: Pick<World, 'env' | 'cwd' | 'timer'>;
  readonly globals: Pick<GlobalOptions, 'workspace'>;
  readonly given: GivenClock;
  readonly keyring: (files: WorkspaceFiles) => Keyring;
}

type FoundWorkspace = Pick<App, 'workspaceFiles' | 'settings' | 'workspace' | 'ownWorkspace' | 'configNow'>;

/** Whoever writes a file is done with it by then, milliseconds. */
const WRITTEN_AFTER_MS = 1000;

/** Finds the workspace that a command is about, and reads and judges its configuration once. */
export function foundWorkspace({ world, globals, given, keyring }: WorkspaceParts): FoundWorkspace {
  const fromEnvironment = world.env['SMSCTL_WORKSPACE'];
  const named = givenWorkspace(globals.workspace, fromEnvironment);
  const find = (): WorkspaceFiles | null => {
    if (globals.workspace === '')
      throw new OperatorError('usage', phrase('cli.unnamedWorkspace'), phrase('cli.unnamedWorkspaceHint'));
    return findWorkspace(globals.workspace, fromEnvironment, world.cwd);
  };
  let settings: Settings | null = null;
  let found: Workspace | null = null;
  /** As it was read last. */
  let latest: { readonly text: string; readonly config: Config } | null = null;

  const readConfig = (at: WorkspaceFiles): Config => {
    const text = readConfigText(at);
    if (latest?.text !== text) latest = { text, config: parseConfig(text, at.config, { profileIds: profileIds() }) };
    return latest.config;
  };

  const read = (at: WorkspaceFiles): Settings => {
    refuseLinkedRehearsals(at);
    const config = readConfig(at);
    // What was given as a clock and is none is told first.
    given.refuseOdd();
    return { files: at, config, isRehearsing: config.provider.use === 'simulator' };
  };

  const load = (at: WorkspaceFiles): Workspace => {
    const known = read(at);
    // A bare key is read at once. For a sealed one a passphrase is needed, and not every command needs the key.
    if (readKeyFile(at).kind === 'bare') return { ...known, keyring: keyring(at) };
    return {
      ...known,
      get keyring() {
        return keyring(at);
      },
    };
  };

  /** A restoration takes the configuration away first, and brings it back last. */
  const unlessRestored = <T>(at: WorkspaceFiles, use: (at: WorkspaceFiles) => T): T => {
    const before = standingOf([at.config]);
    try {
      return use(at);
    } catch (error) {
      throw error instanceof OperatorError && standingOf([at.config]) !== before ? restoring(at) : error;
    }
  };

  const findLoaded = (): Workspace | null => {
    const at = find();
    if (at === null) return null;
    found ??= unlessRestored(at, load);
    return found;
  };

  const refuse = (): never => refuseWithout(world.cwd, named);
  const workspace = (): Workspace => findLoaded() ?? refuse();

  return {
    workspaceFiles: find,
    settings() {
      const at = find();
      if (at === null) return named === undefined ? null : refuse();
      settings ??= unlessRestored(at, read);
      return settings;
    },
    workspace,
    ownWorkspace() {
      given.refuseOnLedger();
      return workspace();
    },
    async configNow() {
      // Not looked for again: without its configuration a folder is no workspace.
      const { files: at } = found ?? workspace();
      try {
        return readConfig(at);
      } catch {
        // Half of it may be written so far.
        await world.timer.sleep(WRITTEN_AFTER_MS);
        return readConfig(at);
      }
    },
  };
}

/** @param named The folder that should have been one. */
function refuseWithout(cwd: string, named: string | undefined): never {
  const files = workspaceFiles(resolve(cwd, named ?? ''));
  if (isFile(files.folder)) {
    const problem = phrase('workspace.notAFolder', { file: named ?? files.folder });
    throw new OperatorError('noInput', problem, phrase('cli.workspaceFileHint'));
  }
  // For a moment of a restoration nothing stands under its name.
  if (isLockHeld(files.ledger, BACKUP_LOCK, { mayMake: false })) throw restoring(files);
  const stranded = strandedLedger(files.folder);
  if (stranded !== null) throw stranded;
  throw new OperatorError(
    'noInput',
    named === undefined ? phrase('cli.noWorkspace') : phrase('cli.noWorkspaceAt', { folder: named }),
    phrase('cli.noWorkspaceHint'),
  );
}

function restoring({ folder }: WorkspaceFiles): OperatorError {
  return new OperatorError('notNow', phrase('backup.restoring', { folder }), phrase('store.rewrittenHint'));
}
