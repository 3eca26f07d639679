import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, members, MORNING, NIGHT, TERMS, type Json } from '../support/cli.js';

/** Every text in a document, however deep. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value instanceof Object ? Object.values(value).flatMap(textsIn) : [];
}

/** PRODUCT, JSON: instants are UTC ISO-8601 with Z. */
function expectInstants(document: Json): void {
  const instants = textsIn(document).filter((text) => /^\d{4}-\d\d-\d\dT/.test(text));
  for (const instant of instants) expect(instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
}

describe('--json', () => {
  it('is one object a line with a type, on a silent standard error, with no number in clear', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3));
    space.write('replies.csv', `from,text,at\n${memberNumber(1)},ok stop,2025-03-11T09:00:00Z\n`);
    const number = memberNumber(0);
    const proof = [
      '--purpose',
      'survey',
      '--basis',
      'opt_in',
      '--method',
      'email',
      '--given-at',
      '2025-01-15T09:00:00Z',
    ];
    const commands: readonly (readonly [type: string, line: readonly string[], exitCode?: number])[] = [
      ['consent_add', ['consent', 'add', number, ...proof, '--wording', 'x', '--source', 'x']],
      ['consent', ['consent', 'show', number]],
      ['consent_withdraw', ['consent', 'withdraw', number, '--purpose', 'survey']],
      ['suppress_add', ['suppress', 'add', memberNumber(9), '--reason', 'stop']],
      ['suppress_check', ['suppress', 'check', memberNumber(9)]],
      ['suppression', ['suppress', 'list']],
      ['plan', ['send', 'members.csv', '--campaign', 'a', ...TERMS, '--dry-run']],
      ['plan', ['plan', 'members.csv', '--campaign', 'a', ...TERMS]],
      ['progress', ['send', '--campaign', 'a', '--confirm', '3', '--clock', NIGHT], 75],
      ['progress', ['resume', 'a', '--clock', MORNING]],
      ['status', ['status', 'a']],
      ['status', ['status']],
      ['preview', ['preview', 'a']],
      ['paused', ['pause', 'a']],
      ['cancelled', ['cancel', 'a']],
      ['test_send', ['test-send', '--text', 'x', '--to', number]],
      ['inbox_import', ['inbox', 'import', 'replies.csv']],
      ['inbox', ['inbox', 'list']],
      ['inbox_review', ['inbox', 'review', '--not-opt-out', '1']],
      ['inbox_done', ['inbox', 'done', '1']],
      ['inbox_none', ['inbox', 'none', '--attest', 'The mailbox was empty this morning']],
      ['inbox_pull', ['inbox', 'pull']],
      ['exit_test', ['doctor', '--stop-test', number]],
      ['exit_attested', ['doctor', '--attest', 'Claire tried it this morning']],
      ['config', ['config', 'show']],
      ['audit_head', ['audit', 'head']],
      ['audit_verify', ['audit', 'verify']],
      ['audit', ['audit', 'list', '--campaign', 'a']],
    ];
    for (const [type, line, exitCode = 0] of commands) {
      const ran = await space.run([...line, '--json']);
      expect([line, ran.exitCode, ran.stderr]).toEqual([line, exitCode, '']);
      const documents = ran.lines();
      expect([line, documents[0]?.['type']]).toEqual([line, type]);
      for (const document of documents) {
        expect(document['type']).toEqual(expect.any(String));
        expectInstants(document);
      }
      expect([line, textsIn(documents).filter((text) => text.includes('63998'))]).toEqual([line, []]);
    }
  });

  it('carries in its document every warning that a screen shows', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    space.write('optins.csv', `phone,given_at\n${memberNumber(5)},2025-01-15\n`);
    space.write('never.csv', `phone,at\n${memberNumber(6)},no day\n`);
    space.write('replies.csv', `from,text\n${memberNumber(0)},bonjour\n`);
    const link = 'Samedi : -20 % sur tout, https://amis.example';
    const campaign = ['--purpose', 'information', '--text', link, '--campaign'];
    const proof = ['--basis', 'opt_in', '--method', 'email', '--wording', 'x', '--source', 'x'];
    const lines: readonly (readonly string[])[] = [
      ['consent', 'import', 'optins.csv', '--dry-run', '--purpose', 'survey', ...proof],
      ['suppress', 'import', 'never.csv', '--dry-run', '--reason', 'objection', '--purpose', 'survey'],
      ['suppress', 'add', memberNumber(7), '--reason', 'objection', '--purpose', 'survey'],
      ['inbox', 'import', 'replies.csv', '--dry-run'],
      ['wording', 'new', 'form', '--purpose', 'survey', '--withdraw', 'STOP', '--dry-run'],
      ['plan', 'members.csv', ...campaign, 'w', '--fresh'],
      ['send', 'members.csv', ...campaign, 'w', '--dry-run'],
    ];
    for (const line of lines) {
      const { stderr } = await space.run(line);
      const shown = stderr.split('\n').flatMap((one) => (one.startsWith('warning: ') ? [one.slice(9)] : []));
      const document = (await space.run([...line, '--json'])).json();
      expect([line, document['warnings']]).toEqual([line, shown]);
      expect([line, shown.length]).not.toEqual([line, 0]);
    }
    const sent = await space.run([
      'send',
      'members.csv',
      ...campaign,
      'x',
      '--confirm',
      '1',
      '--clock',
      MORNING,
      '--json',
    ]);
    expect(sent.lines().at(-1)).toMatchObject({ type: 'summary', warnings: [expect.stringContaining('%')] });
  });

  it('tells an error as one object on standard error and nothing on standard output', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3));
    const kinds: readonly (readonly [kind: string, exit: number, line: readonly string[]])[] = [
      ['usage', 64, ['plan', 'members.csv']],
      ['usage', 64, ['--json', 'nonsense']],
      ['badInput', 65, ['plan', 'members.csv', '--campaign', 'a', ...TERMS, '--text', '{{ x']],
      ['noInput', 66, ['status', 'nowhere']],
      ['notPermitted', 77, ['send', 'members.csv', '--campaign', 'a', ...TERMS, '--yes', '--max-cost', '0']],
    ];
    for (const [kind, exit, line] of kinds) {
      const ran = await space.run([...line, '--json']);
      expect([line, ran.exitCode, ran.stdout]).toEqual([line, exit, '']);
      const error = ran.error();
      expect(Object.keys(error).slice(0, 5)).toEqual(['type', 'kind', 'message', 'hint', 'exit']);
      expect(error).toMatchObject({
        type: 'error',
        kind,
        exit,
        message: expect.stringMatching(/^[^A-Z].*[^.]$/) as unknown,
        hint: expect.any(String) as unknown,
      });
    }
  });
});
