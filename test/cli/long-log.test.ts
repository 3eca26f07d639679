import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { cliWorkspace, memberNumber, type CliWorkspace, type Json, type Ran } from '../support/cli.js';

/** Two rows each: a log from which a thread of its own checks the tables. */
const PEOPLE = 9999;

/** As many rows as a thread is worth. */
const longSpace = async (): Promise<CliWorkspace> => {
  const space = await cliWorkspace({ numbers: Array.from({ length: PEOPLE }, (_, index) => memberNumber(index)) });
  const added = await space.run(['suppress', 'add', memberNumber(0), '--reason', 'stop']);
  if (added.exitCode !== 0) throw new Error(added.stderr);
  return space;
};

/** Runs the program with a few lines of ours before it. */
function preceded(space: CliWorkspace, lines: string, ...args: readonly string[]): Promise<Ran> {
  return space.run(args, { env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(lines)}` } });
}

/** The same with lines that hear of every thread that is started. */
function watched(space: CliWorkspace, onThread: string, ...args: readonly string[]): Promise<Ran> {
  return preceded(space, `process.on('worker',(thread)=>{${onThread}})`, ...args);
}

const THREAD = 'a thread was started\n';
const TELL = `process.stderr.write(${JSON.stringify(THREAD)})`;

/** Somebody who knows the rules of the schema, and puts them back. */
function change(space: CliWorkspace, statement: string): void {
  const db = new Database(space.at('ledger.db'));
  const rules = db.prepare<[], { name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid",
  );
  const kept = rules.all();
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  for (const { name } of kept) db.exec(`DROP TRIGGER ${name}`);
  db.exec(statement);
  for (const { sql } of kept) db.exec(sql);
  db.close();
}

/** What the ledger finds in the thread that asks. */
function ownFaults(space: CliWorkspace): readonly string[] {
  const keyring = keyringOf(readFileSync(space.at('ledger.key')));
  const ledger = openLedger(space.at('ledger.db'), keyring, { mode: 'read', appliedAt: '' });
  try {
    return ledger.checkTampering();
  } finally {
    ledger.close();
  }
}

const examined = (ran: Ran, name: string): Json | undefined =>
  (ran.json()['checks'] as readonly Json[]).find((one) => one['name'] === name);

let honest: CliWorkspace;
beforeAll(async () => {
  honest = await longSpace();
});

describe('a long log', () => {
  it('is found whole, by a thread of its own as well', async () => {
    const verified = await watched(honest, TELL, 'audit', 'verify', '--json');
    expect(verified).toMatchObject({ exitCode: 0, stderr: THREAD });
    const head = (await honest.run(['audit', 'head', '--json'])).json()['head'] as string;
    expect(verified.json()).toEqual({
      type: 'audit_verify',
      rehearsal: false,
      ok: true,
      rows: Number(head.split(':')[0]),
      head,
      firstBad: null,
      faults: [],
      warnings: [],
    });
    const doctor = await watched(honest, TELL, 'doctor', '--json');
    expect(doctor.stderr).toBe(THREAD);
    for (const name of ['integrity', 'tampering', 'audit_chain']) {
      expect(examined(doctor, name)).toMatchObject({ status: 'ok' });
    }
    const order = (doctor.json()['checks'] as readonly Json[]).map((one) => one['name']);
    const from = order.indexOf('integrity');
    expect(order.slice(from, from + 4)).toEqual(['integrity', 'tampering', 'audit_chain', 'clock']);
  });

  it('is exported as it stands, row by row, as a table and as JSON', async () => {
    const table = await watched(honest, TELL, 'audit', 'export', '--out', 'log.csv');
    expect(table).toMatchObject({ exitCode: 0 });
    expect(table.stderr).toMatch(new RegExp(`^${THREAD}`));
    const lines = honest.read('log.csv').trimEnd().split('\r\n');
    const { stdout } = await watched(honest, TELL, 'audit', 'export', '--format', 'jsonl');
    const rows = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(rows.length + 1);
    for (const [place, row] of rows.entries()) {
      const { seq, prev, hash, subject } = JSON.parse(row) as Readonly<Record<string, string | number>>;
      expect(seq).toBe(place + 1);
      expect(lines[place + 1]).toContain(`${prev},${hash},`);
      expect(lines[place + 1]).toContain(`,${subject ?? ''},`);
    }
  });

  it('whose tables tell something else is told of in the words and in the order of the ledger itself', async () => {
    const space = await longSpace();
    change(
      space,
      `UPDATE consent_event SET method = 'phone_call' WHERE seq = 7; UPDATE consent_event SET source = 'x' WHERE seq = 9;
       UPDATE import SET sha256 = 'x'; DELETE FROM suppression; UPDATE subject SET phone = '+33639989999' WHERE id = 3`,
    );
    const faults = ownFaults(space);
    expect(faults.length).toBeGreaterThan(4);
    const verified = await watched(space, TELL, 'audit', 'verify', '--json');
    expect(verified.exitCode).toBe(65);
    expect(verified.json()).toMatchObject({ ok: false, firstBad: null, faults });
    const exported = await watched(space, TELL, 'audit', 'export', '--json', '--out', 'log.jsonl');
    expect(exported.exitCode).toBe(0);
    expect(JSON.parse(exported.stderr.split('\n').find((line) => line.startsWith('{')) ?? '')).toMatchObject({
      faults,
    });
    const doctor = await watched(space, TELL, 'doctor', '--json');
    expect(doctor.exitCode).toBe(65);
    expect(examined(doctor, 'tampering')?.['message']).toContain(faults[0]);
  });

  it('in a ledger that is damaged is told of by the damage alone', async () => {
    const space = await longSpace();
    change(space, "UPDATE consent_event SET kind = 'x' WHERE seq = 7");
    expect(ownFaults(space)).not.toEqual([]);
    const { exitCode, json } = await watched(space, TELL, 'audit', 'verify', '--json');
    expect(exitCode).toBe(65);
    expect(json()['faults']).toEqual(['CHECK constraint failed in consent_event']);
  });

  it('whose thread is killed has no verdict: that is a defect (70), never a whole log', async () => {
    // From within, before its first statement: killed from outside it may be anywhere, half-way into a package too.
    const dying = "import { isMainThread } from 'node:worker_threads'; if (!isMainThread) process.exit(0);";
    for (const command of [['audit', 'verify'], ['audit', 'export', '--out', 'dead.csv'], ['doctor']]) {
      const ran = await preceded(honest, dying, ...command);
      expect([command, ran.exitCode, ran.stdout]).toEqual([command, 70, '']);
      expect(ran.stderr).toContain('BugError: the thread that checks ended by itself');
    }
  });

  it('that is being exported is left by Ctrl-C, with nothing behind', async () => {
    const ran = await watched(honest, "process.kill(process.pid,'SIGINT')", 'audit', 'export', '--out', 'cut.csv');
    expect(ran).toMatchObject({ exitCode: 130, stdout: '', stderr: 'smsctl: interrupted; the state is safe\n' });
    expect(existsSync(honest.at('cut.csv'))).toBe(false);
  });
});

it('a short log is checked without a thread', async () => {
  const space = await cliWorkspace();
  for (const command of [['audit', 'verify'], ['audit', 'export'], ['doctor']]) {
    const { stderr } = await watched(space, TELL, ...command);
    expect(stderr).not.toContain(THREAD);
  }
});
