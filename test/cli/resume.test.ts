import { describe, expect, it } from 'vitest';
import { cliWorkspace, members, MORNING, NIGHT, TERMS } from '../support/cli.js';

describe.concurrent('resume', () => {
  it('of a plan that was never confirmed is 64 and names the command that sends it', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const ran = await space.run(['resume', 'fete', '--clock', MORNING]);
    expect(ran).toMatchObject({ exitCode: 64, stdout: '' });
    expect(ran.stderr).toBe(`smsctl: error: the plan of fete was never confirmed
smsctl: hint: look at it, then: smsctl send --campaign fete --confirm 3
`);
    expect(space.outbox('fete')).toEqual([]);
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'planned' });
  });

  it('goes on where the window closed, leaves newcomers alone, and has nothing to do in the end', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(4));
    const terms = TERMS.slice(0, 4);
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...terms, '--yes', '--clock', NIGHT]);
    space.write('members.csv', members(6));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...terms]);
    const still = await space.run(['resume', 'fete', '--json']);
    expect(still.exitCode).toBe(75);
    expect(still.lines().at(-1)).toMatchObject({ state: 'closed', opensAt: '2025-03-12T07:00:00.000Z' });
    const next = ['resume', 'fete', '--clock', '2025-03-12T09:00:00+01:00'];
    const sent = await space.run([...next, '--rate', '500', '--json']);
    expect(sent.exitCode).toBe(0);
    // Progress counts the confirmed; the summary is that of the whole campaign.
    expect(sent.lines()[0]).toMatchObject({ type: 'progress', done: 0, total: 4 });
    expect(sent.lines().at(-1)).toMatchObject({
      ...{ state: 'done', planned: 6, accepted: 4, remaining: 2, unconfirmed: 2 },
      warnings: ['2 wait for a confirmation: smsctl send --campaign fete --confirm 2'],
    });
    const screen = await space.run(next);
    expect(screen.exitCode).toBe(0);
    expect(screen.stdout).toContain('2 wait for a confirmation: smsctl send --campaign fete --confirm 2\n');
    expect(space.outbox('fete')).toHaveLength(4);
  });

  it('waits for the next window with --wait', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS.slice(0, 4), '--yes', '--clock', NIGHT]);
    const waited = await space.run(['resume', 'fete', '--wait', '--json']);
    expect(waited.exitCode).toBe(0);
    expect(waited.lines().at(-1)).toMatchObject({ state: 'done', accepted: 2, remaining: 0 });
  });

  it('calls it a beginning, not a resumption, while nothing has left', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(12));
    const send = ['send', 'members.csv', ...TERMS, '--yes', '--wait', '--locale', 'fr', '--campaign'];
    const begun = await space.run([...send, 'nuit', '--clock', NIGHT]);
    expect(begun.stderr).toContain('Hors plage. Départ');
    // Some leave before the window closes, the others wait for the morning.
    await space.run([...send, 'soir', '--clock', MORNING, '--limit', '2']);
    const split = await space.run([...send, 'soir', '--clock', '2025-03-11T19:55:00+01:00']);
    expect(split.stderr).toContain('Hors plage. Reprise');
    expect(split.stderr).not.toContain('Départ');
  });
});

