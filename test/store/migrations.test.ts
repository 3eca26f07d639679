import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMigrations, type Migration } from '../../src/store/migrate.js';
import { migrate, openDatabase, type Db } from '../../src/store/sqlite/open.js';
import { Program } from './child-program.js';

const APPLIED_AT = '2026-01-05T10:00:00.000Z';
const GOLDEN = new URL('../../fixtures/schema.golden.sql', import.meta.url);

let folder: string;
let db: Db;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-migrate-'));
  db = new Database(join(folder, 'ledger.db'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function migration(number: number, sql: string): Migration {
  const name = `${String(number).padStart(4, '0')}_step.sql`;
  return { number, name, sql, sha256: sha256(sql) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const first = migration(1, 'CREATE TABLE one (id INTEGER); CREATE TABLE two (id INTEGER);');
const second = migration(2, 'CREATE TABLE three (id INTEGER); INSERT INTO three VALUES (3);');

function tables(): readonly string[] {
  const rows = db.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  return rows.all().map(({ name }) => name);
}

function applied(): readonly unknown[] {
  return db.prepare('SELECT number, name, sha256, applied_at FROM migration ORDER BY number').all();
}

describe('migrate', () => {
  it('applies what is missing, in order, and records number, name and hash', () => {
    migrate(db, 'ledger.db', APPLIED_AT, [first]);
    migrate(db, 'ledger.db', '2026-02-01T00:00:00.000Z', [first, second]);
    migrate(db, 'ledger.db', '2026-03-01T00:00:00.000Z', [first, second]);
    expect(tables()).toEqual(['migration', 'one', 'three', 'two']);
    expect(applied()).toEqual([
      { number: 1, name: '0001_step.sql', sha256: first.sha256, applied_at: APPLIED_AT },
      { number: 2, name: '0002_step.sql', sha256: second.sha256, applied_at: '2026-02-01T00:00:00.000Z' },
    ]);
    expect(db.prepare('SELECT count(*) AS rows FROM three').get()).toEqual({ rows: 1 });
  });

  it('leaves nothing of a step whose second statement fails, not even its row', () => {
    migrate(db, 'ledger.db', APPLIED_AT, [first]);
    const broken = migration(2, 'CREATE TABLE three (id INTEGER); INSERT INTO nowhere VALUES (1);');
    expect(() => migrate(db, 'ledger.db', APPLIED_AT, [first, broken])).toThrow('nowhere');
    expect(tables()).toEqual(['migration', 'one', 'two']);
    expect(applied()).toHaveLength(1);
    expect(db.inTransaction).toBe(false);
    migrate(db, 'ledger.db', APPLIED_AT, [first, second]);
    expect(applied()).toHaveLength(2);
  });

  it('leaves an empty file empty when its first step fails', () => {
    const broken = migration(1, 'CREATE TABLE one (id INTEGER); CREATE TABLE one (id INTEGER);');
    expect(() => migrate(db, 'ledger.db', APPLIED_AT, [broken])).toThrow('already exists');
    expect(tables()).toEqual([]);
  });

  it('refuses a ledger that a newer program made: 78', () => {
    migrate(db, 'ledger.db', APPLIED_AT, [first, second]);
    expect(() => migrate(db, 'ledger.db', APPLIED_AT, [first])).toThrow(
      expect.objectContaining({
        kind: 'config',
        problem: { key: 'store.newer', values: { file: 'ledger.db', found: 2, known: 1 } },
      }),
    );
  });

  it('refuses a ledger that was made with another text of a step: 78, and applies nothing', () => {
    migrate(db, 'ledger.db', APPLIED_AT, [first]);
    const changed = migration(1, `${first.sql} -- a comment more`);
    expect(() => migrate(db, 'ledger.db', APPLIED_AT, [changed, second])).toThrow(
      expect.objectContaining({
        kind: 'config',
        problem: expect.objectContaining({ key: 'store.migrationChanged' }) as unknown,
      }),
    );
    expect(tables()).not.toContain('three');
  });

  it('ends well when another program migrates between the look and the step', () => {
    const other = new Database(join(folder, 'ledger.db'));
    const overtaken = [first, second];
    overtaken.slice = (start) => {
      migrate(other, 'ledger.db', '2026-02-01T00:00:00.000Z', [first, second]);
      return [first, second].slice(start);
    };
    migrate(db, 'ledger.db', APPLIED_AT, overtaken);
    other.close();
    expect(applied()).toMatchObject([
      { number: 1, applied_at: '2026-02-01T00:00:00.000Z' },
      { number: 2, applied_at: '2026-02-01T00:00:00.000Z' },
    ]);
    expect(db.prepare('SELECT count(*) AS rows FROM three').get()).toEqual({ rows: 1 });
  });

  it('ends well when four programs migrate one file at once', async () => {
    db.pragma('journal_mode = WAL');
    migrate(db, 'ledger.db', APPLIED_AT, [first]);
    const steps = [first, ...Array.from({ length: 20 }, (_, index) => numbered(index + 2))];
    const source = `
      import Database from 'better-sqlite3';
      import { migrate } from './dist/store/sqlite/open.js';
      const db = new Database(file, { timeout: 60000 });
      process.stdout.write('ready');
      process.stdin.once('data', () => {
        migrate(db, file, appliedAt, JSON.parse(rest[0]));
        process.exit(0);
      });
    `;
    const args = [join(folder, 'ledger.db'), JSON.stringify(steps)];
    const programs = Array.from({ length: 4 }, () => new Program(source, args));
    for (const program of programs) await program.says('ready');
    for (const program of programs) program.child.stdin?.write('go');
    const ends = await Promise.all(programs.map((program) => program.ended));
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(programs.map(() => [0, '']));
    expect(applied()).toHaveLength(21);
    expect(db.prepare('SELECT count(*) AS rows FROM step').get()).toEqual({ rows: 20 });
  });
});

/** The second of these steps makes a table, those after it add a row each. */
function numbered(number: number): Migration {
  const insert = `INSERT INTO step VALUES (${number});`;
  return migration(number, number === 2 ? `CREATE TABLE step (number INTEGER PRIMARY KEY); ${insert}` : insert);
}

describe('loadMigrations', () => {
  const load = (): readonly Migration[] => loadMigrations(pathToFileURL(`${folder}/`));

  it('reads the numbered files in order; how lines end makes no difference to their hash', () => {
    writeFileSync(join(folder, '0002_second.sql'), 'B;\r\n');
    writeFileSync(join(folder, '0001_first.sql'), 'A;\n');
    writeFileSync(join(folder, 'notes.txt'), 'not a step');
    expect(load()).toEqual([
      { number: 1, name: '0001_first.sql', sql: 'A;\n', sha256: sha256('A;\n') },
      { number: 2, name: '0002_second.sql', sql: 'B;\n', sha256: sha256('B;\n') },
    ]);
  });

  it('is a defect when a number is left out', () => {
    writeFileSync(join(folder, '0001_first.sql'), 'A;');
    writeFileSync(join(folder, '0003_third.sql'), 'C;');
    expect(load).toThrow('without a gap');
  });
});

// After a change of a migration: SMSCTL_WRITE_GOLDEN=1 npx vitest run test/store/migrations.test.ts
it('makes the schema of fixtures/schema.golden.sql', () => {
  const file = join(folder, 'schema.db');
  const made = openDatabase(file, { mode: 'create', appliedAt: APPLIED_AT });
  const rows = made
    .prepare<[], { sql: string }>(
      'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, tbl_name, name',
    )
    .all();
  made.close();
  const dump = rows.map(({ sql }) => `${sql};\n`).join('\n');
  if (process.env['SMSCTL_WRITE_GOLDEN'] === '1') writeFileSync(GOLDEN, dump);
  expect(dump).toBe(readFileSync(GOLDEN, 'utf8'));
});
