import { describe, expect, it } from 'vitest';
import type { CampaignCounts } from '../../src/store/store.js';
import {
  cliWorkspace,
  memberNumber,
  members,
  MORNING,
  NIGHT,
  TERMS,
  type CliWorkspace,
  type Json,
} from '../support/cli.js';
import { unaccounted } from '../support/counts.js';

const text = 'Bonjour {{ prenom }}';

function summaryOf(lines: readonly Json[]): Json {
  const { type, ...summary } = lines.at(-1) ?? {};
  expect(type).toBe('summary');
  return summary;
}

async function withMembers(count: number, options: Parameters<typeof cliWorkspace>[0] = {}): Promise<CliWorkspace> {
  const space = await cliWorkspace(options);
  space.write('members.csv', members(count));
  return space;
}

describe('a plan that was frozen some time ago', () => {
  it('tells its hours anew before it is sent', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const later = ['send', '--campaign', 'fete', '--confirm', '2', '--clock', '2026-09-21T10:00:00+02:00'];
    const { exitCode, stderr } = await space.run(later);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/\n {2}2 today at 10:00\nNothing leaves after Monday 21 September 2026 at 19:50/);
  });
});

describe('what an earlier plan left waiting', () => {
  it('is shown before it leaves with the same word: how many, what text, for how much', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(5));
    const terms = ['members.csv', '--campaign', 'fete', ...TERMS];
    await space.run(['plan', ...terms]);
    const only = [...terms, '--where', `prenom = "P1"`];
    const plan = (await space.run(['send', ...only, '--dry-run', '--json'])).json();
    expect(plan).toMatchObject({ already: 1, new: 0, unconfirmed: 5 });
    expect(plan['samples']).toHaveLength(3);
    const said = expect.stringMatching(/^5 people wait from earlier plans .* 5 messages leave in all, for /) as unknown;
    expect(plan['warnings']).toEqual(expect.arrayContaining([said]));
    const sent = await space.run(['send', ...only, '--confirm', '5']);
    expect([sent.exitCode, sent.stderr]).toEqual([0, expect.stringContaining('5 people wait from earlier plans')]);
    // Once the word was given, the same command has nothing to do; after an interruption it would go on.
    expect((await space.run(['send', ...only, '--confirm', '5'])).exitCode).toBe(0);
    expect(space.outbox('fete')).toHaveLength(5);
  });
});

