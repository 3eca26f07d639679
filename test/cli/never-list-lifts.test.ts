import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
});
afterEach(() => workspace.remove());

const NUMBER = '0639980001';
const optIn = ['--basis', 'opt_in', '--method', 'in_person', '--wording', 'I agree again', '--source', 'desk'];

const lift = (givenAt: string, purpose = 'association', ...more: readonly string[]) =>
  workspace.run('consent', 'add', NUMBER, '--purpose', purpose, ...optIn, '--given-at', givenAt, '--lift', ...more);

async function allowed(purpose: string): Promise<unknown> {
  const { purposes } = await workspace.json('consent', 'show', NUMBER);
  return (purposes as Record<string, unknown>)[purpose];
}

const suppress = (reason: string, ...more: readonly string[]) =>
  workspace.run('suppress', 'add', NUMBER, '--reason', reason, ...more);

const readList = (text: string, ...more: readonly string[]) =>
  workspace.json('suppress', 'import', workspace.write('again.csv', text), ...more);
const readInbox = (text: string) => workspace.run('inbox', 'import', workspace.write('inbox.csv', text));

describe('consent add of what is there already', () => {
  const add = ['consent', 'add', NUMBER, '--purpose', 'association', ...optIn, '--given-at', '2026-03-10T09:00:00Z'];

  it('tells each reason of the never-list once', async () => {
    await workspace.run(...add);
    await suppress('manual');
    await suppress('manual', '--purpose', 'association');
    expect(await workspace.json(...add)).toMatchObject({ verdict: 'unchanged', suppressedBy: ['manual'] });
  });

  it.each([
    ['was erased', () => workspace.run('subject', 'erase', NUMBER, '--yes')],
    ['is on the list as erased', () => suppress('erasure')],
  ])('does not know it of whoever %s', async (_, erase) => {
    await workspace.run(...add);
    await erase();
    expect(await workspace.run(...add)).toMatchObject({ exit: 77, out: '' });
  });
});

