import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditData, AuditKind, AuditRow } from '../../src/core/audit/chain.js';
import { instantOf } from '../../src/core/schedule/instant.js';
import { keyringOf, type Keyring } from '../../src/core/contact/keyring.js';
import { OperatorError } from '../../src/errors.js';
import { checksBy } from '../../src/store/sqlite/checks.js';
import { examineLedger } from '../../src/flows/examine-ledger.js';
import { findFaults, verifyAudit } from '../../src/flows/verify-audit.js';
import { auditAppender, LOG_COLUMNS } from '../../src/store/sqlite/audit.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { migrate } from '../../src/store/sqlite/open.js';
import { recodeLedger } from '../../src/store/sqlite/recode.js';
import { rotateFingerprints } from '../../src/store/sqlite/rotation.js';
import type { LedgerChecks } from '../../src/store/store.js';
import { fillLedger, TUESDAY } from '../support/full-ledger.js';
import { recount } from '../support/recount.js';
import { fictionNumber, KEYRING, LEDGER_ID, STAMP, tempLedger, type TempLedger } from '../support/temp-ledger.js';

const RANK = 'only its place among the others counts, and they are compared in their order';
const KNOWN_AGAIN = 'a hash by which the same thing is known when it comes again: it proves nothing to anybody';
const BEGAN = 'the log tells of the end of it, with its time';
const WISH = "a wish that became the campaign's own, which is compared, when the plan was frozen";

/**
 * Whatever somebody changes in a column with other tools is found by `audit verify` and by `doctor`, or the column stands here
 * with the reason why that need not be. A new column is held to be guarded until it is put here.
 */
const unguarded: Readonly<Record<string, string>> = {
  'approval.id': RANK,
  'campaign.created_at': BEGAN,
  'campaign.state': 'where a run stands, which it finds anew; what was cancelled is compared',
  'campaign.wish': 'what another process asks of the run under way',
  'consent_event.identity': KNOWN_AGAIN,
  'consent_event.after_seq': KNOWN_AGAIN,
  'exclusion.id': RANK,
  'exclusion.fingerprint': 'it follows the key; the line in a file whose SHA-256 is compared says whose row it was',
  'exit_proof.id': RANK,
  'former_number.seq': RANK,
  'hold.seq': RANK,
  'intent.looked_up_at': 'an unsuccessful search, which settles nothing: a person who then does has a row',
  'ledger.home': 'it tells a copy from the original: `doctor` and every sending command say so',
  'plan.starts_at': WISH,
  'plan.not_after': WISH,
  'plan.again': WISH,
  'reply.identity': KNOWN_AGAIN,
  'reply.message_identity': KNOWN_AGAIN,
  'restriction.seq': RANK,
  'retired_key.id': RANK,
  'retired_key.retired_at': 'the log tells when each key was exchanged; nothing goes by this',
  'subject.id': 'whoever refers to it is found without it',
  'subject.created_at': 'since when somebody is known; the oldest of what is known of them is compared',
  'suppression.seq': RANK,
  'suppression_lift.seq': RANK,
};

/** Tables whose rows may go. */
const removable: Readonly<Record<string, string>> = {
  subject: 'whoever has rows in other tables is missed there; of the others nothing was known but a number',
  former_fingerprint: 'those that a row of the log needs are missed by it; nothing else goes by them',
  audit: 'the tail of the log is missed by a head that was kept elsewhere alone',
  territory: 'those that a message needs are missed by it',
  wording: 'words that a consent or a version needs are missed by them',
};

