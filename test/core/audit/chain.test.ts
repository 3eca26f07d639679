import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  chainEntry,
  emptyChain,
  formatHead,
  hashAuditRow,
  parseHead,
  verifyChain,
  type AuditData,
  type AuditEntry,
  type AuditHead,
  type AuditKind,
  type AuditRow,
} from '../../../src/core/audit/chain.js';

const LEDGER = 'ledger-a';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const data: fc.Arbitrary<AuditData> = fc.dictionary(
  text,
  fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
  {
    maxKeys: 4,
  },
);
const entry: fc.Arbitrary<AuditEntry> = fc.record({
  at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  kind: fc.constantFrom<AuditKind>('submission', 'skip', 'consent_given', 'suppressed', 'receipt'),
  operator: text,
  login: text,
  campaign: fc.option(text),
  subject: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))),
  data,
});
const entries = fc.array(entry, { minLength: 1, maxLength: 12 });

function chainOf(ledgerId: string, from: readonly AuditEntry[]): AuditRow[] {
  const rows: AuditRow[] = [];
  let head: AuditHead = emptyChain(ledgerId);
  for (const one of from) {
    const row = chainEntry(head, one);
    rows.push(row);
    head = row;
  }
  return rows;
}

const sample = (index: number): AuditEntry => ({
  at: `2026-01-05T10:00:0${index}.000Z`,
  kind: 'submission',
  operator: 'claire',
  login: 'claire.d',
  campaign: 'fete',
  subject: Buffer.alloc(32, index),
  data: { ref: `r${index}`, outcome: 'accepted', segments: 1 },
});
const honest = chainOf(LEDGER, [0, 1, 2, 3, 4].map(sample));
const headOf = (rows: readonly AuditRow[]): AuditHead => rows.at(-1)!;

