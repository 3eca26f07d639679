import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditSql, CHAIN, WHOLE_LOG } from '../../src/store/sqlite/audit.js';
import { ledgerOf } from '../../src/store/sqlite/ledger.js';
import type { Db } from '../../src/store/sqlite/open.js';
import type { Ledger, OpenPlan } from '../../src/store/store.js';
import {
  confirmedCampaign,
  consentOf,
  factsVersionOf,
  fictionNumbers,
  fileReceipts,
  intentIds,
  KEYRING,
  MORNING,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

/** Tables that grow with every message: none of the statements of a run may read one from end to end. */
const GROWING = /^SCAN (intent|exclusion|consent_event|audit|subject|suppression|reply|hold|exit_proof)\b/;

const numbers = fictionNumbers(3);

let temp: TempLedger;
let db: Db;
let ledger: Ledger;
let plan: OpenPlan;
let ids: readonly number[];
let said: string[] = [];
beforeEach(async () => {
  temp = tempLedger();
  // The planner keeps no statistics here: it plans for three rows as it does for a million.
  db = new Database(temp.file, { verbose: (sql) => said.push(String(sql)) });
  ledger = ledgerOf(db, temp.file, KEYRING, () => undefined);
  plan = await confirmedCampaign(ledger, 'fete', numbers);
  ids = await intentIds(ledger, plan.campaignId);
  said = [];
});
afterEach(() => {
  ledger.close();
  temp.remove();
});

function planOf(sql: string): readonly string[] {
  return db
    .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => detail);
}