describe.concurrent('send', () => {
  it('streams progress and ends with a summary; the outbox holds one message a person', async () => {
    const space = await withMembers(3);
    const before = await space.head();
    const line = [
      'send',
      'members.csv',
      '--campaign',
      'fete',
      ...TERMS,
      '--confirm',
      '3',
      '--operator',
      'Claire',
      '--json',
    ];
    const ran = await space.run(line);
    const lines = ran.lines();
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(lines[0]).toEqual({
      type: 'progress',
      done: 0,
      total: 3,
      accepted: 0,
      rejected: 0,
      unknown: 0,
      skipped: 0,
    });
    expect(lines.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
    const summary = summaryOf(lines);
    expect(summary).toEqual({
      campaign: 'fete',
      state: 'done',
      planned: 3,
      accepted: 3,
      rejected: 0,
      unknown: 0,
      skipped: {},
      remaining: 0,
      unconfirmed: 0,
      inFlight: 0,
      segments: 3,
      cost: { amount: '0.195', currency: 'EUR' },
      unpricedCountries: [],
      opensAt: null,
      warnings: [expect.stringMatching(/^STOP code 36184/)],
      rehearsal: true,
    });
    const outbox = [...space.outbox('fete')].sort((a, b) => (String(a['to']) < String(b['to']) ? -1 : 1));
    expect(outbox).toEqual(
      [0, 1, 2].map((index) => ({
        at: expect.stringMatching(/^2025-03-11T09:00:\d\d\.\d{3}Z$/) as unknown,
        to: memberNumber(index),
        from: 'AMISDUPARC',
        text: `Bonjour P${index + 1}\nSTOP au 36184`,
        ref: expect.stringMatching(/^[A-Za-z0-9_-]{20,40}$/) as unknown,
        segments: 1,
      })),
    );
    expect(Object.keys(outbox[0]!)).toEqual(['at', 'to', 'from', 'text', 'ref', 'segments']);
    expect(await space.head()).toBe(before);
    const audit = (await space.run(['audit', 'list', '--campaign', 'fete', '--json'])).lines();
    const rows = audit.map(({ kind, operator }) => [kind, operator]);
    expect(rows).toEqual(
      ['rehearsal_opened', 'plan_frozen', 'plan_confirmed', 'submission', 'submission', 'submission'].map((kind) => [
        kind,
        'Claire',
      ]),
    );
  });

  it('costs on the screen what the rows of its log add up to', async () => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nrejected = 0.4\nlost_answer = 0.2\nseed = 7' });
    space.write('members.csv', members(20));
    const sent = await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--json']);
    expect(sent.exitCode).toBe(80);
    const { rejected, cost } = summaryOf(sent.lines());
    expect(rejected).toBeGreaterThan(0);
    const log = await space.run(['audit', 'export', '--campaign', 'fete', '--format', 'jsonl']);
    const told = log.lines().map(({ data }) => (data as { costMicros?: number }).costMicros ?? 0);
    const sum = told.reduce((total, micros) => total + micros, 0) / 1_000_000;
    expect(cost).toEqual({ amount: String(sum), currency: 'EUR' });
    expect((await space.run(['audit', 'verify', '--campaign', 'fete'])).exitCode).toBe(0);
  });

  it('asks for a word that nobody can give, or a wrong one: 64, nothing sent, the plan kept', async () => {
    const space = await withMembers(4);
    const line = ['send', 'members.csv', '--campaign', 'fete', ...TERMS];
    const unasked = await space.run(line);
    expect(unasked).toMatchObject({ exitCode: 64, stdout: '' });
    expect(unasked.stderr).toContain('smsctl: error: 4 messages wait for your word, and nobody can be asked here\n');
    expect(unasked.stderr).toContain('smsctl: hint: add --confirm 4, or --yes\n');
    const wrong = await space.run([...line, '--confirm', '5', '--json']);
    expect(wrong).toMatchObject({ exitCode: 64, stdout: '' });
    expect(wrong.error()).toMatchObject({ kind: 'usage', message: '--confirm says 5, the plan 4' });
    expect(space.outbox('fete')).toEqual([]);
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'planned', remaining: 4 });

    const frozen = ['send', '--campaign', 'fete', '--clock', MORNING, '--json'];
    expect((await space.run([...frozen, '--confirm', '3'])).exitCode).toBe(64);
    // Whoever is asked, or refused, is told that it is a rehearsal.
    for (const more of [[], ['--confirm', '3']]) {
      const { stderr } = await space.run([...frozen.slice(0, -1), ...more]);
      expect(stderr).toMatch(/^REHEARSAL: no SMS has left\n/);
    }
    const sent = await space.run([...frozen, '--confirm', '4']);
    expect(sent.exitCode).toBe(0);
    expect(summaryOf(sent.lines())).toMatchObject({ state: 'done', accepted: 4 });
  });

  it('knows two confirmations under one and the same clock as two', async () => {
    const space = await withMembers(2);
    space.write('more.csv', members(5));
    const send = (file: string, count: string) =>
      space.run(['send', file, '--campaign', 'fete', ...TERMS, '--confirm', count]);
    for (const [file, count] of [
      ['members.csv', '2'],
      ['more.csv', '3'],
    ] as const) {
      expect((await send(file, count)).exitCode).toBe(0);
    }
    const exits = [];
    for (const count of ['2', '3', '5']) exits.push((await send('more.csv', count)).exitCode);
    expect(exits).toEqual([0, 0, 64]);
  });

  it('counts newcomers alone when the same name is sent again, and texts nobody twice', async () => {
    const space = await withMembers(5);
    const send = (file: string, ...word: string[]) =>
      space.run(['send', file, '--campaign', 'fete', ...TERMS, ...word, '--json']);
    await send('members.csv', '--yes');
    space.write('more.csv', members(7));
    expect((await send('more.csv', '--confirm', '7')).error()).toMatchObject({
      message: '--confirm says 7, the plan 2',
    });
    const more = await send('more.csv', '--confirm', '2');
    // Progress and summary are cumulative for the campaign.
    expect(more.lines()[0]).toMatchObject({ done: 5, total: 7, accepted: 5 });
    expect(summaryOf(more.lines())).toMatchObject({ planned: 7, accepted: 7 });
    // Nobody is new: a number that was never the plan's is a slip, one that it had is the same command once more.
    for (const wrong of ['3', '7']) {
      const slip = await send('more.csv', '--confirm', wrong);
      expect([slip.exitCode, slip.stdout]).toEqual([64, '']);
      expect(slip.error()).toMatchObject({ message: `--confirm says ${wrong}, the plan 0` });
    }
    for (const given of ['5', '2']) expect((await send('more.csv', '--confirm', given)).exitCode).toBe(0);
    const frozen = (count: string) => space.run(['send', '--campaign', 'fete', '--confirm', count]);
    expect([(await frozen('3')).exitCode, (await frozen('5')).exitCode]).toEqual([64, 0]);
    const nothing = await send('more.csv', '--confirm', '0');
    expect(nothing.exitCode).toBe(0);
    expect(summaryOf(nothing.lines())).toMatchObject({ planned: 7, accepted: 7, remaining: 0 });
    expect(new Set(space.outbox('fete').map(({ to }) => to)).size).toBe(7);
    expect(space.outbox('fete')).toHaveLength(7);
  });

  it('takes no number for a plan that leaves everybody out', async () => {
    const space = await withMembers(3);
    const line = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--where', 'prenom = "X"', '--json'];
    const wrong = await space.run([...line, '--confirm', '3']);
    expect([wrong.exitCode, wrong.error()['message']]).toEqual([64, '--confirm says 3, the plan 0']);
    expect((await space.run([...line, '--confirm', '0'])).exitCode).toBe(0);
  });

  it('refuses, without contacts, what only planning heeds', async () => {
    const space = await withMembers(4);
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const heeded = [
      ['--limit', '2'],
      ['--not-after', '2025-03-11T12:00:00Z'],
      ['--where', 'ville = "Lyon"'],
      ['--urgent'],
      ['--dry-run'],
    ];
    const refusals = heeded.map(async ([option = '', ...value]) => {
      const ran = await space.run(['send', '--campaign', 'fete', '--yes', option, ...value, '--json']);
      expect(ran).toMatchObject({ exitCode: 64, stdout: '' });
      expect(ran.error()['message']).toContain(`${option} needs a file of contacts`);
    });
    await Promise.all(refusals);
    expect(space.outbox('fete')).toEqual([]);
  });

  it('keeps nothing of a dry run, be it the first of its name or not', async () => {
    const space = await withMembers(4);
    const dry = (...options: string[]) =>
      space.run([
        'send',
        'members.csv',
        '--campaign',
        'fete',
        '--purpose',
        'association',
        '--dry-run',
        '--json',
        ...options,
      ]);
    const first = await dry('--text', text, '--clock', MORNING);
    expect(first.json()).toMatchObject({ type: 'plan', planned: 4, new: 4, unconfirmed: 4, rehearsal: true });
    expect(space.rehearsals()).toEqual([]);
    expect((await space.run(['status', 'fete', '--json'])).exitCode).toBe(66);

    space.write('few.csv', members(2));
    await space.run(['send', 'few.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    const later = await dry('--text', text, '--clock', '2025-03-20T10:00:00+01:00');
    expect(later.json()).toMatchObject({ already: 2, new: 2, unconfirmed: 2 });
    // The clock of the rehearsal did not move on.
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS.slice(0, 4), '--yes']);
    expect(space.outbox('fete').map(({ at }) => String(at).slice(0, 10))).toEqual(Array(4).fill('2025-03-11'));
    expect((await dry('--text', 'Salut', '--clock', MORNING)).exitCode).toBe(65);
    const fresh = await dry('--text', 'Salut', '--clock', MORNING, '--fresh');
    expect(fresh.json()).toMatchObject({ already: 0, new: 4, unconfirmed: 4 });
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ planned: 4, accepted: 4 });
  });

  it('refuses a run above its cost, by the flag or by the configuration, before anything leaves', async () => {
    const space = await withMembers(4, { limits: 'max_cost = "0.25"' });
    const line = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--json'];
    for (const limit of [[], ['--max-cost', '0.2']]) {
      const refused = await space.run([...line, ...limit]);
      expect(refused).toMatchObject({ exitCode: 77, stdout: '' });
      expect(refused.error()).toMatchObject({ kind: 'notPermitted', exit: 77 });
    }
    expect(space.outbox('fete')).toEqual([]);
    const allowed = await space.run(['send', '--campaign', 'fete', '--yes', '--max-cost', '0.26', '--json']);
    expect(summaryOf(allowed.lines())).toMatchObject({ accepted: 4 });
  });

  it('heeds what the ledger learns between plan and send: a STOP, a withdrawal', async () => {
    const space = await withMembers(5);
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    await space.run(['suppress', 'add', memberNumber(1), '--reason', 'stop']);
    await space.run(['consent', 'withdraw', memberNumber(3), '--purpose', 'association']);
    const sent = await space.run(['send', '--campaign', 'fete', '--confirm', '5', '--clock', MORNING, '--json']);
    const summary = summaryOf(sent.lines());
    expect(summary).toMatchObject({ planned: 5, accepted: 3, skipped: { suppressed: 1, consent_withdrawn: 1 } });
    expect(unaccounted(summary as unknown as CampaignCounts)).toBe(0);
    const reached = space.outbox('fete').map(({ to }) => to);
    expect(reached.sort()).toEqual([0, 2, 4].map(memberNumber));
  });
});

