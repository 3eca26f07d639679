import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import phoneVectors from '../core/contact/phone-vectors.json' with { type: 'json' };
import textVectors from '../core/segment/gsm7-vectors.data.json' with { type: 'json' };
import { FRENCH_MOBILE } from '../support/public-examples.js';
import { kindOf, runProgram, temporaryFolders, type Ran, type Surroundings } from './in-process.js';

const newFolder = temporaryFolders();
const outside = newFolder();

function check(args: readonly string[], around: Partial<Surroundings> = {}): Promise<Ran> {
  return runProgram(['check', ...args], { cwd: outside, ...around });
}

async function answer(args: readonly string[], around: Partial<Surroundings> = {}): Promise<Record<string, unknown>> {
  const ran = await check(args, { ...around, globals: [...(around.globals ?? []), '--json'] });
  expect(ran.stderr).toBe('');
  expect(ran.code).toBeNull();
  return JSON.parse(ran.stdout) as Record<string, unknown>;
}

async function newWorkspace(country: string): Promise<string> {
  const cwd = newFolder();
  await runProgram(['init', '--organisation', 'Les Amis', '--sender', 'LESAMIS', '--country', country], { cwd });
  return cwd;
}

describe('check text', () => {
  it('answers every vector, from the line and from a file', async () => {
    for (const { id, text, encoding, units, segments, perSegmentUnits } of textVectors.vectors) {
      const file = join(outside, `${id}.txt`);
      writeFileSync(file, text);
      const fromFile = await answer(['text', `@${file}`]);
      expect(fromFile, id).toEqual({
        encoding,
        units,
        segments,
        perSegmentUnits,
        causes: fromFile['causes'],
        warnings: [],
      });
      expect(await answer(['text', '--', text]), id).toEqual(fromFile);
    }
  });

  it('reads a file to the byte', async () => {
    const file = join(outside, 'bytes.txt');
    writeFileSync(file, '\ufeffBonjour \r\n\n');
    expect(await answer(['text', `@${file}`])).toMatchObject({ units: 12, causes: [{ char: '\ufeff', count: 1 }] });
  });

  it('refuses what is not UTF-8, is missing, or is far too long', async () => {
    const file = join(outside, 'latin.txt');
    writeFileSync(file, Buffer.from('f\xeate', 'latin1'));
    expect(kindOf(await check(['text', `@${file}`]))).toBe('badInput');
    expect(kindOf(await check(['text', '@not-there.txt']))).toBe('noInput');
    writeFileSync(file, 'a'.repeat(65_537));
    expect(kindOf(await check(['text', `@${file}`]))).toBe('badInput');
  });

  it('takes a text that starts with - after --', async () => {
    expect(await answer(['text', '--', '-20% sur tout'])).toMatchObject({ encoding: 'GSM-7', units: 13 });
  });

  it('names the characters, and what --gsm7 would change', async () => {
    const { stdout, stderr } = await check(['text', 'l’été']);
    expect(stdout).toBe('UCS-2: 5 UTF-16 units, 1 segment\noutside GSM-7: ’ (U+2019) × 1\n');
    expect(stderr).toBe("with --gsm7 it would be GSM-7: 1 segment\nbefore: l’été\nafter:  l'été\n");
    expect((await check(['text', '…'.repeat(60)])).stderr).toBe('');
    expect((await check(['text', 'a\u200bb'], { locale: 'fr' })).stdout).toContain('hors GSM-7\u00a0: U+200B × 1');
    expect((await check(['text', '€'.repeat(81)])).stdout).toBe('GSM-7: 162 septets, 2 segments (152 + 10)\n');
    expect((await check(['text', ''])).stderr).toContain('empty');
  });
});

