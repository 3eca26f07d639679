import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';
import { intentDraft, intentIds, NO_TIMES, PLANNED_FILE, STAMP, SUBMISSION, termsOf } from '../support/temp-ledger.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
});
afterEach(() => workspace.remove());

const NUMBER = '0639980001';
const doubly = ['--purpose', 'marketing', '--basis', 'double_opt_in', '--method', 'web_form', '--wording', 'I agree'];

async function stateOf(purpose = 'marketing', number = NUMBER): Promise<unknown> {
  const { purposes } = await workspace.json('consent', 'show', number);
  return (purposes as Record<string, { state: string }>)[purpose]?.state;
}

async function checkOf(rule: string, purpose = 'marketing'): Promise<Record<string, unknown>> {
  const { checks } = await workspace.json('why', NUMBER, '--purpose', purpose);
  const found = (checks as { rule: string }[]).find((one) => one.rule === rule);
  return found as unknown as Record<string, unknown>;
}

describe('a double opt-in (PRODUCT.md section 7)', () => {
  const add = (...flags: readonly string[]) =>
    workspace.run('consent', 'add', NUMBER, ...doubly, '--source', 'form', ...flags);

  it('that waits is no consent, in show, why and export, and counts once it is confirmed', async () => {
    const asked = await add('--given-at', '2026-03-01', '--pending');
    expect(asked).toMatchObject({ exit: 0 });
    expect(asked.out).toContain('waits for its confirmation');
    expect(await stateOf()).toBe('pending');
    expect((await workspace.run('consent', 'show', NUMBER)).out).toContain('asked for, not confirmed');
    expect(await checkOf('no_consent')).toMatchObject({
      pass: false,
      facts: { consent: null, pending: { seq: 1, kind: 'pending' } },
    });
    expect((await workspace.run('why', NUMBER, '--purpose', 'marketing')).out).toContain(
      'asked for and not confirmed (double opt-in):',
    );
    expect((await workspace.run('audit', 'list', '--json')).out).toContain('"consent_pending"');

    const bare = await add('--given-at', '2026-03-01', '--confirmed-at', '2026-03-02T10:00:00Z');
    expect(bare).toMatchObject({ exit: 65 });
    expect(bare.err).toContain('nothing that shows the confirmation');
    const told = ['--confirmed-at', '2026-03-02T10:00:00Z', '--evidence', 'click 4711'];
    expect(await add('--given-at', '2026-03-01', ...told)).toMatchObject({ exit: 0 });
    expect(await stateOf()).toBe('valid');
    const { events } = await workspace.json('consent', 'show', NUMBER, '--reveal');
    expect(events).toMatchObject([
      { kind: 'pending', confirmedAt: null },
      { kind: 'given', confirmedAt: '2026-03-02T10:00:00.000Z', evidence: 'click 4711' },
    ]);
  });

  it('is not confirmed by a row that says nothing of a confirmation', async () => {
    await add('--given-at', '2026-03-01', '--pending');
    const again = await add('--given-at', '2026-03-05');
    expect(again).toMatchObject({ exit: 65 });
    expect(again.err).toContain('double opt-in that waits for its confirmation');
    const rows = `phone,purpose,basis,given_at,method,wording,source\n${NUMBER},marketing,double_opt_in,2026-03-05,web_form,I agree,form\n`;
    expect(await workspace.json('consent', 'import', workspace.write('c.csv', rows))).toMatchObject({
      rejected: { unconfirmed: 1 },
    });
    expect(await stateOf()).toBe('pending');
  });

  it('waits where the file has a column for the confirmation and nothing in it', async () => {
    const header = 'phone,purpose,basis,given_at,method,wording,source,evidence,confirmed at';
    const line = (phone: string, confirmed: string): string =>
      `${phone},marketing,double_opt_in,2026-03-01,web_form,I agree,form,mail 1,${confirmed}`;
    const file = workspace.write('c.csv', [header, line(NUMBER, ''), line('0639980002', '2026-03-02')].join('\n'));
    const answer = await workspace.run('consent', 'import', file);
    expect(answer.err).toContain('1 is not confirmed yet');
    expect(await workspace.json('consent', 'import', file, '--dry-run')).toMatchObject({ unchanged: 2, pending: 0 });
    expect([await stateOf(), await stateOf('marketing', '0639980002')]).toEqual(['pending', 'valid']);
    workspace.write('c.csv', [header, line(NUMBER, '2026-03-03'), line('0639980002', '2026-03-02')].join('\n'));
    expect(await workspace.json('consent', 'import', file)).toMatchObject({ recorded: 1, unchanged: 1, pending: 0 });
    expect(await stateOf()).toBe('valid');
    workspace.write('c.csv', [header, line('0639980003', '2026-02-01'), line('0639980004', 'yes')].join('\n'));
    expect(await workspace.json('consent', 'import', file)).toMatchObject({ rejected: { invalid_date: 2 } });
  });

  it('waits in a file that states it twice, and only the second time as if nothing waited', async () => {
    const header = 'phone,purpose,basis,given_at,method,wording,source,kind';
    const line = (givenAt: string, kind: string): string =>
      `${NUMBER},marketing,double_opt_in,${givenAt},web_form,I agree,form,${kind}`;
    const file = workspace.write(
      'c.csv',
      [header, line('2026-03-01', 'pending'), line('2026-03-02', 'given')].join('\n'),
    );
    const expected = { recorded: 1, pending: 1, rejected: { unconfirmed: 1 } };
    expect(await workspace.json('consent', 'import', file, '--dry-run')).toMatchObject(expected);
    expect(await workspace.json('consent', 'import', file)).toMatchObject(expected);
    expect(await stateOf()).toBe('pending');
  });

  it('goes through an export and back as what it is', async () => {
    await add('--given-at', '2026-03-01', '--pending');
    await add(
      '--given-at',
      '2026-03-01',
      '--confirmed-at',
      '2026-03-02',
      '--evidence',
      'click',
      '--last-contact',
      '2026-03-04',
    );
    const { out } = await workspace.run('consent', 'export', '--reveal');
    const other = testWorkspace();
    try {
      const file = other.write('h.csv', out);
      expect(await other.json('consent', 'import', file)).toMatchObject({ rows: 2, recorded: 2, pending: 1 });
      expect(await other.json('consent', 'import', file)).toMatchObject({ unchanged: 2 });
    } finally {
      other.remove();
    }
    expect(await workspace.json('consent', 'import', workspace.write('h.csv', out))).toMatchObject({ unchanged: 2 });
  });

  it.each([
    [['--basis', 'opt_in', '--pending'], '--pending is for double_opt_in'],
    [['--basis', 'opt_in', '--confirmed-at', '2026-03-01'], '--confirmed-at is for double_opt_in'],
    [['--pending', '--confirmed-at', '2026-03-01'], 'exclude each other'],
  ])('refuses %j as usage', async (flags, told) => {
    const answer = await add('--given-at', '2026-03-01', ...flags);
    expect(answer).toMatchObject({ exit: 64 });
    expect(answer.err).toContain(told);
  });
});

