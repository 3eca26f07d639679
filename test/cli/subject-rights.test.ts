import { existsSync } from 'node:fs';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import {
  confirmedCampaign,
  consentGiven,
  consentOf,
  factsVersionOf,
  intentIds,
  SUBMISSION,
} from '../support/temp-ledger.js';
import { unaccounted } from '../support/counts.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

const OLD = '+33639981234' as E164;
const NEW = '+33639985678' as E164;
const STAMP = { at: DateTime.utc(2026, 3, 10, 10), operator: 'claire', login: 'claire' };

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = testWorkspace();
  await workspace.inLedger((ledger) =>
    ledger.recordConsents([consentOf(OLD, consentGiven({ evidence: 'fiche 12' }))], STAMP),
  );
});
afterEach(() => workspace.remove());

/** Plans a message to the old number and, unless told otherwise, sends it. */
function message(
  campaign: string,
  outcome: 'accepted' | 'unknown' | null = 'accepted',
  text = `Bonjour ${campaign}`,
): Promise<number> {
  return workspace.inLedger(async (ledger) => {
    const { campaignId } = await confirmedCampaign(ledger, campaign, [OLD], () => ({ text }));
    const [id = 0] = await intentIds(ledger, campaignId);
    if (outcome === null) return campaignId;
    const [territory] = await ledger.territoriesOf(campaignId);
    const { factsVersion } = await ledger.nextPlanned(campaignId, [territory!.id], new Set(), 9, STAMP.at);
    await ledger.beginSubmission(id, factsVersion, STAMP.at);
    const said =
      outcome === 'accepted'
        ? ({ kind: outcome, providerId: 'p' } as const)
        : ({ kind: outcome, why: 'timeout' } as const);
    await ledger.recordOutcome(id, said, SUBMISSION, STAMP);
    return campaignId;
  });
}

const stateOf = async (number: string): Promise<unknown> => {
  const { purposes } = (await workspace.json('consent', 'show', number)) as {
    purposes: Record<string, { state: string; suppressed: boolean }>;
  };
  return purposes['association'];
};

