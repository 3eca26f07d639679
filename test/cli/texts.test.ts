import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, members, TERMS, MORNING, type CliWorkspace } from '../support/cli.js';

/** The letter is one segment in GSM-7 and two in UCS-2. */
const LETTER = 'Bonjour {{ prenom }}, rendez-vous samedi au parc pour la kermesse du club';
const terms = ['--purpose', 'association', '--clock', MORNING];

async function withNames(locale: 'fr' | 'en', ...names: readonly string[]): Promise<CliWorkspace> {
  const space = await cliWorkspace({ locale });
  const rows = names.map((name, index) => `${memberNumber(index)};${name}`);
  space.write('m.csv', ['phone;prénom', ...rows, ''].join('\n'));
  return space;
}

const known =
  'STOP code 36184: known as that of OVHcloud (ovh/docs: API cookbook "STOP 36184 preceded by a newline", guide "mention STOP: 11 caractères"; verified in the source); check that your provider gave it to you';

describe.concurrent('UCS-2 in the plan', () => {
  it('tells which character, from which contact, how many texts and what it costs, in French', async () => {
    const space = await withNames('fr', 'Ana', 'Françoise', 'Loïc', '\u001bFrançois');
    const { stdout } = await space.run(['plan', 'm.csv', '--campaign', 'a', ...terms, '--text', LETTER]);
    expect(stdout).toContain(`3 textes passent en UCS-2\u00a0: +3 segments, +0,195\u00a0€
  ç (U+00E7)\u00a0: 2 textes, dans les contacts\u00a0: «\u00a0Françoise\u00a0» dans {{ prenom }}, ligne 3\u202f; «\u00a0\uFFFDFrançois\u00a0» dans {{ prenom }}, ligne 5
  ï (U+00EF)\u00a0: 1 texte, dans les contacts\u00a0: «\u00a0Loïc\u00a0» dans {{ prenom }}, ligne 4
  U+001B\u00a0: 1 texte, dans les contacts\u00a0: «\u00a0\uFFFDFrançois\u00a0» dans {{ prenom }}, ligne 5
`);
    expect(stdout).not.toContain('--gsm7');
  });

  it('is a field of the document, also of what is only looked at', async () => {
    const space = await withNames('en', 'Ana', 'Françoise');
    const asked = ['m.csv', '--campaign', 'a', ...terms, '--text', LETTER.replace('-', '–')];
    for (const command of [['send', '--dry-run'], ['plan']]) {
      const [name = '', ...flags] = command;
      const plan = (await space.run([name, ...asked, ...flags, '--json'])).json();
      expect(plan).toMatchObject({
        distribution: { 2: 2 },
        gsm7: null,
        appendedByProvider: [],
        warnings: [known],
        ucs2: {
          texts: 2,
          extraSegments: 2,
          extraCost: { amount: '0.13', currency: 'EUR' },
          causes: [
            { char: '–', codePoint: 'U+2013', texts: 2, from: 'template', examples: [] },
            {
              char: 'ç',
              codePoint: 'U+00E7',
              texts: 1,
              from: 'contacts',
              examples: [{ field: 'prenom', value: 'Françoise', line: 3 }],
            },
          ],
          moreCauses: false,
          withGsm7: { changed: 1, segmentsSaved: 1, saved: { amount: '0.065', currency: 'EUR' } },
        },
      });
    }
    // What is frozen already is told again, and can not be changed any more.
    const again = (await space.run(['plan', ...asked, '--json'])).json();
    expect(again).toMatchObject({ already: 2, ucs2: { texts: 2, extraSegments: 2, withGsm7: { changed: 0 } } });
    const { stdout } = await space.run(['plan', ...asked, '--fresh']);
    expect(stdout).toContain('  --gsm7 would bring 1 text back to GSM-7: −1 segment, −€0.065\n');
  });

  it('shows before and after with --gsm7, and what stays as it is', async () => {
    const space = await withNames('en', 'Ana', 'Françoise');
    const asked = ['plan', 'm.csv', '--campaign', 'a', ...terms, '--text', LETTER.replace('-', '–'), '--gsm7'];
    const { stdout } = await space.run(asked);
    expect(stdout).toContain(`--gsm7 changes 1 text: −1 segment, −€0.065
  template before: Bonjour {{ prenom }}, rendez–vous samedi au parc pour la kermesse du club
  template after:  Bonjour {{ prenom }}, rendez-vous samedi au parc pour la kermesse du club
  before: Bonjour Ana, rendez–vous samedi au parc pour la kermesse du club ⏎ STOP au 36184
  after:  Bonjour Ana, rendez-vous samedi au parc pour la kermesse du club ⏎ STOP au 36184
  1 text can not become GSM-7 without losing meaning or gaining segments, and stays as written
1 text turns into UCS-2: +1 segment, +€0.065
`);
    expect((await space.run([...asked, '--json', '--fresh'])).json()['gsm7']).toEqual({
      changed: 1,
      segmentsSaved: 1,
      saved: { amount: '0.065', currency: 'EUR' },
      template: { before: LETTER.replace('-', '–'), after: LETTER },
      examples: [
        {
          before: 'Bonjour Ana, rendez–vous samedi au parc pour la kermesse du club\nSTOP au 36184',
          after: 'Bonjour Ana, rendez-vous samedi au parc pour la kermesse du club\nSTOP au 36184',
        },
      ],
    });
  });
});