describe('age (PRODUCT.md section 7)', () => {
  const told = ['--purpose', 'marketing', '--basis', 'opt_in', '--method', 'web_form', '--wording', 'I agree'];
  const add = (givenAt: string, ...flags: readonly string[]) =>
    workspace.run('consent', 'add', NUMBER, ...told, '--source', 'form', '--given-at', givenAt, ...flags);

  it('ends a consent at 36 months, and a later contact that came from the person renews it', async () => {
    await add('2023-01-10');
    expect(await stateOf()).toBe('expired');
    expect(await checkOf('consent_expired')).toMatchObject({ pass: false, facts: { ageMonths: 38, limitMonths: 36 } });
    // The same consent, of which a later contact is now told, is one more event.
    await add('2023-01-10', '--last-contact', '2025-06-01');
    expect(await stateOf()).toBe('valid');
    expect(await checkOf('consent_expired')).toMatchObject({ pass: true, facts: { ageMonths: 9, age: 'fresh' } });
  });

  it('counts what else the person did as a contact, but nothing that was attested for a whole file', async () => {
    await add('2023-01-10');
    const member = ['phone,purpose,basis,given_at,method,wording', `${NUMBER},association,member,,membership,note`];
    const file = workspace.write('m.csv', member.join('\n'));
    await workspace.run('consent', 'import', file, '--given-at', '2025-12-01');
    expect(await stateOf()).toBe('expired');
    workspace.write('m.csv', member.join('\n').replace('member,,', 'member,2025-12-02,'));
    await workspace.run('consent', 'import', file);
    expect(await stateOf()).toBe('valid');
  });

  it('is configured, and its bounds are judged', async () => {
    await add('2025-01-10');
    expect(await stateOf()).toBe('valid');
    const toml = workspace.read('smsctl.toml');
    workspace.write('smsctl.toml', `${toml}[consent]\nwarn_months = 6\nrefuse_months = 12\n`);
    expect(await stateOf()).toBe('expired');
    expect((await workspace.run('config', 'show')).out).toContain('refuse_months = 12');
    workspace.write('smsctl.toml', `${toml}[consent]\nwarn_months = 40\n`);
    const refused = await workspace.run('consent', 'show', NUMBER);
    expect(refused).toMatchObject({ exit: 78 });
    expect(refused.err).toContain('consent.warn_months: found 40; allowed: at most refuse_months, 36, for a warning');
  });
});

