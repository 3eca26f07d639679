import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consentIdentity, type ConsentEvent, type ConsentGiven } from '../../src/core/consent/consent-event.js';
import type { ConsentRecord, Ledger } from '../../src/store/store.js';
import {
  auditOf,
  consentGiven,
  consentOf,
  dumpTables,
  fictionNumber,
  fictionNumbers,
  KEYRING,
  MORNING,
  STAMP,
  suppressionOf,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

const alice = fictionNumber(0);
const bruno = fictionNumber(1);
const chloe = fictionNumber(2);

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

const full: ConsentGiven = consentGiven({
  givenAt: '2025-03-01T09:30:00+01:00',
  effectiveAt: DateTime.fromISO('2025-03-01T08:30:00.000Z', { zone: 'utc' }),
  validUntil: DateTime.fromISO('2027-01-01T00:00:00.000Z', { zone: 'utc' }),
  evidence: 'bulletin 12',
  ip: '192.0.2.7',
  collectedBy: 'Zoé',
  campaign: 'fete-2026',
  proof: 'bulk_attested',
});

it('keeps no number in the name of a file', async () => {
  for (const name of ['zoe-0639980001.csv', 'membres-2026-03-05.csv']) await ledger.beginImport('consent', name, STAMP);
  const names = temp.raw().prepare<[], { name: string }>('SELECT file_name AS name FROM import ORDER BY id').all();
  expect(names.map(({ name }) => name)).toEqual(['zoe-••••••••01.csv', 'membres-2026-03-05.csv']);
  const of = { kind: 'import', provider: 'vonage', fileName: 'zoe-0639980001.csv' } as const;
  await ledger.beginCollection(of, STAMP);
  const collected = temp.raw().prepare<[], { name: string }>('SELECT file_name AS name FROM collection').all();
  expect(collected).toEqual([{ name: 'zoe-••••••••01.csv' }]);
});

describe('recordConsents', () => {
  it('keeps everything that was proved, and gives it back', async () => {
    const importId = await ledger.beginImport('consent', 'optins.csv', STAMP);
    expect(await ledger.recordConsents([{ number: alice, event: full, source: { importId, line: 7 } }], STAMP)).toEqual(
      ['recorded'],
    );
    await ledger.endImport(importId, 'f'.repeat(64), STAMP);
    expect([...ledger.consentProofs(alice)]).toEqual([
      {
        seq: 1,
        number: alice,
        kind: 'given',
        purpose: 'association',
        basis: 'opt_in',
        givenAt: '2025-03-01T09:30:00+01:00',
        validUntil: '2027-01-01T00:00:00.000Z',
        method: 'web_form',
        erasedAt: null,
        usedUpAt: null,
        wording: full.wording,
        wordingHash: createHash('sha256')
          .update(full.wording ?? '')
          .digest('hex'),
        wordingId: null,
        source: full.source,
        evidence: 'bulletin 12',
        ip: '192.0.2.7',
        collectedBy: 'Zoé',
        campaign: 'fete-2026',
        proof: 'bulk_attested',
        confirmedAt: null,
        lastContactAt: null,
        fileName: 'optins.csv',
        fileSha256: 'f'.repeat(64),
        line: 7,
        recordedAt: '2026-01-05T10:00:00.000Z',
        operator: 'claire',
      },
    ]);
  });

  it('writes one row of the log for each, without the number', async () => {
    await ledger.recordConsents([consentOf(alice, full), consentOf(alice, withdrawal())], STAMP);
    expect(auditOf(ledger, 'consent_given')).toEqual([
      {
        consentSeq: 1,
        purpose: 'association',
        import: null,
        line: null,
        basis: 'opt_in',
        givenAt: '2025-03-01T09:30:00+01:00',
        effectiveAt: '2025-03-01T08:30:00.000Z',
        validUntil: '2027-01-01T00:00:00.000Z',
        method: 'web_form',
        proof: 'bulk_attested',
        campaign: 'fete-2026',
        wordingHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        proofSeal: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      },
    ]);
    expect(auditOf(ledger, 'consent_withdrawn')).toEqual([
      { consentSeq: 2, purpose: null, import: null, line: null, effectiveAt: '2026-01-05T10:00:00.000Z' },
    ]);
    const rows = [...ledger.auditRows({})].slice(1);
    for (const row of rows) {
      expect(row).toMatchObject({
        subject: KEYRING.fingerprint(alice).toString('hex'),
        number: alice,
        operator: 'claire',
        login: 'claire.d',
      });
      expect(JSON.stringify({ ...row, number: null })).not.toContain(alice.slice(1));
    }
  });

  it('answers in the order of what was asked; the same again is unchanged, within a batch too', async () => {
    const batch = [consentOf(alice), consentOf(bruno), consentOf(alice)];
    expect(await ledger.recordConsents(batch, STAMP)).toEqual(['recorded', 'recorded', 'unchanged']);
    const before = dumpTables(temp.file);
    expect(await ledger.recordConsents([consentOf(chloe), ...batch], STAMP)).toEqual([
      'recorded',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    expect(dumpTables(temp.file)['consent_event']).toHaveLength((before['consent_event'] ?? []).length + 1);
    expect(await ledger.areRecorded([...batch, consentOf(fictionNumber(9))])).toEqual([true, true, true, false]);
  });

  it('knows an event again whatever file and line it comes from, and whoever records it', async () => {
    const importId = await ledger.beginImport('consent', 'optins.csv', STAMP);
    await ledger.recordConsents([{ number: alice, event: full, source: { importId, line: 2 } }], STAMP);
    const other = await ledger.beginImport('consent', 'encore.csv', STAMP);
    const again: ConsentRecord = { number: alice, event: full, source: { importId: other, line: 99 } };
    expect(await ledger.recordConsents([again, consentOf(alice, full)], { ...STAMP, operator: 'paul' })).toEqual([
      'unchanged',
      'unchanged',
    ]);
  });

  const differences: readonly Partial<ConsentGiven>[] = [
    { purpose: 'marketing' },
    { basis: 'double_opt_in' },
    { givenAt: '2025-03-02' },
    { validUntil: MORNING },
    { method: 'email' },
    { wording: 'autre texte' },
    { wording: null },
    { source: null },
    { evidence: 'feuille 3' },
    { ip: '192.0.2.8' },
    { collectedBy: 'Paul' },
    { campaign: 'fete' },
  ];
  it.each(differences)('takes it for another event when it differs: %j', async (differing) => {
    await ledger.recordConsents([consentOf(alice)], STAMP);
    expect(await ledger.recordConsents([consentOf(alice, consentGiven(differing))], STAMP)).toEqual(['recorded']);
    expect(await ledger.recordConsents([consentOf(bruno)], STAMP)).toEqual(['recorded']);
  });

  it('keeps the words once, however many were shown them', async () => {
    const numbers = fictionNumbers(50);
    await ledger.recordConsents(
      numbers.map((number) => consentOf(number)),
      STAMP,
    );
    await ledger.recordConsents([consentOf(alice, consentGiven({ wording: 'autre' }))], STAMP);
    expect(dumpTables(temp.file)['wording']).toHaveLength(2);
    expect([...ledger.consentProofs(null)].map(({ wording }) => wording)).toEqual([
      ...numbers.map(() => consentGiven().wording),
      'autre',
    ]);
  });

  it('keeps the order in which the ledger learnt of them, never that of a clock', async () => {
    const late = consentGiven({ givenAt: '2025-12-01', effectiveAt: MORNING.minus({ days: 35 }) });
    const early = consentGiven({ givenAt: '2024-01-01', effectiveAt: MORNING.minus({ years: 2 }) });
    await ledger.recordConsents([consentOf(alice, late), consentOf(alice, withdrawal('association'))], STAMP);
    await ledger.recordConsents([consentOf(alice, early)], { ...STAMP, at: MORNING.minus({ years: 1 }) });
    expect([...ledger.consentProofs(alice)].map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'given'],
      [2, 'withdrawn'],
      [3, 'given'],
    ]);
    const facts = (await ledger.factsFor([alice], MORNING)).get(alice);
    expect(facts?.consents.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'given'],
      [2, 'withdrawn'],
      [3, 'given'],
    ]);
  });

  it('records all of a batch or nothing of it', async () => {
    const broken = consentOf(bruno, consentGiven({ method: null as never }));
    const before = dumpTables(temp.file);
    await expect(ledger.recordConsents([consentOf(alice), broken], STAMP)).rejects.toThrow('CHECK');
    expect(dumpTables(temp.file)).toEqual(before);
  });

  it('has no proof to give of someone unknown', () => {
    expect([...ledger.consentProofs(alice)]).toEqual([]);
    expect([...ledger.consentProofs(null)]).toEqual([]);
  });

  it('refuses in the schema to change or to delete what was recorded', async () => {
    await ledger.recordConsents([consentOf(alice)], STAMP);
    const raw = temp.raw();
    expect(() => raw.exec("UPDATE consent_event SET basis = 'member'")).toThrow('append-only');
    expect(() => raw.exec('DELETE FROM consent_event')).toThrow('append-only');
  });
});