describe.concurrent('a campaign whose end is over', () => {
  const [, purpose, , text] = TERMS;
  const terms = ['members.csv', '--campaign', 'fete', '--purpose', purpose, '--text', text];
  const END = '2025-03-11T12:00:00+01:00';
  const NEXT_DAY = '2025-03-12T10:00:00+01:00';
  const ENDED = 'the end of fete is over before anything could leave: Tuesday 11 March 2025 at 12:00';

  it('promises no window after it: the run, its JSON and status say what can be done', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    // Submissions end at 19:50, and the next window opens at 8.
    const evening = ['--not-after', '2025-03-11T19:58', '--clock', '2025-03-11T19:52:00+01:00'];
    const ran = await space.run(['send', ...terms, ...evening, '--yes']);
    expect(ran.exitCode).toBe(75);
    const late =
      'what remains was not sent: nothing leaves after the end of the campaign (--not-after), Tuesday 11 March 2025 at 19:58; the next window opens Wednesday 12 March 2025 at 08:00; to send it later all the same: smsctl resume fete --not-after INSTANT, for instance 2025-03-12T19:00; to end it: smsctl cancel fete';
    expect(ran.stdout).toContain('fete: no window left before its end\n');
    expect(ran.stdout).toContain(`${late}\n`);
    const resumed = await space.run(['resume', 'fete', '--json']);
    expect(resumed.exitCode).toBe(75);
    expect(resumed.lines().at(-1)).toMatchObject({
      ...{ state: 'closed', remaining: 2, opensAt: null, reason: 'late', message: late },
    });
    const status = await space.run(['status', 'fete']);
    expect(status.stdout).toContain('fete: no window left before its end\n');
    expect(status.stdout).toContain(`${late}\n`);
    for (const { stdout } of [ran, status]) expect(stdout).not.toMatch(/smsctl resume fete$/m);
    const later = ['--not-after', '2025-03-12T12:00:00+01:00', '--clock', NEXT_DAY];
    const sent = await space.run(['resume', 'fete', ...later, '--json']);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'done', accepted: 2 });
  });

  it('lets what is left expire, and says that another name is needed for it', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', ...terms, '--not-after', '2025-03-12T07:00', '--yes', '--clock', NIGHT]);
    const over = await space.run(['resume', 'fete', '--clock', NEXT_DAY]);
    expect(over.exitCode).toBe(0);
    expect(over.stdout).toContain(
      '2 did not leave before the end of the campaign (--not-after), and will not under this name: give them a campaign of another name\n',
    );
  });

  it('that is only the last window of its plan says so in status too', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', ...terms, '--yes', '--clock', NIGHT]);
    const next = await space.run(['status', 'fete']);
    expect(next.stdout).toContain('2 will not leave by themselves; tomorrow from 08:00: smsctl resume fete\n');
    // Months later the example is still an end that lets something leave.
    const forInstance = (end: string): unknown =>
      expect.stringContaining(`smsctl resume fete --not-after INSTANT, for instance ${end};`);
    const late = await space.run(['resume', 'fete', '--json', '--clock', '2025-05-13T10:00:00+02:00']);
    expect(late.lines().at(-1)).toMatchObject({
      ...{ state: 'closed', opensAt: null, reason: 'late', message: forInstance('2025-05-13T19:00') },
    });
    const { stdout } = await space.run(['status', 'fete', '--clock', '2025-05-14T19:30:00+02:00']);
    expect(stdout).toEqual(forInstance('2025-05-14T20:30'));
  });

  it('takes no newcomers before somebody gives it a later one', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', ...terms, '--not-after', END, '--yes', '--clock', MORNING]);
    space.write('members.csv', members(5));
    for (const line of [
      ['plan', ...terms],
      ['send', ...terms, '--dry-run'],
      ['send', ...terms, '--yes'],
    ]) {
      const ran = await space.run([...line, '--clock', NEXT_DAY]);
      expect(ran).toMatchObject({ exitCode: 64, stdout: '' });
      expect(ran.stderr).toContain(ENDED);
      expect(ran.stderr).toContain('--not-after');
    }
    const later = ['--not-after', '2025-03-12T12:00:00+01:00'];
    const sent = await space.run(['send', ...terms, ...later, '--yes', '--json', '--clock', NEXT_DAY]);
    expect(sent.exitCode).toBe(0);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'done', accepted: 5, skipped: {} });
  });

  it('shows newcomers its own end, and confirms none of them once that is over', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', ...terms, '--not-after', END, '--yes', '--clock', MORNING]);
    space.write('members.csv', members(5));
    const planned = await space.run(['plan', ...terms, '--json', '--clock', MORNING]);
    expect(planned.json()).toMatchObject({ notAfter: '2025-03-11T11:00:00.000Z', new: 3 });
    const refused = await space.run(['send', '--campaign', 'fete', '--yes', '--clock', NEXT_DAY]);
    expect(refused).toMatchObject({ exitCode: 64, stdout: '' });
    expect(refused.stderr).toContain(ENDED);
    const status = (await space.run(['status', 'fete', '--json'])).json();
    expect(status).toMatchObject({ accepted: 2, remaining: 3, skipped: {} });
    const waiting = await space.run(['status', 'fete', '--clock', NEXT_DAY]);
    expect(waiting.stdout).toContain(
      '3 wait for a confirmation, but the end of fete (--not-after) is over, Tuesday 11',
    );
    expect(waiting.stdout).not.toContain('--confirm');
    // The same contacts once more, with a later end: then they leave.
    const later = ['--not-after', '2025-03-12T12:00:00+01:00'];
    const sent = await space.run(['send', ...terms, ...later, '--yes', '--json', '--clock', NEXT_DAY]);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'done', accepted: 5, skipped: {} });
  });
});