describe('a rented list (PRODUCT.md sections 3 and 7)', () => {
  const header = 'phone,purpose,basis,given_at,method,wording,source,campaign';
  const line = (wording: string): string =>
    `${NUMBER},partners,rented_list,2026-01-05,web_form,${wording},https://list.example/f,spring`;
  const importing = (wording: string) =>
    workspace.json('consent', 'import', workspace.write('r.csv', `${header}\n${line(wording)}\n`));

  it('needs a proof that names who texts, in whatever case', async () => {
    expect(await importing('I agree to hear from partners')).toMatchObject({ rejected: { partner_not_named: 1 } });
    expect(await importing('J’accepte les offres des AMIS DU PARC')).toMatchObject({ recorded: 1 });
  });

  it('is used up by its one campaign, and says so wherever it is shown', async () => {
    await importing('J’accepte les offres des AMIS DU PARC');
    expect((await workspace.json('consent', 'show', NUMBER))['events']).toMatchObject([{ usedUpAt: null }]);
    const ledger = workspace.openLedger();
    const [proof] = [...ledger.consentProofs(null)];
    const spring = await ledger.openPlan(
      termsOf('spring', { purpose: 'partners' }),
      { name: 'r.csv' },
      NO_TIMES,
      STAMP,
    );
    const draft = intentDraft(proof!.number!, { consentSeq: proof!.seq });
    await ledger.keepPlanned(spring, [draft], []);
    await ledger.freezePlan(spring, PLANNED_FILE, STAMP);
    await ledger.confirmPlans(spring.campaignId, null, STAMP);
    const [id = 0] = await intentIds(ledger, spring.campaignId);
    const { factsVersion } = await ledger.nextPlanned(spring.campaignId, [1], new Set(), 9, STAMP.at);
    expect(await ledger.beginSubmission(id, factsVersion, STAMP.at)).toBe('begun');
    await ledger.recordOutcome(id, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
    ledger.close();

    const usedUpAt = '2026-01-05T10:00:00.000Z';
    expect((await workspace.json('consent', 'show', NUMBER))['events']).toMatchObject([{ usedUpAt }]);
    expect((await workspace.run('consent', 'show', NUMBER)).out).toContain('used up by its one campaign');
    expect((await workspace.run('consent', 'export', '--reveal')).out).toMatch(
      /used_up_at[^]*2026-01-05T10:00:00\.000Z/,
    );
    const why = await workspace.run('why', NUMBER, '--purpose', 'partners');
    expect(why.out).toContain('used up by its one campaign');
    // No other campaign, whatever it is called, may use it.
    const list = workspace.write('again.csv', `phone\n${NUMBER}\n`);
    const summer = ['--campaign', 'summer', '--purpose', 'partners', '--text', 'Bonjour'];
    expect(await workspace.json('plan', list, ...summer)).toMatchObject({ planned: 0, excluded: { no_consent: 1 } });
  });

  it('is off where no purpose names it', async () => {
    const flags = [
      '--purpose',
      'marketing',
      '--basis',
      'rented_list',
      '--method',
      'web_form',
      '--given-at',
      '2026-01-05',
    ];
    const answer = await workspace.run('consent', 'add', NUMBER, ...flags);
    expect(answer).toMatchObject({ exit: 65 });
    expect(answer.err).toContain('not accepted');
  });
});