describe('an honest chain', () => {
  it('verifies, with and without a head, whatever is in it', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (from, place) => {
        const rows = chainOf(LEDGER, from);
        const verdict = { ok: true, rows: rows.length, firstBad: null };
        expect(verifyChain(LEDGER, rows, null)).toMatchObject(verdict);
        expect(verifyChain(LEDGER, rows, headOf(rows))).toMatchObject(verdict);
        expect(verifyChain(LEDGER, rows, rows[place % rows.length]!)).toMatchObject(verdict);
        expect(verifyChain(LEDGER, rows, emptyChain(LEDGER))).toMatchObject(verdict);
        expect(verifyChain(LEDGER, rows, null).head).toEqual({ seq: rows.length, hash: headOf(rows).hash });
      }),
    );
  });

  it('survives a store that keeps text as UTF-8, which has no half surrogate pairs', () => {
    const [row] = chainOf(LEDGER, [{ ...sample(1), operator: 'a\ud83d', login: '\ude00b' }]) as [AuditRow];
    const utf8 = (one: string): string => Buffer.from(one, 'utf8').toString('utf8');
    const kept = { ...row, operator: utf8(row.operator), login: utf8(row.login), data: utf8(row.data) };
    expect(verifyChain(LEDGER, [kept], row)).toMatchObject({ ok: true });
  });

  it('is hashed as its format says, so that anyone can check it with other means', () => {
    const [row] = honest as [AuditRow];
    const start = createHash('sha256').update('["smsctl-audit-1","ledger-a"]').digest('hex');
    const text = `["smsctl-audit-1",1,"2026-01-05T10:00:00.000Z","submission","claire","claire.d","fete","${'00'.repeat(32)}","{\\"outcome\\":\\"accepted\\",\\"ref\\":\\"r0\\",\\"segments\\":1}","${start}"]`;
    expect(row.hash).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

describe('verifyChain finds', () => {
  const columns: readonly [string, Partial<AuditRow>][] = [
    ['at', { at: '2026-01-05T10:00:09.000Z' }],
    ['kind', { kind: 'skip' }],
    ['operator', { operator: 'paul' }],
    ['login', { login: 'paul' }],
    ['campaign', { campaign: 'noel' }],
    ['campaign taken away', { campaign: null }],
    ['subject', { subject: '09'.repeat(32) }],
    ['subject taken away', { subject: null }],
    ['data', { data: '{"outcome":"rejected","ref":"r2","segments":1}' }],
    ['data, written in another order', { data: '{"ref":"r2","outcome":"accepted","segments":1}' }],
    ['prev', { prev: '09'.repeat(32) }],
    ['hash', { hash: '09'.repeat(32) }],
  ];
  it.each(columns)('an altered row: %s', (_, change) => {
    const rows = honest.map((row) => (row.seq === 3 ? { ...row, ...change } : row));
    expect(verifyChain(LEDGER, rows, null)).toMatchObject({ ok: false, rows: 5, firstBad: { seq: 3, why: 'altered' } });
  });

  it('an altered row whose hash was made anew: the next one does not follow from it', () => {
    const forged = { ...honest[2]!, operator: 'paul' };
    const rows = honest.with(2, { ...forged, hash: hashAuditRow(forged) });
    expect(verifyChain(LEDGER, rows, null)).toMatchObject({ firstBad: { seq: 4, why: 'reordered' } });
  });

  it.each([
    ['the first', 0, 1],
    ['one in the middle', 2, 3],
  ])('a removed row: %s', (_, index, seq) => {
    expect(verifyChain(LEDGER, honest.toSpliced(index, 1), null)).toMatchObject({ firstBad: { seq, why: 'missing' } });
  });

  it('a removed row after which the others were numbered anew', () => {
    const rows = honest.toSpliced(2, 1).map((row, index) => ({ ...row, seq: index + 1 }));
    expect(verifyChain(LEDGER, rows, null)).toMatchObject({ firstBad: { seq: 3, why: 'altered' } });
  });

  it('a removed row after which the others were numbered and hashed anew, but not bound anew', () => {
    const renumbered = honest.toSpliced(2, 1).map((row, index) => ({ ...row, seq: index + 1 }));
    const rows = renumbered.map((row) => ({ ...row, hash: hashAuditRow(row) }));
    expect(verifyChain(LEDGER, rows, null)).toMatchObject({ firstBad: { seq: 3, why: 'reordered' } });
  });

  it('two rows whose contents were exchanged, and two whose places were', () => {
    const [, second, third] = honest as [AuditRow, AuditRow, AuditRow];
    const exchanged = honest.with(1, { ...third, seq: 2 }).with(2, { ...second, seq: 3 });
    expect(verifyChain(LEDGER, exchanged, null)).toMatchObject({ firstBad: { seq: 2, why: 'altered' } });
    const moved = honest.with(1, third).with(2, second);
    expect(verifyChain(LEDGER, moved, null)).toMatchObject({ firstBad: { seq: 2, why: 'missing' } });
  });

  it('an inserted row', () => {
    const foreign = chainEntry(honest[1]!, sample(8));
    expect(verifyChain(LEDGER, honest.toSpliced(2, 0, foreign), null)).toMatchObject({ ok: false });
    const shifted = honest.slice(2).map((row) => ({ ...row, seq: row.seq + 1 }));
    const rows = [...honest.slice(0, 2), foreign, ...shifted];
    expect(verifyChain(LEDGER, rows, null)).toMatchObject({ firstBad: { seq: 4, why: 'altered' } });
  });

  it('a tail cut off, against a head kept elsewhere, and only so', () => {
    const cut = honest.slice(0, 3);
    expect(verifyChain(LEDGER, cut, null)).toMatchObject({ ok: true, rows: 3 });
    expect(verifyChain(LEDGER, cut, headOf(honest))).toMatchObject({
      ok: false,
      firstBad: { seq: 4, why: 'truncated' },
    });
  });

  it('a whole chain that was built anew, against a head kept elsewhere, and only so', () => {
    const rebuilt = chainOf(LEDGER, [sample(0), sample(1), sample(7), sample(3), sample(4), sample(5)]);
    expect(verifyChain(LEDGER, rebuilt, null)).toMatchObject({ ok: true });
    const verdict = verifyChain(LEDGER, rebuilt, headOf(honest));
    expect(verdict).toMatchObject({ ok: false, firstBad: { seq: 5, why: 'head_differs' } });
  });

  it('that every row was removed, or that the head is of another ledger', () => {
    expect(verifyChain(LEDGER, [], null)).toMatchObject({ ok: false, rows: 0, firstBad: { seq: 1, why: 'missing' } });
    expect(verifyChain(LEDGER, [], headOf(honest))).toMatchObject({ ok: false });
    const verdict = verifyChain(LEDGER, honest, emptyChain('ledger-b'));
    expect(verdict).toMatchObject({ ok: false, firstBad: { seq: 0, why: 'head_differs' } });
  });

  it('rows of another ledger', () => {
    const other = chainOf('ledger-b', [0, 1, 2, 3, 4].map(sample));
    expect(verifyChain(LEDGER, other, null)).toMatchObject({ firstBad: { seq: 1, why: 'reordered' } });
    const mixed = [...honest.slice(0, 3), ...other.slice(3)];
    expect(verifyChain(LEDGER, mixed, null)).toMatchObject({ firstBad: { seq: 4, why: 'reordered' } });
  });

  it('any one change to any chain, and never earlier than where it is', () => {
    const change = fc.constantFrom('operator', 'login', 'at', 'campaign', 'data', 'removed', 'exchanged');
    fc.assert(
      fc.property(entries, fc.nat(), change, (from, place, kind) => {
        // The last row may go unnoticed when it is removed; a row stands after the one that is changed.
        const rows = chainOf(LEDGER, [...from, sample(1)]);
        const index = place % from.length;
        const row = rows[index]!;
        const next = rows[index + 1]!;
        const changed =
          kind === 'removed'
            ? rows.toSpliced(index, 1)
            : kind === 'exchanged'
              ? rows.with(index, { ...next, seq: row.seq }).with(index + 1, { ...row, seq: next.seq })
              : rows.with(index, { ...row, [kind]: `${row[kind as 'at' | 'data']}x` });
        const { ok, firstBad } = verifyChain(LEDGER, changed, null);
        expect(ok).toBe(false);
        expect(firstBad!.seq).toBe(row.seq);
      }),
    );
  });
});

describe('canonicalJson', () => {
  it('gives equal bytes for equal data, in whatever order they were put together', () => {
    fc.assert(
      fc.property(data, fc.array(fc.nat(), { maxLength: 8 }), (one, order) => {
        const pairs = Object.entries(one);
        const shuffled = pairs
          .map((pair, index) => ({ pair, rank: order[index] ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ pair }) => pair);
        expect(canonicalJson(Object.fromEntries(shuffled))).toBe(canonicalJson(one));
        expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one)));
      }),
    );
  });

  it('sorts keys by their characters', () => {
    expect(canonicalJson({ b: 1, a: null, B: true, é: 'x' })).toBe('{"B":true,"a":null,"b":1,"é":"x"}');
  });
});

describe('a head, as people copy it', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (seq, bytes) => {
        const head = { seq, hash: Buffer.from(bytes).toString('hex') };
        expect(parseHead(formatHead(head))).toEqual(head);
        expect(parseHead(` ${formatHead(head).toUpperCase()}\n`)).toEqual(head);
      }),
    );
  });

  it.each([
    '',
    '5',
    '5:',
    `:${'a'.repeat(64)}`,
    `5:${'a'.repeat(63)}`,
    `5:${'a'.repeat(65)}`,
    `-1:${'a'.repeat(64)}`,
    `5:${'g'.repeat(64)}`,
    `1e3:${'a'.repeat(64)}`,
    `${'9'.repeat(16)}:${'a'.repeat(64)}`,
  ])('is none: %j', (one) => {
    expect(parseHead(one)).toBe(null);
  });
});
