import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyChain, hashAuditRow, verifyChain, type AuditRow, type ChainVerdict } from '../../src/core/audit/chain.js';
import type { Db } from '../../src/store/sqlite/open.js';
import type { Ledger } from '../../src/store/store.js';
import {
  confirmedCampaign,
  consentOf,
  factsVersionOf,
  fictionNumber,
  fictionNumbers,
  intentIds,
  KEYRING,
  LEDGER_ID,
  MORNING,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(4);

let temp: TempLedger;
let ledger: Ledger;
let campaignId: number;
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  campaignId = (await confirmedCampaign(ledger, 'fete', numbers)).campaignId;
});
afterEach(() => temp.remove());

const event = { kind: 'revealed', data: { rows: 4 } } as const;

function verified(head: Parameters<typeof verifyChain>[2] = null): ChainVerdict {
  return verifyChain(ledger.ledgerId, ledger.auditRows({}), head);
}

describe('the log of a ledger', () => {
  it('begins with the making of the ledger, which it is bound to, and verifies', async () => {
    const rows = [...ledger.auditRows({})];
    expect(rows[0]).toMatchObject({ seq: 1, kind: 'ledger_created', prev: emptyChain(LEDGER_ID).hash });
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    const head = await ledger.auditHead();
    expect(verified(head)).toEqual({ ok: true, rows: rows.length, head, firstBad: null });
    await ledger.appendAudit(event, STAMP);
    expect(verified(head)).toMatchObject({ ok: true, rows: rows.length + 1 });
    expect(await temp.open({ mode: 'read' }).auditHead()).toMatchObject({ seq: rows.length + 1 });
  });

  it('stays one chain whoever appends in turn, and whatever failed between', async () => {
    const version = await factsVersionOf(ledger);
    const other = temp.open();
    const ids = await intentIds(ledger, campaignId);
    const begin = (one: Ledger, id: number) => one.beginSubmission(id, version, MORNING);
    const end = (one: Ledger, id: number) => one.recordOutcome(id, { kind: 'unknown', why: 'x' }, SUBMISSION, STAMP);
    await Promise.all([begin(ledger, ids[0]!), begin(ledger, ids[1]!)]);
    await Promise.all([end(ledger, ids[0]!), end(ledger, ids[1]!)]);
    await other.appendAudit(event, STAMP);
    await ledger.appendAudit(event, STAMP);
    // The first of these appends its row, the second fails: neither is kept.
    await begin(ledger, ids[2]!);
    const failed = await Promise.allSettled([end(ledger, ids[2]!), end(ledger, ids[0]!)]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await other.appendAudit(event, STAMP);
    await end(ledger, ids[2]!);
    await ledger.appendAudit(event, STAMP);
    await Promise.all([begin(ledger, ids[3]!).then(() => end(ledger, ids[3]!)), ledger.appendAudit(event, STAMP)]);
    expect(verified()).toMatchObject({ ok: true, firstBad: null });
    const kinds = [...ledger.auditRows({})].map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'submission')).toHaveLength(4);
    expect(kinds.filter((kind) => kind === 'revealed')).toHaveLength(5);
  });

  it('keeps any text of a person exactly, halves of surrogate pairs aside', async () => {
    for (const operator of ['', 'Zoé « ’ »', '\u0000nul', '😀', 'half \ud83d', '{"a":1}', "';--"]) {
      await ledger.appendAudit({ ...event, data: { text: operator } }, { ...STAMP, operator });
    }
    expect(verified()).toMatchObject({ ok: true, firstBad: null });
    expect([...ledger.auditRows({})].at(-4)).toMatchObject({ operator: '😀' });
  });

  it('is listed by campaign, by time and up to a number of rows, with the numbers that are still known', async () => {
    await ledger.recordSuppressions([suppressionOf(numbers[0]!)], { ...STAMP, at: MORNING.plus({ hours: 1 }) });
    await ledger.appendAudit(event, { ...STAMP, at: MORNING.plus({ hours: 2 }) });
    const kinds = (filter: Parameters<Ledger['auditRows']>[0]): readonly string[] =>
      [...ledger.auditRows(filter)].map(({ kind }) => kind);
    expect(kinds({ campaign: 'fete' })).toEqual(['plan_frozen', 'plan_confirmed']);
    expect(kinds({ campaign: 'nobody' })).toEqual([]);
    expect(kinds({ from: '2026-01-05T11:00:00.000Z' })).toEqual(['suppressed', 'revealed']);
    expect(kinds({ from: '2026-01-05T11:00:00.000Z', to: '2026-01-05T12:00:00.000Z' })).toEqual(['suppressed']);
    expect(kinds({ limit: 2 })).toEqual(['ledger_created', 'consent_given']);
    expect(
      [...ledger.auditRows({ from: '2026-01-05T11:00:00.000Z' })].map(({ number, subject }) => [number, subject]),
    ).toEqual([
      [numbers[0], KEYRING.fingerprint(numbers[0]!).toString('hex')],
      [null, null],
    ]);
  });
});

