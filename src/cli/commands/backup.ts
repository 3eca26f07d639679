import { resolve } from 'node:path';
import { statSync } from 'node:fs';
import { Command } from 'commander';
import { parseHead } from '../../core/audit/chain.js';
import { invariant } from '../../errors.js';
import type { BackupManifest } from '../../files/backup-file.js';
import { sealKeys, type WorkspaceKeys } from '../../files/key-file.js';
import { backupWorkspace, refuseUnfitBackup } from '../../flows/backup-workspace.js';
import { refuseStandardOutput } from '../../flows/named-output.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';

export function backupCommand(app: () => App, words: HelpWords): Command {
  return new Command('backup')
    .argument('<file>', words('backup.argFile'))
    .option('--force', words('backup.helpForce'))
    .action((file: string, options: { readonly force?: true }) => runBackup(app(), file, options));
}

async function runBackup(app: App, file: string, { force = false }: { readonly force?: boolean }): Promise<void> {
  refuseStandardOutput('FILE', file);
  const { files, keyring } = app.ownWorkspace();
  const path = resolve(app.world.cwd, file);
  await refuseUnfitBackup({ path, force });
  const lock = app.keyDoor.lockOf(files);
  // A key under a passphrase lies in the backup as it is: one passphrase opens both.
  const passphrase =
    lock?.kind === 'passphrase' ? lock.passphrase : await app.keyDoor.newPassphrase(phrase('backup.askNew'));
  const keyFile = lock?.kind === 'keychain' ? sealedForElsewhere(app.keyDoor.keys(files), passphrase) : null;
  const stamp = { ...app.actor, at: app.world.clock.now() };
  const manifest = await app.holdingBackup(files, () =>
    backupWorkspace(files, { path, force, passphrase, keyFile }, keyring, stamp, app.copies),
  );
  try {
    await app.withLedger('write', (ledger) =>
      ledger.appendAudit({ kind: 'backup_made', data: { head: manifest.head } }, stamp),
    );
  } finally {
    // It stands there, whether the log could take it in or not.
    tellMade(app, path, manifest, { isSealed: keyFile !== null });
  }
}

function tellMade(
  app: App,
  path: string,
  { head, ledgerId, madeAt }: BackupManifest,
  { isSealed }: { readonly isSealed: boolean },
): void {
  const bytes = statSync(path).size;
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'backup', file: path, bytes, ledgerId, head, madeAt }));
    return;
  }
  app.out(app.say(phrase('backup.made', { file: path, bytes, rows: parseHead(head)?.seq ?? 0 })));
  app.note(app.say(phrase('backup.keep')));
  if (isSealed) app.note(app.say(phrase('keychain.backupOpens')));
}

/** A secret in this keychain would open nothing where the backup is needed. */
function sealedForElsewhere({ key, fileKey }: WorkspaceKeys, passphrase: string): Buffer {
  invariant(fileKey !== null, 'only sealed keys have a lock');
  return sealKeys({ key, fileKey }, { kind: 'passphrase', passphrase });
}
