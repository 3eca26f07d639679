import { describe, expect, it } from 'vitest';
import {
  cliWorkspace,
  memberNumber,
  members,
  MORNING,
  NIGHT,
  TERMS,
  type CliWorkspace,
  type Json,
  type Running,
} from '../support/cli.js';
import { FRENCH_MOBILE } from '../support/public-examples.js';

/** Swiss mobiles in the plan, beside France; written as people do at home. */
const WITH_SWISS = { tables: '[footer.CH]\ntext = "STOP {{ stop }}"\nstop = "9292"\n' };

const [, purpose, , text] = TERMS;

async function plan(space: CliWorkspace, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return space.run(['plan', 'members.csv', '--campaign', 'fete', '--purpose', purpose, '--text', text, ...args]);
}

async function document(space: CliWorkspace, args: readonly string[]): Promise<Json> {
  const ran = await space.run([
    ...['plan', 'members.csv', '--campaign', 'fete', '--purpose', purpose, '--text', text],
    ...[...args, '--json'],
  ]);
  return ran.json();
}

describe.concurrent('when the messages of a plan leave', () => {
  it('splits what does not fit into today’s window, in both languages, and warns', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(40));
    // Half a minute before submissions end, which is ten minutes before the window does.
    const late = ['--clock', MORNING, '--at', '2025-03-11T19:49:30+01:00', '--rate', '1'];
    const english = await plan(space, late);
    expect(english.stdout).toContain(
      '  30 today from 19:49 until 19:50, 10 tomorrow from 08:00\n  the last one leaves tomorrow at 08:00\n',
    );
    expect(english.stderr).toContain('warning: not everything can leave in the first window: 10 of 40 have to wait');
    const french = await plan(space, [...late, '--locale', 'fr']);
    expect(french.stdout).toContain(
      '  30 aujourd’hui à partir de 19:49 jusqu’à 19:50, 10 demain à partir de 08:00\n  le dernier part demain à 08:00\n',
    );
    expect(french.stderr).toContain('10 sur 40 doivent attendre, demain à partir de 08:00');
    expect(await document(space, late)).toMatchObject({
      endsAt: '2025-03-12T07:00:10.150Z',
      legs: [{ count: 30 }, { count: 10 }],
    });
  });

  it('names the day over a weekend and a holiday, and leaves out the beginning where that is now', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(40));
    // The Saturday before Easter 2025: Sunday and Easter Monday are closed. The clock runs on meanwhile.
    const { stdout } = await plan(space, ['--clock', '2025-04-19T19:49:30+02:00', '--rate', '1', '--locale', 'fr']);
    expect(stdout).toMatch(/^ {2}\d+ aujourd’hui jusqu’à 19:50, \d+ mardi 22 avril à partir de 08:00$/m);
  });

  it('says that it is closed, and when the first one leaves', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3));
    const { stdout, stderr } = await plan(space, ['--clock', '2025-03-11T22:30:00+01:00']);
    expect(stdout).toContain('  3 tomorrow at 08:00\n');
    expect(stderr).toContain('warning: closed at that moment: nothing leaves before tomorrow at 08:00\n');
  });

  it('warns of a Sunday and of a public holiday where the profile tolerates them, on plan, send and resume', async () => {
    const space = await cliWorkspace({ tables: '[hours]\nFR = "FR/charter-2026"\n' });
    space.write('members.csv', members(3));
    // Easter Monday of 2025, and the Sunday before it.
    const [SUNDAY, MONDAY] = ['2025-04-20T10:00:00+02:00', '2025-04-21T10:00:00+02:00'];
    const sunday = '3 will leave on a Sunday, 20 April 2025: allowed, but discouraged';
    expect((await plan(space, ['--clock', SUNDAY])).stderr).toContain(`warning: ${sunday}\n`);
    expect((await plan(space, ['--clock', SUNDAY, '--locale', 'fr'])).stderr).toContain(
      '3 partiront un dimanche, le 20 avril 2025\u00A0: permis, mais déconseillé\n',
    );
    expect(await document(space, ['--clock', SUNDAY])).toMatchObject({
      discouraged: [{ date: '2025-04-20', why: 'sunday', holiday: null, count: 3 }],
      warnings: expect.arrayContaining([sunday]),
    });
    // The same plan sent a day later leaves on another day than it showed.
    const monday = '3 will leave on a public holiday, 21 April 2025 (Lundi de Pâques): allowed, but discouraged';
    const night = '2025-04-20T22:30:00+02:00';
    const sent = await space.run(['send', '--campaign', 'fete', '--confirm', '3', '--clock', night]);
    expect(sent.stderr).toContain(`warning: ${monday}\n`);
    expect(sent.stderr).not.toContain('Sunday');
    const resumed = await space.run(['resume', 'fete', '--json', '--clock', MONDAY]);
    expect(resumed.lines().at(-1)).toMatchObject({ state: 'done', warnings: [monday] });
  });

  it.each([
    ['2025-03-18T09:59', []],
    [
      '2025-03-18T10:01',
      [expect.stringMatching(/^the text of fete is of 11 March 2025; smsctl preview fete shows it$/)],
    ],
  ])('says of which day a text is that is older than a week: %s', async (clock, warnings) => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    await plan(space, ['--clock', '2025-03-11T10:00']);
    const sent = await space.run(['send', '--campaign', 'fete', '--yes', '--clock', clock, '--json']);
    expect(sent.exitCode).toBe(0);
    expect(sent.lines().at(-1)?.['warnings']).toEqual(warnings);
  });

  it('has nothing to warn of on a day of work', async () => {
    const space = await cliWorkspace({ tables: '[hours]\nFR = "FR/charter-2026"\n' });
    space.write('members.csv', members(3));
    const planned = await document(space, ['--clock', MORNING]);
    expect(planned).toMatchObject({ planned: 3, discouraged: [] });
    expect(JSON.stringify(planned['warnings'])).not.toContain('discouraged');
  });

  it('counts what can not leave by --not-after', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(40));
    const start = ['--clock', MORNING, '--at', '2025-03-11T11:00:00+01:00', '--rate', '1'];
    const until = [...start, '--not-after', '2025-03-11T11:00:25+01:00'];
    const { stderr } = await plan(space, until);
    expect(stderr).toContain(
      'warning: 15 can not leave by --not-after, today at 11:00, and will not be sent, unless a later end is given\n',
    );
    expect((await plan(space, [...until, '--locale', 'fr'])).stderr).toContain(
      'ne partiront pas, sauf fin plus tardive\n',
    );
    expect(await document(space, until)).toMatchObject({ late: 15, unplaced: 0, legs: [{ count: 25 }] });
  });
});

