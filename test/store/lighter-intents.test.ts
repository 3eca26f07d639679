import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { loadMigrations } from '../../src/store/migrate.js';
import { migrate } from '../../src/store/sqlite/open.js';

const AT = '2026-01-05T10:00:00.000Z';
const STATES = ['planned', 'submitting', 'accepted', 'rejected', 'unknown', 'skipped'] as const;
const migrations = loadMigrations(new URL('../../migrations/sqlite/', import.meta.url));

/** A ledger before its intents were made lighter, with one intent in each state and one with a receipt. */
function olderLedger(file: string): Database.Database {
  const db = new Database(file);
  db.pragma('foreign_keys = ON');
  migrate(db, file, AT, migrations.slice(0, 2));
  db.exec(`
    INSERT INTO consent_event (seq, subject_id, kind, purpose, basis, given_at, effective_at, method, proof, origin,
      recorded_at, operator, identity)
    SELECT 1, 1, 'given', 'association', 'opt_in', '${AT}', '${AT}', 'web_form', 'individual', 'person', '${AT}', 'x',
      zeroblob(32) WHERE false;
    INSERT INTO campaign (id, name, state, purpose, promotional, urgent, again, gsm7, sender, template, provider, currency,
      created_at) VALUES (1, 'fete', 'planned', 'association', 1, 0, 0, 0, 'AMISDUPARC', 'Bonjour', 'vonage', 'EUR', '${AT}');
    INSERT INTO plan (id, campaign_id, state, file_name, operator, created_at, again)
      VALUES (1, 1, 'frozen', 'members.csv', 'claire', '${AT}', 0);
    INSERT INTO territory (id, campaign_id, code, country, zones, calendars, profile)
      VALUES (1, 1, 'FR', 'FR', '["Europe/Paris"]', '["FR"]', 'FR/strict');
  `);
  const person = db.prepare('INSERT INTO subject (id, phone, fingerprint, created_at) VALUES (?, ?, ?, ?)');
  const consent = db.prepare(`INSERT INTO consent_event (seq, subject_id, kind, purpose, basis, given_at, effective_at,
      method, proof, origin, recorded_at, operator, identity)
    VALUES (?, ?, 'given', 'association', 'opt_in', '${AT}', '${AT}', 'web_form', 'individual', 'person', '${AT}', 'x', ?)`);
  const intent =
    db.prepare(`INSERT INTO intent (id, campaign_id, plan_id, subject_id, territory_id, consent_seq, line, row,
      ref, text, text_hash, encoding, segments, cost_micros, state, reason, submitted_at, ended_at, receipt, receipt_at)
    VALUES (@id, 1, 1, @id, 1, @id, 2, @id, @ref, 'Bonjour', zeroblob(32), 'GSM-7', 1, 65000, @state, @reason, @submittedAt,
      @endedAt, @receipt, @receiptAt)`);
  [...STATES, 'accepted' as const].forEach((state, place) => {
    const id = place + 1;
    person.run(id, `+3363998000${id}`, Buffer.alloc(32, id), AT);
    consent.run(id, id, Buffer.alloc(32, id));
    const hasEnded = !['planned', 'submitting'].includes(state);
    const isReported = place === STATES.length;
    intent.run({
      ...{ id, state, ref: `ref-${id}`, reason: ['rejected', 'unknown', 'skipped'].includes(state) ? 'x' : null },
      ...{ submittedAt: ['planned', 'skipped'].includes(state) ? null : AT, endedAt: hasEnded ? AT : null },
      ...{ receipt: isReported ? 'delivered' : null, receiptAt: isReported ? AT : null },
    });
  });
  return db;
}

it('keeps every intent as it was, and lets each go where it might go before and nowhere else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-lighter-'));
  try {
    const db = olderLedger(join(folder, 'ledger.db'));
    const before = db.prepare('SELECT * FROM intent ORDER BY id').all();
    const movesBefore = possibleMoves(db);
    migrate(db, 'ledger.db', AT, migrations.slice(0, 3));
    expect(db.prepare('SELECT * FROM intent ORDER BY id').all()).toEqual(before);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    const moves = possibleMoves(db);
    expect(moves).toEqual(movesBefore);
    expect(moves.length).toBeGreaterThan(100);
    expect(moves.length).toBeLessThan(300);
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Every change of state that the schema lets through, whoever settles it and whatever the reason. */
function possibleMoves(db: Database.Database): readonly string[] {
  const move = db.prepare(
    `UPDATE intent SET state = @to, reason = @reason, settled_by = @by, submitted_at = @submittedAt, ended_at = @endedAt
     WHERE id = @id`,
  );
  const moves: string[] = [];
  STATES.forEach((from, place) => {
    for (const to of [...STATES, 'lost']) {
      for (const by of [null, 'receipt', 'provider', 'person', 'nobody']) {
        for (const reason of [null, 'adopted', 'x']) {
          for (const isSubmitted of [true, false]) {
            for (const hasEnded of [true, false]) {
              const told = [from, to, by, reason, isSubmitted, hasEnded].join(' ');
              const values = { to, by, reason, submittedAt: isSubmitted ? AT : null, endedAt: hasEnded ? AT : null };
              const back = new Error('back');
              try {
                db.transaction(() => {
                  move.run({ ...values, id: place + 1 });
                  throw back;
                })();
              } catch (error) {
                if (error === back) moves.push(told);
              }
            }
          }
        }
      }
    }
  });
  return moves;
}