/** Where no row has a value, or another one would not be let in. */
const particular: Readonly<Record<string, string>> = {
  'campaign.state': "UPDATE campaign SET state = 'paused' WHERE id = (SELECT max(id) FROM campaign)",
  'plan.again': 'UPDATE plan SET again = 1 - again WHERE id = 1',
  'audit.data': "UPDATE audit SET data = json_set(data, '$.planned', 7) WHERE seq = 3",
  'ledger.rehearsal_of': "UPDATE ledger SET rehearsal_of = 'fete'",
  'ledger.clock_offset_ms': 'UPDATE ledger SET clock_offset_ms = 1',
  // Later than any of them: an earlier instant is as true, and only makes who asks look further back.
  'intent_count.first_submitted_at': `UPDATE intent_count SET first_submitted_at = 'x'
    WHERE (plan_id, state, detail) = (SELECT plan_id, state, detail FROM intent_count WHERE first_submitted_at IS NOT NULL)`,
  'campaign.wish': "UPDATE campaign SET wish = 'pause' WHERE id = (SELECT max(id) FROM campaign)",
};

/** Of its own: no rows of the program's are in it. */
const ofSqlite = ['migration', 'sqlite_sequence', 'sqlite_stat1'];

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

function allColumns(): readonly Column[] {
  const model = new Database(':memory:');
  migrate(model, ':memory:', '');
  const columns = model
    .prepare<[], Column>(
      `SELECT tables.name AS "table", columns.name, columns.type FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns
       WHERE tables.type = 'table' ORDER BY 1, columns.cid`,
    )
    .all();
  model.close();
  return columns.filter(({ table }) => !ofSqlite.includes(table));
}

const columns = allColumns();
const NEXT_KEY = keyringOf(Buffer.alloc(32, 8));

let temp: TempLedger;
/** The same ledger before its key was exchanged and after. */
const saved: Record<'before' | 'after', string> = { before: '', after: '' };
beforeAll(async () => {
  temp = tempLedger();
  await fillLedger(temp);
  saved.before = `${temp.file}.before`;
  saved.after = `${temp.file}.after`;
  copyFileSync(temp.file, saved.before);
  const from = { key: Buffer.alloc(32, 7), keyring: KEYRING };
  const apply = (db: Parameters<typeof rotateFingerprints>[0]): ReturnType<typeof rotateFingerprints> =>
    rotateFingerprints(db, from, NEXT_KEY, TUESDAY);
  recodeLedger(temp.file, KEYRING, null, STAMP, { rewriting: { kind: 'key_rotated', apply } }).takePlace();
  copyFileSync(temp.file, saved.after);
});
afterAll(() => temp.remove());

/** What `audit verify` and `doctor` say; that one of them fails where the other does not is no answer. */
async function found(keyring: Keyring): Promise<{ readonly verify: boolean; readonly doctor: boolean }> {
  let ledger;
  try {
    ledger = openLedger(temp.file, keyring, { mode: 'read', appliedAt: TUESDAY });
  } catch (error) {
    // Neither command opens it.
    if (error instanceof OperatorError && ['storeFailure', 'notPermitted'].includes(error.kind)) return EVERYWHERE;
    throw error;
  }
  try {
    const chain = await verifyAudit(ledger, null);
    const checks = madeOnce(checksBy(ledger));
    const faults = await findFaults(ledger, checks);
    const examined = await examineLedger(ledger, checks, {
      now: DateTime.fromISO(TUESDAY).plus({ days: 1 }),
      isRehearsing: false,
      zone: 'Europe/Paris',
      isRunHeld: () => Promise.resolve(false),
    });
    // A copied file is not where its home is, whatever else was done to it.
    const failed = examined.filter(({ status, name }) => status === 'fail' && name !== 'home');
    return { verify: !chain.ok || faults.length > 0, doctor: failed.length > 0 };
  } finally {
    ledger.close();
  }
}

/** Both commands ask the same checks of a ledger that nothing changes between them. */
function madeOnce({ integrity, tampering }: LedgerChecks): LedgerChecks {
  const made: { integrity?: ReturnType<typeof integrity>; tampering?: ReturnType<typeof tampering> } = {};
  return { integrity: () => (made.integrity ??= integrity()), tampering: () => (made.tampering ??= tampering()) };
}

const EVERYWHERE = { verify: true, doctor: true };
const NOWHERE = { verify: false, doctor: false };

