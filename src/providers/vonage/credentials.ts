import { createPrivateKey } from 'node:crypto';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { World } from '../../world.js';
import type { VonageSettings } from './settings.js';
import type { ApplicationKey } from './token.js';

/** The API key of an account with its secret. */
export interface AccountKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What signs the requests; at least one of the two is there. */
export interface Credentials {
  readonly application: ApplicationKey | null;
  /** The SMS API, the records and the balance know no other. */
  readonly account: AccountKey | null;
}

/** Reads a file that its owner alone may read. */
type ReadSecret = (file: string) => Buffer;

/** Bits of the shortest RSA key that the program signs with. */
const SHORTEST_KEY = 2048;

/**
 * Reads the credentials from the environment and from the files that it names. Nothing of them ever stands in a message.
 *
 * @throws OperatorError config (78) when some are missing or unfit; what `readSecret` throws.
 */
export function readCredentials(env: World['env'], settings: VonageSettings, readSecret: ReadSecret): Credentials {
  const keyFile = given(env['SMSCTL_VONAGE_PRIVATE_KEY_FILE']);
  const account = readAccount(env, readSecret);
  const application =
    settings.applicationId === null || keyFile === null
      ? null
      : { applicationId: settings.applicationId, privateKey: rsaKeyIn(keyFile, readSecret) };
  if (settings.api === 'sms' && account === null) {
    throw new OperatorError('config', phrase('provider.noAccount'), phrase('provider.noAccountHint'));
  }
  if (application !== null || account !== null) return { application, account };
  if (settings.applicationId !== null) {
    throw new OperatorError('config', phrase('provider.noKeyFile'), phrase('provider.noKeyFileHint'));
  }
  throw new OperatorError(
    'config',
    keyFile === null ? phrase('provider.noCredentials') : phrase('provider.noApplication'),
    phrase('provider.noCredentialsHint'),
  );
}

/**
 * The secret that signs the calls of the service to us; null where none is given.
 *
 * @throws What `readSecret` throws.
 */
export function readSignatureSecret(env: World['env'], readSecret: ReadSecret): string | null {
  const file = given(env['SMSCTL_VONAGE_SIGNATURE_SECRET_FILE']);
  return file === null ? given(env['SMSCTL_VONAGE_SIGNATURE_SECRET']) : secretIn(file, readSecret);
}

function readAccount(env: World['env'], readSecret: ReadSecret): AccountKey | null {
  const apiKey = given(env['SMSCTL_VONAGE_API_KEY']);
  const file = given(env['SMSCTL_VONAGE_API_SECRET_FILE']);
  const apiSecret = file === null ? given(env['SMSCTL_VONAGE_API_SECRET']) : secretIn(file, readSecret);
  if (apiKey === null && apiSecret === null) return null;
  if (apiKey === null || apiSecret === null) {
    throw new OperatorError('config', phrase('provider.halfAccount'), phrase('provider.noAccountHint'));
  }
  // Basic credentials end the key at the first colon (RFC 7617), and no key of the service has other characters.
  if (!/^[A-Za-z0-9]+$/.test(apiKey)) {
    throw new OperatorError('config', phrase('provider.oddApiKey'), phrase('provider.noAccountHint'));
  }
  return { apiKey, apiSecret };
}

function secretIn(file: string, readSecret: ReadSecret): string {
  const secret = given(readSecret(file).toString('utf8'));
  if (secret !== null) return secret;
  throw new OperatorError('config', phrase('provider.emptySecret', { file }), phrase('provider.emptySecretHint'));
}

function rsaKeyIn(file: string, readSecret: ReadSecret): string {
  const pem = readSecret(file).toString('utf8');
  if (isRsaKey(pem)) return pem;
  throw new OperatorError('config', phrase('provider.noRsaKey', { file }), phrase('provider.noRsaKeyHint'));
}

function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_KEY;
  } catch {
    // What is wrong with it would quote it.
    return false;
  }
}

/** A file or a variable often ends with a line feed that is no part of the value. */
function given(value: string | undefined): string | null {
  const text = value?.trim() ?? '';
  return text === '' ? null : text;
}

/** RFC 7617. */
export function basicAuthorization({ apiKey, apiSecret }: AccountKey): string {
  return `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
}
