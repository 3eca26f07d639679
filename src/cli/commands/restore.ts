import { resolve } from 'node:path';
import { Command } from 'commander';
import { parseConfig } from '../../config/config.js';
import { instantOf } from '../../core/schedule/instant.js';
import { zoneOfCountry } from '../../core/schedule/places.js';
import { profileIds } from '../../core/schedule/profiles.js';
import { OperatorError } from '../../errors.js';
import { readKeyFile } from '../../files/key-file.js';
import { fileSystemKind } from '../../files/file-system.js';
import { existingParts } from '../../files/new-workspace.js';
import { inFolder } from '../../files/backup-folder.js';
import { refuseLostName } from '../../files/lost-name.js';
import { readConfigText, workspaceFiles, type WorkspaceFiles } from '../../files/workspace.js';
import { refuseOverwriting, restoreWorkspace, type Restored } from '../../flows/restore-workspace.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';

export function restoreCommand(app: () => App, words: HelpWords): Command {
  return new Command('restore')
    .argument('<file>', words('backup.argFile'))
    .option('--force', words('backup.helpForceRestore'))
    .action((file: string, options: { readonly force?: true }) => runRestore(app(), file, options));
}

async function runRestore(app: App, file: string, { force = false }: { readonly force?: boolean }): Promise<void> {
  const { world, globals } = app;
  if (globals.clock !== undefined) {
    throw new OperatorError('usage', phrase('cli.clockOnLedger'), phrase('cli.clockOnLedgerHint'));
  }
  const files = targetOf(app);
  if (fileSystemKind(files.folder) === 'network') {
    const problem = phrase('workspace.network', { folder: files.folder });
    throw new OperatorError('notPermitted', problem, phrase('workspace.networkHint'));
  }
  refuseOverwriting(files, force);
  const passphrase = await app.keyDoor.passphrase(phrase('backup.ask'));
  const request = { path: resolve(world.cwd, file), force, passphrase };
  const stamp = { ...app.actor, at: world.clock.now() };
  const deps = { ...app.copies, tellRestored: (restored: Restored) => tellRestored(app, files, restored) };
  const restore = (): Promise<void> => restoreWorkspace(files, request, stamp, deps);
  // Nobody plans or sends from a ledger while it is set aside.
  await inFolder(files.folder, () => (existingParts(files).length === 0 ? restore() : app.holdingAll(files, restore)));
}

function tellRestored(app: App, files: WorkspaceFiles, restored: Restored): void {
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'restore', workspace: files.folder, ...restored }));
    return;
  }
  const { rows, newestAt, kept } = restored;
  const restoredAs = { folder: files.folder, rows, newest: instantOf(newestAt), zone: zoneOf(app, files) };
  app.out(app.say(phrase('backup.restored', restoredAs)));
  if (kept.length > 0) app.note(app.say(phrase('backup.setAside', { files: kept })));
  if (readKeyFile(files).kind === 'sealed') app.note(app.say(phrase('keychain.restoredOpens')));
  app.note(app.say(phrase('backup.restoredNext')));
}

/** That of the workspace as it came back; of the machine where its configuration is none that holds today. */
function zoneOf({ world }: App, files: WorkspaceFiles): string {
  try {
    const { sender } = parseConfig(readConfigText(files), files.config, { profileIds: profileIds() });
    return zoneOfCountry(sender.country, world.timeZone);
  } catch {
    return world.timeZone;
  }
}

/** Where a workspace is named, else the one around the current folder, else that folder itself. */
function targetOf({ world, globals, workspaceFiles: found }: App): WorkspaceFiles {
  const named = globals.workspace ?? (world.env['SMSCTL_WORKSPACE'] || undefined);
  if (named === undefined) return found() ?? workspaceFiles(world.cwd);
  const folder = resolve(world.cwd, named);
  refuseLostName(folder);
  return workspaceFiles(folder);
}