describe.concurrent('the hours of a plan', () => {
  it('name their zone where somebody lives in another one', async () => {
    const numbers = [memberNumber(0), '+596696000001'];
    const space = await cliWorkspace({ numbers });
    const there = `phone;prenom\n${numbers[0]};Ana\n${numbers[1]};Lou\n`;
    space.write('members.csv', `phone;prenom\n${numbers[0]};Ana\n`);
    const title = 'When, at the given rate';
    expect((await plan(space, ['--clock', MORNING])).stdout).toContain(`${title}:\n`);
    space.write('members.csv', there);
    const { stdout } = await plan(space, ['--clock', MORNING, '--fresh']);
    expect(stdout).toContain(`${title} (times of the zone Europe/Paris):\n`);
  });
});

describe.concurrent('what the rows of a plan tell of their place', () => {
  it('reads a number in the country of its row, and says so', async () => {
    const numbers = [memberNumber(0), '+41790000067'];
    const space = await cliWorkspace({ ...WITH_SWISS, numbers, limits: '' });
    space.write('smsctl.toml', space.read('smsctl.toml').replace('countries = ["FR"]', 'countries = ["FR", "CH"]'));
    space.write(
      'members.csv',
      `phone;prenom;pays\n${memberNumber(0)};Ana;France\n079 000 00 67;Urs;Suisse\n${FRENCH_MOBILE.national};Ueli;Suisse\n`,
    );
    const { stderr } = await plan(space, ['--clock', MORNING]);
    expect(stderr).toContain('number in “phone”, read first in the country of “pays”\n');
    const said = await document(space, ['--clock', MORNING]);
    expect(said).toMatchObject({
      planned: 2,
      excluded: { not_mobile: 1 },
      territories: { CH: 1, FR: 1 },
      nationalCalendars: ['CH'],
      remarks: {
        'row-country': { rows: 1, firstLine: 3 },
        'row-country-refused': { rows: 1, firstLine: 4 },
      },
    });
    expect(said['warnings']).toContainEqual(
      expect.stringMatching(/^Switzerland: .*only the holidays of the whole country/),
    );
  });

  it('says nothing of the holidays of a country in which nobody is texted', async () => {
    const numbers = [memberNumber(0)];
    const space = await cliWorkspace({ ...WITH_SWISS, numbers, limits: '' });
    space.write('smsctl.toml', space.read('smsctl.toml').replace('countries = ["FR"]', 'countries = ["FR", "CH"]'));
    space.write('members.csv', `phone;prenom\n${memberNumber(0)};Ana\n+41790000067;Urs\n`);
    const said = await document(space, ['--clock', MORNING]);
    expect(said).toMatchObject({ excluded: { no_consent: 1 }, territories: { FR: 1 }, nationalCalendars: [] });
    expect(JSON.stringify(said['warnings'])).not.toContain('Switzerland');
  });

  it('counts regions that are not known, and names the territories whose own holidays are not', async () => {
    const numbers = [memberNumber(0), memberNumber(1), '+687750000'];
    const space = await cliWorkspace({ numbers });
    space.write(
      'members.csv',
      `phone;prenom;region\n${numbers[0]};Ana;Bas-Rhin\n${numbers[1]};Loïc;Mordor\n${numbers[2]};Éve;\n`,
    );
    const said = await document(space, ['--clock', MORNING, '--locale', 'fr']);
    expect(said).toMatchObject({
      remarks: { 'region-unknown': { rows: 1, firstLine: 3 } },
      ownHolidaysNotKnown: ['NC'],
      nationalCalendars: [],
    });
    expect(said['warnings']).toContainEqual(expect.stringContaining('Nouvelle-Calédonie'));
  });
});

