import { fingerprintsOf } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { ErasureStore, HeldInClear, NotedErasure } from '../erasure-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { rowEraser } from './erase-rows.js';
import { textEraser } from './erase-texts.js';
import { erasureRecorder } from './erasure-entry.js';
import { erasureSurvey } from './erasure-survey.js';
import { withoutNumber } from './kept-number.js';
import { personFinder } from './person-finder.js';
import { hasPrint } from './prints.js';
import { scrubber } from './scrub.js';
import type { IntentSkipper } from './skip.js';

/** The one way by which something of a person is taken out of the ledger. What stays is told by the schema's triggers. */
export function erasureStore(context: Context, append: Append, skip: IntentSkipper): ErasureStore {
  const { db, keyring, transact, query } = context;
  const person = personFinder(context);
  const rows = rowEraser(db, skip);
  const texts = textEraser(db, keyring, append);
  const { held, requestsOf } = erasureSurvey(context, person, texts);
  const forbid = erasureRecorder(db, append);
  /** Noted under the key in use, or under one before it. */
  const known = db.prepare<{ print: Buffer }, { id: number; phone: E164 | null; fingerprint: Buffer }>(
    `SELECT id, phone, fingerprint FROM subject WHERE ${hasPrint('@print')}
     UNION SELECT id, phone, subject.fingerprint FROM former_fingerprint AS former JOIN subject ON subject.id = subject_id
       WHERE former.fingerprint = @print`,
  );
  const hadBefore = db.prepare<{ print: Buffer }, { id: number; phone: E164 | null }>(
    `SELECT subject.id, phone FROM former_number JOIN subject ON subject.id = subject_id
     WHERE former_number.fingerprint = @print`,
  );

  /** Somebody whom the ledger does not know, and whose request waits. */
  const waiting = db.prepare<{ print: Buffer }, { contact: string; fingerprint: Buffer }>(
    'SELECT contact, fingerprint FROM request WHERE fingerprint = @print AND contact IS NOT NULL',
  );
  const waitingNumber = (print: Buffer): E164 | null =>
    waiting
      .all({ print })
      .map((row) => withoutNumber(row, keyring).number)
      .find((number) => number !== null) ?? null;

  const erase = (number: E164, names: readonly string[], stamp: Stamp): HeldInClear => {
    const before = held(number, names);
    const fingerprint = keyring.fingerprint(number);
    const { at } = stamped(stamp);
    forbid(fingerprintsOf(keyring, number), at, stamp);
    // Nor may a list bring them back under a number that they had before. What is dated before it was corrected is theirs in
    // any case, and whoever has that number now and agreed themselves is not to suffer for it.
    for (const former of person.formerPrintsOf(number)) {
      if (!person.isSomeoneElses(former, number)) forbid([former], at, stamp);
    }
    const subject = person.find(number);
    if (subject !== undefined) rows.subject(subject.id, at, stamp);
    for (const id of requestsOf({ number, names })) rows.request(id);
    rows.replies(person.whose(number));
    texts.erase({ number, names }, stamp);
    if (before.standing === 'known' || before.requests > 0 || before.replies > 0) {
      const { consents, messages, planned, requests: asked, replies: answers } = before;
      const data = { consents, messages, planned, requests: asked, replies: answers };
      append({ kind: 'erased', subject: fingerprint, data }, stamp);
    }
    return before;
  };

  /**
   * The numbers of erased people that are somebody else's here. That it was theirs before, this ledger must know itself: in one
   * of an earlier time the number is still their own.
   */
  const takenOver = (erasures: readonly NotedErasure[]): ReadonlySet<NotedErasure> => {
    const erased = new Set(
      erasures
        .filter(({ isFormer }) => !isFormer)
        .map(({ fingerprint: print, at }) => `${known.get({ print })?.id ?? ''} ${at}`),
    );
    return new Set(
      erasures.filter(
        ({ fingerprint: print, at, isFormer }) =>
          isFormer &&
          hadBefore
            .all({ print })
            .some(({ id, phone }) => erased.has(`${id} ${at}`) && person.isSomeoneElses(print, phone)),
      ),
    );
  };

  return {
    heldInClear: (number, names = []) => query(() => held(number, names)),
    everyPrintOf: (number) => query(() => person.everyPrintOf(number)),
    eraseSubject: (number, stamp, names = []) => transact(() => erase(number, names, stamp)),
    replayErasures: (erasures, stamp) =>
      transact(() => {
        let entered = 0;
        const inClear: E164[] = [];
        const spared = takenOver(erasures);
        for (const { fingerprint: noted, at } of erasures.filter((erasure) => !spared.has(erasure))) {
          const subject = known.get({ print: noted });
          const number = subject?.phone ?? waitingNumber(noted);
          if (number !== null) inClear.push(number);
          if (forbid(subject === undefined ? [noted] : [subject.fingerprint, noted], at, stamp, { replayed: true }))
            entered += 1;
        }
        return { entered, inClear };
      }),
    ...scrubber(context),
  };
}
