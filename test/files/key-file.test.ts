import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readKeyFile, sealKeys, unsealKeys, type Lock, type WorkspaceKeys } from '../../src/files/key-file.js';
import { refusal, temporaryFolder } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = join(folder.path, 'ledger.key');

const KEYS = { key: Buffer.alloc(32, 1), fileKey: Buffer.alloc(32, 2) };
/** As cheap as terms may be: what they cost is tried elsewhere. */
const TERMS = { n: 2, r: 1, p: 1, salt: Buffer.alloc(16, 3) };
const ACCOUNT = 'ledger-id.0123456789abcdef';
const passphrase = { kind: 'passphrase', passphrase: 'une phrase à moi' } as const;
const keychain = { kind: 'keychain', account: ACCOUNT, secret: Buffer.alloc(32, 4) } as const;

type Document = Readonly<Record<string, unknown>>;

/** Seals the keys, changes what stands in the file, and opens it. */
function opened(sealedBy: Lock, change: (document: Document) => Document, openedBy: Lock = sealedBy) {
  const document = JSON.parse(sealKeys(KEYS, sealedBy, TERMS).toString()) as Document;
  writeFileSync(file, JSON.stringify(change(document)), { mode: 0o600 });
  const read = readKeyFile({ key: file });
  return read.kind === 'sealed' ? unsealKeys(read.sealed, openedBy) : read.keys;
}

const asItIs = (document: Document): Document => document;

describe('sealed keys', () => {
  it.each([passphrase, keychain])('are opened by their $kind, and by nothing else', (lock) => {
    expect(opened(lock, asItIs)).toEqual<WorkspaceKeys>(KEYS);
    const others: readonly Lock[] = [
      { kind: 'passphrase', passphrase: 'une autre' },
      { ...keychain, secret: Buffer.alloc(32, 5) },
      { ...keychain, secret: Buffer.alloc(31, 4) },
      lock.kind === 'passphrase' ? keychain : passphrase,
    ];
    for (const other of others) expect(opened(lock, asItIs, other)).toBeNull();
  });

  it.each<[string, Lock, (kdf: Document) => Document]>([
    ['account', keychain, (kdf) => ({ ...kdf, account: 'ledger-id.fedcba9876543210' })],
    ['cost', passphrase, (kdf) => ({ ...kdf, n: 4 })],
    ['salt', passphrase, (kdf) => ({ ...kdf, salt: Buffer.alloc(16, 9).toString('base64') })],
  ])('under another %s are not opened: it is part of what the seal vouches for', (_, lock, change) => {
    expect(opened(lock, (document) => ({ ...document, kdf: change(document['kdf'] as Document) }))).toBeNull();
  });
});

describe('a file that is no key of ours', () => {
  const bytes = (length: number): string => Buffer.alloc(length).toString('base64');
  const inKeychain = (account: unknown, name = 'keychain') => ({ kdf: { name, account } });

  it.each<[string, Document]>([
    ['of another format', { format: 'smsctl-key-2' }],
    ['under another cipher', { cipher: 'aes-128-gcm' }],
    ['with a short nonce', { nonce: bytes(8) }],
    ['with half of its keys', { sealed: bytes(32 + 16) }],
    ['with more than its keys', { sealed: bytes(96 + 16) }],
    ['with a nonce that is no text', { nonce: 12 }],
    ['whose account holds more than one', inKeychain(`${ACCOUNT} other`)],
    ['whose account has a path before it', inKeychain(`../${ACCOUNT}`)],
    ['whose account is too short', inKeychain('ledger-id.0123456789abcde')],
    ['whose account is no text', inKeychain(1)],
    ['under a lock of another name', inKeychain(ACCOUNT, 'vault')],
    ['under no lock', { kdf: null }],
  ])('is refused: %s', async (_, change) => {
    const reading = Promise.resolve().then(() => opened(keychain, (document) => ({ ...document, ...change })));
    expect(await refusal(reading)).toMatchObject({ kind: 'notPermitted', key: 'workspace.keyLength' });
  });
});
