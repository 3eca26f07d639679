import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, members, MORNING, TERMS } from '../support/cli.js';

describe.concurrent('status', () => {
  it('counts every message, collects the receipts that are due, and names what is to be done', async () => {
    const faults = 'rate = 1000\nseed = 3\nrejected = 0.1\nlost_answer = 0.1\nundelivered = 0.2\nreplies_stop = 0.3';
    const space = await cliWorkspace({ simulator: faults });
    space.write('members.csv', members(40));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    const before = await space.head();
    const status = (await space.run(['status', 'fete', '--clock', '2025-03-11T10:05:00+01:00', '--json'])).json();
    expect(status).toEqual({
      type: 'status',
      campaign: 'fete',
      approval: null,
      state: 'done',
      planned: 40,
      accepted: expect.any(Number) as unknown,
      delivered: expect.any(Number) as unknown,
      undelivered: expect.any(Number) as unknown,
      rejected: expect.any(Number) as unknown,
      unknown: 0,
      skipped: {},
      remaining: 0,
      unconfirmed: 0,
      inFlight: 0,
      optedOut: expect.any(Number) as unknown,
      rehearsal: true,
      inbox: { waiting: 0, review: 0, oldestAt: null },
    });
    const { accepted, delivered, undelivered, rejected, optedOut } = status as Record<string, number>;
    // A receipt settles what was unknown: it did arrive.
    expect(accepted! + rejected!).toBe(40);
    expect(delivered! + undelivered!).toBe(accepted);
    for (const count of [rejected, undelivered, optedOut]) expect(count).toBeGreaterThan(0);
    expect(accepted).toBe(space.outbox('fete').length);
    const screen = await space.run(['status', 'fete']);
    expect(screen.stdout).toMatch(/^REHEARSAL: no SMS has left\nfete: done\n {6}40 {2}planned\n/);
    expect(screen.stdout).toContain('  said STOP afterwards\n');
    expect(await space.head()).toBe(before);
  });

  it('lists the other campaigns where a rehearsal is damaged, and tells how it is made again', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    for (const name of ['a', 'b', 'c']) await space.run(['plan', 'members.csv', '--campaign', name, ...TERMS]);
    const damaged = space.at('rehearsals/b.db');
    for (const suffix of ['-wal', '-shm']) rmSync(damaged + suffix, { force: true });
    space.write('rehearsals/b.db', 'no ledger '.repeat(500));
    const ran = await space.run(['status', '--json']);
    expect([ran.exitCode, ran.lines().map(({ campaign }) => campaign)]).toEqual([74, ['a', 'c']]);
    expect(ran.error()).toMatchObject({ message: expect.stringContaining(damaged) as string });
    expect(ran.error()).toMatchObject({ hint: expect.stringMatching(/rehearsal.*--fresh/) as string });
    const { checks } = (await space.run(['doctor', '--json'])).json() as { checks: Record<string, unknown>[] };
    expect(checks.find(({ name }) => name === 'rehearsals')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining(' b') as string,
    });
    const again = await space.run(['plan', 'members.csv', '--campaign', 'b', ...TERMS, '--fresh']);
    expect([again.exitCode, (await space.run(['status', '--json'])).exitCode]).toEqual([0, 0]);
  });

  it('lists every campaign, in words and as JSON Lines', async () => {
    const space = await cliWorkspace();
    expect(await space.run(['status'])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'There is no campaign yet.\n',
    });
    expect(await space.run(['status', '--json'])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    space.write('members.csv', members(2));
    await space.run(['plan', 'members.csv', '--campaign', 'b', ...TERMS]);
    await space.run(['plan', 'members.csv', '--campaign', 'a', ...TERMS]);
    await space.run(['test-send', '--text', 'x', '--to', memberNumber(0), '--clock', MORNING]);
    // Nobody to confirm is no confirmation.
    space.write('nobody.csv', `phone;prenom\n${memberNumber(9)};Zoé\n`);
    await space.run(['suppress', 'add', memberNumber(9)]);
    await space.run(['plan', 'nobody.csv', '--campaign', 'vide', ...TERMS]);
    expect((await space.run(['status', 'vide'])).stdout).toContain('vide: planned, not confirmed\n');
    const all = (await space.run(['status', '--json'])).lines();
    expect(all.map(({ campaign, state }) => [campaign, state])).toEqual([
      ['a', 'planned'],
      ['b', 'planned'],
      ['vide', 'planned'],
    ]);
    const screen = await space.run(['status', '--locale', 'fr']);
    expect(screen.stdout.match(/RÉPÉTITION\u00A0: aucun SMS n’est parti\n/g)).toHaveLength(3);
    expect(screen.stdout).toContain('a\u00A0: planifiée, pas confirmée\n');
    expect(screen.stdout).toContain('2 attendent une confirmation\u00A0: smsctl send --campaign a --confirm 2\n');
  });
});

describe.concurrent('preview', () => {
  it('shows planned texts with masked numbers, one row or the first ten', async () => {
    const space = await cliWorkspace();
    const [header, ...rows] = members(12).split('\n');
    space.write('members.csv', [header, `${memberNumber(90)};X;Lyon`, ...rows].join('\n'));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const [screen, lines, one, missing] = await Promise.all([
      space.run(['preview', 'fete']),
      space.run(['preview', 'fete', '--json']),
      space.run(['preview', 'fete', '--row', '3', '--json']),
      space.run(['preview', 'fete', '--row', '1']),
    ]);
    expect(screen.stdout).toMatch(
      /^REHEARSAL: no SMS has left\n\+33 6 •• •• •• 01 · 1 segment\n {2}Bonjour P1\n {2}STOP/,
    );
    expect(lines.lines()).toHaveLength(10);
    expect(one.json()).toEqual({
      type: 'preview',
      row: 3,
      line: 4,
      to: '+33 6 •• •• •• 02',
      text: 'Bonjour P2\nSTOP au 36184',
      segments: 1,
      encoding: 'GSM-7',
      state: 'planned',
      rehearsal: true,
      warnings: [],
    });
    expect(missing).toMatchObject({ exitCode: 65, stdout: '' });
    expect(missing.stderr).toContain('no planned message comes from row 1\n');
  });

  it('shows the newcomers that wait for a word, and not whom an earlier plan has texted', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(12));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    // Another file, so that its rows are counted anew.
    space.write('members.csv', members(2, 12));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const texts = async (...more: string[]) =>
      (await space.run(['preview', 'fete', '--json', ...more])).lines().map(({ text }) => text);
    expect(await texts()).toEqual(['Bonjour P13\nSTOP au 36184', 'Bonjour P14\nSTOP au 36184']);
    expect(await texts('--row', '2')).toEqual(['Bonjour P14\nSTOP au 36184']);
    expect(await texts('--row', '3')).toEqual(['Bonjour P3\nSTOP au 36184']);
    await space.run(['send', '--campaign', 'fete', '--confirm', '2']);
    expect(await texts()).toHaveLength(10);
  });
});
