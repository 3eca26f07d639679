import { describe, expect, it } from 'vitest';
import { cliWorkspace } from '../support/cli.js';

/** Of nobody: a mobile of Switzerland in national form, which is one in France too. */
const WRITTEN = '079 000 00 24';
const PROOF = 'association;opt_in;2026-01-05;web_form;oui;f';
const HEADER = 'phone;country;purpose;basis;given_at;method;wording;source';

describe('a row of a country that is not known, with a number without calling code', () => {
  it('brings no consent: nobody knows whose it would be', async () => {
    const space = await cliWorkspace();
    const rows = [`${WRITTEN};Narnia;${PROOF}`, `+41 79 000 00 25;Narnia;${PROOF}`, `079 000 00 26;CHE;${PROOF}`];
    space.write('optins.csv', [HEADER, ...rows, ''].join('\n'));
    const told = await space.run(['consent', 'import', 'optins.csv', '--rejects', 'rejects.csv', '--json']);
    expect(told.json()).toMatchObject({ recorded: 2, rejected: { unknown_country: 1 } });
    expect(space.read('rejects.csv')).toContain('Narnia');
    const why = await space.run(['why', '+41 79 000 00 26', '--purpose', 'association', '--json']);
    expect(why.json()).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ rule: 'no_consent', pass: true })]) as unknown,
    });
  });

  it('is a STOP all the same, and said to be doubtful', async () => {
    const space = await cliWorkspace();
    space.write('stops.csv', `phone;country;reason\n${WRITTEN};Narnia;stop\n`);
    const told = await space.run(['suppress', 'import', 'stops.csv', '--json']);
    expect(told.json()).toMatchObject({ recorded: 1, adjusted: { unknown_country: 1 } });
    expect((await space.run(['suppress', 'import', 'stops.csv', '--locale', 'fr'])).stderr).toContain('pays inconnu');
    expect((await space.run(['suppress', 'check', '+33 7 90 00 00 24'])).stdout).toContain('is on the never-list');
    space.write('stops.csv', `phone;country;reason\n${WRITTEN};Zwitserland;stop\n`);
    expect((await space.run(['suppress', 'import', 'stops.csv', '--json'])).json()).toMatchObject({ adjusted: {} });
    expect((await space.run(['suppress', 'check', '+41 79 000 00 24'])).stdout).toContain('is on the never-list');
  });

  it('is a reply all the same, and said to be doubtful', async () => {
    const space = await cliWorkspace();
    space.write('replies.csv', `from;text;country;received\n${WRITTEN};STOP;Narnia;2026-01-05 10:00\n`);
    const told = await space.run(['inbox', 'import', 'replies.csv', '--json']);
    expect(told.json()).toMatchObject({ recorded: 1, verdicts: { opt_out: 1 }, adjusted: { unknown_country: 1 } });
    expect(told.json()).toMatchObject({ warnings: [expect.stringContaining('first on line 2')] });
  });
});

describe('a file of old replies', () => {
  it.each(['Received', 'Reçu', 'Date/Heure', 'Empfangen', 'creationDatetime', 'date_sent', 'When'])(
    'shows of no day that its STOPs were collected: %s',
    async (column) => {
      const space = await cliWorkspace();
      space.write('old.csv', `From,Text,${column}\n+33 6 39 98 66 01,STOP,2024-01-05 10:00\n`);
      const told = await space.run(['inbox', 'import', 'old.csv', '--json']);
      expect(told.json()).toMatchObject({ recorded: 1, stopsCollected: false });
      expect(told.json()).toMatchObject({ adjusted: column === 'When' ? { no_date: 1 } : {} });
    },
  );
});

describe('a text with the code of one of several footers', () => {
  const footers = '[footer.CH]\ntext = "Stop: {{ stop_url }}"\nstop_url = "https://a.example/s"\n';

  it('goes to the people of that footer, and to nobody by a code that no footer has', async () => {
    const space = await cliWorkspace({ tables: footers });
    space.write('one.csv', 'phone\n+33639980001\n');
    const plan = (text: string, name: string) =>
      space.run([
        'plan',
        'one.csv',
        '--campaign',
        name,
        '--purpose',
        'association',
        '--text',
        text,
        '--urgent',
        '--json',
      ]);
    expect((await plan('Fête samedi. STOP au 36184', 'right')).exitCode).toBe(0);
    expect((await plan('Fête samedi. STOP au 36111', 'wrong')).exitCode).toBe(65);
  });
});
