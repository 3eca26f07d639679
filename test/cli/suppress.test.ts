import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FRENCH_MOBILE } from '../support/public-examples.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
});
afterEach(() => workspace.remove());

const entriesOf = async (number: string): Promise<unknown> =>
  (await workspace.json('suppress', 'check', number))['entries'];

describe('suppress add', () => {
  it('puts numbers on the list, a landline too, and says which were there', async () => {
    expect(await workspace.json('suppress', 'add', '06 39 98 00 01', '+33199001234')).toEqual({
      type: 'suppress_add',
      recorded: 2,
      unchanged: 0,
      warnings: [],
    });
    const again = await workspace.run('suppress', 'add', '0639980001', '06 39 98 00 02');
    expect(again.out).toBe(
      '1 number put on the never-list, 1 on it before; reason: by hand (manual), which ends everything\n',
    );
    expect(await workspace.json('suppress', 'check', '0199001234')).toMatchObject({ suppressed: true });
  });

  it('takes a usual word for a reason, and says what that ends', async () => {
    const added = await workspace.run('suppress', 'add', '0639980001', '--reason', 'désinscrite');
    expect(added.out).toContain('; reason: STOP (stop), which ends all promotional messages\n');
    const here = await workspace.run('suppress', 'add', '0639980002', '--purpose', 'sondage');
    expect(here.out).toContain('; reason: by hand (manual), which ends survey\n');
    const odd = await workspace.run('suppress', 'add', '0639980003', '--reason', 'suppression');
    expect([odd.exit, odd.err]).toEqual([64, expect.stringMatching(/suppression\n?.*allowed: stop, link/s)]);
    const file = workspace.write('never.csv', 'phone\n0639980004\n');
    await workspace.run('suppress', 'import', file, '--reason', 'Plainte');
    expect(await entriesOf('0639980004')).toMatchObject([{ reason: 'complaint' }]);
  });

  it('records nothing when one of them can not be read, and names its place without the number', async () => {
    const answer = await workspace.run('suppress', 'add', '0639980001', '0639 98', '06 39 98 00 O3');
    expect(answer.exit).toBe(65);
    expect(answer.err).toContain('argument 2 (“•••• 98”) and argument 3');
    expect(answer.err).not.toContain('39 98');
    expect(await workspace.json('suppress', 'check', '0639980001')).toMatchObject({ suppressed: false, entries: [] });
  });

  it.each([
    ['manual', [], { scope: 'all', purpose: null }],
    ['manual', ['--purpose', 'survey'], { scope: 'purpose', purpose: 'survey' }],
    ['stop', [], { scope: 'promotional', purpose: null }],
    ['stop', ['--purpose', 'survey'], { scope: 'promotional', purpose: null }],
    ['complaint', ['--purpose', 'survey'], { scope: 'all', purpose: null }],
  ] as const)('reaches as far as %s %j asks', async (reason, more, reach) => {
    const answer = await workspace.run('suppress', 'add', '0639980001', '--reason', reason, ...more);
    expect(answer.exit).toBe(0);
    expect(answer.err.includes('reaches further')).toBe(more.length > 0 && reach.scope !== 'purpose');
    expect(await entriesOf('0639980001')).toMatchObject([
      { reason, ...reach, at: '2026-03-10T10:00:00.000Z', operator: 'claire' },
    ]);
  });

  it('refuses an unknown purpose or reason as a usage mistake', async () => {
    expect((await workspace.run('suppress', 'add', '0639980001', '--purpose', 'picnic')).exit).toBe(64);
    expect((await workspace.run('suppress', 'add', '0639980001', '--reason', 'whim')).exit).toBe(64);
    expect((await workspace.run('suppress', 'add')).exit).toBe(64);
  });
});