describe.concurrent('the hour of a run', () => {
  it('ends closed at night with 75 and the instant of the opening; a later command goes on', async () => {
    const space = await withMembers(2);
    const line = ['send', 'members.csv', '--campaign', 'fete', '--purpose', 'association', '--text', text];
    const closed = await space.run([...line, '--yes', '--clock', NIGHT, '--json']);
    expect(closed.exitCode).toBe(75);
    expect(summaryOf(closed.lines())).toMatchObject({
      state: 'closed',
      remaining: 2,
      opensAt: '2025-03-12T07:00:00.000Z',
    });
    expect(space.outbox('fete')).toEqual([]);
    const screen = await space.run(['resume', 'fete']);
    expect(screen.exitCode).toBe(75);
    expect(screen.stdout).toContain('REHEARSAL: no SMS has left\nfete: waiting for the next window\n');
    expect(screen.stdout).toContain('2 will not leave by themselves; tomorrow from 08:00: smsctl resume fete\n');
  });

  it('--wait advances the clock of a rehearsal to the opening', async () => {
    const space = await withMembers(2);
    const line = ['send', 'members.csv', '--campaign', 'fete', '--purpose', 'association', '--text', text];
    const waited = await space.run([...line, '--yes', '--wait', '--clock', NIGHT]);
    expect(waited.exitCode).toBe(0);
    expect(waited.stderr).toContain('Closed. Waiting until tomorrow at 08:00; the computer must stay awake.\n');
    const sentAt = space.outbox('fete').map(({ at }) => String(at));
    expect(sentAt).toHaveLength(2);
    expect(sentAt.every((at) => at >= '2025-03-12T07:00:00.000Z' && at < '2025-03-12T07:01')).toBe(true);
    const json = await space.run([...line.with(3, 'json'), '--yes', '--wait', '--clock', NIGHT, '--again', '--json']);
    expect(json.lines()).toContainEqual(
      expect.objectContaining({
        ...{ type: 'progress', waitsUntil: '2025-03-12T07:00:00.000Z', reason: 'closed' },
        message: 'Closed. Waiting until tomorrow at 08:00; the computer must stay awake.',
      }),
    );
    expect(summaryOf(json.lines())['warnings']).toContainEqual(expect.stringContaining('must stay awake'));
  });

  it('--at starts then, --not-after ends what is left unsent', async () => {
    const space = await withMembers(2);
    const terms = ['--purpose', 'association', '--text', text, '--yes', '--json'];
    const at = ['--at', '2025-03-11T15:00', '--clock', MORNING];
    const later = await space.run(['send', 'members.csv', '--campaign', 'at', ...terms, ...at]);
    expect(later.exitCode).toBe(0);
    expect(later.lines()).toContainEqual(
      expect.objectContaining({
        ...{ type: 'progress', total: 2, waitsUntil: '2025-03-11T14:00:00.000Z', reason: 'start' },
        message: 'Starting today at 15:00; the computer must stay awake.',
      }),
    );
    expect(summaryOf(later.lines())['warnings']).toContainEqual(expect.stringContaining('must stay awake'));
    expect(space.outbox('at').every((line) => String(line['at']) >= '2025-03-11T14:00:00.000Z')).toBe(true);
    const until = ['--not-after', '2025-03-12T06:00:00Z', '--wait', '--clock', NIGHT];
    const over = await space.run(['send', 'members.csv', '--campaign', 'until', ...terms, ...until]);
    expect(over.exitCode).toBe(0);
    expect(summaryOf(over.lines())).toMatchObject({
      state: 'done',
      accepted: 0,
      skipped: { expired: 2 },
      remaining: 0,
    });
    expect(over.lines()).toContainEqual(
      expect.objectContaining({ type: 'progress', waitsUntil: '2025-03-12T06:00:00.001Z', reason: 'end' }),
    );
    // That they may leave with a later end was true before the run.
    const warned = summaryOf(over.lines())['warnings'];
    expect(warned).toContainEqual(expect.stringContaining('2 did not leave before the end of the campaign'));
    expect(JSON.stringify(warned)).not.toContain('unless a later end is given');
    expect(space.outbox('until')).toEqual([]);
    const past = ['--not-after', '2025-03-11T08:59:59Z', '--clock', MORNING];
    const refused = await space.run(['send', 'members.csv', '--campaign', 'past', ...terms, ...past]);
    expect(refused.exitCode).toBe(64);
    expect((await space.run(['status', 'past'])).exitCode).toBe(66);
  });

  it('--urgent lets a functional message leave at night, and no promotional one', async () => {
    const space = await withMembers(2);
    const send = (name: string, purpose: string, ...urgent: string[]) => {
      const terms = ['--campaign', name, '--purpose', purpose, '--text', `${name} ${text}`, '--yes', '--clock', NIGHT];
      return space.run(['send', 'members.csv', ...terms, ...urgent, '--json']);
    };
    const rest = await send('rest', 'information');
    const urgent = await send('urgent', 'information', '--urgent');
    const promotional = await send('promotional', 'association', '--urgent');
    expect(rest.exitCode).toBe(75);
    expect(urgent.exitCode).toBe(0);
    expect(space.outbox('urgent')[0]).toMatchObject({ text: 'urgent Bonjour P1' });
    expect(promotional.exitCode).toBe(75);
  });
});