describe('check number', () => {
  it('answers every vector', async () => {
    for (const { id, input, country, outcome, ...expected } of phoneVectors.vectors) {
      const { e164 = null, reason = null, warnings = [], ...labels } = expected as Record<string, unknown>;
      const said = await answer(['number', '--country', country, '--', input]);
      expect(said, id).toMatchObject({ outcome, reason, ...labels });
      if (outcome === 'accept') expect(said, id).toMatchObject({ e164, warnings });
      expect(Object.keys(said)).toEqual(['outcome', 'e164', 'reason', 'country', 'type', 'warnings', 'hint']);
    }
  });

  it('takes numbers kept for films in a rehearsing workspace only', async () => {
    const cwd = await newWorkspace('GB');
    expect(await answer(['number', '07700 900123'], { cwd })).toMatchObject({ outcome: 'accept', country: 'GB' });
    expect(await answer(['number', '07700 900123', '--country', 'gb'])).toMatchObject({ reason: 'reserved-fictional' });
    expect((await check(['number', '07700 900123'], { cwd })).stderr).toContain('rehearsals only');
  });

  it('shows the reading to a person', async () => {
    const french = await check(['number', FRENCH_MOBILE.national, '--country', 'CH'], { locale: 'fr' });
    const [refused, understood] = french.stdout.split('\n');
    expect(refused).toBe('refusé\u00a0: ligne fixe (fixed-line)');
    expect(understood).toBe(`compris comme ${FRENCH_MOBILE.readAsSwiss} (Suisse, ligne fixe)`);
    expect(french.stderr).toContain('--country FR');
    expect((await check(['number', FRENCH_MOBILE.zeroless])).stdout).toBe(
      `${FRENCH_MOBILE.international} (France, mobile): can receive SMS\nnote: the leading zero was missing (missing-trunk-zero)\n`,
    );
  });

  it.each([
    ['0639981234 ext 12', 'extension', 'without its extension'],
    ['3,36E+10', 'scientific-notation', 'original file'],
    ['06 39 98 12 3', 'read as it is dialled in France', 'a digit is missing'],
    ['06 39 98 00 01', 'films', 'rehearsals'],
  ])('tells what is wrong with %s and what to do', async (text, wrong, wayOut) => {
    const { stdout, stderr } = await check(['number', text]);
    expect(stdout).toContain(wrong);
    expect(stderr).toContain(wayOut);
  });

  it('says of a number with a calling code neither that it was read in a country nor that it lacks one', async () => {
    for (const number of ['+999123456', '0033 7 12 34 56 78', '+33 6 39 98 12 34 5', '+882 1234 56789']) {
      const { stdout, stderr } = await check(['number', number], { locale: 'fr' });
      expect(stdout).toMatch(/^refusé\u00a0: .*\n$/);
      expect(stderr).toContain('comparez avec l’original');
      expect(stderr).not.toContain('indicatif');
    }
    const { stdout, stderr } = await check(['number', '07 12 34 56 78'], { locale: 'fr' });
    expect(stdout).toContain('lu comme on le compose dans ce pays\u00a0: France');
    expect(stderr).toContain(
      'comparez avec l’original\u202f; venu d’un autre pays, il lui faut son indicatif, comme +41',
    );
  });

  it('refuses a country that there is not, and a workspace that there is not', async () => {
    expect(kindOf(await check(['number', '0639981234', '--country', 'ZZ']))).toBe('usage');
    expect(kindOf(await check(['number', '0639981234'], { globals: ['--workspace', 'nowhere'] }))).toBe('noInput');
  });
});

