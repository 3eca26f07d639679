import { chmodSync, existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/cli/app.js';
import { Interrupted } from '../../src/errors.js';
import { isWindows } from '../../src/files/host.js';
import {
  cliWorkspace,
  configText,
  memberNumber,
  members,
  TERMS,
  type CliWorkspace,
  type Json,
  type Ran,
} from '../support/cli.js';
import { scriptedServer, type Happening, type ScriptedServer, type ServerOptions } from '../support/scripted-server.js';
import { ACCOUNT, accepts, APPLICATION_ID, PRIVATE_KEY, problem } from '../support/vonage-service.js';
import { kindOf, openApp, runProgram } from './in-process.js';

const KNOCKED = problem(422, 'https://developer.vonage.com/api-errors/messages#1410');
const BALANCE: Happening = { kind: 'answers', status: 200, body: '{"value":10.28,"autoReload":false}' };
const REFUSED: Happening = { kind: 'answers', status: 401, body: '' };

const ENV = { SMSCTL_VONAGE_API_KEY: ACCOUNT.apiKey, SMSCTL_VONAGE_API_SECRET: ACCOUNT.apiSecret };

/** The same workspace with the real provider in use, at a service of this machine. */
function useVonage(space: CliWorkspace, url: string): void {
  const tables = `[providers.vonage]\napplication_id = "${APPLICATION_ID}"\nbase_url = "${url}"\nrest_url = "${url}"\n`;
  space.write('smsctl.toml', configText({ tables }).replace('use = "simulator"', 'use = "vonage"'));
}

async function spaceWith(
  answer: Happening,
  options: Pick<ServerOptions, 'tls'> = {},
): Promise<readonly [CliWorkspace, ScriptedServer]> {
  const server = await scriptedServer({ ...options, otherwise: () => answer });
  const space = await cliWorkspace();
  useVonage(space, server.url);
  // It is a copy of a workspace that the tests share.
  await space.run(['doctor', '--adopt']);
  return [space, server];
}

interface Check {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly hint: string | null;
}

async function credentialsIn(space: CliWorkspace, env: Readonly<Record<string, string>>) {
  const ran = await space.run(['doctor', '--json'], { env });
  const { checks } = ran.json() as unknown as { readonly checks: readonly Check[] };
  return { ...ran, check: checks.find(({ name }) => name === 'credentials') };
}

describe('a rehearsal whose name a real campaign has', () => {
  it('is found by --rehearsal; without it the real one wins', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    const terms = ['--campaign', 'fete', '--purpose', 'association', '--text', 'Bonjour {{ prenom }}'];
    await space.run(['plan', 'members.csv', ...terms, '--clock', TERMS[5]]);
    useVonage(space, 'http://127.0.0.1:9');
    await space.run(['doctor', '--adopt']);
    // Numbers that are kept for films are nobody's to a real provider.
    expect((await space.run(['plan', 'members.csv', ...terms])).exitCode).toBe(0);
    const status = async (...more: string[]) => (await space.run(['status', 'fete', '--json', ...more])).json();
    expect(await status()).toMatchObject({ rehearsal: false, planned: 0 });
    expect(await status('--rehearsal')).toMatchObject({ rehearsal: true, planned: 2 });
    // The command that goes on with the rehearsal may not be the one that sends for real.
    const { stdout } = await space.run(['status', 'fete', '--rehearsal']);
    expect(stdout).toContain('smsctl --rehearsal send --campaign fete --confirm 2');
    const kinds = async (...more: string[]) =>
      (await space.run(['audit', 'list', '--campaign', 'fete', '--json', ...more])).lines().map(({ kind }) => kind);
    expect(await kinds('--rehearsal')).toContain('plan_frozen');
    const each = (await space.run(['status', '--rehearsal', '--json'])).lines();
    expect(each.filter(({ type }) => type === 'status')).toMatchObject([{ campaign: 'fete', rehearsal: true }]);
    const again = await space.run(['plan', 'members.csv', ...terms, '--rehearsal']);
    expect([again.exitCode, again.stderr]).toEqual([64, expect.stringContaining('use = "simulator"')]);
    // With the simulator, a list that is sent under that name is the rehearsal's where it is said so.
    space.write('smsctl.toml', space.read('smsctl.toml').replace('use = "vonage"', 'use = "simulator"'));
    const rehearsed = [...terms, '--yes', '--clock', TERMS[5]];
    expect((await space.run(['send', 'members.csv', ...rehearsed])).exitCode).toBe(78);
    expect((await space.run(['send', 'members.csv', ...rehearsed, '--rehearsal'])).exitCode).toBe(0);
    expect(await status('--rehearsal')).toMatchObject({ rehearsal: true, accepted: 2 });
  });

  // The list is another one than that of the real plan: nobody was shown whom the word would have been given for.
  it.each([
    { given: 'with a list', list: ['others.csv'] },
    { given: 'as it was frozen', list: [] },
  ])('a word that is given under the simulator, $given, confirms no real plan', async ({ list }) => {
    const [space] = await spaceWith({ kind: 'answers', status: 202, body: '{"message_uuid":"a"}' });
    space.write('smsctl.toml', space.read('smsctl.toml').replace('countries = ["FR"]', 'countries = ["CH"]'));
    // Switzerland keeps no numbers for fiction: to a real provider these are somebody.
    const people = ['+41790000012', '+41790000034', '+41790000056'];
    const proof = ['--basis', 'contract', '--method', 'contract', '--given-at', '2025-09-06'];
    for (const number of people) await space.run(['consent', 'add', number, '--purpose', 'information', ...proof]);
    space.write('members.csv', ['phone', ...people, ''].join('\n'));
    space.write('others.csv', ['phone', people[0], ''].join('\n'));
    const terms = ['--campaign', 'fete', '--purpose', 'information', '--text', 'Bonjour', '--urgent'];
    expect((await space.run(['plan', 'members.csv', ...terms, '--json'])).json()).toMatchObject({ planned: 3 });
    const kinds = async () =>
      (await space.run(['audit', 'list', '--campaign', 'fete', '--json'])).lines().map(({ kind }) => kind);
    const before = await kinds();
    const real = space.read('smsctl.toml');
    space.write('smsctl.toml', real.replace('use = "vonage"', 'use = "simulator"'));
    const sent = await space.run(['send', ...list, ...(list.length === 0 ? terms.slice(0, 2) : terms), '--yes']);
    expect([sent.exitCode, sent.stderr]).toEqual([78, expect.stringContaining('fete is a real campaign')]);
    expect(existsSync(space.at('rehearsals/fete.db'))).toBe(false);
    space.write('smsctl.toml', real);
    expect(await kinds()).toEqual(before);
  });
});

