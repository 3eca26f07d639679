import Database from 'better-sqlite3';
import type { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/core/schedule/instant.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import type { Receipt } from '../../src/core/delivery/send-outcome.js';
import { classifyReply } from '../../src/core/suppression/classify-reply.js';
import { loadMigrations } from '../../src/store/migrate.js';
import { migrate } from '../../src/store/sqlite/open.js';
import { REHEARSAL_SEQ } from '../../src/store/sqlite/rehearsal-seq.js';
import { openRehearsal } from '../../src/store/sqlite/rehearsal.js';
import type { InboxBatch, InboxVerdicts, ReplyRecord } from '../../src/store/inbox-store.js';
import type { Ledger } from '../../src/store/store.js';
import {
  DAYS,
  auditOf,
  confirmedCampaign,
  consentOf,
  dumpTables,
  factsVersionOf,
  fictionNumbers,
  intentDraft,
  intentIds,
  KEYRING,
  MORNING,
  NO_TIMES,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

const [ANNE, BRUNO, CHLOE, DORA] = fictionNumbers(4) as [E164, E164, E164, E164];
const LATER = MORNING.plus({ hours: 1 });

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

function reply(number: E164, text: string, differing: Partial<ReplyRecord> = {}): ReplyRecord {
  const at = differing.at ?? LATER;
  return { number, text, at, moment: isoInstant(at), messageId: null, line: 2, ...classifyReply(text), ...differing };
}

function file(batch: Partial<InboxBatch>, unreachableAfter = 3): Promise<InboxVerdicts> {
  return ledger.recordInbox({ collectionId: null, replies: [], receipts: [], unreachableAfter, ...batch }, STAMP);
}

const NONE = { replies: 0, receipts: 0 };

const oldestId = async (): Promise<number> => (await ledger.openReplies())[0]!.id;

const reasonsOf = async (number: E164): Promise<readonly string[]> =>
  (await ledger.suppressionsOf(number)).map(({ reason }) => reason);

describe('a reply', () => {
  it('that is an opt-out is on the never-list in the transaction in which it is filed, with a row for each', async () => {
    expect((await file({ replies: [reply(ANNE, 'Stop svp')] })).replies).toEqual(['recorded']);
    expect(await ledger.suppressionsOf(ANNE)).toMatchObject([
      { reason: 'stop', scope: 'promotional', at: isoInstant(LATER) },
    ]);
    expect(auditOf(ledger, 'reply_received')).toMatchObject([{ verdict: 'opt_out', matched: 'STOP' }]);
    expect(auditOf(ledger, 'suppressed')).toMatchObject([{ reason: 'stop' }]);
    expect(await ledger.inboxCounts()).toEqual({ waiting: 0, review: 0, oldestAt: null });
    expect(JSON.stringify([...ledger.auditRows({})].map(({ data }) => data))).not.toContain('svp');
  });

  it('that comes again is unchanged: the same time and words, or the same message by another way', async () => {
    const messageId = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab';
    await file({ replies: [reply(ANNE, 'Merci', { messageId })] });
    const elsewhere = reply(ANNE, 'Merci', { messageId, at: LATER.plus({ seconds: 7 }) });
    const another = reply(ANNE, 'Merci', { at: LATER.plus({ minutes: 7 }) });
    const before = dumpTables(temp.file);
    expect((await file({ replies: [reply(ANNE, 'Merci'), elsewhere] })).replies).toEqual(['unchanged', 'unchanged']);
    expect(dumpTables(temp.file)).toEqual(before);
    expect((await file({ replies: [another] })).replies).toEqual(['recorded']);
  });

  it('waits as an ordinary one when it asks to be texted again: it lifts nothing', async () => {
    await file({ replies: [reply(ANNE, 'STOP'), reply(ANNE, 'START', { at: LATER.plus({ minutes: 1 }) })] });
    expect(await reasonsOf(ANNE)).toEqual(['stop']);
    expect(await ledger.openReplies()).toMatchObject([{ number: ANNE, verdict: 'opt_in', state: 'waiting' }]);
  });

  it('is judged the same without being filed', async () => {
    await file({ replies: [reply(ANNE, 'Merci')] });
    const before = dumpTables(temp.file);
    const batch = { collectionId: null, receipts: [], unreachableAfter: 3 };
    const judged = await ledger.judgeInbox({ ...batch, replies: [reply(ANNE, 'Merci'), reply(BRUNO, 'Merci')] });
    expect(judged.replies).toEqual(['unchanged', 'recorded']);
    expect(dumpTables(temp.file)).toEqual(before);
  });
});

describe('a doubtful reply', () => {
  const factsOf = async (number: E164) => (await ledger.factsFor([number], MORNING)).get(number)?.suppressions;

  it('holds back until a person says that it was none, and then waits as an ordinary one', async () => {
    await file({ replies: [reply(ANNE, 'ok stop')] });
    expect(await factsOf(ANNE)).toEqual([{ reason: 'review', scope: { kind: 'promotional' }, at: LATER }]);
    const id = await oldestId();
    expect(await ledger.decideReplies([id, 99], 'not_opt_out', STAMP)).toEqual([99]);
    expect(await factsOf(ANNE)).toEqual([]);
    expect(await ledger.openReplies()).toMatchObject([{ id, state: 'waiting', verdict: 'review' }]);
    expect(await ledger.decideReplies([id], 'opt_out', STAMP)).toEqual([id]);
    expect(auditOf(ledger, 'reply_decided')).toEqual([{ reply: id, decision: 'not_opt_out' }]);
  });

  it('is an entry of the never-list once a person says that it was one', async () => {
    await file({ replies: [reply(ANNE, 'ok stop')] });
    const id = await oldestId();
    await ledger.decideReplies([id], 'opt_out', STAMP);
    expect(await factsOf(ANNE)).toEqual([{ reason: 'stop', scope: { kind: 'promotional' }, at: LATER }]);
    expect(await ledger.openReplies()).toEqual([]);
  });

  it('holds back as long as one of several is not decided', async () => {
    await file({ replies: [reply(ANNE, 'ok stop'), reply(ANNE, 'bus stop', { at: LATER.plus({ minutes: 1 }) })] });
    const [first] = await ledger.openReplies();
    await ledger.decideReplies([first!.id], 'not_opt_out', STAMP);
    expect(await factsOf(ANNE)).toHaveLength(1);
  });

  it('stops a message that was judged before it came, in the moment in which it is filed', async () => {
    const plan = await confirmedCampaign(ledger, 'fete', [ANNE, BRUNO]);
    const [intent] = await intentIds(ledger, plan.campaignId);
    const version = await factsVersionOf(ledger);
    await file({ replies: [reply(ANNE, 'ok stop')] });
    expect(await ledger.beginSubmission(intent!, version, LATER)).toBe('stale');
    const held = await factsVersionOf(ledger);
    const id = await oldestId();
    await ledger.decideReplies([id], 'not_opt_out', STAMP);
    expect(await ledger.beginSubmission(intent!, held, LATER)).toBe('stale');
    expect(await ledger.beginSubmission(intent!, await factsVersionOf(ledger), LATER)).toBe('begun');
  });

  it('is known to a rehearsal that was made before it came, and its decision too', async () => {
    const files = { ledger: temp.file, rehearsal: `${temp.folder}/rehearsals/fete.db` };
    const rehearsal = openRehearsal(files, 'fete', KEYRING, STAMP);
    try {
      const known = async () => (await rehearsal.factsFor([ANNE], MORNING)).get(ANNE)?.suppressions;
      expect(await known()).toEqual([]);
      await file({ replies: [reply(ANNE, 'ok stop')] });
      expect(await known()).toMatchObject([{ reason: 'review' }]);
      const id = await oldestId();
      await ledger.decideReplies([id], 'not_opt_out', STAMP);
      expect(await known()).toEqual([]);
      // What simulated people say stays in the rehearsal.
      const simulated = { collectionId: null, receipts: [], unreachableAfter: 0, replies: [reply(BRUNO, 'bus stop')] };
      await rehearsal.recordInbox(simulated, STAMP);
      expect(await reasonsOf(BRUNO)).toEqual([]);
      await file({ replies: [reply(CHLOE, 'bus stop')] });
      expect((await rehearsal.factsFor([CHLOE], MORNING)).get(CHLOE)?.suppressions).toHaveLength(1);
    } finally {
      rehearsal.close();
    }
  });
});

it('a rehearsal that is older than holds numbers its own apart as well', () => {
  const all = loadMigrations(new URL('../../migrations/sqlite/', import.meta.url));
  const before = all.slice(
    0,
    all.findIndex(({ name }) => name.endsWith('_replies.sql')),
  );
  const sequenceOf = (rehearsalOf: string | null): unknown => {
    const db = new Database(':memory:');
    migrate(db, ':memory:', isoInstant(MORNING), before);
    const insert = 'INSERT INTO ledger (id, ledger_id, key_check, created_at, rehearsal_of) VALUES (1, ?, ?, ?, ?)';
    db.prepare(insert).run('x', KEYRING.check, isoInstant(MORNING), rehearsalOf);
    migrate(db, ':memory:', isoInstant(MORNING), all);
    return db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'hold'").get();
  };
  expect(sequenceOf('fete')).toEqual({ seq: REHEARSAL_SEQ });
  expect(sequenceOf(null)).toBeUndefined();
});

describe('what waits', () => {
  it('is done by number or all at once, but never what waits for a decision', async () => {
    const at = (minutes: number) => ({ at: LATER.plus({ minutes }) });
    await file({
      replies: [reply(ANNE, 'Merci', at(2)), reply(BRUNO, 'AIDE', at(1)), reply(CHLOE, 'ok stop', at(3))],
    });
    expect(await ledger.inboxCounts()).toEqual({
      waiting: 2,
      review: 1,
      oldestAt: isoInstant(LATER.plus({ minutes: 1 })),
    });
    const ids = (await ledger.openReplies()).map(({ id }) => id);
    expect(await ledger.finishReplies([ids[0]!, ids[2]!], STAMP)).toEqual({ done: 1, strange: [ids[2]] });
    expect(await ledger.finishReplies('all', STAMP)).toEqual({ done: 1, strange: [] });
    expect(await ledger.inboxCounts()).toMatchObject({ waiting: 0, review: 1 });
    expect(auditOf(ledger, 'reply_done')).toHaveLength(2);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('is not changed by anybody: its text can be emptied, and nothing else', async () => {
    await file({ replies: [reply(ANNE, 'ok stop')] });
    const raw = temp.raw();
    expect(() => raw.prepare("UPDATE reply SET text = 'Merci'").run()).toThrow('not changed');
    expect(() => raw.prepare("UPDATE reply SET verdict = 'none'").run()).toThrow('not changed');
    expect(() => raw.prepare('DELETE FROM reply').run()).toThrow('keeps its row');
    expect(() => raw.prepare('DELETE FROM hold').run()).toThrow('append-only');
    expect(() => raw.prepare('UPDATE hold SET releases = 1').run()).toThrow('append-only');
    expect(raw.prepare('UPDATE reply SET text = NULL').run().changes).toBe(1);
    expect(await ledger.openReplies()).toMatchObject([{ text: null }]);
  });
});

it('what a stranger says under a number that somebody had before is not theirs', async () => {
  await ledger.recordConsents([consentOf(ANNE)], STAMP);
  await ledger.rectifySubject(ANNE, DORA, DAYS, STAMP);
  await file({ replies: [reply(ANNE, 'STOP', { at: STAMP.at.plus({ days: 1 }), moment: 'later' })] });
  const suppressed = async (number: E164) => (await ledger.factsFor([number], MORNING)).get(number)?.suppressions;
  expect(await suppressed(ANNE)).toMatchObject([{ reason: 'stop' }]);
  expect(await suppressed(DORA)).toEqual([]);
});

it('a STOP holds for the number that the person has since from when it was said', async () => {
  await ledger.recordConsents([consentOf(ANNE)], STAMP);
  await ledger.recordSuppressions([suppressionOf(ANNE)], STAMP);
  await ledger.rectifySubject(ANNE, DORA, DAYS, { ...STAMP, at: LATER });
  // What was said under the former number, and the same of the number of today.
  const said = temp.raw().prepare('SELECT reason, at FROM suppression').all();
  expect(said).toEqual([
    { reason: 'stop', at: isoInstant(MORNING) },
    { reason: 'stop', at: isoInstant(MORNING) },
  ]);
});

it('a STOP that was lifted is not said anew of the number that the person has since', async () => {
  await ledger.recordSuppressions([suppressionOf(ANNE)], STAMP);
  const [stop] = await ledger.suppressionsOf(ANNE);
  await ledger.recordLiftingConsent(consentOf(ANNE), [stop!.seq], STAMP);
  expect(await ledger.rectifySubject(ANNE, DORA, DAYS, STAMP)).toMatchObject({ kind: 'rectified', carried: 0 });
  const suppressions = (await ledger.factsFor([DORA], MORNING)).get(DORA)?.suppressions;
  expect(suppressions).toMatchObject([{ reason: 'stop', liftedFor: ['association'] }]);
});

describe('a receipt', () => {
  const about = (name: string, differing: Partial<Receipt> = {}): Receipt => ({
    ref: KEYRING.reference(name, ANNE),
    status: 'undelivered',
    code: '1190',
    about: 'unreachable',
    at: isoInstant(LATER),
    ...differing,
  });

  async function sent(name: string, outcome: 'accepted' | 'unknown' = 'accepted'): Promise<void> {
    const plan = await confirmedCampaign(ledger, name, [ANNE]);
    const [intent] = await intentIds(ledger, plan.campaignId);
    await ledger.beginSubmission(intent!, await factsVersionOf(ledger), MORNING);
    const told = outcome === 'accepted' ? { kind: outcome, providerId: 'p' } : { kind: outcome, why: 'timeout' };
    await ledger.recordOutcome(intent!, told, SUBMISSION, STAMP);
  }

  it.each(['is under way', 'is in doubt'])('is awaited under the number that it %s for', async (how) => {
    const plan = await confirmedCampaign(ledger, 'fete', [ANNE]);
    const [intent] = await intentIds(ledger, plan.campaignId);
    await ledger.beginSubmission(intent!, await factsVersionOf(ledger), MORNING);
    const lost = { kind: 'unknown', why: 'timeout' } as const;
    if (how === 'is in doubt') await ledger.recordOutcome(intent!, lost, SUBMISSION, STAMP);
    expect(await ledger.rectifySubject(ANNE, DORA, DAYS, STAMP)).toEqual({ kind: 'in_doubt' });
  });

  it('that a number is dead is not said of the number that the person has since', async () => {
    await sent('fete');
    expect(await ledger.rectifySubject(ANNE, DORA, DAYS, STAMP)).toMatchObject({ kind: 'rectified' });
    expect((await file({ receipts: [about('fete')] }, 1)).suppressed).toEqual(NONE);
    expect([await reasonsOf(ANNE), await reasonsOf(DORA)]).toEqual([[], []]);
  });

  it('that a number is dead is said of the number that the person had when the message left', async () => {
    await ledger.recordConsents([consentOf(BRUNO)], STAMP);
    expect(await ledger.rectifySubject(BRUNO, ANNE, DAYS, STAMP)).toMatchObject({ kind: 'rectified' });
    const plan = await confirmedCampaign(ledger, 'fete', [ANNE]);
    const [intent] = await intentIds(ledger, plan.campaignId);
    await ledger.beginSubmission(intent!, await factsVersionOf(ledger), STAMP.at.plus(1));
    await ledger.recordOutcome(intent!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
    expect((await file({ receipts: [about('fete')] }, 1)).suppressed).toEqual({ replies: 0, receipts: 1 });
    expect([await reasonsOf(ANNE), await reasonsOf(BRUNO)]).toEqual([['unreachable'], []]);
  });

  it('of somebody who was erased before is erased as well, with a row that tells of it', async () => {
    await ledger.recordConsents([consentOf(ANNE)], STAMP);
    await ledger.eraseSubject(ANNE, STAMP);
    await file({ replies: [reply(ANNE, 'Merci')] });
    expect(await ledger.eraseSubject(ANNE, STAMP)).toMatchObject({ standing: 'erased', replies: 1 });
    expect(auditOf(ledger, 'erased').at(-1)).toMatchObject({ consents: 0, replies: 1 });
    expect(temp.raw().prepare('SELECT text FROM reply').pluck().all()).toEqual([null]);
    // And once more there is nothing to tell.
    await ledger.eraseSubject(ANNE, STAMP);
    expect(auditOf(ledger, 'erased')).toHaveLength(2);
  });

  it('about somebody who was erased is filed and says nothing more of them; what came with it is filed too', async () => {
    await sent('fete');
    await ledger.eraseSubject(ANNE, STAMP);
    const receipts = [about('fete', { about: 'opted_out', code: '1240' })];
    const filed = await file({ receipts, replies: [reply(BRUNO, 'STOP')] });
    expect(filed).toMatchObject({
      receipts: ['recorded'],
      replies: ['recorded'],
      suppressed: { replies: 1, receipts: 0 },
    });
    expect(await reasonsOf(ANNE)).toEqual(['erasure']);
    expect(await reasonsOf(BRUNO)).toEqual(['stop']);
  });

  it('moves its message, settles what was in doubt, and tells nothing new the second time', async () => {
    await sent('fete', 'unknown');
    const receipts = [about('fete', { status: 'delivered', code: null, about: null }), about('gone')];
    expect(await file({ receipts })).toMatchObject({ receipts: ['recorded', 'unmatched'], suppressed: NONE });
    expect((await file({ receipts })).receipts).toEqual(['unchanged', 'unmatched']);
    expect(auditOf(ledger, 'settlement')).toMatchObject([{ outcome: 'accepted', by: 'receipt' }]);
  });

  const arrived = { status: 'delivered', code: null, about: null } as const;

  it('about a message that was called not sent ends it: it never leaves again', async () => {
    await sent('fete', 'unknown');
    const { id } = (await ledger.findCampaign('fete'))!;
    const word = { ref: about('fete').ref, verdict: 'not_sent', by: 'person', providerId: null, reason: null } as const;
    await ledger.settleUnknown(id, [word], STAMP);
    const batch = { collectionId: null, replies: [], receipts: [about('fete', arrived)], unreachableAfter: 3 };
    expect((await ledger.judgeInbox(batch)).receipts).toEqual(['recorded']);
    expect((await file(batch)).receipts).toEqual(['recorded']);
    expect((await file(batch)).receipts).toEqual(['unchanged']);
    expect(await ledger.campaignCounts(id)).toMatchObject({ accepted: 1, delivered: 1, remaining: 0, unknown: 0 });
    expect(auditOf(ledger, 'settlement')).toMatchObject([
      { outcome: 'not_sent' },
      { outcome: 'accepted', by: 'receipt' },
    ]);
    // It counts from when it left, not from when that was known.
    expect((await ledger.traceOf(id, ANNE)).intent?.submittedAt).toBe(isoInstant(MORNING));
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('about a message that its provider returned, or that a run holds as planned, ends it as well', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', [ANNE]);
    const [intent] = await intentIds(ledger, campaignId);
    const version = await factsVersionOf(ledger);
    await ledger.beginSubmission(intent!, version, MORNING);
    await ledger.recordOutcome(intent!, { kind: 'throttled', retryAfterMs: 1 }, SUBMISSION, STAMP);
    expect((await file({ receipts: [about('fete', arrived)] })).receipts).toEqual(['recorded']);
    expect(await ledger.beginSubmission(intent!, version, LATER)).toBe('gone');
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ accepted: 1, remaining: 0 });
    expect(ledger.checkTampering()).toEqual([]);
  });

  it.each([
    { kind: 'accepted', providerId: 'p' },
    { kind: 'unknown', why: 'timeout' },
    { kind: 'throttled', retryAfterMs: 1 },
  ] as const)('that comes before the answer is what counts, also where no answer comes: $kind', async (outcome) => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', [ANNE]);
    const [intent] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(intent!, await factsVersionOf(ledger), MORNING);
    expect((await file({ receipts: [about('fete', arrived)] })).receipts).toEqual(['recorded']);
    await ledger.recordOutcome(intent!, outcome, SUBMISSION, STAMP);
    expect(await ledger.markAbandonedSubmissions(campaignId, STAMP)).toBe(0);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ accepted: 1, delivered: 1, remaining: 0 });
    expect(auditOf(ledger, 'submission')).toMatchObject([
      { outcome: 'accepted', profile: 'FR/strict', territory: 'FR', submittedAt: isoInstant(MORNING) },
    ]);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('about nothing that was planned for good tells nothing', async () => {
    await ledger.recordConsents([consentOf(ANNE)], STAMP);
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(plan, [intentDraft(ANNE)], []);
    const batch = { collectionId: null, replies: [], receipts: [about('fete', arrived)], unreachableAfter: 3 };
    expect((await ledger.judgeInbox(batch)).receipts).toEqual(['unmatched']);
    expect((await file(batch)).receipts).toEqual(['unmatched']);
  });

  it.each(['opted_out', 'barred'] as const)(
    'of a network that knows that they are %s: everything ends',
    async (told) => {
      await sent('fete');
      expect((await file({ receipts: [about('fete', { about: told, code: '1240' })] })).suppressed).toEqual({
        replies: 0,
        receipts: 1,
      });
      expect(await ledger.suppressionsOf(ANNE)).toMatchObject([{ reason: 'provider', scope: 'all' }]);
    },
  );

  it.each([
    ['delivered', { status: 'delivered', code: null, about: null }],
    ['not delivered for another reason', { code: '1010', about: null }],
    ['unreachable', {}],
  ] as const)(
    'that tells of a STOP is heeded where its message has one already: %s; read again it tells nothing',
    async (_, first) => {
      await sent('fete');
      await file({ receipts: [about('fete', first)] });
      const receipts = [
        about('fete', { about: 'opted_out', code: '1240', at: isoInstant(LATER.plus({ minutes: 1 })) }),
      ];
      const batch = { collectionId: null, replies: [], receipts, unreachableAfter: 3 };
      expect((await ledger.judgeInbox(batch)).receipts).toEqual(['recorded']);
      expect(await file(batch)).toMatchObject({ receipts: ['recorded'], suppressed: { replies: 0, receipts: 1 } });
      expect(await ledger.suppressionsOf(ANNE)).toMatchObject([{ reason: 'provider', scope: 'all' }]);
      expect(auditOf(ledger, 'receipt')).toHaveLength(1);
      expect(auditOf(ledger, 'suppressed')).toHaveLength(1);
      const before = dumpTables(temp.file);
      expect((await ledger.judgeInbox(batch)).receipts).toEqual(['unchanged']);
      expect(await file(batch)).toMatchObject({ receipts: ['unchanged'], suppressed: NONE });
      expect(dumpTables(temp.file)).toEqual(before);
      expect(ledger.checkTampering()).toEqual([]);
    },
  );

  it('that tells of a STOP is heeded where its message never left', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', [ANNE]);
    const [intent] = await intentIds(ledger, campaignId);
    await ledger.recordSkip(intent!, 'suppressed', STAMP);
    const receipts = [about('fete', { about: 'opted_out', code: '1240' })];
    expect(await file({ receipts })).toMatchObject({ receipts: ['recorded'], suppressed: { replies: 0, receipts: 1 } });
    expect(await reasonsOf(ANNE)).toEqual(['provider']);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ accepted: 0 });
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('that says that its recipient wants none says so whatever became of the message already', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', [ANNE, BRUNO]);
    const [first, second] = await intentIds(ledger, campaignId);
    for (const intent of [first!, second!]) {
      await ledger.beginSubmission(intent, await factsVersionOf(ledger), MORNING);
    }
    await ledger.recordOutcome(first!, { kind: 'rejected', code: '1240', detail: '' }, SUBMISSION, STAMP);
    await ledger.recordOutcome(second!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
    const late = { ...about('fete', { about: 'opted_out', code: '1240' }), ref: KEYRING.reference('fete', BRUNO) };
    await file({ receipts: [{ ...late, ...arrived }] });
    const receipts = [about('fete', { about: 'opted_out', code: '1240' }), late];
    const filed = await file({ receipts });
    expect(filed).toMatchObject({ receipts: ['recorded', 'recorded'], suppressed: { replies: 0, receipts: 2 } });
    expect([await reasonsOf(ANNE), await reasonsOf(BRUNO)]).toEqual([['provider'], ['provider']]);
    expect((await file({ receipts })).suppressed).toEqual(NONE);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ rejected: 1, accepted: 1, delivered: 1 });
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('about no message of ours that says that its recipient wants none puts them on the list, known or not', async () => {
    const elsewhere = (to: E164, differing: Partial<Receipt> = {}): Receipt => ({
      ...about('gone', { about: 'opted_out', code: '1240', ...differing }),
      to,
    });
    const receipts = [
      elsewhere(ANNE),
      elsewhere(ANNE, { ref: '' }),
      elsewhere(BRUNO, { status: 'delivered', code: null }),
      elsewhere(DORA, { about: 'unreachable', code: '1190' }),
      about('gone', { about: 'opted_out', code: '1240' }),
    ];
    expect(await ledger.judgeInbox({ collectionId: null, replies: [], receipts, unreachableAfter: 1 })).toMatchObject({
      suppressed: NONE,
    });
    const filed = await file({ receipts }, 1);
    expect(filed).toMatchObject({
      receipts: receipts.map(() => 'unmatched'),
      suppressed: { replies: 0, receipts: 1 },
    });
    expect(await ledger.suppressionsOf(ANNE)).toMatchObject([{ reason: 'provider', scope: 'all' }]);
    expect([await reasonsOf(BRUNO), await reasonsOf(DORA)]).toEqual([[], []]);
    expect((await file({ receipts }, 1)).suppressed).toEqual(NONE);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('that calls a number unreachable for good: as many in a row as are configured put it on the never-list', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await sent(name);
    const at = (minutes: number): string => isoInstant(LATER.plus({ minutes }));
    await file({ receipts: [about('a', { at: at(1) })] }, 2);
    await file({ receipts: [about('b', { at: at(2), status: 'delivered', about: null })] }, 2);
    // Temporary trouble neither counts nor clears.
    await file({ receipts: [about('c', { at: at(3), about: null })] }, 2);
    await file({ receipts: [about('d', { at: at(4) })] }, 2);
    expect(await reasonsOf(ANNE)).toEqual([]);
    await file({ receipts: [about('e', { at: at(5) })] }, 2);
    expect(await reasonsOf(ANNE)).toEqual(['unreachable']);
    expect(auditOf(ledger, 'suppressed')).toMatchObject([{ reason: 'unreachable', scope: 'all' }]);
  });

  it('counts for nothing where the rule is off', async () => {
    for (const name of ['a', 'b', 'c']) await sent(name);
    const receipts = ['a', 'b', 'c'].map((name) => about(name));
    await file({ receipts }, 0);
    expect(await reasonsOf(ANNE)).toEqual([]);
    // A receipt that is told again is none in a row, whatever the rule is by then.
    await file({ receipts }, 1);
    expect(await reasonsOf(ANNE)).toEqual([]);
  });
});

describe('what proves a way out', () => {
  const KEY = Buffer.alloc(32, 1);

  it('is the first STOP of the trusted phone after the test began, and no other', async () => {
    await file({ replies: [reply(ANNE, 'STOP', { at: MORNING.minus({ minutes: 5 }) })] });
    await ledger.beginExitTest(KEY, ANNE, STAMP);
    await file({
      replies: [reply(ANNE, 'stop', { at: MORNING.minus({ minutes: 1 }) }), reply(BRUNO, 'STOP'), reply(ANNE, 'Merci')],
    });
    expect(await ledger.exitTest(KEY, ANNE)).toEqual({ begunAt: isoInstant(MORNING), provenAt: null });
    expect(await ledger.exitProof(KEY)).toBeNull();
    await file({ replies: [reply(ANNE, 'STOP')] });
    expect(await ledger.exitProof(KEY)).toEqual({
      kind: 'stop_test',
      provenAt: isoInstant(LATER),
      operator: 'claire',
      statement: null,
    });
    expect(auditOf(ledger, 'exit_proven')).toMatchObject([{ way: 'stop_test', receivedAt: isoInstant(LATER) }]);
  });

  it('is not proven anew by a further STOP', async () => {
    await ledger.beginExitTest(KEY, ANNE, STAMP);
    await file({ replies: [reply(ANNE, 'STOP')] });
    const tables = dumpTables(temp.file);
    await file({ replies: [reply(ANNE, 'Stop !', { at: LATER.plus({ days: 1 }) })] });
    expect(auditOf(ledger, 'exit_proven')).toHaveLength(1);
    expect(dumpTables(temp.file)['exit_proof']).toEqual(tables['exit_proof']);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('is a test of somebody whom the ledger knows from then on: their rights reach it', async () => {
    await ledger.beginExitTest(KEY, ANNE, STAMP);
    expect((await ledger.heldInClear(ANNE)).standing).toBe('known');
  });

  it('is told by the newest proof, of one moment by the last', async () => {
    const attested = async (statement: string, at: DateTime): Promise<string | null | undefined> => {
      await ledger.attestExit(KEY, statement, { ...STAMP, at });
      return (await ledger.exitProof(KEY))?.statement;
    };
    expect(await attested('first', LATER)).toBe('first');
    expect(await attested('second', LATER)).toBe('second');
    expect(await attested('by a clock that was set back', MORNING)).toBe('second');
  });

  it('or a person’s word, for this way out alone', async () => {
    await ledger.attestExit(KEY, 'I tried it myself', STAMP);
    expect(await ledger.exitProof(KEY)).toMatchObject({ kind: 'attested', statement: 'I tried it myself' });
    expect(await ledger.exitProof(Buffer.alloc(32, 2))).toBeNull();
    expect(auditOf(ledger, 'exit_proven')).toMatchObject([{ way: 'attested', proof: 1 }]);
  });
});

describe('a collecting of STOPs', () => {
  it('counts once it came to its end, for its provider', async () => {
    const start = { kind: 'import', provider: 'vonage', fileName: 'replies.csv' } as const;
    const first = await ledger.beginCollection(start, STAMP);
    expect(await ledger.stopsCollectedAt('vonage', LATER)).toBeNull();
    const end = { sha256: 'ab', told: { rows: 3 } };
    await ledger.endCollection(first, { ...end, hasStops: false }, STAMP);
    expect(await ledger.stopsCollectedAt('vonage', LATER)).toBeNull();
    const second = await ledger.beginCollection({ ...start, kind: 'pull', fileName: null }, STAMP);
    await ledger.endCollection(second, { ...end, hasStops: true }, { ...STAMP, at: LATER });
    // What came while it went on may be missing.
    expect(await ledger.stopsCollectedAt('vonage', LATER)).toBe(isoInstant(MORNING));
    expect(await ledger.pulledAt('vonage', LATER)).toBe(isoInstant(MORNING));
    expect(await ledger.stopsCollectedAt('other', LATER)).toBeNull();
    expect(auditOf(ledger, 'stops_collected')).toMatchObject([{ hasStops: false, rows: 3 }, { hasStops: true }]);
    // What came to its end has ended.
    await ledger.endCollection(first, { ...end, hasStops: true }, { ...STAMP, at: LATER });
    expect(await ledger.stopsCollectedAt('vonage', LATER)).toBe(isoInstant(MORNING));
    expect(auditOf(ledger, 'stops_collected')).toHaveLength(2);
  });

  it('keeps no number of the name of its file, and of what was attested its seal alone in the log', async () => {
    const start = {
      kind: 'attested',
      provider: 'vonage',
      fileName: 'STOP 0639980001.csv',
      statement: 'tout lu',
    } as const;
    const id = await ledger.beginCollection(start, STAMP);
    await ledger.endCollection(id, { sha256: 'ab', told: {}, hasStops: true }, STAMP);
    const kept = temp.raw().prepare('SELECT file_name, statement, sha256 FROM collection').get();
    expect(kept).toEqual({ file_name: expect.not.stringContaining('39980001'), statement: 'tout lu', sha256: 'ab' });
    const seal = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
    const [told] = auditOf(ledger, 'stops_collected');
    expect(told).toMatchObject({ fileSeal: seal, statementSeal: seal, sha256: 'ab', kind: 'attested' });
    expect(JSON.stringify(told)).not.toContain('tout lu');
    expect([await ledger.attestedAt('vonage', LATER), await ledger.pulledAt('vonage', LATER)]).toEqual([
      isoInstant(MORNING),
      null,
    ]);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('that was a pull with a gap is none to go on from', async () => {
    const start = { kind: 'pull', provider: 'vonage', fileName: null } as const;
    const pull = await ledger.beginCollection(start, STAMP);
    await ledger.endCollection(pull, { sha256: null, told: {}, hasStops: false }, STAMP);
    expect(await ledger.pulledAt('vonage', LATER)).toBeNull();
  });
});
