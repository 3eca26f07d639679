import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { cliWorkspace, configText, type CliWorkspace, type RunOptions } from '../support/cli.js';
import { scriptedServer, type Happening, type ScriptedServer, type SeenRequest } from '../support/scripted-server.js';
import { accepts, ACCOUNT } from '../support/vonage-service.js';

const ENV: RunOptions = {
  env: { SMSCTL_VONAGE_API_KEY: ACCOUNT.apiKey, SMSCTL_VONAGE_API_SECRET: ACCOUNT.apiSecret },
};
/** Made up, and told to the loopback alone: a real provider takes none that are kept for films. */
const madeUp = (index: number): string => `+3361${String(index).padStart(7, '0')}`;
const PEOPLE = [madeUp(1), madeUp(2), madeUp(3)];
/** The operator's own phone. */
const TRUSTED = madeUp(9_801_234);
/** One instant for all: the tests share what is made of it. */
const GIVEN_AT = DateTime.utc().minus({ days: 30 }).toISO();
const STATEMENT = 'Claire sent STOP from her own phone and found it in the mailbox';

interface Options {
  readonly footer?: string;
  readonly limits?: string;
  readonly answer?: (request: SeenRequest) => Happening;
}

async function realSpace({ answer = () => accepts('messages'), ...options }: Options = {}) {
  const server = await scriptedServer({ otherwise: answer });
  const space = await cliWorkspace({ numbers: PEOPLE, givenAt: GIVEN_AT });
  // It is a copy of a workspace that the tests share.
  await space.run(['doctor', '--adopt']);
  configure(space, server, options);
  space.write('members.csv', ['phone;prenom', ...PEOPLE.map((one, index) => `${one};P${index}`), ''].join('\n'));
  return { space, server };
}

function configure(space: CliWorkspace, server: ScriptedServer, { footer = '36184', limits = '' }: Options): void {
  const tables = `[providers.vonage]\nbase_url = "${server.url}"\n`;
  const text = configText({ limits, tables }).replace('use = "simulator"', 'use = "vonage"');
  space.write('smsctl.toml', text.replace('stop = "36184"', `stop = "${footer}"`));
}

const planned = (purpose = 'association'): readonly string[] => [
  'members.csv',
  ...['--campaign', 'fete', '--purpose', purpose, '--text', 'Bonjour {{ prenom }}'],
];
const stop = (number: string): string =>
  `from,text,at\n${number},STOP,${DateTime.utc().plus({ seconds: 1 }).toISO()}\n`;

/** By night and on Sundays it is closed (75); what matters is that no gate holds it back. */
const LEAVES = [0, 75];

