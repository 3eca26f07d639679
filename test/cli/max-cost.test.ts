import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { refuseCost } from '../../src/cli/commands/cost-limit.js';
import type { App, Workspace } from '../../src/cli/app.js';
import { parseConfig } from '../../src/config/config.js';
import { profileIds } from '../../src/core/schedule/profiles.js';
import { cliWorkspace, configText, members, MORNING, TERMS, type CliWorkspace } from '../support/cli.js';
import { fakeWorld } from '../support/fake-world.js';
import { campaignNamed } from '../support/send-run.js';
import { confirmedCampaign, fictionNumbers, tempLedger } from '../support/temp-ledger.js';
import { runProgram } from './in-process.js';

const PRICE = 'price = { FR = "0.065" }';
const CLOCK = ['--clock', MORNING];
const SEND = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes'];

/** A configuration with other prices, or none. */
function configWith(price: string, limits = ''): string {
  return configText({ limits }).replace(PRICE, price);
}

async function spaceWith(price: string, limits = ''): Promise<CliWorkspace> {
  const space = await cliWorkspace();
  space.write('smsctl.toml', configWith(price, limits));
  space.write('members.csv', members(4));
  return space;
}

describe.concurrent('a limit of costs without a price', () => {
  it('given by the flag refuses the run (77), names what is missing, and keeps nothing', async () => {
    const space = await spaceWith('');
    const refused = await space.run([...SEND, '--max-cost', '0.01', '--json']);
    expect(refused).toMatchObject({ exitCode: 77, stdout: '' });
    expect(refused.error()).toMatchObject({
      kind: 'notPermitted',
      message: 'nobody can tell whether this run stays within its limit, €0.01: no price is known for FR',
      hint: expect.stringContaining('[provider] price') as unknown,
    });
    expect(space.rehearsals()).not.toContain('fete.db');
    space.write('smsctl.toml', configWith(PRICE));
    expect((await space.run([...SEND, '--max-cost', '0.01', '--json'])).exitCode).toBe(77);
    expect((await space.run([...SEND, '--max-cost', '0.26', '--json'])).exitCode).toBe(0);
  });

  it('is refused for a plan that was kept without one, also once there is a price', async () => {
    const space = await spaceWith('');
    const plan = ['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--max-cost', '1', '--json'];
    const warned = (await space.run(plan)).json();
    expect(warned).toMatchObject({ cost: { amount: '0.00' }, unpricedCountries: ['FR'] });
    const told = expect.stringMatching(/it would be refused: no price is known for FR; add/) as unknown;
    expect(warned['warnings']).toEqual(expect.arrayContaining([told]));
    space.write('smsctl.toml', configWith(PRICE));
    for (const command of [['send', '--campaign', 'fete', '--yes'], SEND.slice(0, -3)]) {
      const refused = await space.run([...command, '--max-cost', '1', '--json', ...CLOCK]);
      expect(refused.error()).toMatchObject({
        exit: 77,
        hint: expect.stringContaining('plan under another name') as unknown,
      });
    }
    expect(space.outbox('fete')).toEqual([]);
    expect((await space.run([...SEND, '--fresh', '--max-cost', '1', '--json'])).exitCode).toBe(0);
  });

  it('of the configuration warns a rehearsal, whose screens call the cost unknown, in both languages', async () => {
    const space = await spaceWith('', 'max_cost = "0.01"');
    const sent = await space.run(SEND);
    expect(sent.exitCode).toBe(0);
    expect(sent.stderr).toContain('no price is known for FR: the cost shown, and max_cost, leave it out');
    for (const screen of [sent.stdout, sent.stderr]) {
      expect(screen).toContain('Cost: an amount not known (no price for FR)\n');
      expect(screen).not.toContain('€0.00');
    }
    const french = await space.run(['resume', 'fete', '--locale', 'fr', ...CLOCK]);
    expect(french.stdout).toContain('Coût\u00a0: un montant inconnu (pas de prix pour FR)\n');
    const [summary] = (await space.run(['resume', 'fete', '--json', ...CLOCK])).lines().slice(-1);
    expect(summary).toMatchObject({ cost: { amount: '0.00', currency: 'EUR' }, unpricedCountries: ['FR'] });
  });

  it('is kept where the configuration says that nothing is paid', async () => {
    const space = await spaceWith('price = { FR = "0" }');
    const sent = await space.run([...SEND, '--max-cost', '0.01']);
    expect([sent.exitCode, sent.stderr]).toEqual([0, expect.not.stringContaining('no price')]);
    expect(sent.stdout).toContain('Cost: €0.00\n');
  });

  it('refuses a real run, whoever gave the limit; one without a limit goes on', async () => {
    const temp = tempLedger();
    const ledger = temp.open();
    await confirmedCampaign(ledger, 'fete', fictionNumbers(3), () => ({ costMicros: 0 }));
    const campaign = await campaignNamed(ledger, 'fete');
    const counts = await ledger.campaignCounts(campaign.id);
    const { clock } = fakeWorld(MORNING);
    let { planned } = counts;
    const judged = (price: string, limits: string, maxCost: Readonly<Record<string, string>>): Promise<void> => {
      const config = parseConfig(configWith(price, limits), 'smsctl.toml', { profileIds: profileIds() });
      const found = { ledger, isRehearsal: false, clock };
      return refuseCost({ config } as Workspace, campaign, { ...counts, planned }, found, maxCost);
    };
    const refusal = { kind: 'notPermitted', problem: { key: 'flows.costUnknown', values: { countries: ['FR'] } } };
    await expect(judged('', 'max_cost = "50.00"', {})).rejects.toMatchObject(refusal);
    await expect(judged(PRICE, '', { maxCost: '50' })).rejects.toMatchObject(refusal);
    const anew = { ...refusal, hint: { key: 'flows.costUnknownKeptHint' } };
    await expect(judged(PRICE, 'max_cost = "1.00"', {})).rejects.toMatchObject(anew);
    // Some have left: to plan anew would text them twice.
    planned += 2;
    const begun = { ...refusal, hint: { key: 'flows.costUnknownBegunHint' } };
    await expect(judged(PRICE, 'max_cost = "1.00"', {})).rejects.toMatchObject(begun);
    await expect(judged('', '', {})).resolves.toBeUndefined();
    await expect(judged('price = { default = "0.00" }', 'max_cost = "50.00"', {})).resolves.toBeUndefined();
    temp.remove();
  });
});

