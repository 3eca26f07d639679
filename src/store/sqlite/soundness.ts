import Database from 'better-sqlite3';
import { migrate, type Db } from './open.js';

interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";

/** What differs from the schema that the migrations make: a dropped trigger is how tampering begins. */
export function schemaFaults(db: Db): readonly string[] {
  const model = new Database(':memory:');
  try {
    migrate(model, ':memory:', '');
    const expected = new Map(
      model
        .prepare<[], SchemaObject>(SCHEMA)
        .all()
        .map((one) => [one.name, one]),
    );
    const found = new Map(
      db
        .prepare<[], SchemaObject>(SCHEMA)
        .all()
        .map((one) => [one.name, one]),
    );
    return [
      ...[...expected.values()].flatMap(({ type, name, sql }) => {
        const here = found.get(name);
        if (here === undefined) return [`${type} ${name} is missing`];
        return here.sql === sql ? [] : [`${type} ${name} was changed`];
      }),
      ...[...found.values()].flatMap(({ type, name }) => (expected.has(name) ? [] : [`${type} ${name} is not ours`])),
    ];
  } finally {
    model.close();
  }
}

/** Whether the log tells that this is the copy of a ledger that a rehearsal is played on. */
export function isLoggedRehearsal(db: Db): boolean {
  return db.prepare("SELECT 1 FROM audit WHERE kind = 'rehearsal_opened' LIMIT 1").get() !== undefined;
}

/**
 * Whether the log and what it tells of agree in number: every consent and every never-list entry has its row. The log is
 * chained and those tables are not, so the log is what shows that one of them was cut.
 */
export function unloggedFaults(db: Db): readonly string[] {
  const count = (sql: string): number => db.prepare<[], { count: number }>(sql).get()?.count ?? 0;
  const pairs = [
    {
      table: 'consent_event',
      kept: count('SELECT count(*) AS count FROM consent_event'),
      logged: count(
        "SELECT count(*) AS count FROM audit WHERE kind IN ('consent_given', 'consent_pending', 'consent_withdrawn', 'consent_ended')",
      ),
    },
    {
      table: 'suppression',
      kept: count('SELECT count(*) AS count FROM suppression'),
      logged: count("SELECT count(*) AS count FROM audit WHERE kind = 'suppressed'"),
    },
    {
      table: 'consent_event without its proof',
      kept: count('SELECT count(*) AS count FROM consent_event WHERE erased_at IS NOT NULL'),
      logged: count(
        `SELECT ifnull(sum(json_extract(data, '$.consents')), 0) AS count FROM audit
         WHERE kind IN ('erased', 'retention_applied')`,
      ),
    },
    {
      table: 'reply',
      kept: count('SELECT count(*) AS count FROM reply'),
      logged: count("SELECT count(*) AS count FROM audit WHERE kind = 'reply_received'"),
    },
    {
      table: 'restriction lifted',
      kept: count("SELECT count(*) AS count FROM restriction WHERE kind = 'lifted'"),
      logged: count("SELECT count(*) AS count FROM audit WHERE kind = 'restriction_lifted'"),
    },
    {
      table: 'restriction',
      kept: count("SELECT count(*) AS count FROM restriction WHERE kind = 'restricted'"),
      logged: count("SELECT count(*) AS count FROM audit WHERE kind = 'restricted'"),
    },
    {
      table: 'hold',
      kept: count('SELECT count(*) AS count FROM hold WHERE releases IS NULL'),
      logged: count(
        "SELECT count(*) AS count FROM audit WHERE kind = 'reply_received' AND data ->> 'verdict' = 'review'",
      ),
    },
    {
      table: 'hold released',
      kept: count('SELECT count(*) AS count FROM hold WHERE releases IS NOT NULL'),
      logged: count("SELECT count(*) AS count FROM audit WHERE kind = 'reply_decided'"),
    },
    {
      table: 'suppression_lift',
      kept: count('SELECT count(*) AS count FROM suppression_lift'),
      logged: count("SELECT count(*) AS count FROM audit WHERE kind = 'suppression_lifted'"),
    },
  ];
  return pairs.flatMap(({ table, kept, logged }) =>
    kept === logged ? [] : [`${table} has ${kept} rows, the audit log tells of ${logged}`],
  );
}
