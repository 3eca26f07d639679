import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperatorError } from '../../../src/errors.js';
import { isWindows } from '../../../src/files/host.js';
import { readSecretFile } from '../../../src/files/secret-file.js';
import { basicAuthorization, readCredentials, readSignatureSecret } from '../../../src/providers/vonage/credentials.js';
import { formatsOf } from '../../../src/words/formats.js';
import { phrase } from '../../../src/words/phrase.js';
import { speak } from '../../../src/words/speak.js';
import { ACCOUNT, APPLICATION_ID, PRIVATE_KEY, settingsFor } from '../../support/vonage-service.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'smsctl-credentials-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const readSecret = (path: string): Buffer => readSecretFile(path, phrase('provider.secretFileHint'));
const ACCOUNT_ENV = { SMSCTL_VONAGE_API_KEY: ACCOUNT.apiKey, SMSCTL_VONAGE_API_SECRET: ACCOUNT.apiSecret };

interface Terms {
  readonly api?: 'messages' | 'sms';
  readonly applicationId?: string | null;
}

function read(env: Readonly<Record<string, string>>, { api = 'messages', applicationId = null }: Terms = {}) {
  return readCredentials(env, { ...settingsFor(api, 'https://api.nexmo.com'), applicationId }, readSecret);
}

function refusal(use: () => unknown): { readonly kind: string; readonly said: string } {
  try {
    use();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const phrases = [error.problem, ...(error.hint === null ? [] : [error.hint])];
    return { kind: error.kind, said: phrases.map((one) => speak(one, formatsOf('en'))).join('\n') };
  }
  throw new Error('accepted');
}

describe('credentials', () => {
  it('are an application and its key', () => {
    const path = file('private.key', PRIVATE_KEY);
    expect(read({ SMSCTL_VONAGE_PRIVATE_KEY_FILE: path }, { applicationId: APPLICATION_ID })).toEqual({
      application: { applicationId: APPLICATION_ID, privateKey: PRIVATE_KEY },
      account: null,
    });
  });

  it('are the key of the account and its secret, also from a file', () => {
    expect(read(ACCOUNT_ENV)).toEqual({ application: null, account: ACCOUNT });
    const path = file('secret', `${ACCOUNT.apiSecret}\n`);
    const env = { SMSCTL_VONAGE_API_KEY: ` ${ACCOUNT.apiKey} `, SMSCTL_VONAGE_API_SECRET_FILE: path };
    expect(read(env)).toEqual({ application: null, account: ACCOUNT });
  });

  it('are both where both are given', () => {
    const env = { ...ACCOUNT_ENV, SMSCTL_VONAGE_PRIVATE_KEY_FILE: file('private.key', PRIVATE_KEY) };
    const { application, account } = read(env, { applicationId: APPLICATION_ID });
    expect([application?.applicationId, account?.apiKey]).toEqual([APPLICATION_ID, ACCOUNT.apiKey]);
  });

  it.each<[string, Record<string, string>, Terms, RegExp]>([
    ['nothing', {}, {}, /no credentials for Vonage were given/],
    ['empty variables', { SMSCTL_VONAGE_API_KEY: '', SMSCTL_VONAGE_API_SECRET: ' ' }, {}, /no credentials/],
    ['an application alone', {}, { applicationId: APPLICATION_ID }, /neither its private key nor an API key/],
    ['a key file alone', { SMSCTL_VONAGE_PRIVATE_KEY_FILE: 'x' }, {}, /application_id is missing/],
    ['half an account', { SMSCTL_VONAGE_API_KEY: 'abcd1234' }, {}, /one is missing/],
    ['the other half', { SMSCTL_VONAGE_API_SECRET: 'hush' }, {}, /one is missing/],
    ['a key with a colon', { ...ACCOUNT_ENV, SMSCTL_VONAGE_API_KEY: 'ab:cd' }, {}, /other characters than letters/],
  ])('are refused: %s', (_, env, settings, words) => {
    const { kind, said } = refusal(() => read(env, settings));
    expect(kind).toBe('config');
    expect(said).toMatch(words);
  });

  it('of an application are not enough for the SMS API', () => {
    const env = { SMSCTL_VONAGE_PRIVATE_KEY_FILE: file('private.key', PRIVATE_KEY) };
    const { said } = refusal(() => read(env, { api: 'sms', applicationId: APPLICATION_ID }));
    expect(said).toMatch(/the SMS API needs the API key and its secret/);
  });

  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  it.each([
    ['no key', 's3cr3t words'],
    ['a short key', short.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['a key of another kind', curve.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['half a key', PRIVATE_KEY.slice(0, 400)],
  ])('are refused without being told: %s in the file', (_, content) => {
    const env = { SMSCTL_VONAGE_PRIVATE_KEY_FILE: file('private.key', content) };
    const { kind, said } = refusal(() => read(env, { applicationId: APPLICATION_ID }));
    expect(kind).toBe('config');
    expect(said).toMatch(/private\.key is no private RSA key/);
    for (const line of content.split('\n').filter((one) => one !== '')) expect(said).not.toContain(line);
  });

  it('are refused where their file is not there', () => {
    const env = { SMSCTL_VONAGE_PRIVATE_KEY_FILE: join(folder, 'none') };
    expect(refusal(() => read(env, { applicationId: APPLICATION_ID })).kind).toBe('notPermitted');
  });

  // The rights of a file on Windows are not in these bits.
  if (!isWindows) {
    it.each([0o644, 0o640, 0o604, 0o660])('are refused in a file that others can read: mode %o', (mode) => {
      const env = { SMSCTL_VONAGE_PRIVATE_KEY_FILE: file('private.key', PRIVATE_KEY, mode) };
      const { kind, said } = refusal(() => read(env, { applicationId: APPLICATION_ID }));
      expect(kind).toBe('notPermitted');
      expect(said).toMatch(/can be read by other users[^]*chmod 600/);
    });
  }

  it('sign a request as RFC 7617 has it, whatever stands in the secret', () => {
    const header = basicAuthorization({ apiKey: 'Aladdin', apiSecret: 'open sesame' });
    expect(header).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  });
});

describe('the secret that signs the calls to us', () => {
  it('comes from the environment or from a file, or is not there', () => {
    expect(readSignatureSecret({}, readSecret)).toBeNull();
    expect(readSignatureSecret({ SMSCTL_VONAGE_SIGNATURE_SECRET: ' hush ' }, readSecret)).toBe('hush');
    const path = file('signature', 'hush\n');
    expect(readSignatureSecret({ SMSCTL_VONAGE_SIGNATURE_SECRET_FILE: path }, readSecret)).toBe('hush');
    const empty = file('empty', '\n');
    const { said } = refusal(() => readSignatureSecret({ SMSCTL_VONAGE_SIGNATURE_SECRET_FILE: empty }, readSecret));
    expect(said).toMatch(/empty is empty/);
  });
});