describe('recordSuppressions', () => {
  it('keeps one entry for each number, reason and scope', async () => {
    const entries = [
      suppressionOf(alice, 'stop'),
      suppressionOf(alice, 'stop'),
      suppressionOf(alice, 'complaint'),
      suppressionOf(alice, 'manual'),
      suppressionOf(alice, 'manual', 'marketing'),
      suppressionOf(alice, 'manual', 'survey'),
      suppressionOf(alice, 'manual', 'survey'),
      suppressionOf(bruno, 'stop'),
    ];
    const verdicts = await ledger.recordSuppressions(entries, STAMP);
    expect(verdicts.map((verdict) => verdict === 'recorded')).toEqual([
      true,
      false,
      true,
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(new Set(await ledger.recordSuppressions(entries, STAMP))).toEqual(new Set(['unchanged']));
    expect((await ledger.suppressionsOf(alice)).map(({ reason, scope, purpose }) => [reason, scope, purpose])).toEqual([
      ['stop', 'promotional', null],
      ['complaint', 'all', null],
      ['manual', 'all', null],
      ['manual', 'purpose', 'marketing'],
      ['manual', 'purpose', 'survey'],
    ]);
    const all = [...ledger.suppressions()];
    expect(all.map(({ number }) => number)).toEqual([alice, alice, alice, alice, alice, bruno]);
    expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).sort((a, b) => a - b));
    expect(auditOf(ledger, 'suppressed')).toHaveLength(6);
  });

  it.each([
    ['link', 'promotional', 2],
    ['complaint', 'all', 1],
  ] as const)('keeps the first date and who recorded it: a later %s', async (reason, scope, count) => {
    const importId = await ledger.beginImport('suppression', 'liste-rouge.csv', STAMP);
    await ledger.recordSuppressions([{ ...suppressionOf(alice, reason), source: { importId, line: 3 } }], STAMP);
    const later = { ...STAMP, at: MORNING.plus({ days: 1 }), operator: 'paul' };
    await ledger.recordSuppressions([{ ...suppressionOf(alice, reason), at: later.at }], later);
    const of = { number: alice, fingerprint: KEYRING.fingerprint(alice), reason, scope, purpose: null, lifts: [] };
    const day = (date: string): { at: string; recordedAt: string } => ({ at: date, recordedAt: date });
    // What a consent may take back has to be known by its last date as well.
    expect(await ledger.suppressionsOf(alice)).toEqual(
      [
        { ...of, seq: 1, ...day('2026-01-05T10:00:00.000Z'), operator: 'claire', importId: 1 },
        { ...of, seq: 2, ...day('2026-01-06T10:00:00.000Z'), operator: 'paul', importId: null },
      ].slice(0, count),
    );
  });

  it('knows a number by its fingerprint when nothing else is left of it', async () => {
    await ledger.recordSuppressions([suppressionOf(alice, 'erasure')], STAMP);
    temp.raw().exec('DELETE FROM subject');
    expect([...ledger.suppressions()]).toMatchObject([{ number: null, fingerprint: KEYRING.fingerprint(alice) }]);
    expect(await ledger.suppressionsOf(alice)).toMatchObject([{ number: null, reason: 'erasure' }]);
    expect([...ledger.auditRows({})].at(-1)).toMatchObject({ kind: 'suppressed', number: null });
    expect((await ledger.factsFor([alice], MORNING)).get(alice)).toEqual({
      subjectId: null,
      suppressions: [{ reason: 'erasure', scope: { kind: 'all' }, at: MORNING }],
      consents: [],
      received: [],
    });
  });

  it('refuses in the schema to change or to delete an entry, and a scope without its purpose', async () => {
    await ledger.recordSuppressions([suppressionOf(alice)], STAMP);
    const raw = temp.raw();
    expect(() => raw.exec("UPDATE suppression SET reason = 'manual'")).toThrow('append-only');
    expect(() => raw.exec('DELETE FROM suppression')).toThrow('append-only');
    const nameless = { ...suppressionOf(bruno), scope: { kind: 'purpose', purpose: null as never } } as const;
    await expect(ledger.recordSuppressions([nameless], STAMP)).rejects.toThrow('CHECK');
  });
});

