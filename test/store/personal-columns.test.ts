import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  confirmedCampaign,
  consentGiven,
  consentOf,
  fictionNumber,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

/**
 * What every column of the ledger holds of people. A new table or column has to be judged here before it may be:
 *
 * - `erased` of a person, in clear: gone after `subject erase`
 * - `pseudonym` stands for a person, and says nothing to whoever has not the key
 * - `operator` names who works with the program
 * - `none` says nothing of anybody
 */
type Judgement = 'erased' | 'pseudonym' | 'operator' | 'none';

const judged: Readonly<Record<string, Readonly<Partial<Record<Judgement, string>>>>> = {
  migration: { none: 'number name sha256 applied_at' },
  sqlite_sequence: { none: 'name seq' },
  ledger: { none: 'id ledger_id key_check created_at rehearsal_of clock_offset_ms home' },
  subject: { erased: 'phone', pseudonym: 'id fingerprint', none: 'created_at erased_at' },
  import: { operator: 'operator', none: 'id kind file_name sha256 started_at ended_at' },
  wording: { erased: 'text', none: 'hash' },
  consent_event: {
    erased: 'source evidence ip collected_by identity',
    pseudonym: 'subject_id',
    operator: 'operator',
    none: 'seq kind purpose basis given_at effective_at valid_until method wording_hash campaign proof origin import_id line recorded_at erased_at variant confirmed_at last_contact_at after_seq',
  },
  wording_version: { operator: 'operator', none: 'name version hash purpose language model recorded_at' },
  suppression_lift: { operator: 'operator', none: 'seq suppression_seq why purpose consent_seq recorded_at' },
  suppression: {
    pseudonym: 'fingerprint',
    operator: 'operator',
    none: 'seq reason scope purpose at import_id line recorded_at',
  },
  campaign: {
    none: 'id name state wish purpose promotional urgent again gsm7 sender template provider currency starts_at not_after created_at last_close',
  },
  plan: {
    operator: 'operator confirmed_by',
    none: 'id campaign_id state file_name sha256 rows created_at starts_at not_after again confirmed_at referenced_to',
  },
  territory: { none: 'id campaign_id code country zones calendars profile' },
  intent: {
    erased: 'text',
    pseudonym: 'subject_id ref text_hash provider_id',
    none: 'id campaign_id plan_id territory_id consent_seq line row encoding segments cost_micros state reason submitted_at ended_at receipt receipt_at settled_by looked_up_at receipt_code unreachable',
  },
  intent_count: { none: 'plan_id state detail count segments cost_micros first_submitted_at' },
  intent_reference: { pseudonym: 'ref', none: 'intent_id' },
  exclusion: { pseudonym: 'fingerprint', none: 'id plan_id line reason' },
  audit: { pseudonym: 'subject data', operator: 'operator login', none: 'seq at kind campaign prev hash' },
  former_number: { pseudonym: 'subject_id fingerprint', operator: 'operator', none: 'seq until' },
  restriction: { pseudonym: 'fingerprint', operator: 'operator', none: 'seq kind at' },
  request: {
    erased: 'contact identified_by extended_because answered_because',
    pseudonym: 'fingerprint',
    operator: 'operator',
    none: 'id kind received_on due_on identified_on extended_on answered_on answer recorded_at',
  },
  approval: { operator: 'operator login', none: 'id campaign_id plan_hash at' },
  // What looks like a number is masked before it is kept: the register of incidents outlives every erasure.
  incident: {
    operator: 'operator',
    none: 'id what known_at whose people measures risk authority_told_at people_told_at not_told_because closed_at recorded_at',
  },
  collection: {
    operator: 'operator',
    none: 'id kind provider file_name sha256 started_at ended_at has_stops statement',
  },
  hold: { pseudonym: 'fingerprint', operator: 'operator', none: 'seq releases at recorded_at' },
  reply: {
    erased: 'text',
    pseudonym: 'fingerprint identity message_identity',
    operator: 'operator done_by',
    none: 'id received_at verdict matched state hold_seq decision done_at collection_id line recorded_at',
  },
  exit_proof: { pseudonym: 'fingerprint', operator: 'operator', none: 'id way_out kind begun_at proven_at statement' },
  retired_key: { none: 'id sealed retired_at' },
  former_fingerprint: { pseudonym: 'fingerprint subject_id' },
};