/** Changes the ledger as somebody would who knows its rules: they are put back afterwards as they were. */
function change(statement: string | readonly string[], file: string): number {
  temp.close();
  copyFileSync(file, temp.file);
  const raw = temp.raw();
  const rules = raw
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid",
    )
    .all();
  raw.pragma('foreign_keys = OFF');
  raw.pragma('ignore_check_constraints = ON');
  // All at once: there are many rules, and hundreds of changes.
  raw.exec('BEGIN');
  for (const { name } of rules) raw.exec(`DROP TRIGGER ${name}`);
  const changed = [statement].flat().map((one) => raw.prepare(one).run().changes);
  if (!statement.includes('intent_count')) recount(raw);
  for (const { sql } of rules) raw.exec(sql);
  raw.exec('COMMIT');
  temp.close();
  return Math.min(...changed);
}

/** Tables without rowid have a key of their own. */
const keyOf = (table: string): string =>
  ({
    wording: 'hash',
    wording_version: 'version',
    former_fingerprint: 'fingerprint',
    intent_reference: 'ref',
    intent_count: "concat_ws(' ', plan_id, state, detail)",
  })[table] ?? 'rowid';

/** Other values for the column in its last row and in its first one. */
function changesOf({ table, name, type }: Column): readonly string[] {
  const special = particular[`${table}.${name}`];
  if (special !== undefined) return [special];
  const other = type === 'INTEGER' ? `${name} + 1000` : type === 'BLOB' ? 'randomblob(32)' : `${name} || 'x'`;
  const key = keyOf(table);
  return ['max', 'min'].map(
    (end) =>
      `UPDATE ${table} SET ${name} = ${other}
       WHERE ${key} = (SELECT ${end}(${key}) FROM ${table} WHERE ${name} IS NOT NULL)`,
  );
}

/** Tables that an exchange of keys alone fills. */
const withKeys = ['retired_key', 'former_fingerprint'];
const stateOf = (table: string): readonly [file: string, keyring: Keyring] =>
  withKeys.includes(table) ? [saved.after, NEXT_KEY] : [saved.before, KEYRING];

it('a ledger in which everything has happened by right is sound, before an exchange of keys and after it', async () => {
  change('UPDATE ledger SET id = id', saved.before);
  expect(await found(KEYRING)).toEqual(NOWHERE);
  change('UPDATE ledger SET id = id', saved.after);
  expect(await found(NEXT_KEY)).toEqual(NOWHERE);
});

it('every exception names a column or a table that there is', () => {
  const names = columns.map(({ table, name }) => `${table}.${name}`);
  expect(Object.keys(unguarded).filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.keys(removable).filter((table) => !columns.some((column) => column.table === table))).toEqual([]);
});

const nameOf = ({ table, name }: Column): string => `${table}.${name}`;

describe('another value is found in', () => {
  it.each(
    columns.filter((column) => !(nameOf(column) in unguarded)).map((column) => [nameOf(column), column] as const),
  )('%s', async (_, column) => {
    const [file, keyring] = stateOf(column.table);
    for (const statement of changesOf(column)) {
      expect([statement, change(statement, file)]).toEqual([statement, 1]);
      expect([statement, await found(keyring)]).toEqual([statement, EVERYWHERE]);
    }
  });
});

describe('another value is not found, for a reason, in', () => {
  it.each(columns.filter((column) => nameOf(column) in unguarded).map((column) => [nameOf(column), column] as const))(
    '%s',
    async (_, column) => {
      const [file, keyring] = stateOf(column.table);
      const seen: unknown[] = [];
      for (const statement of changesOf(column)) {
        expect([statement, change(statement, file)]).toEqual([statement, 1]);
        seen.push(await found(keyring));
      }
      expect(seen).toContainEqual(NOWHERE);
    },
  );
});

describe('a row that was taken away is found in', () => {
  const tables = [...new Set(columns.map(({ table }) => table))].filter((table) => !(table in removable));
  it.each(tables)('%s', async (table) => {
    const [file, keyring] = stateOf(table);
    const key = keyOf(table);
    for (const end of ['max', 'min']) {
      const statement = `DELETE FROM ${table} WHERE ${key} = (SELECT ${end}(${key}) FROM ${table})`;
      expect([statement, change(statement, file)]).toEqual([statement, 1]);
      expect([statement, await found(keyring)]).toEqual([statement, EVERYWHERE]);
    }
  });
});