describe('a membership that ends and begins again', () => {
  it('is recorded each time, on the same terms and at the same instant, and its identity follows from its row', async () => {
    const began = consentGiven({ basis: 'member' });
    const ended = { kind: 'ended', purpose: 'association', basis: 'member', effectiveAt: MORNING } as const;
    const record = async (event: ConsentEvent, holdsNow: boolean): Promise<unknown> =>
      (await ledger.recordConsents([{ ...consentOf(alice, event), holdsNow }], STAMP))[0];
    expect(await record(began, true)).toBe('recorded');
    expect(await record(ended, true)).toBe('recorded');
    expect(await record(began, false)).toBe('unchanged');
    expect(await record(began, true)).toBe('recorded');
    expect(await record(began, true)).toBe('unchanged');
    expect(await record(ended, true)).toBe('recorded');
    expect(await record(ended, true)).toBe('unchanged');
    const rows = temp
      .raw()
      .prepare<[], { identity: Buffer; variant: string | null; after_seq: number | null }>(
        'SELECT identity, variant, after_seq FROM consent_event ORDER BY seq',
      )
      .all();
    expect(rows.map(({ after_seq }) => after_seq)).toEqual([null, null, 2, 3]);
    for (const { identity, variant, after_seq } of rows) {
      const event = variant === 'ended' ? ended : began;
      expect(identity).toEqual(consentIdentity(KEYRING.fingerprint(alice), event, after_seq));
    }
    expect([...ledger.consentProofs(alice)].map(({ kind }) => kind)).toEqual(['given', 'ended', 'given', 'ended']);
  });
});
