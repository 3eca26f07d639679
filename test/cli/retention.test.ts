import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import { RUN_LOCK, holdingLock } from '../../src/store/sqlite/ledger-locks.js';
import type { Stamp } from '../../src/store/store.js';
import {
  consentGiven,
  consentOf,
  dumpTables,
  factsVersionOf,
  fictionNumbers,
  intentDraft,
  intentIds,
  NO_TIMES,
  PLANNED_FILE,
  SUBMISSION,
  termsOf,
  withdrawal,
} from '../support/temp-ledger.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

const THEN = DateTime.utc(2020, 1, 15, 10);
const STAMP: Stamp = { at: THEN, operator: 'claire', login: 'claire' };
const [withdrawn, expired, aged, standing, leftOut] = fictionNumbers(5);

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = testWorkspace();
  await workspace.inLedger(async (ledger) => {
    const old = (evidence: string, differing = {}) =>
      consentGiven({
        evidence,
        givenAt: '2020-01-10',
        effectiveAt: THEN.minus({ days: 5 }),
        wording: evidence,
        ...differing,
      });
    await ledger.recordConsents(
      [
        consentOf(withdrawn!, old('retirée')),
        consentOf(withdrawn!, { ...withdrawal(), effectiveAt: THEN }),
        consentOf(expired!, old('échue', { purpose: 'information', basis: 'contract', validUntil: THEN })),
        consentOf(aged!, old('âgée')),
        consentOf(standing!, old('debout', { purpose: 'information', basis: 'contract' })),
      ],
      STAMP,
    );
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    const draft = intentDraft(standing!, { text: 'Bonjour Zoé', encoding: 'UCS-2' });
    const other = intentDraft(aged!, { text: 'Bonjour Léo', line: 3, row: 2 });
    await ledger.keepPlanned(plan, [draft, other], [{ line: 4, number: leftOut!, reason: 'no_consent' }]);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    await ledger.confirmPlans(plan.campaignId, null, STAMP);
    const [id = 0, doubt = 0] = await intentIds(ledger, plan.campaignId);
    const version = await factsVersionOf(ledger);
    for (const one of [id, doubt]) await ledger.beginSubmission(one, version, THEN);
    await ledger.recordOutcome(id, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
    await ledger.recordOutcome(doubt, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
    const asked = {
      kind: 'access',
      number: null,
      contact: 'Zoé',
      receivedOn: '2020-01-10',
      dueOn: '2020-02-10',
    } as const;
    const request = await ledger.addRequest(asked, STAMP);
    await ledger.answerRequest(request, '2020-01-15', 'granted', null, STAMP);
    await ledger.addRequest(asked, STAMP);
  });
});
afterEach(() => workspace.remove());

async function due(...args: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const { categories } = (await workspace.json('retention', ...args)) as {
    categories: { category: string; count: number }[];
  };
  return Object.fromEntries(categories.map(({ category, count }) => [category, count]));
}

