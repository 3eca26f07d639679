import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = testWorkspace();
  for (const [index, day] of ['09', '10', '11'].entries()) {
    workspace.setNow(`2026-03-${day}T23:30:00.000Z`);
    await workspace.run('suppress', 'add', `063998000${index + 1}`, '--reason', 'stop', '--operator', 'Ana');
  }
});
afterEach(() => workspace.remove());

/** What somebody with the file and without scruples can do: the triggers are no obstacle. */
function tamper(sql: string): void {
  const db = new Database(workspace.ledgerFile);
  db.exec(`DROP TRIGGER audit_unchanged; DROP TRIGGER audit_kept; ${sql}`);
  db.close();
}

const seqsOf = (out: string): readonly unknown[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { seq: number }).seq);

describe('audit list', () => {
  it('shows the log as a table and as JSON Lines, without a number in clear', async () => {
    const table = (await workspace.run('audit', 'list')).out;
    expect(table.split('\n')).toHaveLength(6);
    expect(table).toMatch(
      /2 +Tuesday 10 March 2026 at 00:30 +put on the never-list +\+33 6 •• •• •• 01 +Ana +effectiveAt=/,
    );
    const { out } = await workspace.run('audit', 'list', '--json');
    expect(seqsOf(out)).toEqual([1, 2, 3, 4]);
    const row = JSON.parse(out.split('\n')[1] ?? '') as Record<string, unknown>;
    expect(Object.keys(row)).toEqual(
      'type seq at kind operator login campaign number subject data prev hash'.split(' '),
    );
    expect(row).toMatchObject({
      type: 'audit',
      seq: 2,
      at: '2026-03-09T23:30:00.000Z',
      kind: 'suppressed',
      operator: 'Ana',
      login: 'claire',
      campaign: null,
      number: '+33 6 •• •• •• 01',
      data: { reason: 'stop', scope: 'promotional' },
    });
    expect(row['subject']).toMatch(/^[0-9a-f]{64}$/);
    expect(out).not.toContain('63998');
  });

  it('takes a date as the whole local day: 23:30 UTC is the next day in Paris', async () => {
    const seqs = async (...args: readonly string[]): Promise<readonly unknown[]> =>
      seqsOf((await workspace.run('audit', 'list', '--json', ...args)).out);
    expect(await seqs('--from', '2026-03-11')).toEqual([3, 4]);
    expect(await seqs('--from', '2026-03-10', '--to', '10/03/2026')).toEqual([1, 2]);
    expect(await seqs('--to', '2026-03-10T23:30:00Z')).toEqual([1, 2]);
    expect(await seqs('--from', '2026-03-10T23:30:00Z')).toEqual([3, 4]);
    expect(await seqs('--limit', '2')).toEqual([3, 4]);
    expect(await seqs('--limit', '9')).toEqual([1, 2, 3, 4]);
  });

  it('refuses what is no date, no count, no period, no campaign', async () => {
    expect((await workspace.run('audit', 'list', '--from', 'spring')).exit).toBe(64);
    expect((await workspace.run('audit', 'list', '--limit', '0')).exit).toBe(64);
    expect((await workspace.run('audit', 'list', '--from', '2026-03-11', '--to', '2026-03-10')).exit).toBe(64);
    expect((await workspace.run('audit', 'list', '--campaign', 'none')).exit).toBe(66);
    expect((await workspace.run('audit', 'list', '--from', '2030-01-01')).err).toContain('no such row');
  });
});

describe('audit export', () => {
  it('writes the log for a spreadsheet, with the data exactly as it was hashed', async () => {
    const { out } = await workspace.run('audit', 'export', '--from', '2026-03-12');
    expect(out.split('\r\n')).toHaveLength(3);
    expect(out).toMatch(
      /^seq,at,kind,operator,login,campaign,number,subject,data,prev,hash,statement\r\n4,2026-03-11T23:30:00.000Z,suppressed,Ana,claire,,'\+33 6 •• •• •• 03,/,
    );
    expect(out).toContain('"{""effectiveAt"":');
  });

  it('reveals numbers only after a row that says so, which is part of the export', async () => {
    const { out } = await workspace.run('audit', 'export', '--format', 'jsonl', '--reveal');
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.at(-1)).toMatchObject({ seq: 5, kind: 'revealed', operator: 'claire', data: { what: 'audit' } });
    expect(rows[1]).toMatchObject({ number: '+33639980001' });
    expect((await workspace.run('audit', 'verify')).exit).toBe(0);
  });

  it('writes to a new file', async () => {
    const file = workspace.at('log.jsonl');
    const answer = await workspace.run('audit', 'export', '--out', file, '--format', 'jsonl');
    expect(answer).toEqual({ exit: 0, out: '', err: `4 rows in ${file}\n` });
    expect(seqsOf(workspace.read('log.jsonl'))).toEqual([1, 2, 3, 4]);
  });
});

