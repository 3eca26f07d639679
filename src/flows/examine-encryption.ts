import type { Keyring } from '../core/contact/keyring.js';
import {
  outboxNames,
  rehearsalFiles,
  rehearsalNames,
  unfinishedCopies,
  type WorkspaceFiles,
} from '../files/workspace.js';
import { phrase } from '../words/phrase.js';
import { accountOf } from './keychain-lock.js';
import { advised, doubtful, examine, good, type Examination } from './examination.js';

/** Looks at what whoever comes by the files can read in them. */
export async function examineEncryption(
  files: WorkspaceFiles,
  { fileKey }: Keyring,
  deps: { isInClear(file: string): boolean },
): Promise<readonly Examination[]> {
  if (fileKey === null) {
    return [
      good('key', phrase('doctor.keyFit')),
      advised('encryption', phrase('vault.ledgerInClear'), phrase('vault.ledgerInClearHint')),
    ];
  }
  const account = accountOf(files);
  return [
    examineKey(account),
    await examine('encryption', () => examineDatabases(files, account, deps)),
    await examine('outboxes', () => examineOutboxes(files)),
  ];
}

/** Who gets here has opened it. */
function examineKey(account: string | null): Examination {
  if (account === null) return good('key', phrase('vault.keySealed'));
  return advised('key', phrase('keychain.keySealed', { account }), phrase('keychain.keySealedHint'));
}

function examineDatabases(
  files: WorkspaceFiles,
  account: string | null,
  deps: { isInClear(file: string): boolean },
): Examination {
  const databases = [files.ledger, ...rehearsalNames(files).map((name) => rehearsalFiles(files, name).ledger)];
  const inClear = [...databases.filter((file) => deps.isInClear(file)), ...unfinishedCopies(files)];
  if (inClear.length === 0) {
    const told = account === null ? phrase('vault.ledgerEncrypted') : phrase('keychain.ledgerEncrypted');
    return good('encryption', told);
  }
  return doubtful('encryption', phrase('vault.halfEncrypted', { files: inClear }), phrase('vault.halfEncryptedHint'));
}

/** An outbox is written for people to read. */
function examineOutboxes(files: WorkspaceFiles): Examination {
  const count = outboxNames(files).length;
  if (count === 0) return good('outboxes', phrase('vault.noOutboxes'));
  return doubtful(
    'outboxes',
    phrase('vault.outboxesInClear', { count, folder: files.rehearsals }),
    phrase('vault.outboxesHint'),
  );
}