let temp: TempLedger;
beforeEach(() => {
  temp = tempLedger();
});
afterEach(() => temp.remove());

const columnsOf = (table: string): readonly string[] =>
  temp
    .raw()
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_xinfo(?)')
    .all(table)
    .map(({ name }) => name)
    .sort();

describe('every column of the ledger', () => {
  it('is judged: of a person in clear, a pseudonym, an operator, or of nobody', () => {
    const tables = temp
      .raw()
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all()
      .map(({ name }) => name);
    const found = Object.fromEntries(tables.map((table) => [table, columnsOf(table)]));
    const known = Object.fromEntries(
      Object.entries(judged).map(([table, columns]) => [
        table,
        Object.values(columns)
          .flatMap((names) => names.split(' '))
          .sort(),
      ]),
    );
    expect(found).toEqual(known);
  });
});

/** What stands in a column that is judged to be personal, as text. */
function clearTexts(): Readonly<Record<string, readonly string[]>> {
  const columns = Object.entries(judged).flatMap(([table, { erased = '' }]) =>
    erased.split(' ').flatMap((column) => (column === '' ? [] : [{ table, column }])),
  );
  return Object.fromEntries(
    columns.map(({ table, column }) => [
      `${table}.${column}`,
      temp
        .raw()
        .prepare<[], { text: string }>(
          `SELECT ${column === 'identity' ? 'hex(identity)' : column} AS text FROM ${table} WHERE ${column} IS NOT NULL AND ${column} <> ''`,
        )
        .all()
        .map(({ text }) => text),
    ]),
  );
}

it('after an erasure every column that is judged to be personal has nothing of the person, and did before', async () => {
  const ledger = temp.open();
  const [zoe, leo] = [fictionNumber(1), fictionNumber(2)];
  const proof = { source: 'Zoé', evidence: 'Zoé', ip: '192.0.2.1', collectedBy: 'Zoé', wording: 'moi, Zoé' };
  await ledger.recordConsents([consentOf(zoe, consentGiven(proof)), consentOf(leo)], STAMP);
  await confirmedCampaign(ledger, 'fete', [zoe, leo]);
  const request = {
    kind: 'access',
    number: zoe,
    contact: 'Zoé',
    receivedOn: '2026-01-02',
    dueOn: '2026-02-02',
  } as const;
  const id = await ledger.addRequest(request, STAMP);
  await ledger.identifyRequest(id, '2026-01-03', 'Zoé', STAMP);
  await ledger.extendRequest(id, '2026-01-04', '2026-04-02', 'Zoé', STAMP);
  await ledger.answerRequest(id, '2026-01-05', 'partly', 'Zoé', STAMP);
  const reply = {
    ...{ number: zoe, text: 'Merci, Zoé', at: STAMP.at, moment: '2026-01-05T10:00:00Z', messageId: null },
    ...({ verdict: 'none', matched: null, line: 1 } as const),
  } as const;
  await ledger.recordInbox({ collectionId: null, replies: [reply], receipts: [], unreachableAfter: 3 }, STAMP);
  expect((await ledger.ownRecord(zoe)).replies).toMatchObject([{ text: 'Merci, Zoé', verdict: 'none' }]);
  const before = clearTexts();
  await ledger.eraseSubject(zoe, STAMP);
  const after = clearTexts();
  const others: Readonly<Record<string, number>> = { 'subject.phone': 1, 'wording.text': 1, 'intent.text': 1 };
  for (const [column, texts] of Object.entries(before)) {
    expect([column, texts.length]).not.toEqual([column, 0]);
    const left = (after[column] ?? []).filter((text) => texts.includes(text));
    // Of her two consents each had an identity; his own stays.
    const expected =
      column === 'consent_event.identity' || column === 'consent_event.source' ? 1 : (others[column] ?? 0);
    expect([column, left.length]).toEqual([column, expected]);
  }
  expect(JSON.stringify(after)).not.toContain('Zoé');
});
