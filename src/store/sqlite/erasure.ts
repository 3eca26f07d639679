import type { AuditData } from '../../core/audit/chain.js';
import { fingerprintsOf } from '../../core/contact/keyring.js';
import { mentionFinder } from '../../core/contact/without-person.js';
import { nationalDigits, type E164 } from '../../core/contact/phone-number.js';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { ErasureStore, HeldInClear, LeftInClear } from '../erasure-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { guarded } from './errors.js';
import { isTheirs, type WhoseRows } from './holder.js';
import { mentionReader } from './mentions.js';
import { textEraser, type Named } from './erase-texts.js';
import { AMONG_PRINTS, hexOf, printsOf } from './prints.js';
import type { IntentSkipper } from './skip.js';

/** The one place where something of a person is taken out of the ledger. What stays is told by the schema's triggers. */
export function erasureStore(context: Context, append: Append, skip: IntentSkipper): ErasureStore {
  const { db, file, keyring, transact, query } = context;
  const find = db.prepare<[string], { id: number; erasedAt: string | null }>(
    `SELECT id, erased_at AS erasedAt FROM subject WHERE fingerprint ${AMONG_PRINTS}`,
  );
  const counts = db.prepare<{ id: number | null }, Pick<HeldInClear, 'consents' | 'messages' | 'planned'>>(
    `SELECT (SELECT count(*) FROM consent_event WHERE subject_id = @id AND erased_at IS NULL) AS consents,
       (SELECT count(*) FROM intent WHERE subject_id = @id AND text <> '') AS messages,
       (SELECT count(*) FROM intent WHERE subject_id = @id AND state = 'planned') AS planned`,
  );
  // Whoever entered a request may have written the number into it.
  const requests = db.prepare<[WhoseRows], { id: number; fingerprint: Buffer | null; told: string; isTheirs: 0 | 1 }>(
    `SELECT id, fingerprint, ifnull(${isTheirs('request', 'recorded_at')}, 0) AS isTheirs, concat_ws(char(10), contact, identified_by, extended_because, answered_because) AS told
     FROM request WHERE coalesce(contact, identified_by, extended_because, answered_because) IS NOT NULL`,
  );
  const formerOf = db.prepare<[number | null], { fingerprint: Buffer }>(
    'SELECT fingerprint FROM former_number WHERE subject_id = ?',
  );
  /** By which rows are known that are theirs, and nobody's who had, or has, one of their numbers at another time. */
  const whose = (number: E164): WhoseRows => {
    const id = find.get(printsOf(keyring, number))?.id ?? null;
    return { id, own: printsOf(keyring, number), former: hexOf(formerOf.all(id).map((one) => one.fingerprint)) };
  };
  /** Theirs, and those that name them and are nobody else's. */
  const requestsOf = ({ number, names }: Named): readonly number[] => {
    const isNamedIn = mentionFinder(number, names);
    const digits = nationalDigits(number);
    return requests
      .all(whose(number))
      .filter(
        ({ fingerprint: theirs, isTheirs: own, told }) =>
          own === 1 || told.replace(/[\s().\/-]/g, '').includes(digits) || (theirs === null && isNamedIn(told)),
      )
      .map((one) => one.id);
  };
  const formerPrintsOf = (number: E164): readonly Buffer[] =>
    formerOf.all(find.get(printsOf(keyring, number))?.id ?? null).map(({ fingerprint }) => fingerprint);
  const everyPrintOf = (number: E164): readonly Buffer[] => [
    ...fingerprintsOf(keyring, number),
    ...formerPrintsOf(number),
  ];
  const agreed = db.prepare<[], { phone: E164 }>(
    `SELECT phone FROM subject WHERE phone IS NOT NULL
       AND EXISTS (SELECT 1 FROM consent_event WHERE subject_id = subject.id AND consent_event.kind = 'given')`,
  );
  /** Whether a number that somebody had before belongs to another person now, who agreed to something themselves. */
  const isSomeoneElses = (former: Buffer, number: E164): boolean => {
    for (const { phone } of agreed.iterate()) {
      if (phone !== number && fingerprintsOf(keyring, phone).some((print) => print.equals(former))) return true;
    }
    return false;
  };
  const providers = db.prepare<[number | null], { provider: string }>(
    `SELECT DISTINCT provider FROM intent JOIN campaign ON campaign.id = intent.campaign_id
     WHERE subject_id = ? AND intent.state IN ('submitting', 'accepted', 'rejected', 'unknown') ORDER BY provider`,
  );
  const former = db.prepare<[string], { until: string }>(
    `SELECT until FROM former_number JOIN subject ON subject.id = subject_id AND subject.erased_at IS NULL
     WHERE former_number.fingerprint ${AMONG_PRINTS} ORDER BY seq DESC LIMIT 1`,
  );
  const texts = textEraser(db, keyring, append);
  const replies = db.prepare<[WhoseRows], { count: number }>(
    `SELECT count(*) AS count FROM reply WHERE ${isTheirs('reply', 'received_at')} AND text IS NOT NULL`,
  );
  const mentions = mentionReader(db);
  const ownReplies = db.prepare<[WhoseRows], { id: number }>(
    `SELECT id FROM reply WHERE ${isTheirs('reply', 'received_at')}`,
  );
  const leftOf = (person: Named, id: number | null, asked: readonly number[]): LeftInClear => {
    const found = mentions(person, id);
    const own = new Set(ownReplies.all(whose(person.number)).map((one) => one.id));
    return {
      ...found,
      replies: found.replies.filter((one) => !own.has(one)),
      requests: found.requests.filter((one) => !asked.includes(one)),
    };
  };
  const held = (number: E164, names: readonly string[]): HeldInClear => {
    const subject = find.get(printsOf(keyring, number));
    const id = subject?.id ?? null;
    const standing = subject === undefined ? 'unknown' : subject.erasedAt === null ? 'known' : 'erased';
    const asked = requestsOf({ number, names });
    const { consents, messages, planned } = counts.get({ id }) ?? { consents: 0, messages: 0, planned: 0 };
    return {
      ...{ standing, consents, messages, planned },
      requests: asked.length,
      replies: replies.get(whose(number))?.count ?? 0,
      formerOfOthers: formerPrintsOf(number).filter((former) => isSomeoneElses(former, number)).length,
      left: leftOf({ number, names }, id, asked),
      texts: texts.count({ number, names }),
      campaigns: texts.campaigns({ number, names }),
      formerUntil: former.get(printsOf(keyring, number))?.until ?? null,
      providers: providers.all(id).map(({ provider }) => provider),
    };
  };

  const plannedOf = db.prepare<[number], { id: number }>(
    `SELECT intent.id FROM intent JOIN plan ON plan.id = intent.plan_id AND plan.state <> 'planning'
     WHERE subject_id = ? AND intent.state = 'planned'`,
  );
  // A planning that was killed left them: they are nobody's messages yet.
  const dropDrafts = db.prepare<[number]>(
    "DELETE FROM intent WHERE subject_id = ? AND plan_id IN (SELECT id FROM plan WHERE state = 'planning')",
  );
  const dropTexts = db.prepare<[number]>("UPDATE intent SET text = '' WHERE subject_id = ? AND text <> ''");
  const dropNumber = db.prepare<[string, number]>(
    'UPDATE subject SET phone = NULL, erased_at = ? WHERE id = ? AND erased_at IS NULL',
  );
  const dropProofs = db.prepare<[string, number]>(
    `UPDATE consent_event SET source = NULL, evidence = NULL, ip = NULL, collected_by = NULL, identity = randomblob(32),
       erased_at = ? WHERE subject_id = ? AND erased_at IS NULL`,
  );
  // Words that nobody else was shown may hold a name.
  const dropWordings = db.prepare<[number]>(
    `UPDATE wording SET text = '' WHERE hash IN (SELECT wording_hash FROM consent_event WHERE subject_id = ?)
       AND NOT EXISTS (SELECT 1 FROM consent_event WHERE wording_hash = wording.hash AND erased_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM wording_version WHERE wording_version.hash = wording.hash)`,
  );
  const dropReplies = db.prepare<[WhoseRows]>(
    `UPDATE reply SET text = NULL WHERE ${isTheirs('reply', 'received_at')} AND text IS NOT NULL`,
  );
  const dropRequest = db.prepare<[number]>(
    `UPDATE request SET contact = NULL, identified_by = NULL, extended_because = NULL, answered_because = NULL
     WHERE id = ?`,
  );
  const insert = db.prepare<[Buffer, string, string, string]>(
    "INSERT INTO suppression (fingerprint, reason, scope, at, recorded_at, operator) VALUES (?, 'erasure', 'all', ?, ?, ?)",
  );
  const isForbidden = db.prepare<[string]>(
    `SELECT 1 FROM suppression WHERE fingerprint ${AMONG_PRINTS} AND reason = 'erasure'`,
  );
  /** Enters an erasure in the never-list with its row of the log; false when it is there already. */
  const forbid = (prints: readonly Buffer[], at: string, stamp: Stamp, more: AuditData = {}): boolean => {
    const [fingerprint] = prints;
    const { at: recordedAt, operator } = stamped(stamp);
    if (fingerprint === undefined || isForbidden.get(hexOf(prints)) !== undefined) return false;
    insert.run(fingerprint, at, recordedAt, operator);
    const data = { reason: 'erasure', scope: 'all', purpose: null, effectiveAt: at, import: null, ...more };
    append({ ...stamped(stamp), kind: 'suppressed', campaign: null, subject: fingerprint, data });
    return true;
  };
  /** Noted under the key in use, or under one before it. */
  const known = db.prepare<{ print: Buffer }, { phone: E164 | null; fingerprint: Buffer }>(
    `SELECT phone, fingerprint FROM subject WHERE fingerprint = @print
     UNION SELECT phone, subject.fingerprint FROM former_fingerprint AS former JOIN subject ON subject.id = subject_id
       WHERE former.fingerprint = @print`,
  );

  const erase = (number: E164, names: readonly string[], stamp: Stamp): HeldInClear => {
    const before = held(number, names);
    const fingerprint = keyring.fingerprint(number);
    const { at } = stamped(stamp);
    const entry = { ...stamped(stamp), campaign: null, subject: fingerprint };
    forbid(fingerprintsOf(keyring, number), at, stamp);
    // Nor may a list bring them back under a number that they had before. What is dated before it was corrected is theirs in
    // any case, and whoever has that number now and agreed themselves is not to suffer for it.
    for (const former of formerPrintsOf(number)) if (!isSomeoneElses(former, number)) forbid([former], at, stamp);
    const subject = find.get(printsOf(keyring, number));
    if (subject !== undefined) {
      for (const { id } of plannedOf.all(subject.id)) skip.one(id, 'erased', stamp);
      dropDrafts.run(subject.id);
      dropTexts.run(subject.id);
      dropNumber.run(at, subject.id);
      dropProofs.run(at, subject.id);
      dropWordings.run(subject.id);
    }
    for (const id of requestsOf({ number, names })) dropRequest.run(id);
    dropReplies.run(whose(number));
    texts.erase({ number, names }, stamp);
    if (before.standing === 'known' || before.requests > 0 || before.replies > 0) {
      const { consents, messages, planned, requests: asked, replies: answers } = before;
      append({ ...entry, kind: 'erased', data: { consents, messages, planned, requests: asked, replies: answers } });
    }
    return before;
  };

  /** The last reader of old pages has to be gone before the log can be emptied. */
  const emptyLog = (): void => {
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy === 0) return;
    throw new OperatorError('notNow', phrase('rights.readersLeft', { file }), phrase('rights.readersLeftHint'));
  };
  const settle = (use: () => void): Promise<void> => new Promise((resolve) => resolve(guarded(file, use)));

  return {
    heldInClear: (number, names = []) => query(() => held(number, names)),
    everyPrintOf: (number) => query(() => everyPrintOf(number)),
    eraseSubject: (number, stamp, names = []) => transact(() => erase(number, names, stamp)),
    replayErasures: (erasures, stamp) =>
      transact(() => {
        let entered = 0;
        const inClear: E164[] = [];
        for (const { fingerprint: noted, at } of erasures) {
          const subject = known.get({ print: noted });
          const number = subject?.phone ?? null;
          if (number !== null) inClear.push(number);
          if (forbid(subject === undefined ? [noted] : [subject.fingerprint, noted], at, stamp, { replayed: true }))
            entered += 1;
        }
        return { entered, inClear };
      }),
    scrub: () =>
      settle(() => {
        // Deleted bytes are overwritten as they are freed (secure_delete), unless another tool did the freeing: its pages
        // are given back to the disk. Files are not looked into here: to close one ends SQLite's locks on it (POSIX fcntl).
        db.pragma('incremental_vacuum');
        emptyLog();
      }),
  };
}