/** Whoever is confirmed here is not sent to: the run ends before its first message. */
function stoppedAtOnce(app: App): App {
  return { ...app, holdingRun: () => Promise.reject(new Interrupted()) };
}

it('a clock that has lost its time sends nothing real, and no word confirms under it', async () => {
  const [space, server] = await spaceWith({ kind: 'answers', status: 202, body: '{"message_uuid":"a"}' });
  space.write('smsctl.toml', space.read('smsctl.toml').replace('countries = ["FR"]', 'countries = ["CH"]'));
  const proof = ['--basis', 'contract', '--method', 'contract', '--given-at', '2025-09-06'];
  await space.run(['consent', 'add', '+41790000012', '--purpose', 'information', ...proof]);
  space.write('members.csv', 'phone\n+41790000012\n');
  const terms = ['--campaign', 'fete', '--purpose', 'information', '--text', 'Bonjour', '--urgent'];
  expect((await space.run(['plan', 'members.csv', ...terms, '--json'])).json()).toMatchObject({ planned: 1 });
  const around = { cwd: space.folder, env: ENV, now: DateTime.utc(2015, 3, 10, 10) };
  const refused = await runProgram(['send', '--campaign', 'fete', '--yes'], { ...around, locale: 'fr' });
  expect([kindOf(refused), refused.stderr]).toEqual(['notNow', expect.stringContaining('réglez l’horloge')]);
  expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'planned', remaining: 1 });
  // Under it the same run is refused that was confirmed under a right one.
  const right = { ...around, now: DateTime.utc(2026, 12, 1, 10) };
  const stopped = runProgram(['send', '--campaign', 'fete', '--yes'], { ...right, change: stoppedAtOnce });
  await expect(stopped).rejects.toThrow(Interrupted);
  expect((await runProgram(['resume', 'fete'], around)).stderr).toContain('set the clock');
  expect(server.requests).toEqual([]);
});