describe.concurrent('a network with faults', () => {
  it('ends with 80 when some are rejected or unknown, and never sends those again', async () => {
    const space = await withMembers(40, {
      simulator: 'rate = 1000\nseed = 7\nrejected = 0.2\nlost_answer = 0.2\nthrottled = 0.2',
    });
    const line = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--json'];
    const first = await space.run(line);
    expect(first.exitCode).toBe(80);
    const summary = summaryOf(first.lines());
    expect(unaccounted(summary as unknown as CampaignCounts)).toBe(0);
    expect(summary).toMatchObject({ state: 'done', planned: 40, remaining: 0 });
    expect(Number(summary['rejected'])).toBeGreaterThan(0);
    expect(Number(summary['unknown'])).toBeGreaterThan(0);
    expect(space.outbox('fete')).toHaveLength(Number(summary['accepted']) + Number(summary['unknown']));
    const again = await space.run(line);
    expect(again.exitCode).toBe(80);
    expect(summaryOf(again.lines())).toMatchObject({ planned: 40, remaining: 0, rejected: summary['rejected'] });
    expect(new Set(space.outbox('fete').map(({ to }) => to)).size).toBe(space.outbox('fete').length);
  });

  it('gives up with 75 when the provider throttles everything, and loses nothing', async () => {
    const space = await withMembers(3, { simulator: 'rate = 1000\nthrottled = 1.0' });
    const ran = await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--json']);
    expect(ran.exitCode).toBe(75);
    const summary = summaryOf(ran.lines());
    expect(summary).toMatchObject({ state: 'stopped', accepted: 0, remaining: 3, reason: 'throttled' });
    expect(summary['message']).toBe('the provider takes no more messages for now');
    // The instant that the provider asked for, on the clock of the rehearsal.
    expect(summary['opensAt']).toMatch(/^2025-03-11T09:\d\d:\d\d\.\d{3}Z$/);
    expect(space.outbox('fete')).toEqual([]);
  });
});
