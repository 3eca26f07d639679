import { verifySignature } from '@vonage/jwt';
import { execa } from 'execa';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { tokenSource } from '../../../src/providers/vonage/token.js';
import { APPLICATION_ID, NOW, PRIVATE_KEY, PUBLIC_KEY } from '../../support/vonage-service.js';

const KEY = { applicationId: APPLICATION_ID, privateKey: PRIVATE_KEY };

function clockAt(start: DateTime) {
  let now = start;
  return { now: () => now, set: (at: DateTime) => (now = at) };
}

describe('a token', () => {
  it('is one that the official package takes for genuine', async () => {
    const token = await tokenSource(KEY, clockAt(NOW))();
    expect(verifySignature(token, PUBLIC_KEY)).toBe(true);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(Object.keys(claims).sort()).toEqual(['application_id', 'exp', 'iat', 'jti']);
    expect(claims).toMatchObject({ application_id: APPLICATION_ID });
  });

  it('is signed once for many messages, also side by side', async () => {
    const next = tokenSource(KEY, clockAt(NOW));
    const tokens = await Promise.all(Array.from({ length: 50 }, () => next()));
    expect(new Set(tokens).size).toBe(1);
  });

  it.each([
    ['used until it is near its end', { minutes: 12, seconds: 59 }, true],
    ['replaced before its end', { minutes: 13 }, false],
    ['replaced when the machine slept', { hours: 9 }, false],
    ['replaced when the clock was set back', { minutes: -1 }, false],
  ])('is %s', async (_, later, isSame) => {
    const clock = clockAt(NOW);
    const next = tokenSource(KEY, clock);
    const first = await next();
    clock.set(NOW.plus(later));
    expect((await next()) === first).toBe(isSame);
  });

  it('does not put its key into the debugging output of the official package', async () => {
    const script = `
      import { tokenSource } from './dist/providers/vonage/token.js';
      const key = { applicationId: 'a', privateKey: process.env.KEY };
      const token = await tokenSource(key, { now: () => (${DateTime.name}.utc()) })();
      console.log(token.length > 100);`;
    const env = { KEY: PRIVATE_KEY, DEBUG: '*' };
    const source = `import { DateTime } from 'luxon';${script}`;
    const { stdout, stderr } = await execa(process.execPath, ['--input-type=module', '-e', source], { env });
    expect(stdout).toBe('true');
    // The output is there, without what it would have told.
    expect(stderr).toContain('Private key: [private key]');
    for (const line of PRIVATE_KEY.split('\n').filter((one) => one.length > 20)) expect(stderr).not.toContain(line);
  });
});
