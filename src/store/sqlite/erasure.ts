import type { AuditData } from '../../core/audit/chain.js';
import { fingerprintsOf } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { ErasureStore, HeldInClear } from '../erasure-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { guarded } from './errors.js';
import { isTheirs, type WhoseRows } from './holder.js';
import { textEraser } from './erase-texts.js';
import { erasureSurvey } from './erasure-survey.js';
import { personFinder } from './person-finder.js';
import { AMONG_PRINTS, hexOf } from './prints.js';
import type { IntentSkipper } from './skip.js';

/** The one place where something of a person is taken out of the ledger. What stays is told by the schema's triggers. */
export function erasureStore(context: Context, append: Append, skip: IntentSkipper): ErasureStore {
  const { db, file, keyring, transact, query } = context;
  const person = personFinder(context);
  const texts = textEraser(db, keyring, append);
  const { held, requestsOf } = erasureSurvey(context, person, texts);
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
    for (const former of person.formerPrintsOf(number)) {
      if (!person.isSomeoneElses(former, number)) forbid([former], at, stamp);
    }
    const subject = person.find(number);
    if (subject !== undefined) {
      for (const { id } of plannedOf.all(subject.id)) skip.one(id, 'erased', stamp);
      dropDrafts.run(subject.id);
      dropTexts.run(subject.id);
      dropNumber.run(at, subject.id);
      dropProofs.run(at, subject.id);
      dropWordings.run(subject.id);
    }
    for (const id of requestsOf({ number, names })) dropRequest.run(id);
    dropReplies.run(person.whose(number));
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
    everyPrintOf: (number) => query(() => person.everyPrintOf(number)),
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