it('names the time zone of which no holidays are known, and not the country of the number', async () => {
  const space = await cliWorkspace();
  space.write('members.csv', `phone;prenom;time_zone\n${memberNumber(0)};Ana;Asia/Tokyo\n`);
  const said = await document(space, ['--clock', MORNING]);
  expect(said).toMatchObject({ ownHolidaysNotKnown: ['Asia/Tokyo'] });
  expect(said['warnings']).toContainEqual(expect.stringContaining('Asia/Tokyo'));
  expect(JSON.stringify(said['warnings'])).not.toContain('France');
});

describe.concurrent('a consent and a never-list in national form', () => {
  it('mean the person of the contact, by the country of the row', async () => {
    const space = await cliWorkspace();
    const head = 'phone;pays;purpose;basis;given_at;method;wording;source';
    space.write(
      'optins.csv',
      `${head}\n079 000 00 67;Suisse;association;opt_in;2025-01-15;web_form;Oui;https://amisduparc.example\n`,
    );
    expect(await space.run(['consent', 'import', 'optins.csv'])).toMatchObject({ exitCode: 0 });
    expect((await space.run(['consent', 'show', '+41 79 000 00 67', '--json'])).stdout).toContain('association');
    space.write('never.csv', 'phone;pays\n079 000 00 67;Suisse\n');
    expect(await space.run(['suppress', 'import', 'never.csv'])).toMatchObject({ exitCode: 0 });
    const check = await space.run(['suppress', 'check', '+41 79 000 00 67', '--json']);
    expect(check.json()).toMatchObject({ suppressed: true });
  });
});