describe('subject rectify', () => {
  it('gives the history to the new number: consents, messages, caps; the old one has none', async () => {
    await message('fete');
    expect(await workspace.json('subject', 'rectify', OLD, '--to', NEW)).toEqual({
      ...{ type: 'subject_rectify', from: '+33 6 •• •• •• 34', to: '+33 6 •• •• •• 78', skipped: 0, carried: 0 },
      requests: [1],
      warnings: [],
    });
    expect(await stateOf(NEW)).toMatchObject({ state: 'valid' });
    expect(await stateOf(OLD)).toMatchObject({ state: 'none' });
    await workspace.inLedger(async (ledger) => {
      const facts = await ledger.factsFor([OLD, NEW], STAMP.at.minus({ days: 1 }));
      expect([facts.get(NEW)?.received.length, facts.get(OLD)?.received.length]).toEqual([1, 0]);
      // Nor does whoever has the old number now get what this campaign sent to it.
      expect([...(await ledger.plannedBefore(1, [OLD, NEW])).keys()].sort()).toEqual([OLD, NEW].sort());
      expect(verifyChain(ledger.ledgerId, ledger.auditRows({}), null)).toMatchObject({ ok: true });
      expect(ledger.checkTampering()).toEqual([]);
      expect([...ledger.auditRows({ number: NEW })].map(({ kind }) => kind)).toContain('rectified');
    });
    expect((await workspace.json('subject', 'access', NEW))['formerNumbersUntil']).toEqual([
      '2026-03-10T10:00:00.000Z',
    ]);
    // The old list says the same of the old number as before: nothing new.
    await workspace.inLedger(async (ledger) => {
      const verdict = await ledger.recordConsents([consentOf(OLD, consentGiven({ evidence: 'fiche 12' }))], STAMP);
      expect(verdict).toEqual(['unchanged']);
    });
  });

  it('leaves with them what they said on the very day', async () => {
    const today = consentOf(OLD, consentGiven({ givenAt: '2026-03-10', effectiveAt: STAMP.at.minus({ hours: 11 }) }));
    await workspace.inLedger(async (ledger) =>
      expect(await ledger.recordConsents([today], STAMP)).toEqual(['recorded']),
    );
    await workspace.run('subject', 'rectify', OLD, '--to', NEW);
    await workspace.inLedger(async (ledger) =>
      expect(await ledger.recordConsents([today], STAMP)).toEqual(['unchanged']),
    );
    expect(await stateOf(OLD)).toMatchObject({ state: 'none' });
  });

  it('is no way around a STOP, nor around a restriction', async () => {
    await workspace.run('suppress', 'add', OLD, '--reason', 'stop');
    await workspace.run('suppress', 'add', OLD, '--reason', 'unreachable');
    await workspace.run('subject', 'restrict', OLD);
    expect(await workspace.json('subject', 'rectify', OLD, '--to', NEW)).toMatchObject({ carried: 1 });
    const { entries } = (await workspace.json('suppress', 'check', NEW)) as { entries: { reason: string }[] };
    expect(entries.map(({ reason }) => reason)).toEqual(['stop', 'restriction']);
    expect(await workspace.isSuppressed(OLD)).toBe(true);
    // Nobody was erased: of the number that was wrong a fingerprint is kept.
    const list = (await workspace.run('suppress', 'list')).out;
    expect(list).toContain('fingerprint only');
    expect(list).not.toContain('erased');
  });

  it('skips what has not left, and the counts add up', async () => {
    const campaignId = await message('fete', null);
    expect(await workspace.json('subject', 'rectify', OLD, '--to', NEW)).toMatchObject({ skipped: 1 });
    await workspace.inLedger(async (ledger) => {
      const counts = await ledger.campaignCounts(campaignId);
      expect(counts).toMatchObject({ planned: 1, skipped: { rectified: 1 }, remaining: 0 });
      expect(unaccounted(counts)).toBe(0);
    });
  });

  it('takes a number that is on the never-list alone, and stays there', async () => {
    await workspace.run('suppress', 'add', NEW);
    expect((await workspace.run('subject', 'rectify', OLD, '--to', NEW)).exit).toBe(0);
    expect(await stateOf(NEW)).toMatchObject({ state: 'valid', suppressed: true });
  });

  it('refuses two histories, nobody, the same number, someone erased, and what is in doubt', async () => {
    const rectify = async (from: string, to: string): Promise<number> =>
      (await workspace.run('subject', 'rectify', from, '--to', to)).exit;
    expect(await rectify('06 39 98 00 50', NEW)).toBe(65);
    const same = await workspace.run('subject', 'rectify', OLD, '--to', OLD);
    expect([same.exit, same.err]).toEqual([65, expect.stringContaining('both are the same number')]);
    expect(await rectify(OLD, 'twelve')).toBe(65);
    // A landline: nobody could be texted there, and the history would be lost to plans.
    expect(await rectify(OLD, '+33199001234')).toBe(65);
    await message('fete', 'unknown');
    expect(await rectify(OLD, NEW)).toBe(75);
    await workspace.inLedger((ledger) => ledger.recordConsents([consentOf(NEW)], STAMP));
    expect(await rectify(OLD, NEW)).toBe(65);
    await workspace.run('subject', 'erase', NEW, '--yes');
    expect(await rectify(OLD, NEW)).toBe(77);
    expect(await rectify(NEW, OLD)).toBe(77);
    expect(await stateOf(OLD)).toMatchObject({ state: 'valid' });
  });

  it('and an erasure after it leaves neither number', async () => {
    await workspace.run('requests', 'add', OLD, '--kind', 'rectify', '--contact', 'zoe@example.org');
    await workspace.run('subject', 'rectify', OLD, '--to', NEW);
    const other = await workspace.run('subject', 'erase', OLD, '--dry-run');
    expect(other.out).toContain('the ledger knows under another one');
    await workspace.run('subject', 'erase', NEW, '--yes');
    expect((await workspace.run('subject', 'erase', OLD, '--dry-run')).out).not.toContain('under another one');
    const bytes = workspace.read('ledger.db');
    for (const trace of [OLD, NEW, 'zoe@example.org', 'fiche 12'])
      expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
  });
});