describe('check hours', () => {
  const easter = '2026-04-06T10:00:00+02:00';

  it('answers with the rule and its source', async () => {
    expect(await answer(['hours', '--country', 'FR', '--at', easter])).toEqual({
      allowed: false,
      blockedBy: ['holiday'],
      nextAllowed: '2026-04-07T06:00:00.000Z',
      zones: ['Europe/Paris'],
      calendars: ['FR'],
      profile: 'FR/strict',
      force: 'provider',
      source: expect.stringContaining('OVHcloud') as string,
      confidence: 'verified-in-source',
      warnings: [],
      holiday: 'Lundi de Pâques',
      notes: ['region-not-told'],
      at: '2026-04-06T08:00:00.000Z',
    });
  });

  it.each([
    [['--country', 'FR'], '2026-11-27T06:30:00.000Z'],
    [['--zone', 'America/Martinique'], '2026-11-27T11:30:00.000Z'],
    [['--country', 'RE'], '2026-11-27T03:30:00.000Z'],
  ])('reads an instant without an offset in the place that is asked about: %j', async (place, at) => {
    expect(await answer(['hours', ...place, '--at', '2026-11-27T07:30:00'])).toMatchObject({ at });
  });

  /** Instants and verdicts worked out apart from this program, after the charters and the national laws. */
  it.each([
    ['Europe/Paris', 'FR', 'FR/strict', '2026-03-10T07:00:00Z', true, '2026-03-10T07:00:00Z'],
    ['Europe/Paris', 'FR', 'FR/strict', '2026-03-10T19:00:00Z', false, '2026-03-11T07:00:00Z'],
    ['Europe/Paris', 'FR', 'FR/strict', '2026-03-28T20:00:00Z', false, '2026-03-30T06:00:00Z'],
    ['Europe/Paris', 'FR-57', 'FR/strict', '2026-04-03T08:00:00Z', false, '2026-04-04T06:00:00Z'],
    ['Europe/Paris', 'FR', 'FR/strict', '2026-04-03T08:00:00Z', true, '2026-04-03T08:00:00Z'],
    ['Europe/Paris', '', 'FR/strict', '2026-04-06T08:00:00Z', true, '2026-04-06T08:00:00Z'],
  ])('%s %s %s %s', async (zone, calendar, profile, at, allowed, nextAllowed) => {
    const calendars = calendar === '' ? [] : ['--calendar', calendar];
    const said = await answer(['hours', '--zone', zone, ...calendars, '--profile', profile, '--at', at]);
    expect(said).toMatchObject({ allowed, nextAllowed: nextAllowed.replace('Z', '.000Z') });
  });

  it('takes several zones and calendars, and the strictest of them', async () => {
    const places = ['--zone', 'Europe/Madrid', '--zone', 'Atlantic/Canary', '--calendar', 'ES', '--calendar', 'FR'];
    const said = await answer(['hours', ...places, '--profile', 'ES/strict', '--at', '2026-03-10T08:30:00Z']);
    expect(said).toMatchObject({ allowed: false, blockedBy: ['hours'], nextAllowed: '2026-03-10T09:00:00.000Z' });
    expect(said).toMatchObject({ zones: ['Europe/Madrid', 'Atlantic/Canary'], calendars: ['ES', 'FR'] });
  });

  it.each([
    [['--country', 'US'], '2026-03-10T20:30', 'America/Adak', '2026-03-10T20:30-09:00'],
    [['--country', 'PT'], '2026-03-10T20:30', 'Europe/Lisbon', '2026-03-10T20:30+00:00'],
    [
      ['--zone', 'Europe/Paris', '--zone', 'Europe/London'],
      '2026-03-10T20:30',
      'Europe/Paris',
      '2026-03-10T20:30+01:00',
    ],
  ])('takes no time without an offset where the clocks of the place differ: %j', async (place, at, zone, example) => {
    for (const [args, globals] of [[['--at', at], []] as const, [[], ['--clock', at]] as const]) {
      const option = args.length === 0 ? '--clock' : '--at';
      const ran = await check(['hours', ...place, ...args], { globals });
      expect(kindOf(ran)).toBe('usage');
      expect(ran.stderr).toContain(`${option} ${at} is not one moment there: ${zone} and `);
      expect(ran.stderr).toContain(`give the offset from UTC as well: ${option} ${example} is that time in ${zone}`);
    }
    expect(await answer(['hours', ...place, '--at', example])).toMatchObject({
      at: DateTime.fromISO(example).toUTC().toISO(),
    });
  });

  it.each([
    ['2027-03-28T02:30', 'never comes in Europe/Paris', 'before it or after it'],
    ['2026-10-25T02:30', 'comes twice in Europe/Paris', '2026-10-25T02:30+02:00 is the first, 2026-10-25T02:30+01:00'],
  ])('takes no time that the clocks left out, or show twice: %s', async (at, told, hint) => {
    for (const [args, globals] of [[['--at', at], []] as const, [[], ['--clock', at]] as const]) {
      const ran = await check(['hours', '--country', 'FR', ...args], { globals });
      expect([kindOf(ran), ran.stdout]).toEqual(['usage', '']);
      expect(ran.stderr).toContain(`${args[0] ?? '--clock'} ${at} ${told}`);
      expect(ran.stderr).toContain(hint);
    }
  });

  it('takes one where several zones have the same time then', async () => {
    const places = ['--zone', 'Europe/Paris', '--zone', 'Europe/Madrid'];
    expect(await answer(['hours', ...places, '--at', '2026-03-10T20:30'])).toMatchObject({
      at: '2026-03-10T19:30:00.000Z',
    });
  });

  it.each([
    ['--country', 'FR', 'CH'],
    ['--number', '+33639981234', '+33639981235'],
    ['--at', '2026-03-10T10:00', '2026-03-11T10:00'],
  ])('takes one %s: of two none is silently dropped (64)', async (option, first, second) => {
    const ran = await check(['hours', option, first, option, second]);
    expect([kindOf(ran), ran.stderr]).toEqual(['usage', expect.stringContaining(`${option} is given more than once`)]);
  });

  it('finds the place of a number', async () => {
    expect(await answer(['hours', '--number', '0690 00 00 01', '--at', easter])).toMatchObject({
      zones: ['America/Guadeloupe'],
      calendars: ['FR-GP', 'FR-MF', 'FR-BL'],
    });
    const unknown = await check(['hours', '--number', '+81 90 1234 5678']);
    expect(kindOf(unknown)).toBe('badInput');
    expect(unknown.stderr).not.toContain('1234');
    expect(kindOf(await check(['hours', '--number', '06 39 98 00 01']))).toBe('badInput');
  });

  it('refines a country or a number by postal code or region, and says what it does not know', async () => {
    expect(await answer(['hours', '--country', 'CH', '--region', 'Canton de Vaud', '--at', easter])).toMatchObject({
      calendars: ['CH-VD'],
      blockedBy: ['holiday'],
      notes: [],
    });
    expect(await answer(['hours', '--country', 'CH', '--region', 'Mordor', '--at', easter])).toMatchObject({
      calendars: ['CH'],
      allowed: true,
      notes: ['region-unknown'],
    });
    expect(await answer(['hours', '--number', FRENCH_MOBILE.international, '--postal-code', '67000'])).toMatchObject({
      calendars: ['FR-67'],
    });
    expect(await answer(['hours', '--country', 'NC'])).toMatchObject({ notes: ['own-holidays-not-known'] });
    // Hours that look at no holidays lack none.
    for (const place of ['NC', 'FR', 'CH'])
      expect(await answer(['hours', '--country', place, '--profile', 'night-rest'])).toMatchObject({ notes: [] });
    expect(await answer(['hours', '--country', 'US', '--region', 'Rhode Island'])).toMatchObject({ profile: 'US/RI' });
    const { stdout } = await check(['hours', '--country', 'DE', '--at', easter], { locale: 'fr' });
    expect(stdout).toContain('région, canton ou Land inconnu\u00a0: seuls les jours fériés du pays entier comptent');
    expect(kindOf(await check(['hours', '--zone', 'Europe/Paris', '--region', 'VD']))).toBe('usage');
  });

  it('quotes the rule in the reader’s language, the titles as they are', async () => {
    const { stdout } = await check(['hours', '--country', 'FR', '--profile', 'FR/charter-2026'], { locale: 'fr' });
    expect(stdout).toContain('la charte des opérateurs\u00a0: AF2M, «\u00a0Charte Business Messaging 2026\u00a0»');
    const american = await check(['hours', '--country', 'US', '--region', 'FL'], { locale: 'fr' });
    expect(american.stdout).toContain('la loi\u00a0: loi de l’État');
    expect(american.stdout).toContain('aucun jour férié regardé');
  });

  it('asks of now, or of a rehearsal’s now, in the sender’s country', async () => {
    expect(await answer(['hours'])).toMatchObject({ at: '2026-03-10T10:00:00.000Z', zones: ['Europe/Paris'] });
    expect(await answer(['hours'], { globals: ['--clock', '2026-03-15T10:00:00Z'] })).toMatchObject({
      at: '2026-03-15T10:00:00.000Z',
      blockedBy: ['sunday'],
    });
    const cwd = await newWorkspace('CH');
    expect(await answer(['hours'], { cwd })).toMatchObject({ zones: ['Europe/Zurich'], profile: 'CH/strict' });
  });

  it('keeps the profile that the operator chose', async () => {
    const cwd = await newWorkspace('FR');
    appendFileSync(join(cwd, 'smsctl.toml'), '[hours]\nFR = "FR/charter-2026"\n');
    expect(await answer(['hours', '--country', 'FR'], { cwd })).toMatchObject({ profile: 'FR/charter-2026' });
    expect(await answer(['hours', '--country', 'RE'], { cwd })).toMatchObject({ profile: 'FR/charter-2026' });
  });

  it.each([
    [['--zone', 'Europe/Pari'], 'Europe/Paris'],
    [['--zone', '+02:00'], 'IANA'],
    [['--zone', 'Europe/Paris', '--calendar', 'FR-99'], 'FR-57'],
    [['--country', 'FR', '--profile', 'FR/lax'], 'FR/charter-2026'],
    [['--country', 'Francia'], 'FR'],
    [['--calendar', 'FR'], '--zone'],
    [['--country', 'FR', '--number', '0639981234'], '--country'],
    [['--number', '0639981234', '--calendar', 'FR'], '--calendar'],
    [['--at', 'tomorrow'], '2026-03-10T10:00+01:00'],
  ])('%j is a mistake of usage', async (args, told) => {
    const ran = await check(['hours', ...args]);
    expect(kindOf(ran)).toBe('usage');
    expect(ran.stderr).toContain(told);
  });

  it('has no answer for a country whose places it does not know', async () => {
    expect(kindOf(await check(['hours', '--country', 'JP']))).toBe('badInput');
  });

  it('tells a person when it opens or closes', async () => {
    const closed = await check(['hours', '--country', 'FR', '--at', easter], { locale: 'fr' });
    expect(closed.stdout).toContain('fermé le lundi 6 avril 2026 à 10:00 (Europe/Paris)');
    expect(closed.stdout).toContain('jour férié\u00a0: Lundi de Pâques');
    expect(closed.stdout).toContain('ouvre mardi 7 avril 2026 à 08:00 (Europe/Paris)');
    expect(closed.stderr).toContain('pas un conseil juridique');
    const open = await check(['hours', '--country', 'FR', '--at', '2026-03-10T10:00']);
    expect(open.stdout).toContain('closes Tuesday 10 March 2026 at 20:00 (Europe/Paris)');
  });
});

