import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKeyFile, sealKeys, unsealKeys, type Lock } from '../../src/files/key-file.js';
import { workspaceFiles, type WorkspaceFiles } from '../../src/files/workspace.js';
import { changeLock } from '../../src/flows/encrypt-workspace.js';
import { accountOf, forgetSecret, withNewSecret } from '../../src/flows/keychain-lock.js';
import type { Keychain } from '../../src/keychain/keychain.js';
import { STAMP } from '../support/temp-ledger.js';

const KEYS = { key: Buffer.alloc(32, 1), fileKey: Buffer.alloc(32, 2) };
const LEDGER_ID = '0123456789abcdef';

let files: WorkspaceFiles;
beforeEach(() => {
  files = workspaceFiles(mkdtempSync(join(tmpdir(), 'smsctl-lock-')));
});
afterEach(() => rmSync(files.folder, { recursive: true, force: true }));

/** A keychain in memory that stops the program before, or after, what its n-th call does; and what it holds. */
function keychainThatStops(
  at: number | null,
  when: 'before' | 'after' = 'before',
): Keychain & { held: Map<string, Buffer> } {
  const held = new Map<string, Buffer>();
  let calls = 0;
  const call = <T>(act: () => T): T => {
    calls += 1;
    if (calls === at && when === 'before') throw new Error('stopped');
    const result = act();
    if (calls === at) throw new Error('stopped');
    return result;
  };
  return {
    held,
    read: (account) => call(() => held.get(account) ?? null),
    keep: (account, secret) => call(() => void held.set(account, secret)),
    erase: (account) => call(() => void held.delete(account)),
  };
}

/** Whether `ledger.key` opens with what the keychain holds. */
function opens({ held }: { readonly held: Map<string, Buffer> }): boolean {
  const keyFile = readKeyFile(files);
  if (keyFile.kind === 'bare' || keyFile.sealed.lock.kind !== 'keychain') return false;
  const { account } = keyFile.sealed.lock;
  const lock: Lock = { kind: 'keychain', account, secret: held.get(account) ?? Buffer.alloc(0) };
  return unsealKeys(keyFile.sealed, lock)?.fileKey?.equals(KEYS.fileKey) === true;
}

const deps = (keychain: Keychain) => ({ keychain, randomBytes: (length: number) => randomBytes(length) });
const log = (fails: boolean) => ({
  appendAudit: () => (fails ? Promise.reject(new Error('stopped')) : Promise.resolve()),
});

/** Exchanges the secret for another one, as the command does. */
async function renew(keychain: Keychain, audit = log(false)): Promise<void> {
  const former = accountOf(files);
  await withNewSecret(files, LEDGER_ID, deps(keychain), (lock) => changeLock(files, KEYS, lock, audit, STAMP));
  if (former !== null) forgetSecret(files, former, 'own', keychain);
}

function sealedIn(keychain: Keychain & { held: Map<string, Buffer> }): void {
  const lock = { kind: 'keychain', account: `${LEDGER_ID}.${'0'.repeat(16)}`, secret: randomBytes(32) } as const;
  keychain.held.set(lock.account, lock.secret);
  writeFileSync(files.key, sealKeys(KEYS, lock), { mode: 0o600 });
}

describe('the secret of a ledger', () => {
  for (const when of ['before', 'after'] as const) {
    for (const step of [1, 2, 3]) {
      it(`opens it whenever the keychain stops: ${when} its call ${step}`, async () => {
        const keychain = keychainThatStops(step, when);
        sealedIn(keychain);
        await renew(keychain).catch(() => undefined);
        expect(opens(keychain)).toBe(true);
      });
    }
  }

  it('opens it when the log can not be written, whose key is sealed anew by then', async () => {
    const keychain = keychainThatStops(null);
    sealedIn(keychain);
    const former = accountOf(files)!;
    await expect(renew(keychain, log(true))).rejects.toThrow('stopped');
    expect(opens(keychain)).toBe(true);
    expect(accountOf(files)).not.toBe(former);
    expect(keychain.held.has(former)).toBe(true);
  });

  it('is erased again when it came to no use, whether there is a ledger or not', async () => {
    const keychain = keychainThatStops(null);
    const nothing = (): never => {
      throw new Error('stopped');
    };
    await expect(withNewSecret(files, LEDGER_ID, deps(keychain), nothing)).rejects.toThrow('stopped');
    expect(keychain.held.size).toBe(0);
    sealedIn(keychain);
    await expect(withNewSecret(files, LEDGER_ID, deps(keychain), nothing)).rejects.toThrow('stopped');
    expect([...keychain.held.keys()]).toEqual([accountOf(files)]);
  });

  it('stays where the key file can not be read, which may name it', async () => {
    const keychain = keychainThatStops(null);
    const unreadable = (): never => {
      writeFileSync(files.key, 'no key', { mode: 0o600 });
      throw new Error('stopped');
    };
    await expect(withNewSecret(files, LEDGER_ID, deps(keychain), unreadable)).rejects.toThrow('stopped');
    expect(keychain.held.size).toBe(1);
  });

  it('is never erased while the key file names it, nor for a copy that shares it', () => {
    const keychain = keychainThatStops(null);
    sealedIn(keychain);
    const account = accountOf(files)!;
    expect(forgetSecret(files, account, 'own', keychain)).toBe(true);
    writeFileSync(files.key, Buffer.alloc(32, 1), { mode: 0o600 });
    expect(forgetSecret(files, account, 'copied', keychain)).toBe(true);
    expect(keychain.held.has(account)).toBe(true);
    expect(forgetSecret(files, account, 'own', keychain)).toBe(false);
    expect(keychain.held.size).toBe(0);
  });
});