describe('subject object', () => {
  it('ends everything for good, and is in the register once', async () => {
    expect(await workspace.json('subject', 'object', OLD)).toMatchObject({ verdict: 'recorded', requests: [1] });
    expect(await workspace.json('subject', 'object', OLD)).toMatchObject({ verdict: 'unchanged', requests: [] });
    const { entries } = (await workspace.json('suppress', 'check', OLD)) as { entries: unknown[] };
    expect(entries).toMatchObject([{ reason: 'objection', scope: 'all' }]);
  });
});

describe('subject restrict', () => {
  it('holds every message back until it is lifted, in a plan already made too', async () => {
    const campaignId = await message('fete', null);
    const version = await workspace.inLedger((ledger) => factsVersionOf(ledger));
    expect(await workspace.json('subject', 'restrict', OLD)).toMatchObject({ verdict: 'recorded', requests: [1] });
    expect(await workspace.json('subject', 'restrict', OLD)).toMatchObject({ verdict: 'unchanged', requests: [] });
    await workspace.inLedger(async (ledger) => {
      const [id = 0] = await intentIds(ledger, campaignId);
      expect(await ledger.beginSubmission(id, version, STAMP.at)).toBe('stale');
    });
    const why = await workspace.run('why', OLD, '--purpose', 'information');
    expect(why.out).toContain('restriction of processing');
    expect(why.out).toContain('art. 18');
    expect(await stateOf(OLD)).toMatchObject({ suppressed: true });
    expect(await workspace.json('subject', 'restrict', OLD, '--lift')).toMatchObject({
      verdict: 'recorded',
      requests: [],
    });
    expect(await workspace.isSuppressed(OLD)).toBe(false);
    expect(await stateOf(OLD)).toMatchObject({ state: 'valid', suppressed: false });
    await workspace.inLedger((ledger) => {
      expect([...ledger.auditRows({ number: OLD })].map(({ kind }) => kind).slice(-4)).toEqual([
        ...['restricted', 'request_received', 'request_answered', 'restriction_lifted'],
      ]);
      return Promise.resolve();
    });
  });
});