describe('what the configuration allows less by now', () => {
  const SUNDAY = '2025-03-09T15:00:00+01:00';
  const charter = '[hours]\nFR = "FR/charter-2026"\n';

  it('holds for plans that were frozen before: stricter hours close their window', async () => {
    const space = await cliWorkspace();
    const strict = space.read('smsctl.toml');
    space.write('smsctl.toml', `${strict}\n${charter}`);
    space.write('members.csv', members(2));
    const terms = ['--purpose', 'association', '--text', 'Bonjour {{ prenom }}'];
    const plan = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...terms, '--clock', SUNDAY, '--json']);
    expect(plan.json()).toMatchObject({ planned: 2, startsAt: expect.stringContaining('2025-03-09T14:00') as string });
    space.write('smsctl.toml', strict);
    const sent = await space.run(['send', '--campaign', 'fete', '--yes', '--clock', SUNDAY, '--json']);
    expect(sent.exitCode).toBe(75);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'closed', accepted: 0, opensAt: '2025-03-10T07:00:00.000Z' });
    const monday = await space.run(['resume', 'fete', '--clock', '2025-03-10T09:00:00+01:00', '--json']);
    expect(monday.lines().at(-1)).toMatchObject({ state: 'done', accepted: 2 });
  });

  it('holds for countries too: who may not be texted any more is skipped', async () => {
    const numbers = ['+33639980001', '+447700900123'];
    const space = await cliWorkspace({ numbers });
    const config = space.read('smsctl.toml');
    expect(config).toContain('countries');
    space.write('smsctl.toml', config.replace(/countries = .*/, 'countries = ["FR", "GB"]'));
    space.write('members.csv', `phone\n${numbers.join('\n')}\n`);
    const clock = ['--clock', '2025-03-11T10:00:00+01:00'];
    const terms = ['--purpose', 'information', '--text', 'Bonjour'];
    const plan = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...terms, ...clock, '--json']);
    expect(plan.json()).toMatchObject({ planned: 2 });
    space.write('smsctl.toml', config.replace(/countries = .*/, 'countries = ["FR"]'));
    const sent = await space.run(['send', '--campaign', 'fete', '--yes', ...clock, '--json']);
    expect(sent.lines().at(-1)).toMatchObject({ accepted: 1, skipped: { country_not_allowed: 1 } });
    expect(space.outbox('fete').map(({ to }) => to)).toEqual(['+33639980001']);
    expect((await space.run(['audit', 'verify', '--campaign', 'fete', '--json'])).json()).toMatchObject({ ok: true });
  });

  /** A run of 40 messages at five a second, in which one message has left. */
  async function runUnderWay(): Promise<{
    readonly space: CliWorkspace;
    readonly run: Running;
    readonly config: string;
  }> {
    const space = await cliWorkspace();
    space.write('members.csv', members(40));
    const terms = ['--purpose', 'association', '--text', 'Bonjour', '--clock', '2025-03-11T10:00:00+01:00', '--yes'];
    const run = space.start(['send', 'members.csv', '--campaign', 'fete', ...terms, '--rate', '5', '--json']);
    await run.saw('"accepted":1');
    return { space, run, config: space.read('smsctl.toml') };
  }

  it('holds in a run under way', async () => {
    const { space, run, config } = await runUnderWay();
    space.write('smsctl.toml', config.replace(/countries = .*/, 'countries = ["CH"]'));
    const ended = await run.ended;
    expect(ended.exitCode).toBe(0);
    const left = space.outbox('fete').length;
    expect(ended.lines().at(-1)).toMatchObject({ accepted: left, skipped: { country_not_allowed: 40 - left } });
    expect(left).toBeLessThan(40);
  });

  it('ends a run under way where nobody can know: what remains waits for a configuration that is good', async () => {
    const { space, run, config } = await runUnderWay();
    space.write('smsctl.toml', config.replace(/countries = .*/, 'countries = "CH"'));
    const ended = await run.ended;
    expect(ended.exitCode).toBe(78);
    expect(ended.stderr).toContain('countries');
    const left = space.outbox('fete').length;
    expect(left).toBeLessThan(40);
    space.write('smsctl.toml', config);
    const status = (await space.run(['status', 'fete', '--json'])).json();
    expect(status).toMatchObject({ accepted: left, unknown: 0, inFlight: 0, remaining: 40 - left });
    expect((await space.run(['resume', 'fete', '--json'])).lines().at(-1)).toMatchObject({
      state: 'done',
      accepted: 40,
    });
    expect(space.outbox('fete')).toHaveLength(40);
  });
});

describe('a plan to which nobody is new', () => {
  it('says who waits though they were confirmed, and how they leave; nobody is left once they have', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3));
    const send = ['send', 'members.csv', '--campaign', 'fete', '--purpose', purpose, '--text', text, '--yes'];
    expect((await space.run([...send, '--clock', NIGHT])).exitCode).toBe(75);
    const last = async (...args: readonly string[]): Promise<unknown> =>
      (await plan(space, args)).stderr.trimEnd().split('\n').at(-1);
    expect(await last('--clock', NIGHT)).toBe('Nobody is new. 3 messages that were confirmed wait: smsctl resume fete');
    expect(await last('--clock', NIGHT, '--locale', 'fr')).toBe(
      'Personne de nouveau. 3 messages confirmés attendent\u00a0: smsctl resume fete',
    );
    expect((await space.run(['resume', 'fete', '--wait'])).exitCode).toBe(0);
    expect(await last()).toBe('Nobody is left to text.');
  });
});