describe('consent add --lift', () => {
  it.each(['stop', 'link', 'manual'])(
    'lifts %s for its purpose alone, and says so wherever it is told',
    async (reason) => {
      await suppress(reason);
      workspace.setNow('2026-03-12T10:00:00.000Z');
      const answer = await lift('2026-03-11T09:00:00Z');
      expect(answer).toMatchObject({ exit: 0 });
      expect(answer.out).toContain('1 entry of the never-list lifted for this purpose');
      expect(await allowed('association')).toMatchObject({ state: 'valid', suppressed: false });
      expect(await allowed('marketing')).toMatchObject({ suppressed: true });
      const why = await workspace.json('why', NUMBER, '--purpose', 'association');
      expect(JSON.stringify(why['checks'])).toContain('"why":"consent"');
      // That it was lifted is what keeps it from counting, not its reach.
      expect((await workspace.run('why', NUMBER, '--purpose', 'association')).out).not.toContain('does not reach');
      const check = await workspace.run('suppress', 'check', NUMBER);
      expect(check.out).toContain('is on the never-list');
      expect(check.out).toContain('lifted for association');
      expect((await workspace.run('suppress', 'list')).out).toContain('lifted for association');
      expect((await workspace.run('suppress', 'export')).out).toContain('consent:association:2026-03-12T10:00:00.000Z');
      expect((await workspace.run('audit', 'list', '--json')).out).toContain('"suppression_lifted"');
      expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
    },
  );

  it.each(['manual', 'provider'])('neither lifts nor minds %s for another purpose', async (reason) => {
    await suppress(reason, '--purpose', 'marketing');
    workspace.setNow('2026-03-12T10:00:00.000Z');
    const answer = await lift('2026-03-11T09:00:00Z');
    expect([answer.exit, answer.out]).toEqual([0, expect.not.stringContaining('lifted')]);
    expect(await allowed('association')).toMatchObject({ state: 'valid', suppressed: false });
    expect((await workspace.run('suppress', 'check', NUMBER)).out).not.toContain('lifted');
  });

  it('lifts an entry that was brought behind the same consent and is older', async () => {
    const givenAt = '2026-03-10T09:00:00Z';
    await workspace.run('consent', 'add', NUMBER, '--purpose', 'association', ...optIn, '--given-at', givenAt);
    await readList(`phone,reason,at\n${NUMBER},stop,2026-03-09T09:00:00Z\n`);
    expect(await allowed('association')).toMatchObject({ suppressed: true });
    expect((await lift(givenAt)).out).toContain('1 entry of the never-list lifted');
    expect(await allowed('association')).toMatchObject({ state: 'valid', suppressed: false });
  });

  it('is one more row: a later STOP wins again, and the same old STOP is no new one', async () => {
    const old = workspace.write('l.csv', `phone,reason,at\n${NUMBER},stop,2026-03-09\n`);
    await workspace.run('suppress', 'import', old);
    await lift('2026-03-10T09:00:00Z');
    expect(await workspace.json('suppress', 'import', old, '--dry-run')).toMatchObject({ unchanged: 1 });
    expect(await workspace.json('suppress', 'import', old)).toMatchObject({ unchanged: 1 });
    expect(await allowed('association')).toMatchObject({ suppressed: false });
    workspace.setNow('2026-03-13T10:00:00.000Z');
    await suppress('stop');
    expect(await allowed('association')).toMatchObject({ suppressed: true });
    expect(await lift('2026-03-12T10:00:00Z')).toMatchObject({ exit: 65 });
    workspace.setNow('2026-03-14T10:00:00.000Z');
    expect(await lift('2026-03-14T09:00:00Z')).toMatchObject({ exit: 0 });
    expect(await allowed('association')).toMatchObject({ suppressed: false });
  });

  it.each([
    ['suppress add', () => suppress('stop')],
    ['suppress import', () => readList(`phone,reason,at\n${NUMBER},stop,2026-03-10T09:00:00Z\n`)],
    ['inbox import', () => readInbox(`from,text,received_at\n${NUMBER},STOP,2026-03-10T09:00:00Z\n`)],
  ])('has to be later than the last STOP, which %s brought behind another', async (_, sayAgain) => {
    await readList(`phone,reason,at\n${NUMBER},stop,2026-02-01\n`);
    await sayAgain();
    expect(await lift('2026-02-15')).toMatchObject({ exit: 65 });
    expect((await lift('2026-01-15')).err).toContain('on the never-list (Tuesday 10 March 2026');
    expect(await allowed('association')).toMatchObject({ suppressed: true });
    workspace.setNow('2026-03-11T10:00:00.000Z');
    expect((await lift('2026-03-11T09:00:00Z')).out).toContain('2 entries of the never-list lifted');
    expect(await allowed('association')).toMatchObject({ suppressed: false });
  });

  it('brings nothing back of what the STOP had ended before', async () => {
    const add = ['consent', 'add', NUMBER, '--purpose', 'association', ...optIn];
    await workspace.run(...add, '--given-at', '2025-06-01');
    await suppress('stop');
    workspace.setNow('2026-03-12T10:00:00.000Z');
    await lift('2026-03-11T09:00:00Z', 'association', '--valid-until', '2026-06-30');
    expect(await allowed('association')).toMatchObject({ state: 'valid', givenAt: '2026-03-11T09:00:00.000Z' });
    workspace.setNow('2026-07-01T10:00:00.000Z');
    expect(await allowed('association')).toMatchObject({ state: 'expired' });
    const why = await workspace.json('why', NUMBER, '--purpose', 'association');
    expect(why).toMatchObject({ allowed: false, reason: 'consent_expired' });
  });

  it('is taken back by a list without dates, even by the same one: they may have said STOP again since', async () => {
    const rows = `phone,reason\n${NUMBER},stop\n0639980009,stop\n`;
    await readList(rows);
    workspace.setNow('2026-03-12T10:00:00.000Z');
    await lift('2026-03-11T09:00:00Z');
    workspace.setNow('2026-03-13T10:00:00.000Z');
    expect(await readList(rows, '--dry-run')).toMatchObject({ recorded: 1, unchanged: 1 });
    expect(await readList(rows)).toMatchObject({ recorded: 1, unchanged: 1 });
    expect(await allowed('association')).toMatchObject({ suppressed: true });
  });

  it('is not taken back by another list that still has the old entry by hand', async () => {
    const rows = `phone,at\n${NUMBER},2026-03-08\n`;
    await workspace.run('suppress', 'import', workspace.write('a.csv', rows));
    await lift('2026-03-10T09:00:00Z');
    const other = workspace.write('b.csv', `${rows}0639980009,2026-03-08\n`);
    expect(await workspace.json('suppress', 'import', other)).toMatchObject({ recorded: 1, unchanged: 1 });
    expect(await allowed('association')).toMatchObject({ suppressed: false });
  });

  it.each(['complaint', 'objection', 'erasure', 'provider', 'unreachable'])(
    'never lifts %s, not even beside a STOP, and then records nothing',
    async (reason) => {
      await suppress('stop');
      await suppress(reason);
      workspace.setNow('2026-03-12T10:00:00.000Z');
      const answer = await lift('2026-03-11T09:00:00Z');
      expect(answer).toMatchObject({ exit: 77 });
      expect(answer.err).toMatch(/ is on the never-list \(.+\), and no consent lifts that\n/);
      expect(answer.err).not.toContain('39980001');
      expect(await workspace.json('consent', 'show', NUMBER)).toMatchObject({ events: [] });
      expect((await workspace.run('audit', 'list', '--json')).out).not.toContain('suppression_lifted');
    },
  );

  it('needs a consent that is later than the entry: a date alone counts from 00:00', async () => {
    await suppress('stop');
    workspace.setNow('2026-03-10T18:00:00.000Z');
    const answer = await lift('2026-03-10');
    expect(answer).toMatchObject({ exit: 65 });
    expect(answer.err).toContain('not later than the entry');
    expect(await lift('2026-03-10T17:00:00Z')).toMatchObject({ exit: 0 });
  });

  it('needs the person’s own words: no membership and no unconfirmed request lifts a STOP', async () => {
    await suppress('stop');
    workspace.setNow('2026-03-12T10:00:00.000Z');
    expect(await lift('2026-03-11', 'association', '--basis', 'member')).toMatchObject({ exit: 65 });
    const waiting = await lift('2026-03-11', 'association', '--basis', 'double_opt_in', '--pending');
    expect(waiting).toMatchObject({ exit: 65 });
    expect(waiting.err).toContain('what a person said themselves');
  });

  it('says what stands for good before it asks for other words: those would not lift it either', async () => {
    await suppress('objection');
    workspace.setNow('2026-03-12T10:00:00.000Z');
    expect(await lift('2026-03-11', 'association', '--basis', 'member')).toMatchObject({ exit: 77 });
  });

  it('says that a reply waits as a sentence', async () => {
    await readInbox(`from,text,received_at\n${NUMBER},ok stop,2026-03-09\n`);
    expect((await lift('2026-03-10T09:00:00Z')).err).toContain(
      'is held back (a reply waits for your decision (smsctl inbox review)), and no consent lifts that',
    );
  });

  it('is not done by an import, nor without --lift', async () => {
    await suppress('stop');
    workspace.setNow('2026-03-12T10:00:00.000Z');
    const plain = await workspace.run(
      'consent',
      'add',
      NUMBER,
      '--purpose',
      'association',
      ...optIn,
      '--given-at',
      '2026-03-11',
    );
    expect(plain).toMatchObject({ exit: 77 });
    expect(plain.err).toContain('--lift');
    const row = `phone,purpose,basis,given_at,method,wording,source\n${NUMBER},association,opt_in,2026-03-11,web_form,yes,form\n`;
    expect(await workspace.json('consent', 'import', workspace.write('c.csv', row))).toMatchObject({
      rejected: { suppressed: 1 },
    });
  });

  it('names the way out that the reason leaves, with --lift and without it', async () => {
    const hints = async (): Promise<readonly string[]> => {
      const add = ['consent', 'add', NUMBER, '--purpose', 'association', ...optIn, '--given-at', '2026-03-09'];
      return [(await workspace.run(...add)).err, (await workspace.run(...add, '--lift')).err];
    };
    await workspace.run('subject', 'restrict', NUMBER);
    for (const hint of await hints()) {
      expect(hint).toContain('smsctl subject restrict NUMBER --lift');
      expect(hint).not.toContain('never-list');
    }
    await suppress('objection');
    for (const hint of await hints()) expect(hint).toMatch(/an objection and an erasure stand/);
  });

  it('does not promise to a file that an erasure is lifted', async () => {
    await workspace.run('subject', 'erase', NUMBER, '--yes');
    const row = `${NUMBER},association,opt_in,2026-03-02,paper_form,I agree,desk`;
    const file = workspace.write('o.csv', `phone,purpose,basis,given_at,method,wording,source\n${row}\n`);
    const { out } = await workspace.run('consent', 'import', file);
    expect(out).toMatch(/an erasure, an objection and a complaint stand/);
  });

  it('records the consent where there is nothing to lift, and says so', async () => {
    const answer = await lift('2026-03-09');
    expect(answer).toMatchObject({ exit: 0 });
    expect(answer.out).toContain('had nothing to lift');
  });
});

