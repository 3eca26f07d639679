import { describe, expect, it } from 'vitest';
import {
  cliWorkspace,
  configText,
  memberNumber,
  members,
  MORNING,
  NIGHT,
  TERMS,
  tempFolder,
  workspaceIn,
  type CliWorkspace,
  type Json,
} from '../support/cli.js';
import { dumpTables } from '../support/temp-ledger.js';

const AT = ['--at', MORNING];
const first = memberNumber(0);

interface Check extends Json {
  readonly rule: string;
  readonly pass: boolean;
  readonly facts: Json;
  readonly source: string;
  readonly force: string;
}

async function why(space: CliWorkspace, ...args: readonly string[]): Promise<Json & { checks: readonly Check[] }> {
  const ran = await space.run(['why', ...args, '--json']);
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  return ran.json() as Json & { checks: readonly Check[] };
}

const firstFailing = ({ checks }: { readonly checks: readonly Check[] }): string | null =>
  checks.find(({ pass }) => !pass)?.rule ?? null;

describe.concurrent('why: may this person be texted', () => {
  it('walks every rule in order, in JSON', async () => {
    const space = await cliWorkspace();
    const document = await why(space, '06 39 98 00 01', '--purpose', 'association', ...AT);
    expect(document).toMatchObject({
      ...{ type: 'why', number: '+33 6 •• •• •• 01', at: '2025-03-11T09:00:00.000Z' },
      ...{ purpose: 'association', allowed: true, reason: null },
      notJudgedHere: ['duplicate', 'filtered', 'missing_field', 'too_long'],
    });
    expect(document).not.toHaveProperty('campaign');
    expect(document.checks.map(({ rule, pass, force }) => [rule, pass, force])).toEqual([
      ['invalid_number', true, 'law'],
      ['not_mobile', true, 'advice'],
      ['fictional_number', true, 'law'],
      ['country_not_allowed', true, 'advice'],
      ['suppressed', true, 'law'],
      ['consent_withdrawn', true, 'law'],
      ['no_consent', true, 'law'],
      ['consent_expired', true, 'advice'],
      ['no_way_out', true, 'law'],
      ['already_received', true, 'advice'],
      ['frequency_cap', true, 'advice'],
      ['hours', true, 'provider'],
    ]);
    for (const { source } of document.checks) expect(source).not.toBe('');
    expect(document.checks[9]!.facts).toMatchObject({ judged: false, missing: 'text' });
    expect(document.checks[6]!.facts).toMatchObject({
      judged: true,
      consent: { basis: 'opt_in', method: 'web_form', proof: 'individual', fileName: 'optins.csv', line: 2 },
    });
    expect(JSON.stringify(document)).not.toContain(first);
    expect((document['purposes'] as readonly Json[]).map(({ purpose }) => purpose)).toEqual(['association']);
  });

  it.each([first, '0639980001', '06.39.98.00.01', '0033 6 39 98 00 01', '(+33) 6-39-98-00-01'])(
    'takes a number in any form: %s',
    async (text) => {
      const space = await cliWorkspace();
      expect((await why(space, text, '--purpose', 'association', ...AT))['allowed']).toBe(true);
    },
  );

  it('asks each purpose where none is named; the first promotional one that is allowed speaks', async () => {
    const space = await cliWorkspace();
    const document = await why(space, first, ...AT);
    expect(document).toMatchObject({ purpose: 'association', allowed: true });
    const purposes = document['purposes'] as readonly Json[];
    expect(purposes.map(({ purpose, allowed, reason }) => [purpose, allowed, reason])).toEqual([
      ['marketing', false, 'no_consent'],
      ['association', true, null],
      ['survey', false, 'no_consent'],
      ['information', true, null],
    ]);
  });

  it('tells every reason, with exit code 0', async () => {
    const space = await cliWorkspace({ limits: 'frequency_cap = { messages = 1, days = 30 }' });
    const [listed, withdrawn] = [memberNumber(1), memberNumber(2)];
    await space.run(['suppress', 'add', listed, '--reason', 'stop']);
    await space.run(['consent', 'withdraw', withdrawn]);
    const reasonFor = async (...args: readonly string[]): Promise<string | null> => {
      const document = await why(space, ...args);
      expect(document['reason']).toBe(firstFailing(document));
      expect(document['allowed']).toBe(firstFailing(document) === null);
      return firstFailing(document);
    };
    const asked = ['--purpose', 'association', ...AT];
    expect(await reasonFor('12', ...asked)).toBe('invalid_number');
    expect(await reasonFor('01 99 00 12 34', ...asked)).not.toBeNull();
    expect(await reasonFor('01 99 00 00 00', ...asked)).toBe('not_mobile');
    expect(await reasonFor('+44 7700 900001', ...asked)).toBe('country_not_allowed');
    expect(await reasonFor(listed, ...asked)).toBe('suppressed');
    expect(await reasonFor(withdrawn, ...asked)).toBe('consent_withdrawn');
    expect(await reasonFor(memberNumber(99), ...asked)).toBe('no_consent');
    expect(await reasonFor(first, '--purpose', 'association', '--at', '2028-01-18T10:00:00+01:00')).toBe(
      'consent_expired',
    );
    expect(await reasonFor(first, '--purpose', 'association', '--at', NIGHT)).toBe('hours');
    // The rest needs another configuration.
    space.write('smsctl.toml', configText({}).replace('[footer.FR]', '[footer.CH]'));
    expect(await reasonFor(first, ...asked)).toBe('no_way_out');
  });

  it('says the same in words: the answer, each rule with verdict, facts, force and source; no colour needed', async () => {
    const space = await cliWorkspace();
    await space.run(['suppress', 'add', memberNumber(1), '--reason', 'stop', '--operator', 'claire']);
    const asked = ['--purpose', 'association', ...AT];
    const [en, fr] = await Promise.all([
      space.run(['why', memberNumber(1), ...asked, '--locale', 'en']),
      space.run(['why', memberNumber(1), ...asked, '--locale', 'fr']),
    ]);
    expect(en.stdout).toMatch(
      /^\+33 6 •• •• •• 02\nTuesday 11 March 2025 at 10:00 \(Europe\/Paris\); the ledger as it is now\n/,
    );
    expect(en.stdout).toContain('✗ association: may not be texted: on the never-list (suppressed)\n');
    expect(en.stdout).toMatch(
      /✗ forbids +it is held back for this purpose \[suppressed\]\n +STOP, for all promotional messages, since .* recorded by claire\n +law: GDPR art\. 21\(2\) and \(3\); CPCE art\. L\.34-5; general knowledge, not read in the source\n/,
    );
    expect(en.stdout).toContain('– not judged  this text was not received lately [already_received]');
    expect(en.stdout).toMatch(/individual proof, optins\.csv, line 4, recorded /);
    expect(en.stdout).toContain('provider’s rule: provider practice: OVHcloud');
    expect(en.stderr).toBe('smsctl repeats its sources; this is not legal advice\n');
    expect(fr.stdout).toContain('le registre tel qu’il est maintenant');
    expect(fr.stdout).toContain(
      '✗ association\u00A0: ne peut pas recevoir de SMS\u00A0: sur la liste d’exclusion (suppressed)\n',
    );
    expect(fr.stdout).toMatch(/✗ interdit +il est tenu à l’écart de cette finalité \[suppressed\]\n/);
    expect(fr.stdout).toContain(
      'loi\u00A0: RGPD art. 21 §\u00A02 et 3\u202F; CPCE art. L.34-5\u202F; savoir général, non relu dans la source\n',
    );
    expect(fr.stdout).not.toMatch(/may not|never-list|not judged/);
    for (const { stdout } of [en, fr]) expect(stdout).not.toContain(memberNumber(1).slice(3));
  });

  it('shows the whole number on demand, and the log says whose', async () => {
    const space = await cliWorkspace();
    const before = await space.head();
    await why(space, first, ...AT);
    expect(await space.head()).toBe(before);
    expect((await why(space, first, '--reveal', ...AT))['number']).toBe(first);
    const rows = (await space.run(['audit', 'list', '--json'])).lines();
    expect(rows.at(-1)).toMatchObject({ kind: 'revealed', number: '+33 6 •• •• •• 01', data: { what: 'why' } });
    expect((await space.run(['why', first, '--reveal', ...AT])).stdout).toMatch(/^\+33 6 39 98 00 01\n/);
  });

  it('refuses what it can not answer: no workspace, no such purpose, no such campaign, no such instant', async () => {
    const space = await cliWorkspace();
    const nowhere = workspaceIn(tempFolder());
    expect((await nowhere.run(['why', first])).exitCode).toBe(66);
    expect((await space.run(['why', first, '--purpose', 'gossip'])).exitCode).toBe(64);
    expect((await space.run(['why', first, '--campaign', 'nothing'])).exitCode).toBe(66);
    expect((await space.run(['why', first, '--campaign', '../x'])).exitCode).toBe(64);
    expect((await space.run(['why', first, '--at', 'noon'])).exitCode).toBe(64);
    expect((await space.run(['why'])).exitCode).toBe(64);
    expect(space.rehearsals()).toEqual([]);
  });
});

