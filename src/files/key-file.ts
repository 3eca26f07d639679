import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { isJsonObject, parseJsonObject } from './json-object.js';
import { keyFrom, newTerms, readTerms, termsDocument, type ScryptTerms } from './passphrase.js';
import { readSecretFile } from './secret-file.js';
import { KEY_BYTES, type WorkspaceFiles } from './workspace.js';

/** The secrets of a workspace. */
export interface WorkspaceKeys {
  /** Under which fingerprints are made: 32 bytes. */
  readonly key: Buffer;
  /** Under which the ledger is encrypted: 32 bytes; null where it is in clear. */
  readonly fileKey: Buffer | null;
}

/** What opens sealed keys: a passphrase, or 32 random bytes that the system's keychain keeps under this account. */
export type Lock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'keychain'; readonly account: string; readonly secret: Buffer };

/** What a key file tells of its lock. */
export type LockTerms =
  | { readonly kind: 'passphrase'; readonly scrypt: ScryptTerms }
  | { readonly kind: 'keychain'; readonly account: string };

/**
 * Keys under a lock: the key that seals them is derived from a passphrase, or is the secret in the keychain, so that
 * another lock rewrites this small file and not the ledger, and a command pays for one derivation at most.
 */
interface SealedKeys {
  readonly lock: LockTerms;
  readonly nonce: Buffer;
  /** The two keys, then the tag of AES-256-GCM. */
  readonly sealed: Buffer;
}

/** What `ledger.key` is: the bare key, or with an encrypted ledger both keys under a lock. */
type KeyFile =
  { readonly kind: 'bare'; readonly keys: WorkspaceKeys } | { readonly kind: 'sealed'; readonly sealed: SealedKeys };

const FORMAT = 'smsctl-key-1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The ledger's id, and a part that no other secret has. */
const ACCOUNT = /^[\w-]+\.[0-9a-f]{16}$/;

/**
 * Reads `ledger.key`. A missing key is never made anew: under another key the never-list would recognise nobody.
 *
 * @throws OperatorError notPermitted (77) when it is missing or unreadable, is no key, or can be read by others.
 */
export function readKeyFile({ key: file }: Pick<WorkspaceFiles, 'key'>): KeyFile {
  const bytes = readSecretFile(file, phrase('workspace.keyMissingHint'));
  if (bytes.length === KEY_BYTES) return { kind: 'bare', keys: { key: bytes, fileKey: null } };
  const sealed = parseSealedKeys(bytes.toString('utf8'));
  if (sealed !== null) return { kind: 'sealed', sealed };
  throw new OperatorError(
    'notPermitted',
    phrase('workspace.keyLength', { file, bytes: bytes.length, needed: KEY_BYTES }),
    phrase('workspace.keyMissingHint'),
  );
}

/** The keys in a key file; null where they are sealed, and `lock` does not open them or there is none. */
export function keysIn(file: KeyFile, lock: Lock | null): WorkspaceKeys | null {
  if (file.kind === 'bare') return file.keys;
  return lock === null ? null : unsealKeys(file.sealed, lock);
}

/** What to write into `ledger.key`. */
export function sealKeys(
  { key, fileKey }: WorkspaceKeys & { readonly fileKey: Buffer },
  lock: Lock,
  scrypt = newTerms(),
): Buffer {
  const terms: LockTerms = lock.kind === 'passphrase' ? { kind: 'passphrase', scrypt } : lock;
  const sealingKey = lock.kind === 'passphrase' ? keyFrom(lock.passphrase, scrypt) : lock.secret;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey, nonce).setAAD(boundTo(terms));
  const sealed = Buffer.concat([cipher.update(Buffer.concat([key, fileKey])), cipher.final(), cipher.getAuthTag()]);
  const document = {
    format: FORMAT,
    kdf: lockDocument(terms),
    cipher: CIPHER,
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
  };
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
}

/** Null: this is not what opens it, or somebody changed the file. */
export function unsealKeys({ lock: terms, nonce, sealed }: SealedKeys, lock: Lock): WorkspaceKeys | null {
  const sealingKey = sealingKeyOf(terms, lock);
  if (sealingKey === null) return null;
  const text = sealed.subarray(0, -TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, sealingKey, nonce)
    .setAAD(boundTo(terms))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const keys = Buffer.concat([decipher.update(text), decipher.final()]);
    return { key: keys.subarray(0, KEY_BYTES), fileKey: keys.subarray(KEY_BYTES) };
  } catch {
    return null;
  }
}

/** Null: the file has a lock of another kind. */
function sealingKeyOf(terms: LockTerms, lock: Lock): Buffer | null {
  if (terms.kind === 'passphrase') return lock.kind === 'passphrase' ? keyFrom(lock.passphrase, terms.scrypt) : null;
  return lock.kind === 'keychain' && lock.secret.length === KEY_BYTES ? lock.secret : null;
}

function parseSealedKeys(text: string): SealedKeys | null {
  const document = parseJsonObject(text);
  if (document?.['format'] !== FORMAT || document['cipher'] !== CIPHER) return null;
  const lock = readLock(document['kdf']);
  const [nonce, sealed] = [bytesOf(document['nonce']), bytesOf(document['sealed'])];
  const isWhole = nonce?.length === NONCE_BYTES && sealed?.length === 2 * KEY_BYTES + TAG_BYTES;
  return lock !== null && isWhole ? { lock, nonce, sealed } : null;
}

function bytesOf(value: unknown): Buffer | null {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : null;
}

function readLock(document: unknown): LockTerms | null {
  const scrypt = readTerms(document);
  if (scrypt !== null) return { kind: 'passphrase', scrypt };
  if (!isJsonObject(document)) return null;
  const { name, account } = document;
  return name === 'keychain' && typeof account === 'string' && ACCOUNT.test(account)
    ? { kind: 'keychain', account }
    : null;
}

/** The lock as it stands in a file. */
function lockDocument(lock: LockTerms): Readonly<Record<string, unknown>> {
  return lock.kind === 'passphrase' ? termsDocument(lock.scrypt) : { name: 'keychain', account: lock.account };
}

/** The terms are part of what the tag vouches for. */
function boundTo(lock: LockTerms): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, lockDocument(lock)]));
}
