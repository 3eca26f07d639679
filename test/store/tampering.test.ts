import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditHead } from '../../src/core/audit/chain.js';
import { examineLedger } from '../../src/flows/examine-ledger.js';
import { findFaults, verifyAudit } from '../../src/flows/verify-audit.js';
import { OperatorError } from '../../src/errors.js';
import { checksBy } from '../../src/store/sqlite/checks.js';
import type { Db } from '../../src/store/sqlite/open.js';
import { fakeWorld } from '../support/fake-world.js';
import { recount } from '../support/recount.js';
import { runCampaign } from '../support/send-run.js';
import { scriptedProvider, accepted, lostAnswer, rejected } from '../support/scripted-provider.js';
import {
  DAYS,
  confirmedCampaign,
  consentGiven,
  consentOf,
  fictionNumber,
  fictionNumbers,
  MORNING,
  STAMP,
  suppressionOf,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

const TUESDAY = '2026-01-06T10:00:00.000Z';
const numbers = fictionNumbers(8);

let temp: TempLedger;
let head: AuditHead;

/** A ledger in which everything has happened: consents, the never-list, messages with every end, one of them settled. */
beforeEach(async () => {
  temp = tempLedger();
  const ledger = temp.open();
  await confirmedCampaign(ledger, 'fete', numbers);
  await ledger.recordSuppressions([suppressionOf(numbers[7]!)], STAMP);
  await ledger.recordConsents([consentOf(fictionNumber(50))], STAMP);
  const day = { text: '2025-03-30', startsAt: MORNING.startOf('day') };
  const ofDay = { kind: 'withdrawn', purpose: null, effectiveAt: MORNING, day } as const;
  await ledger.recordConsents(
    [withdrawal(), ofDay].map((event) => consentOf(fictionNumber(50), event)),
    STAMP,
  );
  const provider = scriptedProvider((message) =>
    message.to === numbers[0] ? rejected : message.to === numbers[1] ? lostAnswer : accepted(message),
  );
  await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
  await confirmedCampaign(ledger, 'later', numbers.slice(2, 5));
  await ledger.setRestriction(numbers[6]!, 'restricted', DAYS, STAMP);
  const rented = { basis: 'rented_list', campaign: 'noel' } as const;
  await ledger.recordConsents([consentOf(fictionNumber(51), consentGiven(rented))], STAMP);
  const doubtful = {
    ...{ number: numbers[5]!, text: 'ok stop', at: STAMP.at, moment: '2026-01-05T10:00:00Z', messageId: null },
    ...({ verdict: 'review', matched: 'STOP', line: 1 } as const),
  };
  await ledger.recordInbox({ collectionId: null, replies: [doubtful], receipts: [], unreachableAfter: 3 }, STAMP);
  head = await ledger.auditHead();
  ledger.close();
});
afterEach(() => temp.remove());

/** Whether the two commands that look for it would find something wrong. */
async function found(
  expected: AuditHead | null = null,
): Promise<{ readonly verify: boolean; readonly doctor: boolean }> {
  let ledger;
  try {
    ledger = temp.open({ mode: 'read' });
  } catch (error) {
    // Neither command opens it.
    if (error instanceof OperatorError && error.kind === 'storeFailure') return { verify: true, doctor: true };
    throw error;
  }
  const isOk = (await verifyAudit(ledger, expected)).ok;
  const faults = await findFaults(ledger, checksBy(ledger));
  const deps = {
    now: DateTime.fromISO(TUESDAY).plus({ days: 1 }),
    isRehearsing: false,
    zone: 'Europe/Paris',
    isRunHeld: () => Promise.resolve(false),
  };
  const examinations = await examineLedger(ledger, checksBy(ledger), deps);
  ledger.close();
  return { verify: !isOk || faults.length > 0, doctor: examinations.some(({ status }) => status === 'fail') };
}

const EVERYWHERE = { verify: true, doctor: true };
const NOWHERE = { verify: false, doctor: false };

/** Changes the ledger as somebody would who knows its rules: they are put back afterwards as they were. */
function change(...statements: readonly string[]): void {
  const raw: Db = temp.raw();
  const triggers = raw.prepare<[], { name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid",
  );
  const rules = triggers.all();
  raw.pragma('foreign_keys = OFF');
  raw.pragma('ignore_check_constraints = ON');
  for (const { name } of rules) raw.exec(`DROP TRIGGER ${name}`);
  for (const statement of statements)
    expect([statement, raw.prepare(statement).run().changes > 0]).toEqual([statement, true]);
  if (!statements.some((statement) => statement.includes('intent_count'))) recount(raw);
  for (const { sql } of rules) raw.exec(sql);
  raw.close();
}

it('an honest ledger is found honest', async () => {
  expect(await found()).toEqual(NOWHERE);
  expect(await found(head)).toEqual(NOWHERE);
});

it('a log of an earlier version agrees, which told what a rejected message was planned to cost', () => {
  const tellCost = (micros: number): void =>
    change(`UPDATE audit SET data = json_set(data, '$.costMicros', ${micros}) WHERE data ->> 'outcome' = 'rejected'`);
  const faults = (): readonly string[] => {
    const ledger = temp.open({ mode: 'read' });
    const found = ledger.checkTampering();
    ledger.close();
    return found;
  };
  tellCost(65_000);
  expect(faults()).toEqual([]);
  tellCost(64_999);
  expect(faults()).toHaveLength(1);
});

const ACCEPTED = "(SELECT min(id) FROM intent WHERE state = 'accepted')";
const REJECTED = "(SELECT min(id) FROM intent WHERE state = 'rejected')";
const SKIPPED = "(SELECT min(id) FROM intent WHERE state = 'skipped')";
const PLANNED = "(SELECT min(id) FROM intent WHERE state = 'planned')";

describe('is found by `audit verify` and by `doctor`, though the rules of the schema are back in their place:', () => {
  it.each<readonly [kind: string, ...statements: string[]]>([
    ['an altered audit row', "UPDATE audit SET operator = 'paul' WHERE seq = 3"],
    ['a removed audit row', 'DELETE FROM audit WHERE seq = 3'],
    [
      're-ordered audit rows',
      'UPDATE audit SET seq = -2 WHERE seq = 2',
      'UPDATE audit SET seq = 2 WHERE seq = 3',
      'UPDATE audit SET seq = 3 WHERE seq = -2',
    ],
    [
      'an inserted audit row',
      `INSERT INTO audit SELECT (SELECT max(seq) + 1 FROM audit), at, kind, operator, login, campaign, subject, data, prev, hash
       FROM audit WHERE seq = 2`,
    ],
    ['a consent that was taken away', 'DELETE FROM consent_event WHERE seq = (SELECT max(seq) FROM consent_event)'],
    ['a consent of another purpose', "UPDATE consent_event SET purpose = 'marketing' WHERE seq = 1"],
    ['a consent of another basis', "UPDATE consent_event SET basis = 'member' WHERE seq = 1"],
    [
      'a withdrawal of another day',
      "UPDATE consent_event SET given_at = '2026-01-01' WHERE kind = 'withdrawn' AND given_at <> effective_at",
    ],
    [
      'a withdrawal of another instant',
      "UPDATE consent_event SET given_at = '2026-01-01' WHERE kind = 'withdrawn' AND given_at = effective_at",
    ],
    ...['basis', 'valid_until', 'method', 'source', 'evidence', 'ip', 'collected_by', 'confirmed_at', 'campaign'].map(
      (column): [string, string] => [
        `a withdrawal with ${column}`,
        `UPDATE consent_event SET ${column} = '2026-01-01' WHERE seq = (SELECT max(seq) FROM consent_event WHERE kind = 'withdrawn')`,
      ],
    ),
    ['a withdrawal of weaker proof', "UPDATE consent_event SET proof = 'bulk_attested' WHERE kind = 'withdrawn'"],
    ['a consent of another date', "UPDATE consent_event SET given_at = '2020-01-01' WHERE seq = 1"],
    [
      'a consent that counts from earlier',
      "UPDATE consent_event SET effective_at = '2020-01-01T00:00:00.000Z' WHERE seq = 1",
    ],
    ['a consent that ends later', "UPDATE consent_event SET valid_until = '2040-01-01T00:00:00.000Z' WHERE seq = 1"],
    ['a consent in other words', "UPDATE wording SET text = 'J''accepte tout'"],
    ['a consent of somebody else', 'UPDATE consent_event SET subject_id = (SELECT max(id) FROM subject) WHERE seq = 1'],
    [
      'a consent that was made up',
      `INSERT INTO consent_event (seq, subject_id, kind, purpose, basis, given_at, effective_at, valid_until, method,
         wording_hash, source, evidence, ip, collected_by, campaign, proof, origin, import_id, line, recorded_at, operator, identity)
       SELECT 99, subject_id, kind, 'survey', basis, given_at, effective_at, valid_until, method,
         wording_hash, source, evidence, ip, collected_by, campaign, proof, origin, import_id, line, recorded_at, operator,
         randomblob(32) FROM consent_event WHERE seq = 1`,
    ],
    ['the words of a consent taken away', "UPDATE wording SET text = ''"],
    ['a consent for another campaign', "UPDATE consent_event SET campaign = 'fete' WHERE campaign = 'noel'"],
    ['a consent with a contact made up', "UPDATE consent_event SET last_contact_at = '2026-01-01T00:00:00.000Z'"],
    ['a restriction that was taken away', 'DELETE FROM restriction'],
    [
      'a restriction that nobody lifted',
      "INSERT INTO restriction (fingerprint, kind, at, operator) SELECT fingerprint, 'lifted', at, operator FROM restriction",
    ],
    ['a restriction that is said to be lifted', "UPDATE restriction SET kind = 'lifted'"],
    ['a doubtful reply that nobody holds back for', 'DELETE FROM hold'],
    [
      'a decision that nobody took',
      `INSERT INTO hold (fingerprint, releases, at, recorded_at, operator)
       SELECT fingerprint, seq, at, recorded_at, operator FROM hold`,
    ],
    ['a never-list entry that was taken away', 'DELETE FROM suppression'],
    ['a never-list entry of less', "UPDATE suppression SET scope = 'purpose', purpose = 'survey'"],
    ['a never-list entry of another reason', "UPDATE suppression SET reason = 'manual'"],
    [
      'a never-list entry of somebody else',
      'UPDATE suppression SET fingerprint = (SELECT fingerprint FROM subject WHERE id = 1)',
    ],
    [
      'a never-list entry that was made up',
      `INSERT INTO suppression (fingerprint, reason, scope, at, recorded_at, operator)
       SELECT fingerprint, 'manual', 'all', created_at, created_at, 'x' FROM subject WHERE id = 1`,
    ],
    ['a person with another number', "UPDATE subject SET phone = '+33639981111' WHERE id = 1"],
    [
      'a message sent that is planned again',
      `UPDATE intent SET state = 'planned', submitted_at = NULL, ended_at = NULL WHERE id = ${ACCEPTED}`,
    ],
    ['a message sent that was taken away', `DELETE FROM intent WHERE id = ${ACCEPTED}`],
    [
      'a message rejected that is said to be sent',
      `UPDATE intent SET state = 'accepted', reason = NULL WHERE id = ${REJECTED}`,
    ],
    [
      'a message in doubt that is said to be rejected, for the same reason',
      `UPDATE intent SET state = 'rejected' WHERE state = 'unknown'`,
    ],
    [
      'a message left out that is planned',
      `UPDATE intent SET state = 'planned', reason = NULL, ended_at = NULL WHERE id = ${SKIPPED}`,
    ],
    [
      'a planned message that is said to be sent',
      `UPDATE intent SET state = 'accepted', submitted_at = '2026-01-06T10:00:00.000Z', ended_at = '2026-01-06T10:00:00.000Z' WHERE id = ${PLANNED}`,
    ],
    ['a planned message with another text', `UPDATE intent SET text = 'Offre' WHERE id = ${PLANNED}`],
    [
      'a planned message to somebody else',
      `UPDATE intent SET subject_id = (SELECT max(id) FROM subject) WHERE id = ${PLANNED}`,
    ],
    ['a planned message that was taken away', `DELETE FROM intent WHERE id = ${PLANNED}`],
    [
      'a message sent with another text, hash and all',
      `UPDATE intent SET (text, text_hash) = (SELECT 'Bonjour', zeroblob(32)) WHERE id = ${ACCEPTED}`,
    ],
    ['a count that is another', "UPDATE intent_count SET count = count + 1 WHERE state = 'accepted'"],
    ['a message sent at another price', `UPDATE intent SET cost_micros = cost_micros + 1 WHERE id = ${ACCEPTED}`],
  ])('%s', async (_, ...statements) => {
    change(...statements);
    expect(await found()).toEqual(EVERYWHERE);
  });
});

describe('is found as well:', () => {
  it.each([
    ['a dropped trigger', 'DROP TRIGGER audit_unchanged'],
    ['a dropped index', 'DROP INDEX exclusion_of_plan'],
    ['a table of someone else', 'CREATE TABLE notes (text)'],
    ['a dropped table', 'DROP TABLE audit'],
  ])('%s', async (_, sql) => {
    const raw = temp.raw();
    raw.pragma('foreign_keys = OFF');
    raw.exec(sql);
    raw.close();
    expect(await found()).toEqual(EVERYWHERE);
  });

  it('a damaged page', async () => {
    temp.close();
    const { size } = statSync(temp.file);
    const file = openSync(temp.file, 'r+');
    // Every page but the first, which says that it is a database.
    for (let offset = 4096; offset < size; offset += 4096) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, offset);
    closeSync(file);
    expect(await found()).toEqual(EVERYWHERE);
  });

  it('a tail that was cut off with all that it told of, against a head kept elsewhere and by nothing else', async () => {
    const ledger = temp.open();
    await ledger.recordSuppressions([suppressionOf(fictionNumber(60))], STAMP);
    const later = await ledger.auditHead();
    ledger.close();
    change(
      `DELETE FROM audit WHERE seq = ${later.seq}`,
      'DELETE FROM suppression WHERE seq = (SELECT max(seq) FROM suppression)',
    );
    expect(await found()).toEqual(NOWHERE);
    expect(await found(later)).toEqual({ verify: true, doctor: false });
  });

  it('a file that was rolled back to before the last run', async () => {
    temp.close();
    const before = readFileSync(temp.file);
    const ledger = temp.open();
    await ledger.adopt(STAMP);
    expect(await found()).toEqual(NOWHERE);
    temp.close();
    writeFileSync(temp.file, before);
    expect(await found()).toEqual(EVERYWHERE);
  });
});