describe.concurrent('a run above its limit', () => {
  it('is not what a plan under that limit says to type: the command that sends it says the limit again', async () => {
    const space = await spaceWith(PRICE);
    const plan = ['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--rate', '5', '--max-cost', '0,14'];
    const planned = await space.run(plan);
    expect(planned.stderr).toContain('smsctl send --campaign fete --confirm 4 --rate 5 --max-cost 0,14\n');
    const said = ['send', '--campaign', 'fete', '--confirm', '4', '--rate', '5', '--max-cost', '0,14'];
    expect(await space.run([...said, ...CLOCK])).toMatchObject({ exitCode: 77, stdout: '' });
    const inFrench = await space.run([...plan, '--locale', 'fr']);
    expect(inFrench.stderr).toContain('smsctl send --campaign fete --confirm 4 --rate 5 --max-cost 0,14\n');
  });

  it('names what helps: --limit takes away nobody who is planned already', async () => {
    const space = await spaceWith(PRICE);
    const above = ['--max-cost', '0.14', '--json'];
    const refused = await space.run([...SEND, ...above]);
    expect(refused.error()).toMatchObject({
      exit: 77,
      hint: 'raise --max-cost or limits.max_cost; or plan fewer people (--limit, --where) under another name, or a rehearsal with --fresh: what is planned stays, until smsctl cancel fete',
    });
    expect((await space.run([...SEND, '--limit', '2', ...above])).exitCode).toBe(77);
    const anew = await space.run([...SEND, '--fresh', '--limit', '2', ...above]);
    expect(anew.lines().at(-1)).toMatchObject({ state: 'done', accepted: 2 });
    // Some have left: nobody is to be planned once more under another name.
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const begun = await space.run(['send', '--campaign', 'fete', '--yes', '--max-cost', '0.01', '--json', ...CLOCK]);
    expect(begun.error()).toMatchObject({
      exit: 77,
      hint: 'raise --max-cost or limits.max_cost; or let nothing more leave: smsctl cancel fete',
    });
  });
});

describe('a run under way', () => {
  it('is held by its limit, though another command confirms newcomers who join it', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(10));
    space.write('newcomers.csv', members(10, 10));
    const joining = async (): Promise<void> => {
      const joined = await space.run(['send', 'newcomers.csv', ...SEND.slice(2), '--json']);
      expect(joined.error()).toMatchObject({ exit: 75 });
    };
    const now = DateTime.fromISO(MORNING, { zone: 'utc' });
    const change = (app: App): App => ({
      ...app,
      provider: (...asked) => whileSending(app.provider(...asked), joining),
    });
    const line = [
      'send',
      space.at('members.csv'),
      '--campaign',
      'fete',
      ...TERMS.slice(0, 4),
      '--yes',
      '--max-cost',
      '0.70',
    ];
    const ran = await runProgram(line, { cwd: space.folder, now, globals: ['--json'], change });
    expect([ran.error, ran.code]).toEqual([null, 77]);
    const summary = JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '') as unknown;
    expect(summary).toMatchObject({
      ...{ state: 'stopped', reason: 'cost', accepted: 10, remaining: 10, cost: { amount: '0.65' } },
      message: expect.stringContaining('would take this run above €0.70') as unknown,
    });
  });
});

type Opened = ReturnType<App['provider']>;

/** Something happens while the third message is under way. */
function whileSending(opened: Opened, happens: () => Promise<void>): Opened {
  let sent = 0;
  const { provider } = opened;
  const send: typeof provider.send = async (message, leaves) => {
    sent += 1;
    if (sent === 3) await happens();
    return provider.send(message, leaves);
  };
  return { ...opened, provider: { ...provider, send } };
}