describe('the log of a rehearsal', () => {
  it('stands apart from the ledger’s own, and is found by the campaign’s name', async () => {
    const consents = workspace.write(
      'c.csv',
      'phone,purpose,basis,given_at,method,wording\n0639980008,information,member,2026-01-05,membership,note\n',
    );
    await workspace.run('consent', 'import', consents);
    const contacts = workspace.write('m.csv', 'phone\n0639980008\n');
    const plan = ['--campaign', 'hours', '--purpose', 'information', '--text', 'The office moves.'];
    expect(await workspace.json('plan', contacts, ...plan)).toMatchObject({ planned: 1 });

    const own = await workspace.run('audit', 'list', '--json');
    expect(own.out).not.toContain('plan_frozen');
    const rehearsed = await workspace.run('audit', 'list', '--campaign', 'hours');
    expect(rehearsed.out).toContain('plan frozen');
    expect(rehearsed.err).toContain('REHEARSAL');
    const [real, simulated] = [
      await workspace.json('audit', 'head'),
      await workspace.json('audit', 'head', '--campaign', 'hours'),
    ];
    expect(simulated['head']).not.toBe(real['head']);
    expect(await workspace.json('audit', 'verify', '--campaign', 'hours')).toMatchObject({
      ok: true,
      head: simulated['head'],
      rehearsal: true,
    });
    expect([real['rehearsal'], simulated['rehearsal']]).toEqual([false, true]);
    const revealed = await workspace.run('audit', 'export', '--campaign', 'hours', '--reveal', '--format', 'jsonl');
    expect(revealed.out).toContain('"kind":"revealed"');
    expect((await workspace.json('audit', 'head'))['head']).toBe(real['head']);
  });
});

describe('audit verify and head', () => {
  it('finds a whole log whole, also against a head that was kept', async () => {
    const kept = (await workspace.run('audit', 'head')).out.trim();
    expect(kept).toMatch(/^4:[0-9a-f]{64}$/);
    expect(await workspace.json('audit', 'head')).toEqual({
      ...{ type: 'audit_head', head: kept, rehearsal: false },
    });
    expect(await workspace.json('audit', 'verify')).toEqual({
      type: 'audit_verify',
      ok: true,
      rows: 4,
      head: kept,
      firstBad: null,
      faults: [],
      warnings: [],
      rehearsal: false,
    });
    await workspace.run('suppress', 'add', '0639980009');
    const later = await workspace.run('audit', 'verify', '--head', kept);
    expect(later).toMatchObject({ exit: 0 });
    expect(later.out).toContain('the log is whole: 5 rows');
    expect(later.out).toContain('row 4 is the one that was noted');
  });

  it.each([
    ['altered data', `UPDATE audit SET data = replace(data, 'stop', 'link') WHERE seq = 3`, 3, 'altered'],
    ['an altered time', `UPDATE audit SET at = '2026-03-01T00:00:00.000Z' WHERE seq = 2`, 2, 'altered'],
    ['a removed subject', 'UPDATE audit SET subject = NULL WHERE seq = 2', 2, 'altered'],
    ['a row removed from the middle', 'DELETE FROM audit WHERE seq = 2', 2, 'missing'],
    ['a removed beginning', 'DELETE FROM audit WHERE seq = 1', 1, 'missing'],
    ['everything removed', 'DELETE FROM audit', 1, 'missing'],
    [
      'a row removed and the others moved up',
      'DELETE FROM audit WHERE seq = 2; UPDATE audit SET seq = seq - 1 WHERE seq > 2',
      2,
      'altered',
    ],
    [
      'two rows exchanged',
      'UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99',
      2,
      'altered',
    ],
  ])('finds %s', async (_, sql, seq, why) => {
    tamper(sql);
    const answer = await workspace.run('audit', 'verify', '--json');
    expect(answer.exit).toBe(65);
    expect(JSON.parse(answer.out)).toMatchObject({ ok: false, firstBad: { seq, why } });
  });

  it('finds a cut-off tail only against a head kept elsewhere', async () => {
    const kept = (await workspace.run('audit', 'head')).out.trim();
    tamper('DELETE FROM audit WHERE seq > 2');
    // The chain alone does not show it; what the log was cut off from does, where one has not cut that off too.
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: false, firstBad: null });
    const answer = await workspace.run('audit', 'verify', '--head', kept);
    expect(answer.exit).toBe(65);
    expect(answer.out).toContain('the log is broken: row 3 and what came after it were cut off');
    expect(answer.err).toContain('keep it as it is');
  });

  it('finds a tail that was replaced after the head was noted', async () => {
    const kept = (await workspace.run('audit', 'head')).out.trim();
    tamper('DELETE FROM audit WHERE seq > 3');
    await workspace.run('suppress', 'add', '0639980009');
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: false, firstBad: null });
    expect(await workspace.json('audit', 'verify', '--head', kept)).toMatchObject({
      ok: false,
      firstBad: { seq: 4, why: 'head_differs' },
    });
  });

  it.each(['4', '4:abc', 'x:' + 'a'.repeat(64), ':'])('refuses %j as a head', async (head) => {
    expect((await workspace.run('audit', 'verify', '--head', head)).exit).toBe(64);
  });
});

describe('audit export of a log that is not whole', () => {
  it('is written, with a warning for whoever passes it on', async () => {
    const whole = await workspace.run('audit', 'export');
    expect(whole).toMatchObject({ exit: 0, err: '' });
    tamper("UPDATE audit SET operator = 'Eve' WHERE seq = 3");
    const answer = await workspace.run('audit', 'export');
    expect(answer.exit).toBe(0);
    expect(answer.out).toContain('Eve');
    expect(answer.err).toContain('warning: the log is broken: row 3 was altered');
    expect(answer.err).toContain('this export is from a log that is not whole');
    const asked = await workspace.run('audit', 'export', '--json');
    expect(JSON.parse(asked.err)).toMatchObject({ type: 'warning', firstBad: { seq: 3, why: 'altered' } });
  });
});
