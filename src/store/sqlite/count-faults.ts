import type { KeptCount } from './campaign-counts.js';
import type { Db } from './open.js';

/** Messages grouped at a time: SQLite sorts what it groups, and a million together would all be in memory. */
const CHUNK = 100_000;
/** No message has so low a number. */
const FIRST = '-9223372036854775808';

interface Counted extends KeptCount {
  readonly planId: number;
}

/**
 * Whether the counts that are kept of messages are what the messages tell; an empty list is good.
 *
 * @param chunk Messages read at a time, at least 1.
 */
export function countFaults(db: Db, chunk = CHUNK): readonly string[] {
  const kept = db
    .prepare<[], Counted>(
      `SELECT plan_id AS planId, state, detail, count, segments, cost_micros AS costMicros,
         first_submitted_at AS firstSubmittedAt FROM intent_count`,
    )
    .all();
  const found = keyed(countedAnew(db, chunk));
  const expected = new Map(kept.map((one) => [keyOf(one), one]));
  const keys = new Set([...found.keys(), ...expected.keys()]);
  const wrong = [...keys].filter((key) => !agree(expected.get(key), found.get(key))).length;
  return wrong === 0 ? [] : [`${wrong} rows of intent_count tell something else than intent`];
}

/** All counts, from the messages themselves, in parts that have to be added up. */
function* countedAnew(db: Db, chunk: number): Iterable<Counted> {
  const group = db.prepare<[string, string], Counted & { readonly isFrozen: 0 | 1 }>(
    `SELECT plan_id AS planId, state,
       CASE state WHEN 'accepted' THEN ifnull(receipt, '') WHEN 'skipped' THEN reason ELSE '' END AS detail,
       count(*) AS count, sum(segments) AS segments, sum(cost_micros) AS costMicros, min(submitted_at) AS firstSubmittedAt,
       (SELECT plan.state <> 'planning' FROM plan WHERE plan.id = plan_id) AS isFrozen
     FROM intent WHERE id > CAST(? AS INTEGER) AND id <= CAST(? AS INTEGER) GROUP BY plan_id, state, detail`,
  );
  // As text: whoever made rows up may have numbered them beyond what a number of JavaScript tells apart.
  const lastOf = db
    .prepare<[string, number], string | null>(
      `SELECT CAST(max(id) AS TEXT) FROM (SELECT id FROM intent WHERE id > CAST(? AS INTEGER) ORDER BY id LIMIT ?)`,
    )
    .pluck();
  for (let after = FIRST; ;) {
    const last = lastOf.get(after, chunk) ?? null;
    if (last === null) return;
    for (const { isFrozen, ...part } of group.all(after, last)) {
      if (isFrozen === 1) yield { ...part, state: 'all', detail: '', firstSubmittedAt: null };
      if (part.state !== 'planned' && part.state !== 'submitting') yield part;
    }
    after = last;
  }
}

function keyed(parts: Iterable<Counted>): ReadonlyMap<string, Counted> {
  const sums = new Map<string, Counted>();
  for (const part of parts) {
    const key = keyOf(part);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? part : added(sum, part));
  }
  return sums;
}

function keyOf({ planId, state, detail }: Counted): string {
  return JSON.stringify([planId, state, detail]);
}

function added(one: Counted, other: Counted): Counted {
  return {
    ...one,
    count: one.count + other.count,
    segments: one.segments + other.segments,
    costMicros: one.costMicros + other.costMicros,
    firstSubmittedAt: earlier(one.firstSubmittedAt, other.firstSubmittedAt),
  };
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function agree(kept: Counted | undefined, found: Counted | undefined): boolean {
  if (kept === undefined || found === undefined) return false;
  return (
    kept.count === found.count &&
    kept.segments === found.segments &&
    kept.costMicros === found.costMicros &&
    // The first of them may have gone: then the others were submitted later than what is kept says.
    earlier(kept.firstSubmittedAt, found.firstSubmittedAt) === kept.firstSubmittedAt
  );
}