describe('a promotional campaign of a real provider', () => {
  it('does not leave while its way out is not proven: every gate is told at once, each with the way through (77)', async () => {
    const { space, server } = await realSpace();
    const plan = await space.run(['plan', ...planned(), '--json'], ENV);
    expect(plan.exitCode).toBe(0);
    expect(plan.json()['warnings']).toEqual(
      expect.arrayContaining([
        expect.stringContaining('smsctl doctor --stop-test NUMBER'),
        expect.stringContaining('smsctl inbox none --attest TEXT'),
      ]),
    );
    const refused = await space.run(['send', '--campaign', 'fete', '--yes', '--json'], ENV);
    expect(refused.exitCode).toBe(77);
    expect(refused.error()).toMatchObject({
      kind: 'notPermitted',
      gates: ['exit_unproven', 'stops_not_collected'],
      message: expect.stringContaining('fete may not leave yet'),
      hint: expect.stringMatching(/doctor --stop-test.*inbox pull/s),
    });
    expect((await space.run(['status', 'fete', '--json'], ENV)).json()).toMatchObject({
      state: 'planned',
      remaining: 3,
    });
    expect(server.requests).toEqual([]);
  });

  it('is not started over like a rehearsal', async () => {
    const { space } = await realSpace();
    const before = await space.head();
    const refused = await space.run(['plan', ...planned(), '--fresh', '--json'], ENV);
    expect(refused.error()).toMatchObject({ exit: 64, message: expect.stringContaining('--fresh starts a rehearsal') });
    expect(await space.head()).toBe(before);
  });

  it('leaves once a trusted phone’s STOP has arrived and the STOPs are collected, and not before', async () => {
    const { space } = await realSpace();
    const test = ['doctor', '--stop-test', TRUSTED, '--json'];
    expect((await space.run(test, ENV)).json()).toMatchObject({ type: 'exit_test', state: 'begun' });
    const waiting = await space.run(['doctor', '--stop-test', `0${TRUSTED.slice(3)}`], ENV);
    expect([waiting.exitCode, waiting.stdout]).toEqual([75, expect.stringContaining('STOP au 36184')]);
    expect(waiting.stdout).not.toContain('80 12 34');
    await space.run(['inbox', 'import', '-'], { ...ENV, input: stop(PEOPLE[2]!) });
    expect((await space.run(test, ENV)).json()).toMatchObject({ state: 'waiting' });
    const refused = await space.run(['send', ...planned(), '--yes', '--json'], ENV);
    expect(refused.error()).toMatchObject({ exit: 77, gates: ['exit_unproven'] });

    await space.run(['inbox', 'import', '-'], { ...ENV, input: stop(TRUSTED) });
    const proven = await space.run(test, ENV);
    expect([proven.exitCode, proven.json()]).toMatchObject([0, { state: 'proven' }]);
    expect((await space.run(['suppress', 'check', TRUSTED, '--json'])).json()).toMatchObject({ suppressed: true });
    const sent = await space.run(['send', '--campaign', 'fete', '--yes', '--json'], ENV);
    expect(LEAVES).toContain(sent.exitCode);
    expect(sent.lines().at(-1)).toMatchObject({ type: 'summary', planned: 2 });
    const log = (await space.run(['audit', 'export', '--format', 'jsonl'])).lines();
    expect(log.filter((row) => row['kind'] === 'exit_proven')).toHaveLength(1);
  });

  it.each([
    ['+33199001234', 'fixed-line'],
    ['+33639981234', 'reserved-fictional'],
  ])('is not proven by a phone that a plan would leave out: %s', async (number, reason) => {
    const { space } = await realSpace();
    const refused = await space.run(['doctor', '--stop-test', number, '--json'], ENV);
    expect(refused.error()).toMatchObject({ exit: 65, message: expect.stringContaining(reason) });
  });

  it('leaves on an operator’s word, which the log keeps without numbers', async () => {
    const { space, server } = await realSpace();
    await space.run(['doctor', '--attest', `${STATEMENT} on 2026-01-05: 06 39 98 12 34`], ENV);
    // So long that it is cut in the middle of the number.
    await space.run(['inbox', 'none', '--attest', `${'The mailbox was empty '.padEnd(492, '.')} 06 39 98 12 34`], ENV);
    const sent = await space.run(['send', ...planned(), '--yes', '--json'], ENV);
    expect(LEAVES).toContain(sent.exitCode);
    const log = await space.run(['audit', 'export', '--format', 'jsonl']);
    expect(log.stdout).toContain('Claire sent STOP');
    expect(log.stdout).not.toContain('80 12 34');
    expect(log.stdout).not.toContain('06 39');
    expect(log.stdout).toContain('on 2026-01-05: ');
    expect((await space.run(['doctor', '--json'], ENV)).json()['checks']).toContainEqual(
      expect.objectContaining({ name: 'way_out', status: 'ok' }),
    );

    // Another short code is another way out, also for a run that goes on.
    configure(space, server, { footer: '36180' });
    const other = await space.run(['send', ...planned().with(2, 'noel'), '--yes', '--json'], ENV);
    expect(other.error()).toMatchObject({ exit: 77, gates: ['exit_unproven'] });
    if (sent.exitCode === 75) expect((await space.run(['resume', 'fete'], ENV)).exitCode).toBe(77);
  });

  it('does not leave with texts that lead elsewhere than the way out that was proven', async () => {
    const { space, server } = await realSpace({ footer: '36222' });
    await space.run(['plan', ...planned()], ENV);
    configure(space, server, {});
    await space.run(['doctor', '--attest', STATEMENT], ENV);
    await space.run(['inbox', 'none', '--attest', 'The mailbox of the provider was empty'], ENV);
    const refused = await space.run(['send', '--campaign', 'fete', '--yes', '--json'], ENV);
    expect(refused.error()).toMatchObject({ exit: 77, gates: ['other_footer'] });
    expect(server.requests).toEqual([]);
    const anew = await space.run(['send', ...planned().with(2, 'noel'), '--yes', '--json'], ENV);
    expect(LEAVES).toContain(anew.exitCode);
  });

  it('no word is taken for a way out that nobody configured: 78', async () => {
    const { space } = await realSpace();
    space.write('smsctl.toml', space.read('smsctl.toml').replace(/\[footer\.FR\][^[]*/, ''));
    const before = await space.head();
    const attested = await space.run(['doctor', '--attest', STATEMENT], ENV);
    expect(attested.exitCode).toBe(78);
    expect(attested.stderr).toContain('no footer is configured: there is no way out to test');
    expect(await space.head()).toBe(before);
  });

  it('a confirmed plan whose run never began is not called unconfirmed', async () => {
    const { space } = await realSpace({ limits: 'stops_within_hours = 0' });
    await space.run(['doctor', '--attest', STATEMENT], ENV);
    expect((await space.run(['send', ...planned('information'), '--urgent', '--yes'])).exitCode).toBe(78);
    expect((await space.run(['status', 'fete'], ENV)).stdout).toMatch(/^fete: confirmed, not begun$/m);
    const why = await space.run(['why', PEOPLE[0]!, '--campaign', 'fete'], ENV);
    expect(why.stdout).toContain('): confirmed, not begun');
  });

  it.each([
    [['doctor'], 'who tried what'],
    [['inbox', 'none'], 'who looked where'],
  ])('a word that says nothing is none: %j', async (command, hint) => {
    const { space } = await realSpace();
    const before = await space.head();
    const refused = await space.run([...command, '--attest', ' ok ', '--json'], ENV);
    expect(refused.error()).toMatchObject({ exit: 64, hint: expect.stringContaining(hint) as string });
    expect(await space.head()).toBe(before);
  });

  it('is not asked how old the STOPs are where that is off', async () => {
    const { space } = await realSpace({ limits: 'stops_within_hours = 0' });
    const refused = await space.run(['send', ...planned(), '--yes', '--json'], ENV);
    expect(refused.error()).toMatchObject({ gates: ['exit_unproven'] });
  });

  it('a receipt is no STOP: a file of them collects none', async () => {
    const { space } = await realSpace();
    await space.run(['doctor', '--attest', STATEMENT], ENV);
    const input = '{"ref":"r","status":"delivered"}\n';
    const told = await space.run(['inbox', 'import', '-', '--json'], { ...ENV, input });
    expect(told.json()).toMatchObject({ unmatched: 1, stopsCollected: false });
    const refused = await space.run(['send', ...planned(), '--yes', '--json'], ENV);
    expect(refused.error()).toMatchObject({ gates: ['stops_not_collected'] });
  });
});

it('a functional campaign asks for no way out', async () => {
  const { space, server } = await realSpace();
  const sent = await space.run(['send', ...planned('information'), '--urgent', '--yes', '--json'], ENV);
  expect([sent.exitCode, sent.lines().at(-1)]).toMatchObject([0, { accepted: 3 }]);
  expect(server.requests).toHaveLength(3);
});

describe('inbox pull from the records of Vonage', () => {
  const inbound = (number: string, text: string): object => ({
    account_id: ACCOUNT.apiKey,
    message_id: `aaaaaaaa-bbbb-4ccc-8ddd-${number.slice(-12)}`,
    direction: 'inbound',
    from: number.slice(1),
    to: '36184',
    message_body: text,
    date_received: DateTime.utc().minus({ minutes: 2 }).toISO(),
  });

  const records = (list: readonly object[], more: object = {}): Happening => ({
    kind: 'answers',
    status: 200,
    body: JSON.stringify({ request_status: 'SUCCESS', items_count: list.length, records: list, ...more }),
  });
  /** Each day that is asked for is its own; only the last one holds what is new. */
  const answering =
    (list: readonly object[], more: object = {}) =>
    ({ path }: SeenRequest): Happening => {
      const { searchParams } = new URL(path, 'http://localhost');
      const isLast = DateTime.fromISO(searchParams.get('date_end') ?? '') > DateTime.utc().minus({ minutes: 1 });
      return searchParams.get('direction') === 'inbound' && isLast ? records(list, more) : records([]);
    };

  it('files what people answered, once, and counts as a collecting of STOPs', async () => {
    const { space, server } = await realSpace({
      answer: answering([inbound(PEOPLE[0]!, 'STOP'), inbound(PEOPLE[1]!, 'Merci')]),
    });
    const first = await space.run(['inbox', 'pull', '--json'], ENV);
    expect([first.exitCode, first.json()]).toMatchObject([
      0,
      { type: 'inbox_pull', provider: 'vonage', recorded: 2, verdicts: { opt_out: 1, none: 1 }, stopsCollected: true },
    ]);
    const paths = server.requests.map(({ path }) => new URL(path, 'http://localhost').searchParams);
    expect(paths).toHaveLength(14);
    expect(paths.filter((one) => one.get('include_message') === 'true')).toHaveLength(7);
    expect((await space.run(['suppress', 'check', PEOPLE[0]!, '--json'])).json()).toMatchObject({ suppressed: true });
    // The next one goes on where this one ended.
    const second = await space.run(['inbox', 'pull', '--json'], ENV);
    expect(second.json()).toMatchObject({ recorded: 0, unchanged: 2, stopsCollected: true });
    expect(server.requests).toHaveLength(16);
  });

  it('does not count when the records are cut short, or leave a gap', async () => {
    const { space } = await realSpace({ answer: answering([], { items_count: 5 }) });
    const pulled = await space.run(['inbox', 'pull'], ENV);
    expect([pulled.exitCode, pulled.stderr]).toEqual([0, expect.stringContaining('does not count')]);
    const since = DateTime.utc().minus({ hours: 1 }).toISO();
    const short = await space.run(['inbox', 'pull', '--since', since, '--json'], ENV);
    expect(short.json()).toMatchObject({ stopsCollected: false });
  });

  it.each([
    [401, 77],
    [500, 69],
  ])('says so where it is answered with %i (%i), and nothing was collected', async (status, exitCode) => {
    const { space } = await realSpace({ answer: () => ({ kind: 'answers', status, body: '' }) });
    expect((await space.run(['inbox', 'pull'], ENV)).exitCode).toBe(exitCode);
    const refused = await space.run(['send', ...planned(), '--yes', '--json'], ENV);
    expect(refused.error()).toMatchObject({ gates: ['exit_unproven', 'stops_not_collected'] });
  });

  it('is not asked for more than the service keeps at hand', async () => {
    const { space, server } = await realSpace();
    for (const since of ['2020-01-01T00:00', '2020-01-01']) {
      const far = await space.run(['inbox', 'pull', '--since', since, '--json'], ENV);
      expect(far.error()).toMatchObject({ exit: 64, message: expect.stringContaining('90 days') });
    }
    const odd = await space.run(['inbox', 'pull', '--since', 'lately', '--json'], ENV);
    expect(odd.error()).toMatchObject({ exit: 64, hint: expect.stringContaining('2026-03-10, ') });
    expect(server.requests).toEqual([]);
  });
});