describe('retention', () => {
  it.each([
    ['2021-01-14', { texts: 0, proofs: 0, requests: 0, replies: 0, exclusions: 0 }],
    ['2021-01-16', { texts: 1, proofs: 0, requests: 0, replies: 0, exclusions: 0 }],
    ['2023-01-16', { texts: 1, proofs: 0, requests: 0, replies: 0, exclusions: 1 }],
    // Two ended on the day; the third by its age, three years later.
    ['2025-01-16', { texts: 1, proofs: 2, requests: 1, replies: 0, exclusions: 1 }],
    ['2028-01-16', { texts: 1, proofs: 3, requests: 1, replies: 0, exclusions: 1 }],
  ])('on %s shows what is past its term, and removes nothing', async (day, counts) => {
    workspace.setNow(`${day}T10:00:00Z`);
    const before = dumpTables(workspace.ledgerFile);
    expect(await due()).toEqual({ ...counts, rehearsals: 0 });
    expect(dumpTables(workspace.ledgerFile)).toEqual(before);
  });

  it('removes it with --apply, from the bytes too; counts, history and log stay', async () => {
    workspace.setNow('2028-01-16T10:00:00Z');
    expect(await due('--apply')).toEqual({
      texts: 1,
      proofs: 3,
      requests: 1,
      replies: 0,
      exclusions: 1,
      rehearsals: 0,
    });
    expect(await due('--apply')).toEqual({
      texts: 0,
      proofs: 0,
      requests: 0,
      replies: 0,
      exclusions: 0,
      rehearsals: 0,
    });
    const bytes = Buffer.from(workspace.read('ledger.db'));
    for (const gone of ['Bonjour Zoé', 'retirée', 'échue', 'âgée'])
      expect([gone, bytes.includes(gone)]).toEqual([gone, false]);
    // In doubt, in force, unanswered: still needed.
    for (const kept of ['Bonjour Léo', 'debout']) expect([kept, bytes.includes(kept)]).toEqual([kept, true]);
    await workspace.inLedger(async (ledger) => {
      expect(verifyChain(ledger.ledgerId, ledger.auditRows({}), null)).toMatchObject({ ok: true });
      expect(ledger.checkTampering()).toEqual([]);
      expect([...ledger.auditRows({})].at(-1)).toMatchObject({
        kind: 'retention_applied',
        data: '{"consents":3,"exclusions":1,"replies":0,"requests":1,"texts":1}',
      });
      expect(await ledger.campaignCounts(1)).toMatchObject({ planned: 2, accepted: 1, unknown: 1 });
      expect([...ledger.consentProofs(aged!)]).toMatchObject([{ basis: 'opt_in', evidence: null, wording: null }]);
      expect((await ledger.plannedBefore(1, [standing!])).get(standing!)).toMatchObject({ ucs2Text: null });
      expect(await ledger.requests({ openOnly: false })).toMatchObject([{ contact: null }, { contact: 'Zoé' }]);
    });
    expect((await workspace.run('consent', 'show', aged!)).out).toContain('removed Sunday 16 January 2028');
    expect((await workspace.run('preview', 'fete')).exit).toBe(0);
  });

  it('goes by the configuration, and tells whose term it is', async () => {
    workspace.setNow('2020-03-20T10:00:00Z');
    const shown = await workspace.run('retention');
    expect(shown.out).toContain('general knowledge, not read again: check it');
    expect(shown.out).toContain('never-list: fingerprints, without a term');
    workspace.write('smsctl.toml', `${workspace.read('smsctl.toml')}\n[retention]\ntexts = 2\n`);
    expect(await due()).toMatchObject({ texts: 1 });
    expect((await workspace.run('retention')).out).toContain('set in smsctl.toml');
    expect((await workspace.run('config', 'show')).out).toContain('texts = 2');
    workspace.write('smsctl.toml', `${workspace.read('smsctl.toml')}proof = 0\nproofs = 0\n`);
    const refused = await workspace.run('retention');
    expect(refused.exit).toBe(78);
    expect(refused.err).toContain('proofs');
  });

  it('removes rehearsals in which nothing has happened for their term', async () => {
    mkdirSync(workspace.at('rehearsals'));
    for (const [name, at] of [
      ['vieille', '2026-01-01'],
      ['neuve', '2026-03-01'],
    ] as const) {
      for (const file of [`${name}.db`, `${name}.outbox.jsonl`]) {
        writeFileSync(workspace.at(`rehearsals/${file}`), '');
        utimesSync(workspace.at(`rehearsals/${file}`), new Date(at), new Date(at));
      }
    }
    expect(await due()).toMatchObject({ rehearsals: 1 });
    expect(await workspace.json('retention', '--apply')).toMatchObject({ rehearsals: ['vieille'] });
    expect(existsSync(workspace.at('rehearsals/vieille.db'))).toBe(false);
    expect(existsSync(workspace.at('rehearsals/vieille.outbox.jsonl'))).toBe(false);
    expect(existsSync(workspace.at('rehearsals/neuve.db'))).toBe(true);
  });

  it('waits for the end of a run: 75', async () => {
    await holdingLock(workspace.ledgerFile, RUN_LOCK, async () => {
      expect((await workspace.run('retention', '--apply')).exit).toBe(75);
      expect((await workspace.run('retention')).exit).toBe(0);
    });
  });
});

it('knows a consent that lost its proof when the same old list comes again, and takes a new one', async () => {
  const head = 'phone,purpose,basis,given_at,method,wording,source,evidence';
  const row = (givenAt: string): string =>
    `${leftOut!},association,opt_in,${givenAt},paper_form,J'accepte,bulletin,fiche 12`;
  const imported = (givenAt: string, ...more: readonly string[]) =>
    workspace.json('consent', 'import', workspace.write('old.csv', `${head}\n${row(givenAt)}\n`), ...more);
  workspace.setNow('2020-02-01T10:00:00Z');
  expect(await imported('2020-01-20')).toMatchObject({ recorded: 1 });
  workspace.setNow('2032-02-01T10:00:00Z');
  expect(await workspace.run('retention', '--apply')).toMatchObject({ exit: 0 });
  expect((await workspace.run('consent', 'export', '--reveal')).out).not.toContain('fiche 12');
  expect(await imported('2020-01-20', '--dry-run')).toMatchObject({ recorded: 0, unchanged: 1 });
  expect(await imported('2020-01-20')).toMatchObject({ recorded: 0, unchanged: 1 });
  expect((await workspace.run('consent', 'export', '--reveal')).out).not.toContain('fiche 12');
  expect(await imported('2032-01-20')).toMatchObject({ recorded: 1 });
});