describe('subject access', () => {
  beforeEach(async () => {
    await message('fete');
    await workspace.run('suppress', 'add', OLD, '--reason', 'stop');
  });

  it('gives all that there is, as JSON, and names no operator', async () => {
    const document = await workspace.json('subject', 'access', OLD, '--reveal');
    expect(document).toMatchObject({
      ...{ type: 'subject_access', number: OLD, known: true, controller: { name: 'Les Amis du Parc' } },
      consents: [{ purpose: 'association', basis: 'opt_in', evidence: 'fiche 12' }, { purpose: 'association' }],
      suppressed: [{ reason: 'stop', scope: 'promotional' }],
      messages: [{ campaign: 'fete', text: 'Bonjour fete', state: 'accepted', consentSeq: 1 }],
      recipients: ['simulator'],
    });
    expect(JSON.stringify(document)).not.toContain('claire');
    expect((document['log'] as { kind: string }[]).map(({ kind }) => kind)).toEqual([
      ...['consent_given', 'consent_given', 'submission', 'suppressed'],
    ]);
  });

  it('masks the person’s own number in the texts too, and what they wrote', async () => {
    await message('bal', 'accepted', 'Ton numéro est le 06 39 98 12 34, le nôtre le 06 39 98 00 99');
    const file = workspace.write(
      'replies.csv',
      `from,text,at\n${OLD},"Je suis au 06 39 98 12 34",2026-03-10T09:00:00Z\n`,
    );
    await workspace.json('inbox', 'import', file);
    for (const json of [[], ['--json']]) {
      const { out } = await workspace.run('subject', 'access', OLD, ...json);
      expect(out).not.toContain('98 12');
      expect(out).toContain('est le 06 •• •• •• 34, le nôtre le 06 39 98 00 99');
      expect(out).toContain('Je suis au •• •• •• •• 34');
    }
  });

  it('tells of a reply that waits for a decision what it is, not what the people here are to do', async () => {
    const somebody = '0639981236';
    const file = workspace.write('doubt.csv', `from,text,at\n${somebody},"Stoppez la musique",2026-03-10T09:00:00Z\n`);
    expect(await workspace.json('inbox', 'import', file)).toMatchObject({ verdicts: { review: 1 } });
    const { out } = await workspace.run('subject', 'access', somebody);
    expect(out).toContain('a reply of yours that may be a STOP (all promotional messages, ');
    expect(out).not.toContain('smsctl inbox');
    // No list has it either.
    expect((await workspace.run('consent', 'show', somebody)).out).toContain(
      '\nheld back: a reply waits for your decision',
    );
    expect((await workspace.run('suppress', 'check', somebody)).out).toContain(' is held back\n');
    expect((await workspace.run('suppress', 'list')).out).not.toContain('36 ');
  });

  it('is a look with the number masked; whole, it is in the log and in the register', async () => {
    const head = await workspace.inLedger((ledger) => ledger.auditHead());
    const look = await workspace.run('subject', 'access', OLD);
    expect(look.out).not.toContain('39 98 12');
    expect(look.err).not.toContain('organisation.contact');
    expect(await workspace.inLedger((ledger) => ledger.auditHead())).toEqual(head);
    const given = await workspace.run('subject', 'access', OLD, '--reveal', '--out', workspace.at('acces.txt'));
    expect(given).toMatchObject({ exit: 0, out: '' });
    expect(given.err).toContain('warning: this document does not say whom to write to: fill in organisation.contact');
    const text = workspace.read('acces.txt');
    for (const part of [
      '+33 6 39 98 12 34',
      'fiche 12',
      'Bonjour fete',
      'STOP',
      'you agreed',
      'a form on',
      'You have the right',
      'CNIL',
    ])
      expect(text).toContain(part);
    expect(text).toContain('you agreed, 1 March 2025');
    // GDPR article 12(1): plain words, and nothing of who works here or what their files are called.
    expect(text).not.toMatch(/opt_in|_form|\.csv|\bclaire\b/);
    await workspace.inLedger(async (ledger) => {
      const added = [...ledger.auditRows({})].filter(({ seq }) => seq > head.seq).map(({ kind }) => kind);
      expect(added).toEqual(['revealed', 'request_received', 'request_answered']);
      expect(await ledger.requestsOf(OLD)).toMatchObject([{ kind: 'access', answer: 'granted' }]);
    });
    expect((await workspace.run('subject', 'access', OLD, '--out', workspace.at('acces.txt'))).exit).toBe(64);
  });

  it('as JSON answers a request for portability too', async () => {
    for (const kind of ['portability', 'access', 'erase']) await workspace.run('requests', 'add', OLD, '--kind', kind);
    await workspace.run('subject', 'access', OLD, '--reveal');
    const state = async (): Promise<unknown> =>
      workspace.inLedger(async (ledger) => (await ledger.requestsOf(OLD)).map(({ kind, answer }) => [kind, answer]));
    expect(await state()).toEqual([
      ['portability', null],
      ['access', 'granted'],
      ['erase', null],
    ]);
    await workspace.run('subject', 'access', OLD, '--reveal', '--json');
    expect(await state()).toEqual([
      ['portability', 'granted'],
      ['access', 'granted'],
      ['erase', null],
    ]);
  });

  it('speaks French as well', async () => {
    const french = testWorkspace('fr');
    const { out } = await french.run('subject', 'access', OLD);
    french.remove();
    expect(out).toContain('Vous avez le droit de');
  });

  it('answers for someone unknown and for someone erased', async () => {
    expect((await workspace.run('subject', 'access', '06 39 98 00 99')).out).toContain('does not know this number');
    await workspace.run('subject', 'erase', OLD, '--yes');
    const erased = await workspace.run('subject', 'access', OLD);
    expect(erased.out).toContain('only a fingerprint is left');
    expect(erased.out).toContain('the text was removed');
    expect(existsSync(workspace.at('rehearsals'))).toBe(false);
  });
});