describe('suppress import', () => {
  it('reads the list of an association, and again without a change', async () => {
    const file = workspace.write('l.csv', 'téléphone;motif;date\n+33639980001;stop;2026-02-28\n06 39 98 00 02;;\n');
    const first = await workspace.json('suppress', 'import', file);
    expect(first).toEqual({
      type: 'suppress_import',
      rows: 2,
      recorded: 2,
      unchanged: 0,
      rejected: {},
      rejectsFile: null,
      dryRun: false,
      adjusted: {},
      import: 1,
      warnings: [],
    });
    expect(await entriesOf('0639980001')).toMatchObject([{ reason: 'stop', at: '2026-02-28T22:59:59.999Z' }]);
    expect(await entriesOf('0639980002')).toMatchObject([{ reason: 'manual', at: '2026-03-10T10:00:00.000Z' }]);
    const second = await workspace.run('suppress', 'import', file);
    expect(second).toMatchObject({ exit: 0 });
    expect(second.out).toContain('nothing new');
  });

  it('loses no number that can be read: what it does not understand makes the entry wider', async () => {
    const rows = [
      'phone,reason,purpose,at',
      '0639980001,fâché,survey,2026-01-01',
      '0639980002,manual,picnic,2026-01-01',
      '0639980003,manual,survey,soon',
      '0639980004,stop,,2031-01-01',
    ];
    const answer = await workspace.run('suppress', 'import', workspace.write('l.csv', rows.join('\n')));
    expect(answer.exit).toBe(0);
    expect(answer.err).toContain('1 row (first: line 2): unknown reason: recorded as manual, for everything');
    expect(answer.err).toContain('1 row (first: line 3): unknown purpose');
    expect(await entriesOf('0639980001')).toMatchObject([{ reason: 'manual', scope: 'all' }]);
    expect(await entriesOf('0639980002')).toMatchObject([{ reason: 'manual', scope: 'all' }]);
    expect(await entriesOf('0639980003')).toMatchObject([{ scope: 'purpose', at: '2026-03-10T10:00:00.000Z' }]);
    expect(await entriesOf('0639980004')).toMatchObject([{ reason: 'stop', at: '2026-03-10T10:00:00.000Z' }]);
  });

  it('tells the rows without a number, and mended ones keep their own reason', async () => {
    const file = workspace.write('l.csv', 'phone,reason\n0639980001,stop\n06 39 98,complaint\n');
    const answer = await workspace.run('suppress', 'import', file, '--rejects', workspace.at('r.csv'), '--json');
    expect(answer.exit).toBe(80);
    expect(JSON.parse(answer.out)).toMatchObject({ rows: 2, recorded: 1, rejected: { invalid_number: 1 } });
    expect(workspace.read('r.csv')).toBe(
      'line,reason,value,phone,reason\r\n3,invalid_number,06 39 98,06 39 98,complaint\r\n',
    );
    workspace.write('r.csv', workspace.read('r.csv').replace('06 39 98,complaint', '06 39 98 00 02,complaint'));
    expect(await workspace.json('suppress', 'import', workspace.at('r.csv'))).toMatchObject({
      recorded: 1,
      adjusted: {},
    });
    expect(await entriesOf('0639980002')).toMatchObject([{ reason: 'complaint' }]);
  });

  it('reads the lists of providers: bare numbers without a plus, and contacts of whom a column says who left', async () => {
    const bare = workspace.write('ovh.txt', '33639980001\n0033639980002\n');
    expect(await workspace.json('suppress', 'import', bare, '--reason', 'provider')).toMatchObject({ recorded: 2 });
    expect(await entriesOf('0639980001')).toMatchObject([{ reason: 'provider', scope: 'all' }]);
    const rows = ['33639980004,1', '33639980005,0', '33639980006,', '33639980007,true', '33639980008,false'];
    const contacts = workspace.write('contacts.csv', ['SMS,SMS_BLACKLISTED', ...rows].join('\n'));
    const reading = ['--phone-column', 'SMS', '--reason', 'provider', '--purpose', 'marketing'];
    expect(await workspace.json('suppress', 'import', contacts, ...reading)).toMatchObject({
      recorded: 3,
      rejected: { not_opted_out: 2 },
    });
    expect(await entriesOf('0639980004')).toMatchObject([
      { reason: 'provider', scope: 'purpose', purpose: 'marketing' },
    ]);
    expect(await entriesOf('0639980005')).toEqual([]);
  });

  it('reads a number in no country that is perhaps not where the person lives', async () => {
    const { national, e164 } = FRENCH_MOBILE;
    const file = workspace.write('l.csv', `téléphone;reason;Pays (nationalité)\n${national};stop;Suisse\n`);
    expect((await workspace.json('suppress', 'import', file))['warnings']).toEqual([
      '“Pays (nationalité)” is not read: the remark may make something else of it; name the right column without a remark',
    ]);
    expect(await entriesOf(e164)).toMatchObject([{ reason: 'stop' }]);
    workspace.write('l.csv', `téléphone;reason;Pays (domicile)\n${national};stop;Suisse\n`);
    expect(await workspace.json('suppress', 'import', file)).toMatchObject({ recorded: 1, warnings: [] });
    expect(await entriesOf(FRENCH_MOBILE.readAsSwiss)).toMatchObject([{ reason: 'stop' }]);
  });

  it.each([
    ...['data', 'Giorno', 'data e ora', 'Data/ora', 'Data opposizione', 'Disiscritto il', 'Data di revoca'],
    ...['date/heure', 'Date et heure', 'Horodateur', 'horodatage', 'Jour', 'Date de désabonnement', 'Désabonné le'],
    ...['Date de désinscription', 'Date d’opposition', 'Date de retrait', 'Date du refus', 'Date du STOP (si connue)'],
    ...['Zeitstempel', 'Zeitpunkt', 'Datum/Uhrzeit', 'Datum Widerspruch', 'Widerspruchsdatum', 'Datum der Abmeldung'],
    ...['timestamp', 'Date/Time', 'Unsubscribe date', 'Date of opt-out', 'Withdrawn on'],
  ])('knows the date of the STOP by the name %j', async (header) => {
    const file = workspace.write('l.csv', `phone;reason;${header}\n0639980001;stop;2026-02-28 14:30\n`);
    expect(await workspace.json('suppress', 'import', file)).toMatchObject({ recorded: 1, adjusted: {}, warnings: [] });
    expect(await entriesOf('0639980001')).toMatchObject([{ at: '2026-02-28T13:30:00.000Z' }]);
  });

  it('drops no date without a word', async () => {
    const rows = 'phone;Sorti le;Naissance (date);Date de naissance\n0639980001;2026-02-28;;1990-01-01\n';
    const file = workspace.write('l.csv', rows);
    const warnings = async () => (await workspace.json('suppress', 'import', file))['warnings'];
    expect(await warnings()).toEqual([
      'no column is known as the date of the STOP, and the rows count from now; “Sorti le” looks like a date and is not read: if that is the day of the STOP, name the column “date”',
    ]);
    workspace.write('l.csv', rows.replace('Date de naissance', 'Date'));
    expect(await warnings()).toEqual([]);
  });

  it('answers 65 when no number can be read', async () => {
    expect((await workspace.run('suppress', 'import', workspace.write('l.csv', 'phone\nunknown\n'))).exit).toBe(65);
  });

  it('counts in a dry run what an import would do', async () => {
    await workspace.run('suppress', 'add', '0639980001');
    const file = workspace.write('l.csv', 'phone\n0639980001\n0639980002\n0639980002\n');
    const dry = await workspace.json('suppress', 'import', file, '--dry-run');
    expect(dry).toMatchObject({ recorded: 1, unchanged: 2, dryRun: true });
    expect(await workspace.json('suppress', 'import', file)).toEqual({ ...dry, dryRun: false, import: 1 });
  });

  it('takes what no column says from flags', async () => {
    const file = workspace.write('l.csv', 'Joindre au\n0639980001\n');
    await workspace.run(
      'suppress',
      'import',
      file,
      '--phone-column',
      'joindre au',
      '--purpose',
      'survey',
      '--reason',
      'unreachable',
    );
    expect(await entriesOf('0639980001')).toMatchObject([{ reason: 'unreachable', purpose: 'survey' }]);
  });
});