const verbs: readonly [string, () => Promise<unknown>][] = [
  ['nextPlanned', () => ledger.nextPlanned(plan.campaignId, [1, 2, 3], new Set(), 100, MORNING)],
  ['factsFor', () => ledger.factsFor(numbers, MORNING)],
  ['campaignCounts', () => ledger.campaignCounts(plan.campaignId)],
  ['costlessCountries of those who wait', () => ledger.costlessCountries(plan.campaignId, 'waiting')],
  ['costlessCountries of those who may have left', () => ledger.costlessCountries(plan.campaignId, 'left')],
  ['spoiltTexts', () => ledger.spoiltTexts(plan.campaignId)],
  ['waitingTerritories', () => ledger.waitingTerritories(plan.campaignId)],
  ['territoriesOf', () => ledger.territoriesOf(plan.campaignId)],
  ['plannedBefore', () => ledger.plannedBefore(plan.campaignId, numbers)],
  ['confirmedCounts', () => ledger.confirmedCounts('fete')],
  ['traceOf', () => ledger.traceOf(plan.campaignId, numbers[0]!)],
  ['areRecorded', () => ledger.areRecorded([consentOf(numbers[0]!)])],
  ['suppressionsOf', () => ledger.suppressionsOf(numbers[0]!)],
  ['markAbandonedSubmissions', () => ledger.markAbandonedSubmissions(plan.campaignId, STAMP)],
  ['skipRemaining', () => ledger.skipRemaining(plan.campaignId, 'expired', STAMP)],
  ['recordConsents', () => ledger.recordConsents([consentOf(fictionNumbers(1, 50)[0]!)], STAMP)],
  [
    'recordInbox, judgeInbox',
    async () => {
      const ref = KEYRING.reference('fete', numbers[0]!);
      const receipt = {
        ref,
        status: 'undelivered',
        code: '3',
        about: 'unreachable',
        at: '2026-01-05T10:00:09.000Z',
      } as const;
      const told = { number: numbers[1]!, at: MORNING, moment: '', messageId: null, line: 2, matched: null };
      const replies = [
        { ...told, text: 'stop', verdict: 'opt_out' },
        { ...told, text: 'ok stop', verdict: 'review' },
      ] as const;
      const batch = { collectionId: null, replies, receipts: [receipt], unreachableAfter: 1 };
      await ledger.judgeInbox(batch);
      await ledger.recordInbox(batch, STAMP);
    },
  ],
  ['openReplies', () => ledger.openReplies()],
  ['inboxCounts', () => ledger.inboxCounts()],
  ['decideReplies', () => ledger.decideReplies([1], 'opt_out', STAMP)],
  ['finishReplies', () => ledger.finishReplies([1], STAMP)],
  ['everyPrintOf', () => ledger.everyPrintOf(numbers[0]!)],
  ['exitProof', () => ledger.exitProof(Buffer.alloc(32))],
  ['recordSkip', () => ledger.recordSkip(ids[0]!, 'suppressed', STAMP)],
  [
    'beginSubmission, recordOutcome, recordInbox',
    async () => {
      await ledger.beginSubmission(ids[0]!, await factsVersionOf(ledger), MORNING);
      await ledger.recordOutcome(ids[0]!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
      const ref = KEYRING.reference('fete', numbers[0]!);
      const at = '2026-01-05T10:00:09.000Z';
      expect(await fileReceipts(ledger, [{ ref, status: 'delivered', code: null, at }], STAMP)).toBe(1);
    },
  ],
];

it.each(verbs)('%s reads no growing table from end to end', async (_, verb) => {
  await verb();
  const statements = said
    .filter((sql) => /^\s*(SELECT|UPDATE|INSERT|DELETE)/.test(sql))
    // Walks from the end, and stops at the first row.
    .filter((sql) => !sql.endsWith('FROM audit ORDER BY seq DESC LIMIT 1'));
  expect(statements.length).toBeGreaterThan(0);
  for (const sql of statements) {
    for (const detail of planOf(sql)) expect(detail, sql).not.toMatch(GROWING);
  }
});

interface PlanStep {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** Rows of every kind of which there may be as many as people or messages, and one message that was settled. */
async function everythingHappens(): Promise<void> {
  await ledger.recordSuppressions([suppressionOf(fictionNumbers(1, 60)[0]!)], STAMP);
  const [sent, lost, skipped] = ids as [number, number, number];
  for (const id of [sent, lost]) await ledger.beginSubmission(id, await factsVersionOf(ledger), MORNING);
  await ledger.recordOutcome(sent, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
  await ledger.recordOutcome(lost, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
  await ledger.recordSkip(skipped, 'suppressed', STAMP);
  const ref = (place: number): string => KEYRING.reference('fete', numbers[place]!);
  const settled = { ref: ref(1), verdict: 'accepted', by: 'provider', providerId: 'q', reason: null } as const;
  await ledger.settleUnknown(plan.campaignId, [settled], STAMP);
  const receipt = { ref: ref(0), status: 'delivered', code: null, at: '2026-01-05T10:00:09.000Z' } as const;
  await fileReceipts(ledger, [receipt], STAMP);
  const kinds = db.prepare<[], string>('SELECT DISTINCT kind FROM audit').pluck().all();
  expect(kinds).toEqual(expect.arrayContaining(['suppressed', 'submission', 'skip', 'settlement', 'receipt']));
}

/** The tables that a statement reads from end to end for every row of another one. */
function readAnew(sql: string): readonly string[] {
  const steps = db.prepare<[], PlanStep>(`EXPLAIN QUERY PLAN ${sql}`).all();
  const parents = [...new Set(steps.map(({ parent }) => parent))];
  return parents.flatMap((id) =>
    steps
      .filter(({ parent, detail }) => parent === id && /^(SCAN|SEARCH) /.test(detail))
      .slice(1)
      .filter(({ detail }) => detail.startsWith('SCAN '))
      .map(({ detail }) => detail),
  );
}

describe('checkTampering', () => {
  it('takes as long as the log is, not as its square', async () => {
    // Of what the log tells nothing of, nothing is asked.
    await everythingHappens();
    said = [];
    expect(ledger.checkTampering()).toEqual([]);
    const statements = [...new Set(said.filter((sql) => /^\s*(SELECT|WITH)\b/.test(sql)))];
    expect(statements.length).toBeGreaterThan(20);
    for (const sql of statements) expect(readAnew(sql), sql).toEqual([]);
  });
});

describe('campaignCounts', () => {
  it('reads what is under way, who left since the campaign began, and nothing else of what grows', async () => {
    await everythingHappens();
    await ledger.beginSubmission(ids[0]!, await factsVersionOf(ledger), MORNING);
    said = [];
    await ledger.campaignCounts(plan.campaignId);
    const details = said.filter((sql) => /^\s*(SELECT|WITH)/.test(sql)).flatMap(planOf);
    expect(details.filter((detail) => /(SCAN|SEARCH) (intent|subject|suppression|kept)\b/.test(detail)).sort()).toEqual(
      [
        'SEARCH intent USING INDEX intent_under_way (campaign_id=?)',
        'SEARCH intent USING INDEX sqlite_autoindex_intent_1 (campaign_id=? AND subject_id=?)',
        'SEARCH kept USING PRIMARY KEY (plan_id=?)',
        'SEARCH subject USING INDEX subject_by_print (<expr>=?)',
        'SEARCH suppression USING INDEX suppression_of_leavers (at>?)',
      ],
    );
  });
});

describe('nextPlanned', () => {
  it('sorts no territory: its index gives the next ones in their order', async () => {
    await ledger.nextPlanned(plan.campaignId, [1], new Set(), 100, MORNING);
    const [ordered] = said.filter((sql) => sql.includes("plan.state = 'confirmed'"));
    expect(planOf(ordered!).join('\n')).toMatch(/USING INDEX intent_to_send \(territory_id=\?\)/);
    expect(planOf(ordered!).join('\n')).not.toContain('TEMP B-TREE');
  });
});

describe('territoriesOf', () => {
  it('groups no messages in memory', async () => {
    await ledger.territoriesOf(plan.campaignId);
    const [counted] = said.filter((sql) => sql.includes('AS remaining'));
    expect(planOf(counted!).join('\n')).not.toContain('TEMP B-TREE FOR GROUP BY');
    expect(planOf(counted!).join('\n')).toMatch(/USING (COVERING )?INDEX intent_to_send \(territory_id=\?\)/);
  });
});

describe('waitingTerritories', () => {
  it('looks at one message of each territory, and counts none', async () => {
    await ledger.waitingTerritories(plan.campaignId);
    const [asked] = said.filter((sql) => sql.includes('FROM territory'));
    expect(asked).not.toContain('count(');
    expect(planOf(asked!).join('\n')).toMatch(/CORRELATED SCALAR SUBQUERY[^]*INDEX intent_to_send \(territory_id=\?\)/);
  });
});

describe('the log', () => {
  it.each([WHOLE_LOG, CHAIN])('is walked through in its order, and nothing else is: %#', (sql) => {
    expect(planOf(sql).filter((detail) => !/^SEARCH (?:exit_proof|collection) USING|SUBQUERY/.test(detail))).toEqual([
      'SCAN audit',
    ]);
  });

  it.each([
    [{}, 'SCAN audit'],
    [{ campaign: 'fete' }, 'SEARCH audit USING INDEX audit_of_campaign (campaign=?)'],
    [{ campaign: 'fete', number: numbers[0]! }, 'SEARCH audit USING INDEX audit_of_campaign (campaign=?)'],
    [{ campaign: 'fete', from: '2026-01-01', limit: 5 }, 'SEARCH audit USING INDEX audit_of_campaign (campaign=?)'],
  ])('is listed in its order without sorting: %j', (filter, first) => {
    const details = db
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${auditSql(filter)}`)
      .all({ ...filter, subjects: JSON.stringify([KEYRING.fingerprint(numbers[0]!).toString('hex')]) })
      .map(({ detail }) => detail);
    // Beside the log itself nothing is walked through but the few fingerprints that are asked for.
    const walks = details.filter(
      (detail) =>
        !/^SEARCH (?:subject|known|former|exit_proof|collection) USING |SUBQUERY|BLOOM FILTER|json_each/.test(detail),
    );
    expect(walks).toEqual([first]);
    expect(details.join('\n')).toMatch(/SEARCH subject USING INTEGER PRIMARY KEY/);
  });
});
