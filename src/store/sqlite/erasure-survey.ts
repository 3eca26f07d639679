import { mentionFinder } from '../../core/contact/without-person.js';
import { nationalDigits, type E164 } from '../../core/contact/phone-number.js';
import type { HeldInClear, LeftInClear } from '../erasure-store.js';
import type { Context } from './context.js';
import type { Named, textEraser } from './erase-texts.js';
import { isTheirs, type WhoseRows } from './holder.js';
import { mentionReader } from './mentions.js';
import type { PersonFinder } from './person-finder.js';
import { AMONG_PRINTS, printsOf } from './prints.js';

interface ErasureSurvey {
  /** What is kept in clear of a person, by their number and the names that they are known by. */
  held(number: E164, names: readonly string[]): HeldInClear;
  /** Their requests, and those that name them and are nobody else's. */
  requestsOf(person: Named): readonly number[];
}

/** Looks for everything that an erasure would take out of the ledger. */
export function erasureSurvey(
  { db, keyring }: Pick<Context, 'db' | 'keyring'>,
  person: PersonFinder,
  texts: ReturnType<typeof textEraser>,
): ErasureSurvey {
  const counts = db.prepare<{ id: number | null }, Pick<HeldInClear, 'consents' | 'messages' | 'planned'>>(
    `SELECT (SELECT count(*) FROM consent_event WHERE subject_id = @id AND erased_at IS NULL) AS consents,
       (SELECT count(*) FROM intent WHERE subject_id = @id AND text <> '') AS messages,
       (SELECT count(*) FROM intent WHERE subject_id = @id AND state = 'planned') AS planned`,
  );
  // Whoever entered a request may have written the number into it. Another person's is theirs, and only told of.
  const requests = db.prepare<[WhoseRows], { id: number; fingerprint: Buffer | null; told: string; isTheirs: 0 | 1 }>(
    `SELECT id, fingerprint, ifnull(${isTheirs('request', 'recorded_at')}, 0) AS isTheirs, concat_ws(char(10), contact, identified_by, extended_because, answered_because) AS told
     FROM request WHERE coalesce(contact, identified_by, extended_because, answered_because) IS NOT NULL`,
  );
  const requestsOf: ErasureSurvey['requestsOf'] = ({ number, names }) => {
    const isNamedIn = mentionFinder(number, names);
    const digits = nationalDigits(number);
    return requests
      .all(person.whose(number))
      .filter(
        ({ fingerprint: theirs, isTheirs: own, told }) =>
          own === 1 || (theirs === null && (told.replace(/[\s().\/-]/g, '').includes(digits) || isNamedIn(told))),
      )
      .map((one) => one.id);
  };
  const providers = db.prepare<[number | null], { provider: string }>(
    `SELECT DISTINCT provider FROM intent JOIN campaign ON campaign.id = intent.campaign_id
     WHERE subject_id = ? AND intent.state IN ('submitting', 'accepted', 'rejected', 'unknown') ORDER BY provider`,
  );
  const former = db.prepare<[string], { until: string }>(
    `SELECT until FROM former_number JOIN subject ON subject.id = subject_id AND subject.erased_at IS NULL
     WHERE former_number.fingerprint ${AMONG_PRINTS} ORDER BY seq DESC LIMIT 1`,
  );
  const replies = db.prepare<[WhoseRows], { count: number }>(
    `SELECT count(*) AS count FROM reply WHERE ${isTheirs('reply', 'received_at')} AND text IS NOT NULL`,
  );
  const mentions = mentionReader(db);
  const ownReplies = db.prepare<[WhoseRows], { id: number }>(
    `SELECT id FROM reply WHERE ${isTheirs('reply', 'received_at')}`,
  );
  const leftOf = (named: Named, id: number | null, asked: readonly number[]): LeftInClear => {
    const found = mentions(named, id);
    const own = new Set(ownReplies.all(person.whose(named.number)).map((one) => one.id));
    return {
      ...found,
      replies: found.replies.filter((one) => !own.has(one)),
      requests: found.requests.filter((one) => !asked.includes(one)),
    };
  };
  const held: ErasureSurvey['held'] = (number, names) => {
    const subject = person.find(number);
    const id = subject?.id ?? null;
    const standing = subject === undefined ? 'unknown' : subject.erasedAt === null ? 'known' : 'erased';
    const asked = requestsOf({ number, names });
    const { consents, messages, planned } = counts.get({ id }) ?? { consents: 0, messages: 0, planned: 0 };
    return {
      ...{ standing, consents, messages, planned },
      requests: asked.length,
      replies: replies.get(person.whose(number))?.count ?? 0,
      formerOfOthers: person.formerPrintsOf(number).filter((print) => person.isSomeoneElses(print, number)).length,
      left: leftOf({ number, names }, id, asked),
      texts: texts.count({ number, names }),
      campaigns: texts.campaigns({ number, names }),
      formerUntil: former.get(printsOf(keyring, number))?.until ?? null,
      providers: providers.all(id).map(({ provider }) => provider),
    };
  };
  return { held, requestsOf };
}