describe('reading one row after the other', () => {
  const streams: readonly [string, () => Iterable<unknown>][] = [
    ['auditRows', () => ledger.auditRows({})],
    ['consentProofs', () => ledger.consentProofs(null)],
    ['suppressions', () => ledger.suppressions()],
  ];
  beforeEach(async () => {
    await ledger.recordSuppressions(
      numbers.map((number) => suppressionOf(number)),
      STAMP,
    );
  });

  it.each(streams)('%s: keeps no one from writing, and shows what was there when it began', async (_, rows) => {
    const whole = [...rows()].length;
    const reading = rows()[Symbol.iterator]();
    expect(reading.next().done).toBe(false);
    await ledger.recordConsents([consentOf(fictionNumber(50))], STAMP);
    await temp.open({ busyTimeoutMs: 0 }).recordSuppressions([suppressionOf(fictionNumber(51))], STAMP);
    expect(await ledger.beginSubmission(1, await factsVersionOf(ledger), MORNING)).toBe('begun');
    let count = 1;
    while (reading.next().done !== true) count += 1;
    expect(count).toBe(whole);
    expect([...rows()].length).toBeGreaterThan(whole);
  });

  it.each(streams)('%s: may be left half-way, as by `| head`', async (_, rows) => {
    for (const row of rows()) {
      expect(row).toBeDefined();
      break;
    }
    const reading = rows()[Symbol.iterator]();
    reading.next();
    expect(() => ledger.close()).not.toThrow();
    ledger = temp.open();
    expect(await ledger.recordConsents([consentOf(fictionNumber(50))], STAMP)).toEqual(['recorded']);
  });
});

describe('the schema', () => {
  it('refuses to change, to remove, to replace and to insert a row anywhere but at the end', async () => {
    const raw = temp.raw();
    const copy = (seq: string): string =>
      `INTO audit SELECT ${seq}, at, kind, operator, login, campaign, subject, data, prev, hash FROM audit WHERE seq = 2`;
    expect(() => raw.exec("UPDATE audit SET operator = 'paul'")).toThrow('append-only');
    expect(() => raw.exec('DELETE FROM audit WHERE seq = 2')).toThrow('append-only');
    expect(() => raw.exec(`INSERT OR REPLACE ${copy('2')}`)).toThrow('at its end only');
    expect(() => raw.exec(`INSERT ${copy('99')}`)).toThrow('at its end only');
    expect(() => raw.exec(`INSERT ${copy('0')}`)).toThrow('at its end only');
    expect(verified(await ledger.auditHead())).toMatchObject({ ok: true });
  });
});

describe('a ledger that someone changed with other means', () => {
  let raw: Db;
  beforeEach(() => {
    raw = temp.raw();
    raw.exec('DROP TRIGGER audit_unchanged; DROP TRIGGER audit_kept; DROP TRIGGER audit_at_its_end;');
  });

  it.each(['at', 'kind', 'operator', 'login', 'campaign'])('shows an altered column: %s', (column) => {
    raw.exec(`UPDATE audit SET ${column} = 'x' WHERE seq = 3`);
    expect(verified()).toMatchObject({ ok: false, firstBad: { seq: 3, why: 'altered' } });
  });

  it.each([
    ['subject', 'zeroblob(32)'],
    ['subject', 'NULL'],
    ['prev', 'zeroblob(32)'],
    ['hash', 'zeroblob(32)'],
    ['data', "'{}'"],
    ['data', "data || ' '"],
    ['data', "json_set(data, '$.basis', 'member')"],
  ])('shows an altered column: %s = %s', (column, value) => {
    raw.exec(`UPDATE audit SET ${column} = ${value} WHERE seq = 3`);
    expect(verified()).toMatchObject({ ok: false, firstBad: { seq: 3, why: 'altered' } });
  });

  it.each([1, 3])('shows a removed row: %i', (seq) => {
    raw.exec(`DELETE FROM audit WHERE seq = ${seq}`);
    expect(verified()).toMatchObject({ ok: false, firstBad: { seq, why: 'missing' } });
  });

  it('shows that its last rows were cut off, against a head kept elsewhere', async () => {
    const head = await ledger.auditHead();
    raw.exec(`DELETE FROM audit WHERE seq > ${head.seq - 2}`);
    expect(verified()).toMatchObject({ ok: true });
    expect(verified(head)).toMatchObject({ ok: false, firstBad: { seq: head.seq - 1, why: 'truncated' } });
  });

  it('shows that its end was cut off and grew again', async () => {
    const head = await ledger.auditHead();
    raw.exec(`DELETE FROM audit WHERE seq = ${head.seq}`);
    await ledger.appendAudit(event, STAMP);
    expect(verified()).toMatchObject({ ok: true });
    expect(verified(head)).toMatchObject({ ok: false, firstBad: { seq: head.seq, why: 'head_differs' } });
  });

  it('shows two rows that changed their places', () => {
    raw.exec('PRAGMA ignore_check_constraints = ON');
    raw.exec('UPDATE audit SET seq = -2 WHERE seq = 2');
    raw.exec('UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -2');
    expect(verified()).toMatchObject({ ok: false, firstBad: { seq: 2, why: 'altered' } });
  });

  it('shows rows of another ledger', () => {
    const rows = [...ledger.auditRows({})];
    expect(verifyChain('another ledger', rows, null)).toMatchObject({ firstBad: { seq: 1, why: 'reordered' } });
  });

  it('shows an altered row whose hash was made to fit', () => {
    const rows = [...ledger.auditRows({})];
    const forged: AuditRow = { ...rows[2]!, operator: 'paul' };
    raw.prepare('UPDATE audit SET operator = ?, hash = unhex(?) WHERE seq = 3').run('paul', hashAuditRow(forged));
    expect(verified()).toMatchObject({ ok: false, firstBad: { seq: 4, why: 'reordered' } });
  });
});