describe.concurrent('why --campaign: why they got this', () => {
  it('reads a rehearsal where it lives, and changes nothing there', async () => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nundelivered = 1.0' });
    await space.run(['suppress', 'add', memberNumber(1)]);
    space.write('members.csv', members(3));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    const dump = (): unknown => dumpTables(space.at('rehearsals/fete.db'));
    const [before, head] = [dump(), await space.head()];
    const sent = await why(space, first, '--campaign', 'fete', ...AT);
    expect(sent).toMatchObject({
      purpose: 'association',
      campaign: {
        ...{ name: 'fete', purpose: 'association', state: 'done', rehearsal: true, outcome: 'accepted', reason: null },
        message: {
          ...{ text: 'Bonjour P1\nSTOP au 36184', segments: 1, row: 1, line: 2, territory: 'FR', receipt: null },
          plan: { fileName: 'members.csv', confirmedBy: expect.any(String) as unknown },
        },
        consentSeq: 1,
        proof: { seq: 1, basis: 'opt_in', proof: 'individual', fileName: 'optins.csv', line: 2 },
        audit: [{ kind: 'submission', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }],
      },
    });
    // The text is known now: whether it was received under another name can be told.
    expect(sent.checks.find(({ rule }) => rule === 'already_received')!.facts).toMatchObject({ judged: true });
    expect(await why(space, memberNumber(1), '--campaign', 'fete', ...AT)).toMatchObject({
      campaign: { outcome: 'excluded', reason: 'suppressed', message: null, exclusions: [{ line: 3 }], audit: [] },
    });
    expect(await why(space, memberNumber(30), '--campaign', 'fete', ...AT)).toMatchObject({
      campaign: { outcome: 'absent', reason: null, message: null, exclusions: [] },
    });
    await why(space, first, '--campaign', 'fete', '--clock', NIGHT);
    expect(dump()).toEqual(before);
    expect(await space.head()).toBe(head);
    await why(space, first, '--campaign', 'fete', '--reveal', ...AT);
    expect(dump()).toEqual(before);
    expect(await space.head()).not.toBe(head);
  });

  it('tells it in words, in both languages', async () => {
    const space = await cliWorkspace();
    await space.run(['suppress', 'add', memberNumber(1), '--reason', 'objection']);
    space.write('members.csv', members(2));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    const tell = async (index: number, locale: string): Promise<string> =>
      (await space.run(['why', memberNumber(index), '--campaign', 'fete', ...AT, '--locale', locale])).stdout;
    const sent = await tell(0, 'en');
    expect(sent).toContain('campaign fete (association, from AMISDUPARC): done\n  REHEARSAL: no SMS has left\n');
    expect(sent).toContain('  the provider accepted the message\n');
    expect(sent).toMatch(/planned Tuesday 11 March 2025 at 10:00 by \S+, from members\.csv, line 2; confirmed /);
    expect(sent).toContain('    Bonjour P1\n    STOP au 36184\n');
    expect(sent).toMatch(/it rests on this consent:\n +#1 given: association, opt_in/);
    expect(sent).toMatch(/rows of the audit log:\n +#\d+ submission, .*[0-9a-f]{64}\n/);
    const excluded = await tell(1, 'fr');
    expect(excluded).toContain('écarté du plan\u00A0: aucun message n’a été préparé\n');
    expect(excluded).toContain('motif\u00A0: sur la liste d’exclusion (suppressed)\n');
    expect(excluded).toMatch(/écarté dans members\.csv, ligne 3\u00A0: sur la liste d’exclusion/);
    expect(excluded).toContain('opposition, pour tout, depuis le ');
    expect(await tell(30, 'en')).toContain('this number was never in this campaign: no plan of it has this number');
    expect(await tell(30, 'fr')).toContain('ce numéro n’a jamais été dans cette campagne');
  });

  it('a simulated STOP in mid-run is the rehearsal’s own: the answer for now knows nothing of it', async () => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nreplies_stop = 1.0' });
    space.write('members.csv', members(1));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    await space.run(['status', 'fete', '--clock', '2025-03-11T12:00:00+01:00']);
    const document = await why(space, first, '--campaign', 'fete', ...AT);
    expect(document).toMatchObject({ allowed: true, campaign: { suppressions: [{ reason: 'stop' }] } });
  });
});
