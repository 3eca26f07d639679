import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { cliWorkspace, type CliWorkspace } from '../support/cli.js';

const [HEARD, MEMBER, RENEWED] = ['+33639984001', '+33639984002', '+33639984003'] as const;
const lately = DateTime.utc().minus({ months: 1 }).toISODate();
const HEADER = 'phone;kind;purpose;basis;given_at;method;wording;source;last_contact;valid_until';

async function imported(space: CliWorkspace, ...rows: readonly string[]): Promise<unknown> {
  space.write('rows.csv', [HEADER, ...rows, ''].join('\n'));
  const told = await space.run(['consent', 'import', 'rows.csv', '--json']);
  expect(told.exitCode).toBe(0);
  return told.json();
}

async function shown(space: CliWorkspace, number: string): Promise<string> {
  return (await space.run(['consent', 'show', number])).stdout;
}

describe('retention', () => {
  it('leaves the proof of whoever was heard of lately, and of a consent that the end of a membership did not end', async () => {
    const space = await cliWorkspace();
    await imported(
      space,
      `${HEARD};;association;opt_in;2018-01-15;web_form;oui;form-a;${lately};`,
      `${MEMBER};;association;opt_in;2019-01-05;web_form;oui;form-b;${lately};`,
      `${MEMBER};;association;member;2019-01-05;membership;oui;form-c;;`,
      `${MEMBER};ended;association;member;2020-06-01;;;;;`,
    );
    expect((await space.run(['retention', '--apply'])).exitCode).toBe(0);
    expect(await shown(space, HEARD)).toContain('form-a');
    expect(await shown(space, MEMBER)).toContain('form-b');
    expect(await shown(space, MEMBER)).not.toContain('form-c');
    expect((await space.run(['audit', 'verify'])).exitCode).toBe(0);
  });

  it('does not keep a membership from being renewed after its old proof went', async () => {
    const space = await cliWorkspace();
    const row = (until: string): string => `${RENEWED};;association;member;2015-09-01;membership;oui;form-d;;${until}`;
    await imported(space, row('2016-08-31'));
    expect((await space.run(['retention', '--apply'])).exitCode).toBe(0);
    expect(await imported(space, row('2016-08-31'))).toMatchObject({ unchanged: 1 });
    const next = DateTime.utc().plus({ years: 1 }).toISODate();
    expect(await imported(space, row(next))).toMatchObject({ recorded: 1 });
  });
});

describe('a consent', () => {
  it('is not called too old where the person was heard of since', async () => {
    const space = await cliWorkspace();
    await imported(space, `${MEMBER};;information;member;${lately};membership;oui;form;;`);
    space.write('old.csv', `${HEADER}\n${MEMBER};;association;opt_in;2019-01-10;web_form;oui;form;;\n`);
    const told = await space.run(['consent', 'import', 'old.csv']);
    expect([told.exitCode, told.stderr]).toEqual([0, expect.not.stringContaining('will not count')]);
    expect((await space.run(['why', MEMBER, '--purpose', 'association', '--json'])).json()).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ rule: 'no_consent', pass: true })]) as unknown,
    });
  });

  it('counts from when it was given, not before', async () => {
    const space = await cliWorkspace();
    await imported(space, `${HEARD};;information;member;2026-02-20;membership;oui;form;;`);
    const at = (instant: string) => space.run(['why', HEARD, '--purpose', 'information', '--at', instant, '--json']);
    expect((await at('2026-02-10T10:00')).json()).toMatchObject({ allowed: false, reason: 'no_consent' });
    expect((await at('2026-02-24T10:00')).json()).toMatchObject({ allowed: true });
  });
});

describe('subject erase', () => {
  it('leaves the request of somebody else who named the number, and tells of it', async () => {
    const space = await cliWorkspace();
    const [theirs, gone] = ['+33639984011', '+33639984012'];
    const contact = 'fille de Mme B., 06 39 98 40 12';
    await space.run(['requests', 'add', theirs, '--kind', 'access', '--contact', contact]);
    const told = await space.run(['subject', 'erase', gone, '--yes', '--json']);
    expect(told.json()).toMatchObject({ requests: 0, left: { requests: [1] } });
    // Masked, and there.
    expect((await space.run(['requests', 'list', '--json'])).lines()).toMatchObject([
      { id: 1, contact: '•••' },
      { id: 2 },
    ]);
  });
});

describe('parts of long replies', () => {
  it('are told apart where the name of a group comes round again: a STOP in them is one', async () => {
    const space = await cliWorkspace();
    const part = (text: string, at: string, number: number): string =>
      JSON.stringify({
        ...{
          msisdn: '33639984021',
          to: '36184',
          text,
          'message-timestamp': at,
          messageId: `0A0000000123ABC${at.slice(8, 10)}${number}`,
        },
        ...{ concat: 'true', 'concat-ref': '7', 'concat-total': '2', 'concat-part': String(number) },
      });
    const lines = [
      part('STOP je ne veux plus ', '2026-11-20 10:00:00', 1),
      part('Bonjour, merci pour ', '2026-11-25 10:00:00', 1),
      part('la kermesse', '2026-11-25 10:00:00', 2),
    ];
    space.write('replies.jsonl', `${lines.join('\n')}\n`);
    const told = (await space.run(['inbox', 'import', 'replies.jsonl', '--json'])).json();
    expect(told).toMatchObject({ rows: 3, recorded: 2, joined: 1, verdicts: { opt_out: 1, none: 1 } });
    expect((await space.run(['suppress', 'check', '+33639984021'])).stdout).toContain('is on the never-list');
  });
});