describe('what reads no ledger', () => {
  it('needs no ledger.key: numbers, hours and lists are judged without', async () => {
    const cwd = await newWorkspace('CH');
    rmSync(join(cwd, 'ledger.key'));
    const list = join(cwd, 'list.csv');
    writeFileSync(list, 'phone\n079 000 00 67\n');
    expect(await answer(['number', '079 000 00 67'], { cwd })).toMatchObject({ e164: '+41790000067' });
    expect(await answer(['hours'], { cwd })).toMatchObject({ calendars: ['CH'] });
    expect(await answer(['hours'], { cwd, globals: ['--clock', '2026-03-10T10:00'] })).toMatchObject({ allowed: true });
    expect(await answer(['contacts', list], { cwd, globals: ['--workspace', cwd] })).toMatchObject({ rows: 1 });
    // Whoever needs it is told at once.
    const doing = await runProgram(['suppress', 'check', '079 000 00 67'], { cwd });
    expect(kindOf(doing)).toBe('notPermitted');
  });
});

describe('the program itself', () => {
  const program = fileURLToPath(new URL('../../bin/smsctl.js', import.meta.url));
  const smsctl = async (
    ...args: readonly string[]
  ): Promise<{ stdout: string; stderr: string; code: number | null }> => {
    const env = { TZ: 'Asia/Tokyo', LANG: 'C' };
    const ran = await execa(process.execPath, [program, ...args], { cwd: outside, reject: false, env });
    return { stdout: ran.stdout, stderr: ran.stderr, code: ran.exitCode ?? null };
  };

  it('answers with one JSON document and exit code 0', async () => {
    const { stdout, stderr, code } = await smsctl('check', 'text', '--json', '--', '-10% été');
    expect(JSON.parse(stdout)).toMatchObject({ encoding: 'GSM-7', units: 8 });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect((await smsctl('check', 'number', '')).code).toBe(0);
    expect((await smsctl('check', 'hours', '--country', 'ZZ')).code).toBe(64);
  });

  it('makes a workspace, and examines it', async () => {
    mkdirSync(join(outside, 'club'));
    expect((await smsctl('init', 'club', '--yes')).code).toBe(0);
    expect((await smsctl('init', 'club', '--yes')).code).toBe(65);
    const { stdout, code } = await smsctl('--workspace', 'club', 'doctor', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ type: 'doctor', ok: true });
    expect(code).toBe(0);
  });
});