describe.concurrent('a way out that the provider appends', () => {
  it.each([
    ['told in the configuration', '', 'by_provider = true', '\nSTOP au 36184'],
    ['known of the provider that the simulator stands for', 'stands_for = "ovhcloud"', '', '\nSTOP 36184'],
  ])('reaches the handset, once, and is told: %s', async (_how, simulator, footer, ending) => {
    const space = await cliWorkspace({ simulator });
    space.write('smsctl.toml', space.read('smsctl.toml').replace('stop = "36184"', `stop = "36184"\n${footer}`));
    space.write('m.csv', members(2));
    const plan = await space.run(['plan', 'm.csv', '--campaign', 'a', ...TERMS]);
    expect(plan.stdout).toContain(`the provider appends “${ending.trim()}” by itself: counted, and not sent twice\n`);
    expect((await space.run(['send', '--campaign', 'a', '--confirm', '2'])).exitCode).toBe(0);
    expect(
      space
        .outbox('a')
        .map(({ text }) => text)
        .sort(),
    ).toEqual([`Bonjour P1${ending}`, `Bonjour P2${ending}`]);
    const test = await space.run(['test-send', '--text', 'Salut', '--to', memberNumber(50)]);
    expect(test.exitCode).toBe(0);
    expect(space.outbox('test-send').map(({ text }) => text)).toEqual([`Salut${ending}`]);
  });

  it('stands in what `config show` writes, which is a configuration itself', async () => {
    const space = await cliWorkspace({
      simulator: 'stands_for = "smsmode"',
      tables: '[footer.CH]\ntext = "\\nSTOP smsup.example/abc"\nby_provider = true\n',
    });
    const { stdout } = await space.run(['config', 'show']);
    expect(stdout).toContain('[footer.CH]\ntext = "\\nSTOP smsup.example/abc"\nby_provider = true\n');
    expect(stdout).toContain('stands_for = "smsmode"');
    space.write('smsctl.toml', stdout);
    expect((await space.run(['config', 'show'])).stdout).toBe(stdout);
  });
});

describe.concurrent('the STOP code of another provider', () => {
  it('is refused by plan, test-send and doctor, naming both codes and the source', async () => {
    const space = await cliWorkspace({ simulator: 'stands_for = "smsmode"' });
    space.write('m.csv', members(2));
    const said = /FR sends STOP to 36184, but the code of smsmode there is 36034 \(smsmode\.com/;
    for (const args of [
      ['plan', 'm.csv', '--campaign', 'a', ...TERMS],
      ['send', 'm.csv', '--campaign', 'a', ...TERMS, '--yes'],
      ['test-send', '--text', 'x', '--to', memberNumber(50)],
      ['doctor'],
    ]) {
      const ran = await space.run(args);
      expect(ran.stdout + ran.stderr, args[0]).toMatch(said);
      expect(ran.exitCode, args[0]).toBe(78);
    }
    expect(space.outbox('a')).toEqual([]);
    const functional = ['--purpose', 'information', '--text', 'Bonjour', '--clock', MORNING];
    expect((await space.run(['plan', 'm.csv', '--campaign', 'f', ...functional])).exitCode).toBe(0);
  });
});

describe.concurrent('a sender that a country refuses', () => {
  const american = '+18505550123';

  it('ends plan, send and test-send with 77, names the country and the ways out, and keeps nothing', async () => {
    const space = await cliWorkspace({ numbers: [memberNumber(0), american] });
    const config = space.read('smsctl.toml').replace('countries = ["FR"]', 'countries = ["FR", "US"]');
    space.write('smsctl.toml', `${config}[footer.US]\ntext = "Reply STOP to {{ stop }}"\nstop = "8000"\n`);
    space.write('m.csv', `phone;prenom\n${memberNumber(0)};Ana\n${american};Bob\n`);
    for (const args of [
      ['plan', 'm.csv', '--campaign', 'a', ...TERMS],
      ['send', 'm.csv', '--campaign', 'a', ...TERMS, '--yes'],
      ['send', 'm.csv', '--campaign', 'a', ...TERMS, '--dry-run'],
      ['test-send', '--text', 'x', '--to', american],
    ]) {
      const ran = await space.run(args);
      expect(ran.exitCode, args.join(' ')).toBe(77);
      expect(ran.stderr).toContain(
        'a name can not send to US (1 recipient; Telnyx international guide; Twilio glossary',
      );
      expect(ran.stderr).toContain('hint: send there from a number or short code that may (--sender)');
    }
    expect(space.rehearsals().filter((name) => name.endsWith('.db') && name.startsWith('a'))).toEqual([]);
    expect(space.outbox('test-send')).toEqual([]);
    const there = ['--sender', '36184', '--dry-run', '--json'];
    const plan = await space.run(['send', 'm.csv', '--campaign', 'a', ...TERMS, ...there]);
    expect(plan.exitCode).toBe(0);
    expect(plan.json()).toMatchObject({ planned: 2 });
    const filtered = ['--where', 'prenom = "Ana"', '--dry-run'];
    expect((await space.run(['send', 'm.csv', '--campaign', 'a', ...TERMS, ...filtered])).exitCode).toBe(0);
  });

  it.each([
    '+33639980001',
    '0033 6 39 98 00 01',
    '06 39 98 00 01',
    '+590 690 00 12 34',
    '0690 00 12 34',
    '+508708400001',
  ])('is never a French mobile number: %s', async (sender) => {
    const space = await cliWorkspace();
    space.write('m.csv', members(1));
    for (const args of [
      ['plan', 'm.csv', '--campaign', 'a', ...TERMS, '--sender', sender],
      ['test-send', '--text', 'x', '--to', memberNumber(0), '--sender', sender],
    ]) {
      const ran = await space.run(args);
      expect(ran.exitCode).toBe(64);
      expect(ran.stderr).toContain('Arcep decisions 2018-0881');
    }
    space.write('smsctl.toml', space.read('smsctl.toml').replace('AMISDUPARC', sender));
    expect(await space.run(['plan', 'm.csv', '--campaign', 'a', ...TERMS])).toMatchObject({ exitCode: 78 });
  });
});