describe('a STOP and the imports of consents', () => {
  const rows =
    'phone,purpose,basis,given_at,method,wording,source\n0639980001,marketing,opt_in,2026-01-05,web_form,yes,form\n';

  it('stays: the same file is unchanged, a new consent is refused', async () => {
    const file = workspace.write('c.csv', rows);
    await workspace.run('consent', 'import', file);
    await workspace.run('suppress', 'add', '0639980001', '--reason', 'stop');
    expect(await workspace.json('consent', 'import', file)).toMatchObject({ unchanged: 1, rejected: {} });
    const newer = workspace.write('d.csv', rows.replace('2026-01-05', '2026-03-01'));
    const answer = await workspace.run('consent', 'import', newer, '--json');
    expect(answer.exit).toBe(65);
    expect(JSON.parse(answer.out)).toMatchObject({ rejected: { suppressed: 1 } });
    expect(await workspace.json('suppress', 'check', '0639980001')).toMatchObject({ suppressed: true });
  });
});

describe('suppress list, check and export', () => {
  it('shows the list as a table, or as JSON Lines, masked', async () => {
    expect(await workspace.run('suppress', 'list')).toMatchObject({
      exit: 0,
      out: '',
      err: 'the never-list is empty\n',
    });
    await workspace.run('suppress', 'add', '0639980001', '0639980002', '--reason', 'stop');
    const { out } = await workspace.run('suppress', 'list');
    expect(out.split('\n')[0]).toMatch(
      /^number {13}reason {2}reach {21}since {27}recorded by {2}import {2}taken back$/,
    );
    expect(out.split('\n')[1]).toMatch(/^\+33 6 •• •• •• 01 {2}STOP {4}all promotional messages/);
    const lines = (await workspace.run('suppress', 'list', '--json')).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'suppression', seq: 1, number: '+33 6 •• •• •• 01', reason: 'stop', scope: 'promotional' },
      { type: 'suppression', seq: 2 },
    ]);
  });

  it('tells of a number either way with 0', async () => {
    const answer = await workspace.run('suppress', 'check', '0639980001');
    expect(answer).toMatchObject({ exit: 0, out: '+33 6 •• •• •• 01 is not on the never-list\n' });
    expect((await workspace.run('suppress', 'check', 'nobody')).exit).toBe(65);
  });

  it('exports a form that imports as unchanged, and notes that numbers were shown', async () => {
    await workspace.run('suppress', 'add', '0639980001', '--purpose', 'survey');
    await workspace.run('suppress', 'add', '0639980002', '--reason', 'stop');
    const masked = await workspace.run('suppress', 'export');
    expect(masked.out).toMatch(
      /^seq,phone,reason,scope,purpose,at,recorded_at,operator,subject,import,lifted\r\n1,'\+33 6 •• •• •• 01,manual,purpose,survey/,
    );
    // A file like this is no copy of the list, and whoever keeps it should know.
    for (const [file, reveal] of [
      ['masked.csv', []],
      ['whole.csv', ['--reveal']],
    ] as const) {
      const { err } = await workspace.run('suppress', 'export', '--out', workspace.at(file), ...reveal);
      const masked = ', their numbers masked: no import reads those; --reveal writes them whole';
      expect(err).toBe(`2 rows in ${workspace.at(file)}${reveal.length === 0 ? masked : ''}\n`);
    }
    const whole = await workspace.run('suppress', 'export', '--reveal', '--format', 'csv');
    expect(whole.out).toContain("'+33639980001");
    const file = workspace.write('e.csv', whole.out);
    expect(await workspace.json('suppress', 'import', file)).toMatchObject({ rows: 2, unchanged: 2, adjusted: {} });
    await workspace.run('suppress', 'list', '--reveal');
    const log = (await workspace.run('audit', 'list')).out;
    expect(log.match(/numbers shown/g)).toHaveLength(3);
  });

  it('writes a table for French spreadsheets', async () => {
    const french = testWorkspace('fr');
    try {
      await french.run('suppress', 'add', '0639980001');
      expect((await french.run('suppress', 'export')).out).toMatch(/^\ufeffseq;phone;reason/);
      expect((await french.run('suppress', 'list')).out).toMatch(/^numéro {13}motif {6}portée {2}depuis/);
    } finally {
      french.remove();
    }
  });
});