/** Tables whose rows may change places. */
const unordered: Readonly<Record<string, string>> = {
  hold: 'a release names what it releases: among those of one moment there is no first',
};

/** Each row in the other's place; whatever refers to the place does not follow. */
const exchange = (table: string, one: string, other: string): readonly string[] => [
  `UPDATE ${table} SET rowid = -1 WHERE rowid = (${one})`,
  `UPDATE ${table} SET rowid = (${one}) WHERE rowid = (${other})`,
  `UPDATE ${table} SET rowid = (${other}) WHERE rowid = -1`,
];

describe('two rows in each other’s places are found in', () => {
  const tables = [...new Set(columns.map(({ table }) => table))].filter(
    (table) => keyOf(table) === 'rowid' && !(table in unordered) && table !== 'ledger',
  );
  it.each(tables)('%s', async (table) => {
    for (const [file, keyring] of [
      [saved.before, KEYRING],
      [saved.after, NEXT_KEY],
    ] as const) {
      change('UPDATE ledger SET id = id', file);
      const ids = temp.raw().prepare<[], number>(`SELECT rowid FROM ${table} ORDER BY rowid`).pluck().all();
      const pairs = [ids.slice(0, 2), ids.slice(-2)].filter((pair) => pair.length === 2);
      for (const [one, other] of pairs) {
        expect([table, one, change(exchange(table, String(one), String(other)), file)]).toEqual([table, one, 1]);
        expect([table, one, await found(keyring)]).toEqual([table, one, EVERYWHERE]);
      }
    }
  });
});

describe('is found before an exchange of keys and after it:', () => {
  const LIFTED = "(SELECT max(suppression_seq) FROM suppression_lift WHERE why = 'consent')";
  const NEVER_EXTENDED = '(SELECT id FROM request WHERE extended_on IS NULL)';
  const EXTENDED = '(SELECT id FROM request WHERE extended_on IS NOT NULL)';
  it.each<readonly [string, string | readonly string[]]>([
    ['a restriction that comes after its lift', exchange('restriction', '1', '2')],
    [
      'a lift of another entry',
      // In the same order: each lift names the entry after its own.
      `UPDATE suppression SET seq = seq - 1 WHERE seq <= ${LIFTED} + 1`,
    ],
    [
      'a request extended for a reason that is gone',
      `UPDATE request SET extended_because = NULL WHERE id = ${EXTENDED}`,
    ],
    [
      'a request answered for a reason that is gone',
      `UPDATE request SET answered_because = NULL WHERE id = ${EXTENDED}`,
    ],
    [
      'a reason of a request that nobody extended',
      `UPDATE request SET extended_because = 'x' WHERE id = ${NEVER_EXTENDED}`,
    ],
    [
      'a reason of a request that nobody answered',
      `UPDATE request SET answered_because = 'x' WHERE id = ${NEVER_EXTENDED}`,
    ],
    ...(['min', 'max'] as const).map((end): [string, string] => [
      `the ${end === 'min' ? 'first' : 'last'} message with another one’s text, hash and all`,
      `UPDATE intent SET (text, text_hash) = (SELECT text, text_hash FROM intent AS other WHERE other.text NOT IN ('', intent.text))
       WHERE id = (SELECT ${end}(id) FROM intent WHERE text <> '')`,
    ]),
    [
      'a message of somebody who was erased under another campaign',
      "UPDATE intent SET campaign_id = (SELECT max(id) FROM campaign) WHERE text = ''",
    ],
    [
      'somebody who waits for an answer and can not be reached',
      `UPDATE request SET contact = NULL WHERE id = ${NEVER_EXTENDED}`,
    ],
  ])('%s', async (_, statement) => {
    for (const [file, keyring] of [
      [saved.before, KEYRING],
      [saved.after, NEXT_KEY],
    ] as const) {
      expect(change(statement, file)).toBeGreaterThan(0);
      expect(await found(keyring)).toEqual(EVERYWHERE);
    }
  });
});