describe.concurrent('the times of confirmed messages that wait', () => {
  const [, purpose, , text] = TERMS;
  const terms = ['members.csv', '--campaign', 'fete', '--purpose', purpose, '--text', text];
  const waits = ['--not-after', '2025-03-12T19:00:00+01:00', '--clock', NIGHT];

  it('are moved by no plan: another --at or --not-after for newcomers is refused (64), in both languages', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', ...terms, ...waits, '--yes']);
    space.write('members.csv', members(5));
    for (const other of [
      ['--at', '2025-03-18T10:00:00+01:00'],
      ['--not-after', '2025-03-12T09:00:00+01:00'],
    ]) {
      for (const line of [['plan'], ['send', '--yes'], ['send', '--dry-run']]) {
        const ran = await space.run([...line, ...terms, ...other, '--clock', NIGHT]);
        expect(ran).toMatchObject({ exitCode: 64, stdout: '' });
        expect(ran.stderr).toContain(
          '2 confirmed messages of fete have not left yet, and another --at or --not-after would hold for them too\n',
        );
      }
    }
    const french = await space.run(['plan', ...terms, '--at', '2025-03-18T10:00', '--locale', 'fr', '--clock', NIGHT]);
    expect(french.stderr).toContain(
      '2 messages confirmés de fete ne sont pas encore partis, et un autre --at ou --not-after vaudrait aussi pour eux\n',
    );
    const sent = await space.run(['resume', 'fete', '--json', '--clock', '2025-03-12T10:00:00+01:00']);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'done', planned: 2, accepted: 2, skipped: {} });
  });

  it('may be said once more: the same command, after an interruption, goes on', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', ...terms, ...waits, '--confirm', '2']);
    const again = ['send', ...terms, '--not-after', '2025-03-12T19:00:00+01:00', '--confirm', '2'];
    const sent = await space.run([...again, '--json', '--clock', '2025-03-12T10:00:00+01:00']);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'done', accepted: 2 });
  });

  it('end with them: a start for newcomers that nobody has confirmed holds up no run', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', ...terms, '--yes', '--clock', MORNING]);
    space.write('members.csv', members(5));
    await space.run(['plan', ...terms, '--at', '2025-03-18T10:00:00+01:00', '--clock', MORNING]);
    const resumed = await space.run(['resume', 'fete', '--json', '--clock', MORNING]);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.lines().filter(({ waitsUntil }) => waitsUntil !== undefined)).toEqual([]);
    expect(resumed.lines().at(-1)).toMatchObject({ state: 'done', accepted: 2, unconfirmed: 3 });
    const sent = await space.run(['send', '--campaign', 'fete', '--confirm', '3', '--json']);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'done', accepted: 5 });
    expect(space.outbox('fete').map(({ at }) => String(at).slice(0, 10))).toEqual([
      ...['2025-03-11', '2025-03-11'],
      ...['2025-03-18', '2025-03-18', '2025-03-18'],
    ]);
  });
});

describe('commands about a campaign', () => {
  it('say that there is none of that name, or that it is no name at all', async () => {
    const space = await cliWorkspace();
    const commands = ['resume', 'pause', 'cancel', 'status', 'preview'];
    const runs = commands.map(async (command) => {
      const ran = await space.run([command, 'nowhere', '--json']);
      expect(ran).toMatchObject({ exitCode: 66, stdout: '' });
      expect(ran.error()).toMatchObject({ kind: 'noInput', message: 'there is no campaign named nowhere' });
    });
    await Promise.all(runs);
    expect((await space.run(['status', '../ledger'])).exitCode).toBe(64);
    expect(space.rehearsals()).toEqual([]);
  });
});