describe('suppress import of JSON', () => {
  const importing = (text: string, ...flags: readonly string[]): Promise<Record<string, unknown>> =>
    workspace.json('suppress', 'import', workspace.write('list.json', text), ...flags);

  it.each([
    ['a list of numbers (OVHcloud)', '["+33639980001", "0639980002"]'],
    ['a list of objects', '[{"phone": "+33639980001", "reason": "stop"}, {"phone": "0639980002"}]'],
    ['an object a line', '{"msisdn": "33639980001", "reason": "stop"}\n{"msisdn": "33639980002"}\n'],
    [
      'an answer that holds its list',
      '{"records": [{"phoneNumber": "+33639980001"}, {"phoneNumber": "+33639980002"}], "paging": {}}',
    ],
  ])('reads %s', async (_, text) => {
    expect(await importing(text)).toMatchObject({ rows: 2, recorded: 2, rejected: {} });
    expect([await workspace.isSuppressed('+33639980001'), await workspace.isSuppressed('+33639980002')]).toEqual([
      true,
      true,
    ]);
    expect(await importing(text)).toMatchObject({ recorded: 0, unchanged: 2 });
  });

  it('takes those alone who left, of contacts that say who did (Brevo)', async () => {
    const contacts = [
      { id: 1, smsBlacklisted: true, attributes: { SMS: '33639980001' } },
      { id: 2, smsBlacklisted: false, attributes: { SMS: '33639980002' } },
    ];
    const answer = await importing(JSON.stringify({ contacts, count: 2 }), '--phone-column', 'attributes.SMS');
    expect(answer).toMatchObject({ recorded: 1, rejected: { not_opted_out: 1 } });
    expect([await workspace.isSuppressed('+33639980001'), await workspace.isSuppressed('+33639980002')]).toEqual([
      true,
      false,
    ]);
  });

  it('reads an answer that stands in the same inner object as the number, and none of another object', async () => {
    const contacts = [
      { attributes: { SMS: '33639980001', SMS_BLACKLISTED: true } },
      { attributes: { SMS: '33639980002', SMS_BLACKLISTED: false } },
      { attributes: { SMS: '33639980003' }, email: { BLACKLISTED: false } },
    ];
    const answer = await importing(JSON.stringify({ contacts }), '--phone-column', 'attributes.SMS');
    expect(answer).toMatchObject({ recorded: 2, rejected: { not_opted_out: 1 } });
    expect([
      await workspace.isSuppressed('+33639980001'),
      await workspace.isSuppressed('+33639980002'),
      await workspace.isSuppressed('+33639980003'),
    ]).toEqual([true, false, true]);
  });

  it('tells of what is nobody, with its line, and refuses options that say nothing of JSON', async () => {
    const lines = '{"phone": "0639980001"}\n{"phone": \n[1]\n{"phone": "0639980003"}\n';
    const rejects = workspace.at('rejects.csv');
    const answer = await importing(lines, '--rejects', rejects);
    expect(answer).toMatchObject({ rows: 4, recorded: 2, rejected: { malformed_json: 2 } });
    expect(workspace.read('rejects.csv')).toMatch(/^[^]*\n2[;,]malformed_json[^]*\n3[;,]malformed_json/);
    const file = workspace.write('list.json', lines);
    for (const option of [
      ['--delimiter', ';'],
      ['--encoding', 'utf-8'],
      ['--sheet', '1'],
    ]) {
      const refused = await workspace.run('suppress', 'import', file, ...option);
      expect(refused).toMatchObject({ exit: 64 });
      expect(refused.err).toContain('is JSON');
    }
    expect((await workspace.run('suppress', 'import', workspace.write('none.json', '[]'))).exit).toBe(65);
    // Consents are proofs: they come as a table.
    expect((await workspace.run('consent', 'import', file)).exit).toBe(65);
  });

  it('is named as such when it is broken, by file and place and without what stands there', async () => {
    const cases: readonly (readonly [text: string, told: RegExp])[] = [
      [
        '[\n{"phone":"0639980001"}\n{"phone":"0639980002"}\n]',
        /list\.json begins as JSON and is none: line 3, column 1 does/,
      ],
      ['[{"phone":"0639980001"},{"phone":"0639980002"', /ends in the middle/],
      ['["0639980001", "063998', /ends in the middle/],
      ['[639980001, o639980002]', /one of its values is no value of JSON/],
      ['{phone: "0639980001"}', /line 1, column 2 does not follow/],
    ];
    for (const [text, told] of cases) {
      const file = workspace.write('list.json', text);
      for (const verb of ['suppress', 'inbox']) {
        const { exit, err } = await workspace.run(verb, 'import', file);
        expect({ exit, err }).toEqual({ exit: 65, err: expect.stringMatching(told) as unknown });
        expect(err).not.toMatch(/63998/);
      }
    }
    expect((await workspace.run('suppress', 'list')).out).toBe('');
  });

  it('keeps the good lines where one of many is broken', async () => {
    const file = workspace.write('list.jsonl', '{phone}\n{"phone":"0639980001"}\n');
    expect(await workspace.json('suppress', 'import', file)).toMatchObject({ recorded: 1 });
  });

  it('takes no line that is broken for a bare number: the reason why they left would be lost', async () => {
    const lines = [
      '{"phone":"+33639980001","reason":"stop"}',
      '{"phone":"+33639980002","reason":"complaint"',
      '{bad 0639980003}',
      '["+33639980004","complaint"]',
      '0639980005',
    ];
    const rejects = workspace.at('rejects.csv');
    const answer = await importing(lines.join('\n'), '--rejects', rejects);
    expect(answer).toMatchObject({ rows: 5, recorded: 2, rejected: { malformed_json: 3 } });
    for (const [last, isOn] of [true, false, false, false, true].entries()) {
      expect(await workspace.isSuppressed(`+3363998000${last + 1}`)).toBe(isOn);
    }
    const [, ...told] = workspace.read('rejects.csv').trimEnd().split('\n');
    expect(told.map((row) => row.slice(0, 17))).toEqual([
      '2,malformed_json,',
      '3,malformed_json,',
      '4,malformed_json,',
    ]);
    expect(told[0]).toContain('complaint');
    expect((await workspace.run('suppress', 'import', workspace.at('list.json'))).out).toMatch(
      /3 {2}no JSON object\n +→ first: line 2: “.*”\n +→ one whole/,
    );
  });

  it('does not pass in silence over an object that says everything under names of its own', async () => {
    const lines = Array.from({ length: 1000 }, () => '{"phone":"0639980001"}');
    const answer = await importing([...lines, '{"mobile":"0639980002"}'].join('\n'));
    expect(answer).toMatchObject({ rows: 1001, recorded: 1, rejected: { malformed_json: 1 } });
  });
});

it.each([
  ['a list', '['.repeat(200_000) + ']'.repeat(200_000)],
  ['lists on a line each', `[]\n${'['.repeat(200_000)}${']'.repeat(200_000)}\n`],
  ['an object', `[${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}]`],
])('suppress import refuses %s nested without end, and goes on', async (_, text) => {
  const { exit, err } = await workspace.run('suppress', 'import', workspace.write('deep.json', text));
  expect([exit, err.slice(0, 2000)]).toEqual([65, expect.not.stringContaining('RangeError')]);
});