describe('doctor with a real provider', () => {
  it('asks for the balance, sends nothing, and tells no secret', async () => {
    const [space, server] = await spaceWith(BALANCE);
    const { exitCode, check, stdout, stderr } = await credentialsIn(space, ENV);
    expect(exitCode).toBe(0);
    expect(check).toMatchObject({ status: 'ok', message: expect.stringContaining('10.28 EUR') });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /account/get-balance']);
    expect(stdout + stderr).not.toContain(ACCOUNT.apiSecret);
  });

  it('warns of a balance in another currency than its rule is meant in', async () => {
    const [space] = await spaceWith(BALANCE);
    const config = space.read('smsctl.toml').replace('currency = "EUR"', 'currency = "CHF"');
    space.write('smsctl.toml', `${config}\n[stop]\nbalance = "20.00"\n`);
    const { check } = await credentialsIn(space, ENV);
    const message = expect.stringContaining('10.28 EUR, but [stop] balance is meant in CHF') as unknown;
    expect(check).toMatchObject({
      status: 'warn',
      message,
      hint: expect.stringContaining('currency = "EUR"') as unknown,
    });
  });

  it('knocks with the application’s own key', async () => {
    const [space, server] = await spaceWith(KNOCKED);
    const key = space.write('private.key', PRIVATE_KEY);
    const { exitCode, check } = await credentialsIn(space, { SMSCTL_VONAGE_PRIVATE_KEY_FILE: key });
    expect([exitCode, check?.status]).toEqual([0, 'ok']);
    expect(server.requests.map(({ body }) => body)).toEqual(['{}']);
  });

  it('fails where they are refused (77)', async () => {
    const [space] = await spaceWith(REFUSED);
    const { exitCode, check } = await credentialsIn(space, ENV);
    expect(exitCode).toBe(77);
    expect(check).toMatchObject({ status: 'fail', message: 'vonage refuses the credentials (http-401)' });
  });

  it('fails where nobody answers (69)', async () => {
    const [space, server] = await spaceWith(BALANCE);
    await server.close();
    const { exitCode, check } = await credentialsIn(space, ENV);
    expect(exitCode).toBe(69);
    expect(check).toMatchObject({ status: 'fail', message: expect.stringContaining('nobody answers') });
  });

  describe('by an encrypted connection', () => {
    const fixture = (name: string): string =>
      fileURLToPath(new URL(`../../fixtures/provider/${name}`, import.meta.url));
    const [key, cert] = [fixture('loopback-test-only.key.pem'), fixture('loopback-test-only.cert.pem')];
    const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };

    it('believes the certificates of NODE_EXTRA_CA_CERTS as well', async () => {
      const [space, server] = await spaceWith(BALANCE, { tls });
      expect((await credentialsIn(space, { ...ENV, NODE_EXTRA_CA_CERTS: cert })).check?.status).toBe('ok');
      expect(server.requests).toHaveLength(1);
    });

    it('asks nobody whose certificate is not good, whatever the environment says of it, and says nothing beside its JSON', async () => {
      const [space, server] = await spaceWith(BALANCE, { tls });
      const ran = await credentialsIn(space, { ...ENV, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
      expect(ran).toMatchObject({ exitCode: 69, stderr: '', check: { status: 'fail' } });
      expect(server.received()).toBe('');
    });
  });

  it('goes by no proxy that the environment names: whoever stands between could not be told from the service', async () => {
    const [space, server] = await spaceWith(BALANCE);
    const proxy = await scriptedServer({ otherwise: () => BALANCE });
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
    const proxies = Object.fromEntries(names.map((name) => [name, proxy.url]));
    const { check } = await credentialsIn(space, { ...ENV, ...proxies, NODE_USE_ENV_PROXY: '1' });
    expect(check?.status).toBe('ok');
    expect([server.requests.length, proxy.connections]).toEqual([1, 0]);
  });

  it('fails where there are none (78), and asks nobody', async () => {
    const [space, server] = await spaceWith(BALANCE);
    const { exitCode, check } = await credentialsIn(space, {});
    expect(exitCode).toBe(78);
    expect(check).toMatchObject({ status: 'fail', hint: expect.stringContaining('SMSCTL_VONAGE_API_KEY') });
    expect(server.requests).toEqual([]);
  });

  // The rights of a file on Windows are not in these bits.
  if (!isWindows) {
    it('fails where others can read the key (77)', async () => {
      const [space, server] = await spaceWith(KNOCKED);
      const key = space.write('private.key', PRIVATE_KEY);
      chmodSync(key, 0o644);
      const { exitCode, check } = await credentialsIn(space, { SMSCTL_VONAGE_PRIVATE_KEY_FILE: key });
      expect(exitCode).toBe(77);
      expect(check?.message).toContain('can be read by other users');
      expect(server.requests).toEqual([]);
    });
  }

  it('has nobody to ask about a simulator', async () => {
    const { check } = await credentialsIn(await cliWorkspace(), {});
    expect(check).toBeUndefined();
  });
});

describe('rehearsals and the real thing', () => {
  it('a rehearsal stays one, whatever provider is configured afterwards', async () => {
    const [, server] = await spaceWith(BALANCE);
    const space = await cliWorkspace();
    const file = space.write('members.csv', members(3));
    const planned = await space.run(['plan', file, '--campaign', 'fete', ...TERMS]);
    expect(planned.exitCode).toBe(0);
    useVonage(space, server.url);
    const sent = await space.run(['send', '--campaign', 'fete', '--confirm', '3', '--clock', TERMS[5]], { env: ENV });
    // It says when, and warns of nothing.
    expect([sent.exitCode, sent.stderr]).toEqual([
      0,
      expect.stringMatching(/^REHEARSAL: no SMS has left\nWhen, .*\n.*today.*\nNothing leaves after .*\n$/),
    ]);
    expect(sent.stdout).toContain('REHEARSAL');
    expect(space.outbox('fete')).toHaveLength(3);
    expect(server.requests).toEqual([]);
  });

  it('numbers kept for fiction are nobody to a real provider, and its campaign is no rehearsal', async () => {
    const [space, server] = await spaceWith(BALANCE);
    const file = space.write('members.csv', members(3));
    const { exitCode, stdout } = await space.run(
      ['plan', file, '--json', '--campaign', 'fete', '--purpose', 'association', '--text', 'Bonjour {{ prenom }}'],
      { env: ENV },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ planned: 0, excluded: { fictional_number: 3 } });
    expect(space.rehearsals()).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it('nothing simulated is told of a real campaign', async () => {
    const space = await cliWorkspace();
    const app = openApp({ cwd: space.folder });
    const real = { isRehearsal: false, clock: app.world.clock };
    expect(() => app.provider('fete', real, null)).toThrow(expect.objectContaining({ kind: 'config' }));
    expect(app.provider('fete', { ...real, isRehearsal: true }, null).provider.name).toBe('simulator');
  });

  it('a rehearsal has the simulator and its rate, a real campaign the provider and its own', async () => {
    const [space] = await spaceWith(BALANCE);
    const app = openApp({ cwd: space.folder, env: ENV });
    const { clock } = app.world;
    const rehearsed = app.provider('fete', { isRehearsal: true, clock }, null);
    const real = app.provider('fete', { isRehearsal: false, clock }, null);
    expect([rehearsed.provider.name, rehearsed.rate]).toEqual(['simulator', 1000]);
    expect([real.provider.name, real.rate]).toEqual(['vonage', 30]);
  });
});

describe('tests by a real provider', () => {
  it('are found in the log by their name, though no campaign has it', async () => {
    const [space, server] = await spaceWith(accepts('messages'));
    const tests = (...line: string[]) => space.run(['audit', ...line, '--campaign', 'test-send']);
    // Of neither kind so far.
    expect((await tests('list')).exitCode).toBe(66);
    await sendTest(space);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/messages']);
    const kinds = ({ stdout }: Ran): readonly unknown[] =>
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Json)['kind']);
    const listed = await tests('list', '--json');
    expect([listed.exitCode, kinds(listed)]).toEqual([0, ['test_submission', 'test_submission']]);
    const exported = await tests('export', '--format', 'jsonl');
    expect([exported.exitCode, kinds(exported)]).toEqual([0, ['test_submission', 'test_submission']]);
    // The chain is that of the whole ledger.
    const verified = await tests('verify', '--json');
    expect(verified.json()).toMatchObject({ ok: true, head: await space.head() });
    expect((await tests('head', '--json')).json()['head']).toBe(await space.head());
    // It is no campaign for all that.
    for (const command of ['status', 'resume', 'cancel']) {
      expect((await space.run([command, 'test-send'], { env: ENV })).exitCode).toBe(66);
    }
  });

  it.skipIf(isWindows)(
    'that the machine cuts short tell what was sent: the same command would send it again',
    async () => {
      const space = await cliWorkspace();
      const server = await scriptedServer({
        otherwise() {
          renameSync(space.at('ledger.db'), space.at('gone.db'));
          symlinkSync('ledger.db', space.at('ledger.db'));
          return accepts('messages');
        },
      });
      useVonage(space, server.url);
      await space.run(['doctor', '--adopt']);
      const phones = ['--to', memberNumber(70), '--to', memberNumber(71)];
      const ran = await runProgram(['test-send', '--text', 'Bonjour', '--purpose', 'information', ...phones], {
        ...{ cwd: space.folder, env: ENV },
        change: asRehearsed,
      });
      expect(server.requests).toHaveLength(1);
      expect(ran.error).toMatchObject({ kind: 'storeFailure' });
      expect(ran.stdout).toBe('+33 6 •• •• •• 71: test accepted\n  Bonjour\n');
      expect(ran.stderr).toContain('the same command would send again what is told above');
    },
  );

  it('win over those of a rehearsal, unless that is asked for', async () => {
    const [space] = await spaceWith(accepts('messages'));
    const vonage = space.read('smsctl.toml');
    space.write('smsctl.toml', configText({}));
    const rehearsed = ['test-send', '--text', 'x', '--to', memberNumber(70), '--to', memberNumber(71)];
    expect((await space.run([...rehearsed, '--clock', TERMS[5]])).exitCode).toBe(0);
    space.write('smsctl.toml', vonage);
    const rows = async (...more: string[]): Promise<number> =>
      (await space.run(['audit', 'list', '--campaign', 'test-send', '--json', ...more]))
        .lines()
        .filter(({ kind }) => kind === 'test_submission').length;
    expect(await rows()).toBe(4);
    await sendTest(space);
    expect([await rows(), await rows('--rehearsal')]).toEqual([2, 4]);
  });
});

/** By the provider itself: the numbers of these tests are nobody's, so the door is told that they may be tried. */
async function sendTest(space: CliWorkspace): Promise<void> {
  const line = ['test-send', '--text', 'Bonjour', '--purpose', 'information', '--to', memberNumber(70)];
  const ran = await runProgram(line, {
    ...{ cwd: space.folder, env: ENV },
    change: asRehearsed,
  });
  expect([ran.code, ran.stderr]).toEqual([0, '']);
}

function asRehearsed(app: App): App {
  return { ...app, workspace: () => ({ ...app.workspace(), isRehearsing: true }) };
}
