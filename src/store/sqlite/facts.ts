import type { DateTime } from 'luxon';
import type { PastMessage, RecipientFacts } from '../../core/audience/eligibility.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import { grouped } from './grouped.js';
import { entriesReader } from './known-entries.js';
import { peopleReader } from './known-people.js';
import type { Db } from './open.js';
import { printsOfAll } from './prints.js';

const NOTHING: readonly never[] = [];
/** Whom the ledger does not know. */
const NOBODY = { id: null, isErased: false, consents: NOTHING };

interface ReceivedRow {
  readonly subject_id: number;
  readonly campaign: string;
  readonly purpose: string;
  readonly promotional: number;
  readonly submitted_at: string;
  readonly text_hash: string;
}

/**
 * @param receivedSince Null: messages are not looked at.
 * @param subjectIds Whose the numbers are, where that is known: none of them was erased.
 */
export type FactsReader = (
  numbers: readonly E164[],
  receivedSince: DateTime | null,
  subjectIds?: readonly number[],
) => Map<E164, RecipientFacts>;

/** Reads in a few queries what the ledger knows of many numbers. SQL joins; nothing is decided here. */
export function factsReader(db: Db, keyring: Keyring): FactsReader {
  const printsEach = keyring.retired.length + 1;
  const people = peopleReader(db, printsEach);
  const entries = entriesReader(db, printsEach);
  const received = db.prepare<[string, string], ReceivedRow>(
    `SELECT intent.subject_id, campaign.name AS campaign, campaign.purpose, campaign.promotional,
            intent.submitted_at, lower(hex(intent.text_hash)) AS text_hash
     FROM intent JOIN campaign ON campaign.id = intent.campaign_id
     WHERE intent.subject_id IN (SELECT value FROM json_each(?)) AND intent.submitted_at > ?
       AND intent.state IN ('submitting', 'accepted', 'unknown')`,
  );
  return (numbers, receivedSince, subjectIds) => {
    const prints = printsOfAll(keyring, numbers);
    const found = subjectIds === undefined ? people.at(prints) : people.of(subjectIds);
    const everyone = [...found.values()];
    const entriesOf = entries(
      prints,
      everyone.map(({ id }) => id),
    );
    const present = everyone.filter(({ isErased }) => !isErased).map(({ id }) => id);
    const past = receivedSince === null ? NOTHING : received.all(JSON.stringify(present), isoInstant(receivedSince));
    const receivedOf = grouped(past, ({ subject_id: id }) => id, pastMessage);
    const known = new Map<E164, RecipientFacts>();
    numbers.forEach((number, place) => {
      const { id, isErased, consents } = found.get(place) ?? NOBODY;
      known.set(number, {
        subjectId: isErased ? null : id,
        suppressions: entriesOf(place, id),
        consents,
        received: receivedOf.get(id) ?? NOTHING,
      });
    });
    return known;
  };
}

function pastMessage(row: ReceivedRow): PastMessage {
  return {
    campaign: row.campaign,
    purpose: row.purpose,
    promotional: row.promotional === 1,
    submittedAt: instantOf(row.submitted_at),
    textHash: row.text_hash,
  };
}
