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

/** Tables, and the rows of the log that tell of theirs. */
const COUNTED: readonly { readonly table: string; readonly kept: string; readonly logged: string }[] = [
  {
    table: 'consent_event',
    kept: 'consent_event',
    logged: "kind IN ('consent_given', 'consent_pending', 'consent_withdrawn', 'consent_ended')",
  },
  { table: 'suppression', kept: 'suppression', logged: "kind = 'suppressed'" },
  {
    table: 'consent_event without its proof',
    kept: 'consent_event WHERE erased_at IS NOT NULL',
    logged: "iif(kind IN ('erased', 'retention_applied'), ifnull(data ->> 'consents', 0), 0)",
  },
  { table: 'reply', kept: 'reply', logged: "kind = 'reply_received'" },
  { table: 'restriction lifted', kept: "restriction WHERE kind = 'lifted'", logged: "kind = 'restriction_lifted'" },
  { table: 'restriction', kept: "restriction WHERE kind = 'restricted'", logged: "kind = 'restricted'" },
  {
    table: 'hold',
    kept: 'hold WHERE releases IS NULL',
    logged: "iif(kind = 'reply_received', data ->> 'verdict' = 'review', 0)",
  },
  { table: 'hold released', kept: 'hold WHERE releases IS NOT NULL', logged: "kind = 'reply_decided'" },
  { table: 'suppression_lift', kept: 'suppression_lift', logged: "kind = 'suppression_lifted'" },
];

/**
 * Whether the log and what it tells of agree in number: every consent and every never-list entry has its row. The log is
 * chained and those tables are not, so the log is what shows that one of them was cut.
 */
export function unloggedFaults(db: Db): readonly string[] {
  const kept = COUNTED.map((one) => `(SELECT count(*) FROM ${one.kept})`);
  const rows =
    db
      .prepare<[], number[]>(`SELECT ${kept.join(', ')}`)
      .raw()
      .get() ?? [];
  // The log is read once for all of them.
  const sums = COUNTED.map((one) => `ifnull(sum(${one.logged}), 0)`);
  const logged =
    db
      .prepare<[], number[]>(`SELECT ${sums.join(', ')} FROM audit`)
      .raw()
      .get() ?? [];
  return COUNTED.flatMap(({ table }, place) =>
    rows[place] === logged[place] ? [] : [`${table} has ${rows[place]} rows, the audit log tells of ${logged[place]}`],
  );
}