describe('suppress undo', () => {
  const importing = async (text: string, ...more: readonly string[]): Promise<string> => {
    const answer = await workspace.json('suppress', 'import', workspace.write('wrong.csv', text), ...more);
    return String(answer['import']);
  };

  it('takes back the entries by hand of one import, and nothing else', async () => {
    await workspace.run('suppress', 'add', '0639980003');
    const id = await importing('phone,reason\n0639980001,\n0639980002,stop\n0639980003,\n');
    const dry = await workspace.json('suppress', 'undo', id, '--dry-run');
    expect(dry).toMatchObject({ undoable: 1, undone: 0, others: 1, dryRun: true, file: 'wrong.csv' });
    expect(await workspace.json('suppress', 'check', '0639980001')).toMatchObject({ suppressed: true });
    const answer = await workspace.run('suppress', 'undo', id);
    expect(answer).toMatchObject({ exit: 0 });
    expect(answer.out).toContain('1 entry of wrong.csv taken back');
    expect(answer.out).toContain('1 entry of another reason stays');
    expect([
      await workspace.isSuppressed('0639980001'),
      await workspace.isSuppressed('0639980002'),
      await workspace.isSuppressed('0639980003'),
    ]).toEqual([false, true, true]);
    expect((await workspace.run('suppress', 'check', '0639980001')).out).toContain('taken back as a mistake');
    expect(await workspace.json('suppress', 'undo', id)).toMatchObject({ undone: 0, before: 1 });
    expect((await workspace.run('audit', 'list', '--json')).out.match(/suppression_lifted/g)).toHaveLength(1);
  });

  it('is offered by an import where there is something to take back', async () => {
    const file = workspace.write('l.csv', 'phone,reason\n0639980001,\n0639980002,stop\n');
    const stops = await workspace.run(
      'suppress',
      'import',
      workspace.write('s.csv', 'phone\n0639980003\n'),
      '--reason',
      'stop',
    );
    expect(stops.err).not.toContain('suppress undo');
    expect((await workspace.run('suppress', 'import', file)).err).toContain(
      'takes back its 1 entry by hand, and no other',
    );
    const all = await workspace.run('suppress', 'import', workspace.write('m.csv', 'phone\n0639980004\n'));
    expect(all.err).toContain('`smsctl suppress undo 3` takes it back');
  });

  it('keeps whom another list named too, in whichever order the imports are undone', async () => {
    const listed = async (): Promise<unknown> =>
      (await workspace.json('suppress', 'check', '0639980001'))['suppressed'];
    const a = workspace.write('a.csv', 'phone\n0639980001\n0639980002\n');
    const b = workspace.write('b.csv', 'phone\n0639980001\n0639980001\n');
    await workspace.run('suppress', 'import', a);
    expect(await workspace.json('suppress', 'import', a, '--dry-run')).toMatchObject({ recorded: 0, unchanged: 2 });
    expect(await workspace.json('suppress', 'import', a)).toMatchObject({ recorded: 0, unchanged: 2 });
    expect(await workspace.json('suppress', 'import', b, '--dry-run')).toMatchObject({ recorded: 1, unchanged: 1 });
    expect(await workspace.json('suppress', 'import', b)).toMatchObject({ import: 3, recorded: 1, unchanged: 1 });
    expect(await workspace.json('suppress', 'import', b)).toMatchObject({ recorded: 0, unchanged: 2 });
    const dry = await workspace.json('suppress', 'undo', '1', '--dry-run');
    expect(dry).toMatchObject({ undoable: 2, stillListed: 1, undone: 0 });
    const answer = await workspace.run('suppress', 'undo', '1');
    expect(answer.out).toContain('1 of these people stays on the list: another entry names them too');
    expect(await listed()).toBe(true);
    expect(await workspace.json('suppress', 'check', '0639980002')).toMatchObject({ suppressed: false });
    expect(await workspace.json('suppress', 'undo', '3')).toMatchObject({ undone: 1, stillListed: 0 });
    expect(await listed()).toBe(false);
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
  });

  it('forgets nothing: the same number can be put on the list again', async () => {
    const id = await importing('phone\n0639980001\n');
    await workspace.run('suppress', 'undo', id);
    await importing('phone\n0639980001\n');
    expect(await workspace.json('suppress', 'check', '0639980001')).toMatchObject({ suppressed: true });
  });

  it('names the imports that there are for a number that is none: 65, and 64 for a word', async () => {
    await importing('phone\n0639980001\n');
    const answer = await workspace.run('suppress', 'undo', '99');
    expect(answer).toMatchObject({ exit: 65 });
    expect(answer.err).toContain('1 (wrong.csv');
    expect(await workspace.run('suppress', 'undo', 'wrong.csv')).toMatchObject({ exit: 64 });
  });

  it('takes back no import of consents', async () => {
    const row =
      'phone,purpose,basis,given_at,method,wording,source\n0639980001,association,opt_in,2026-03-01,web_form,yes,form\n';
    await workspace.run('consent', 'import', workspace.write('c.csv', row));
    expect(await workspace.run('suppress', 'undo', '1')).toMatchObject({ exit: 65 });
  });
});

