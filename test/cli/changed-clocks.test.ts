import { afterAll, describe, expect, it } from 'vitest';
import { testWorkspace } from './test-workspace.js';

const space = testWorkspace();
afterAll(() => space.remove());

const NUMBER = '06 39 98 00 01';
const give = ['--purpose', 'association', '--basis', 'opt_in', '--method', 'web_form', '--wording', 'Oui'];
const add = ['consent', 'add', NUMBER, ...give, '--source', 'form 17'];
const plan = ['plan', 'members.csv', '--campaign', 'fete', '--purpose', 'association', '--text', 'Bonjour'];

/** Every way in which a time can be given on the line. */
const asked: readonly (readonly string[])[] = [
  [...plan, '--at'],
  [...plan, '--not-after'],
  ['resume', 'fete', '--not-after'],
  ['why', NUMBER, '--at'],
  ['check', 'hours', '--country', 'FR', '--at'],
  ['check', 'hours', '--country', 'FR', '--clock'],
  [...add, '--given-at'],
  [...add, '--given-at', '2025-01-02', '--valid-until'],
  [...add, '--given-at', '2025-01-02', '--last-contact'],
  ['consent', 'import', 'c.csv', '--given-at'],
  ['audit', 'list', '--from'],
  ['incidents', 'add', 'Laptop stolen', '--known-at'],
  ['requests', 'add', NUMBER, '--kind', 'access', '--received'],
];

describe('an hour that the clocks change', () => {
  it.each(asked.map((words) => [words.join(' '), words] as const))('is refused by %s', async (_, words) => {
    const option = words.at(-1) ?? '';
    const none = await space.run(...words, '2025-03-30T02:30');
    expect([none.exit, none.out]).toEqual([64, '']);
    expect(none.err).toContain(`${option} 2025-03-30T02:30 never comes in Europe/Paris`);
    const two = await space.run(...words, '2025-10-26T02:30');
    expect([two.exit, two.out]).toEqual([64, '']);
    expect(two.err).toContain(`${option} 2025-10-26T02:30 comes twice in Europe/Paris`);
    expect(two.err).toContain('2025-10-26T02:30+02:00 is the first, 2025-10-26T02:30+01:00 the second');
  });

  it('counts from the first time for a consent, and from the second for a STOP: whoever said no is in the right', async () => {
    const said = 'association;opt_in;26/10/2025 02:30;web_form;Oui;https://amisduparc.example';
    const consents = space.write('c.csv', `phone;purpose;basis;given_at;method;wording;source\n${NUMBER};${said}\n`);
    await space.run('consent', 'import', consents);
    const stops = space.write('s.csv', `phone;reason;at\n${NUMBER};stop;26/10/2025 02:15\n`);
    await space.run('suppress', 'import', stops);
    const shown = await space.json('consent', 'show', NUMBER);
    expect(JSON.stringify(shown)).toContain('"givenAt":"2025-10-26T00:30:00.000Z"');
    const { entries } = await space.json('suppress', 'check', NUMBER);
    expect(entries).toMatchObject([{ reason: 'stop', at: '2025-10-26T01:15:00.000Z' }]);
    expect(await space.json('consent', 'import', consents)).toMatchObject({ recorded: 0, unchanged: 1 });
    expect(await space.json('suppress', 'import', stops)).toMatchObject({ recorded: 0, unchanged: 1 });
  });
});