it('an erasure after an exchange of keys leaves nothing to find, and no message that was sent unguarded', async () => {
  change('UPDATE ledger SET id = id', saved.after);
  const ledger = openLedger(temp.file, NEXT_KEY, { mode: 'write', appliedAt: TUESDAY });
  await ledger.eraseSubject(fictionNumber(7), STAMP);
  ledger.close();
  expect(await found(NEXT_KEY)).toEqual(NOWHERE);
  const erased = `${temp.file}.erased`;
  temp.close();
  copyFileSync(temp.file, erased);
  const exchanged = `UPDATE intent SET (text, text_hash) = (SELECT text, text_hash FROM intent AS other WHERE other.text NOT IN ('', intent.text))
    WHERE id = (SELECT max(id) FROM intent WHERE state = 'accepted' AND text <> '')`;
  expect(change(exchanged, erased)).toBe(1);
  expect(await found(NEXT_KEY)).toEqual(EVERYWHERE);
});

it('what the log tells that is no JSON any more is found as well', async () => {
  expect(change("UPDATE audit SET data = data || 'x' WHERE seq = 3", saved.before)).toBe(1);
  expect(await found(KEYRING)).toEqual(EVERYWHERE);
});

/** What earlier versions did not write into the log yet. */
const NEWER = [
  ...['proofSeal', 'fileSeal', 'textSeal', 'contactSeal', 'bySeal', 'becauseSeal', 'statementSeal', 'seal'],
  ...[
    'termsHash',
    'territoriesHash',
    'messagesHash',
    'textsHash',
    'exclusionsHash',
    'lastTerritory',
    'excluded',
    'lastClose',
  ],
  ...[
    'startsAt',
    'notAfter',
    'plannedAt',
    'startedAt',
    'submittedAt',
    'unreachable',
    'line',
    'reply',
    'proof',
    'replies',
  ],
];

it('a ledger whose log was written before it told of all this is not accused of what it does not tell', async () => {
  change('UPDATE ledger SET id = id', saved.before);
  const raw = temp.raw();
  const rows = raw.prepare<[], AuditRow>(`SELECT ${LOG_COLUMNS} FROM audit ORDER BY seq`).all();
  raw.exec('DROP TRIGGER audit_kept; DELETE FROM audit');
  const append = auditAppender(raw, LEDGER_ID);
  for (const { kind, data, ...row } of rows) {
    if (kind === 'import_ended') continue;
    const told = Object.entries(JSON.parse(data) as AuditData);
    const { at, operator, login, campaign } = row;
    const subject = row.subject === null ? null : Buffer.from(row.subject, 'hex');
    // The numbers of replies stand in the rows about what became of them from the beginning, those of the proofs in consents.
    const kept = told.filter(
      ([name]) =>
        !NEWER.includes(name) ||
        (name === 'reply' && kind !== 'reply_received') ||
        (name === 'proof' && kind.startsWith('consent')) ||
        (name === 'line' && kind.startsWith('consent')) ||
        (name === 'notAfter' && kind === 'campaign_extended'),
    );
    // Names of collected files stood in the log as they are.
    const file = kind === 'stops_collected' && told.some(([name, seal]) => name === 'fileSeal' && seal !== null);
    const then = { ...Object.fromEntries(kept), ...(file ? { fileName: 'reponses.csv' } : {}) };
    append({ campaign, subject, kind: kind as AuditKind, data: then }, { at: instantOf(at), operator, login });
  }
  raw.exec(
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit\nBEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
  );
  temp.close();
  expect(rows.length).toBeGreaterThan(60);
  expect(await found(KEYRING)).toEqual(NOWHERE);
  // Nor of what an erasure rewrites in it from now on.
  const ledger = temp.open();
  expect(await ledger.eraseSubject(fictionNumber(10), STAMP, ['reponses', 'les membres'])).toMatchObject({ texts: 3 });
  temp.close();
  expect(await found(KEYRING)).toEqual(NOWHERE);
});