describe('a dry run of suppress import', () => {
  it('knows that a younger STOP of the file is a new one although an older row says what was lifted', async () => {
    await suppress('stop');
    workspace.setNow('2026-03-12T10:00:00.000Z');
    await lift('2026-03-11T09:00:00Z');
    const old = `${NUMBER},stop,2026-03-01`;
    const young = `${NUMBER},stop,2026-03-12T09:00:00Z`;
    const file = workspace.write('l.csv', ['phone,reason,at', old, young, old, ''].join('\n'));
    const dry = await workspace.json('suppress', 'import', file, '--dry-run');
    expect(dry).toMatchObject({ recorded: 1, unchanged: 2 });
    expect(await workspace.json('suppress', 'import', file)).toMatchObject({ recorded: 1, unchanged: 2 });
  });

  it('tells of several STOPs of one person what recording makes of them', async () => {
    const stops = ['2026-02-01', '2026-03-01', '2026-02-15', ''].map((at) => `${NUMBER},stop,${at}\n`);
    const complaints = ['2026-02-01', '2026-03-01'].map((at) => `${NUMBER},complaint,${at}\n`);
    const file = ['phone,reason,at\n', ...stops, ...complaints].join('');
    const counts = { recorded: 3, unchanged: 3 };
    expect(await readList(file, '--dry-run')).toMatchObject(counts);
    expect(await readList(file)).toMatchObject(counts);
    workspace.setNow('2026-03-12T10:00:00.000Z');
    expect(await readList(file)).toMatchObject({ recorded: 0, unchanged: 6 });
  });
});
