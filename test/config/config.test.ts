import { describe, expect, it } from 'vitest';
import { parseConfig, type Config } from '../../src/config/config.js';
import { OperatorError } from '../../src/errors.js';
import { formatsOf, type Locale } from '../../src/words/formats.js';
import { speak } from '../../src/words/speak.js';

const known = { profileIds: ['FR/strict', 'FR/charter-2026', 'CH/strict'] };

const minimal = `[organisation]
name = "Les Amis du Parc"
[sender]
id = "AMISDUPARC"
country = "FR"
[provider]
use = "simulator"
`;

/** Every key of the configuration, with the values of the documentation. */
const full = `[organisation]
name = "Les Amis du Parc"            # the data controller
privacy_url = "https://amisduparc.example/rgpd"
contact = "rgpd@amisduparc.example"
locale = "fr"

[sender]
id = "AMISDUPARC"
country = "FR"

[footer.FR]
text = "STOP au {{ stop }}"
stop = "36184"

[footer.default]
text = "Stop: {{ stop_url }}"
stop_url = "https://amisduparc.example/s"

[hours]
FR = "FR/strict"

[limits]
max_segments = 3
frequency_cap = { messages = 4, days = 30 }
countries = ["FR", "CH", "BE", "LU"]
max_cost = "50.00"
stops_within_hours = 24
unreachable_after = 2

[provider]
use = "simulator"
rate = 30
price = { FR = "0.065", default = "0.09" }
currency = "EUR"

[providers.vonage]
application_id = "..."
base_url = "https://api.nexmo.com"
timeout_ms = 10000

[providers.simulator]
rate = 1000
seed = 1
latency_ms = 0
throttled = 0.0
rejected = 0.0
lost_answer = 0.0
undelivered = 0.0
replies_stop = 0.0

[purposes.marketing]
bases = ["opt_in", "rented_list"]
frequency_cap = { messages = 2, days = 30 }

[purposes.concerts]
kind = "promotional"
bases = ["opt_in"]
`;

function parse(text: string): Config {
  return parseConfig(text, 'smsctl.toml', known);
}

function refusal(text: string): OperatorError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

function said(text: string, locale: Locale = 'en'): string {
  return speak(refusal(text).problem, formatsOf(locale));
}

/** `minimal` with one more table or key; the additions start on line 8. */
function plus(...lines: readonly string[]): string {
  return minimal + lines.join('\n');
}

describe('a configuration that is right', () => {
  it('holds everything the file says', () => {
    const config = parse(full);
    expect(config.organisation).toEqual({
      name: 'Les Amis du Parc',
      privacyUrl: 'https://amisduparc.example/rgpd',
      contact: 'rgpd@amisduparc.example',
      locale: 'fr',
    });
    expect(config.sender).toEqual({ id: 'AMISDUPARC', country: 'FR' });
    expect([...config.footers]).toEqual([
      ['FR', { text: 'STOP au {{ stop }}', stop: '36184' }],
      ['default', { text: 'Stop: {{ stop_url }}', stopUrl: 'https://amisduparc.example/s' }],
    ]);
    expect([...config.hours]).toEqual([['FR', 'FR/strict']]);
    expect(config.limits).toEqual({
      maxSegments: 3,
      frequencyCap: { messages: 4, days: 30 },
      frequencyCapByPurpose: new Map([['marketing', { messages: 2, days: 30 }]]),
      countries: ['FR', 'CH', 'BE', 'LU'],
      maxCost: '50.00',
      stopsWithinHours: 24,
      unreachableAfter: 2,
    });
    expect(config.provider).toEqual({
      use: 'simulator',
      rate: 30,
      price: new Map([
        ['default', '0.09'],
        ['FR', '0.065'],
      ]),
      currency: 'EUR',
    });
    expect(config.simulator.rate).toBe(1000);
    expect(config.purposes.get('concerts')).toEqual({
      name: 'concerts',
      kind: 'promotional',
      bases: ['opt_in'],
      footer: true,
      window: true,
      ageing: { warnMonths: 24, refuseMonths: 36, zone: 'Europe/Paris' },
    });
  });

  it('keeps what a provider puts before the footer that it appends, and asks no way out of it', () => {
    const footer = (lines: string) =>
      parse(`${full.replace(/\[footer\.FR\][^[]*/, '')}\n[footer.FR]\n${lines}`).footers.get('FR');
    expect(footer('text = "\\r\\nSTOP {{ stop }} "\nstop = "36184"\nby_provider = true')).toEqual({
      text: '\r\nSTOP {{ stop }}',
      stop: '36184',
      byProvider: true,
    });
    expect(footer('text = " smsup.example/abc"\nby_provider = true')).toEqual({
      text: ' smsup.example/abc',
      byProvider: true,
    });
    expect(footer('text = " STOP {{ stop }}"\nstop = "36184"\nby_provider = false')).toMatchObject({
      text: 'STOP {{ stop }}',
      byProvider: false,
    });
  });

  it('has defaults for all that may be left out', () => {
    const config = parse(minimal);
    expect(config.organisation).toMatchObject({ privacyUrl: null, contact: null, locale: 'en' });
    expect(config.limits).toMatchObject({
      ...{ maxSegments: 3, frequencyCap: { messages: 4, days: 30 }, countries: ['FR'], maxCost: null },
      stopsWithinHours: 24,
    });
    expect(config.provider).toMatchObject({ rate: 30, price: new Map(), currency: 'EUR' });
    expect(config.simulator).toEqual({
      ...{ rate: 1000, seed: 1, latencyMs: 0, throttled: 0, rejected: 0, lostAnswer: 0, undelivered: 0 },
      repliesStop: 0,
      standsFor: null,
    });
    expect([...config.footers]).toEqual([]);
    expect([...config.purposes.keys()]).toEqual(['marketing', 'association', 'survey', 'information']);
  });

  it('is the same with a byte order mark, with CRLF, and after a final line without end', () => {
    const expected = parse(full);
    expect(parse(`\uFEFF${full}`)).toEqual(expected);
    expect(parse(full.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(parse(full.trimEnd())).toEqual(expected);
  });

  it('can not be changed', () => {
    const config = parse(full);
    for (const part of [config, config.sender, config.limits, config.limits.countries, config.footers.get('FR')]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('may be written in any form that TOML has', () => {
    const config = parse(
      plus('[limits]', 'frequency_cap.messages = 2', 'frequency_cap.days = 7', '"countries" = [', '"FR", "FR",', ']'),
    );
    expect(config.limits).toMatchObject({ frequencyCap: { messages: 2, days: 7 }, countries: ['FR'] });
  });
});

describe('purposes', () => {
  it('count rented lists only where they are named', () => {
    expect(parse(minimal).purposes.get('marketing')?.bases).not.toContain('rented_list');
    expect(parse(full).purposes.get('marketing')?.bases).toEqual(['opt_in', 'rented_list']);
  });

  it('keep of the built-in one what an override leaves out', () => {
    const { purposes } = parse(plus('[purposes.information]', 'bases = ["contract"]'));
    expect(purposes.get('information')).toEqual({
      ...{ name: 'information', kind: 'functional', bases: ['contract'] },
      ...{ footer: false, window: false, ageing: null },
    });
  });

  it('take on the duties of the kind that they become', () => {
    const { purposes } = parse(plus('[purposes.information]', 'kind = "promotional"'));
    expect(purposes.get('information')).toMatchObject({ footer: true, window: true });
  });
});

describe('several problems', () => {
  const text = `[organisation]
name = 5
colour = "red"

[sender]
id = "AB"
country = "UK"

[limits]
countries = [
  "FR",
  "XX",
]
max_segments = "three"
frequency_cap = { messages = 0, days = 30, weeks = 1 }

[provider]
use = "simulator"
price = { FR = 0.065 }
`;

  it('are all told at once, each with its line', () => {
    expect(said(text)).toBe(
      `9 problems in smsctl.toml
  smsctl.toml:2: organisation.name: found 5; allowed: a text in quotes, on one line, of at most 200 characters
  smsctl.toml:3: organisation.colour: unknown key; name, privacy_url, contact, locale allowed here
  smsctl.toml:6: sender.id: found "AB"; a sender's name has 3 to 11 characters, this one 2
  smsctl.toml:7: sender.country: found "UK"; allowed: the ISO code of a country in two capital letters, such as FR, CH or GB
  smsctl.toml:12: limits.countries: found "XX"; allowed: the ISO code of a country in two capital letters, such as FR, CH or GB
  smsctl.toml:14: limits.max_segments: found "three"; allowed: a whole number from 1 to 10, without quotes
  smsctl.toml:15: limits.frequency_cap.messages: found 0; allowed: a whole number from 1 to 1,000, without quotes
  smsctl.toml:15: limits.frequency_cap.weeks: unknown key; messages, days allowed here
  smsctl.toml:19: provider.price.FR: found 0.065; allowed: an amount in quotes, such as "0.065": without them it would be rounded`,
    );
  });

  it('have the same lines in a file from Windows', () => {
    const lines = said(`\uFEFF${text.replaceAll('\n', '\r\n')}`).match(/toml:\d+/g);
    expect(lines).toEqual(said(text).match(/toml:\d+/g));
  });

  it('are configuration errors that scripts can read', () => {
    const error = refusal(text);
    expect(error.kind).toBe('config');
    expect(error.details['problems']).toContainEqual({ file: 'smsctl.toml', line: 14, key: 'limits.max_segments' });
  });

  it('are told in French', () => {
    expect(said(plus('[limits]', 'max_segments = 0'), 'fr')).toBe(
      'smsctl.toml:9\u00A0: limits.max_segments\u00A0: trouvé 0\u202F; admis\u00A0: un nombre entier de 1 à 10, sans guillemets',
    );
  });
});

describe('a value that is wrong', () => {
  it.each([
    ['[limits]', 'max_segments = 2.5', /:9: limits\.max_segments: found 2.5/],
    ['[limits]', 'max_segments = 11', /found 11/],
    ['[limits]', 'max_segments = nan', /found NaN/],
    ['[limits]', 'max_segments = 2026-01-01', /found a date without quotes/],
    ['[limits]', 'countries = []', /found an empty list; .* such as \["FR", "CH"\]/],
    ['[limits]', 'countries = "FR"', /found "FR"; allowed: a list/],
    ['[limits]', 'countries = ["fr"]', /found "fr"; allowed: the ISO code of a country/],
    ['[limits]', 'max_cost = 50.00', /allowed: an amount in quotes/],
    ['[limits]', 'max_cost = "50,00"', /found "50,00"; allowed: an amount/],
    ['[limits]', 'max_cost = "-1"', /found "-1"/],
    ['[limits]', 'stops_within_hours = -1', /found -1/],
    ['[limits]', 'unreachable_after = 1.5', /found 1\.5; allowed: a whole number/],
    ['[limits]', 'unreachable_after = 101', /found 101/],
    ['[limits]', 'frequency_cap = 4', /found 4; allowed: a table/],
    ['[limits]', 'frequency_cap = { messages = 4 }', /frequency_cap\.days: missing; allowed: a whole number/],
    ['[limits]', 'frequency_cap = [4, 30]', /found a list of 2; allowed: a table/],
    ['[hours]', 'FR = "FR/none"', /found "FR\/none"; allowed: "FR\/strict", "FR\/charter-2026", "CH\/strict"/],
    [
      '[hours]',
      'france = "FR/strict"',
      /hours\.france: unknown name; allowed: the ISO code of a country in two capital letters/,
    ],
    ['[hours]', '12 = "FR/strict"', /hours\.12: unknown name/],
    ['[hours]', '__proto__ = "FR/strict"', /hours\.__proto__: unknown name/],
    ['[footer]', 'text = "STOP"', /footer\.text: unknown name; allowed: .* or default/],
    ['[footer.FR]', 'text = "STOP"', /:8: footer\.FR: a way out is missing/],
    ['[footer.FR]', 'stop = "36184"', /footer\.FR\.text: missing/],
    [
      '[footer.FR]',
      'text = "STOP"\nstop = "36184"',
      /:9: footer\.FR\.text: found "STOP"; the text does not use stop: write {{ stop }}/,
    ],
    [
      '[footer.FR]',
      'text = "Stop: {{ stop_url }}"\nstop = "36184"',
      /the text uses {{ stop_url }}, but stop_url is missing/,
    ],
    ['[footer.FR]', 'text = "{{ nom }}: {{ stop }}"\nstop = "36184"', /"nom" does not belong in a footer/],
    ['[footer.FR]', 'text = "{% if a %}{{ stop }}{% endif %}"\nstop = "36184"', /"{%" does not belong/],
    ['[footer.FR]', 'text = "{{ stop }}"\nstop = 36184', /found 36184; allowed: a short code/],
    ['[footer.FR]', 'text = "{{ stop }}"\nstop = "36xxx"', /found "36xxx"/],
    ['[footer.FR]', 'text = "STOP"\nby_provider = false', /footer\.FR: a way out is missing/],
    ['[footer.FR]', 'text = "STOP"\nby_provider = "yes"', /by_provider: found "yes"; allowed: true or false/],
    ['[footer.FR]', 'text = " \\n "\nby_provider = true', /footer\.FR\.text: found/],
    ['[footer.FR]', 'text = "STOP\\n36184"\nby_provider = true', /footer\.FR\.text: found/],
    ['[providers.simulator]', 'stands_for = "ovh"', /stands_for: found "ovh"; allowed: .*"ovhcloud"/],
    ['[footer.FR]', 'text = "{{ stop_url }}"\nstop_url = "http://example.org"', /found "http:\/\/example.org"/],
    ['[providers.vonage]', 'base_url = "http://api.nexmo.com"', /allowed: an address in quotes that begins with https/],
    ['[providers.vonage]', 'base_url = "http://127.0.0.1.example.org"', /found/],
    ['[providers.vonage]', 'rest_url = "http://rest.nexmo.com"', /rest_url: found "http:\/\/rest.nexmo.com"/],
    ['[providers.vonage]', 'api = "whatsapp"', /found "whatsapp"; allowed: "messages", "sms"/],
    ['[providers.vonage]', 'timeout_ms = "10"', /found "10"; allowed: a whole number/],
    ['[providers.twilio]', 'rate = 1', /:8: providers\.twilio: unknown key; vonage, simulator allowed here/],
    ['[providers.simulator]', 'throttled = 1.5', /found 1.5; allowed: a number from 0 to 1/],
    ['[providers.simulator]', 'rate = 0', /found 0/],
    ['[purposes.marketing]', 'kind = "functional"', /this built-in purpose stays promotional/],
    ['[purposes.marketing]', 'footer = false', /a promotional purpose always has it/],
    ['[purposes.marketing]', 'window = false', /a promotional purpose always has it/],
    ['[purposes.marketing]', 'bases = []', /found an empty list; .* such as \["opt_in", "member"\]/],
    ['[purposes.marketing]', 'bases = ["opt_out_passive"]', /found "opt_out_passive"; allowed: "opt_in"/],
    [
      '[purposes.information]',
      'frequency_cap = { messages = 1, days = 1 }',
      /the cap counts promotional messages only/,
    ],
    [
      '[purposes.concerts]',
      'bases = ["opt_in"]',
      /purposes\.concerts\.kind: missing; allowed: "promotional", "functional"/,
    ],
    ['[purposes.concerts]', 'kind = "promotional"', /purposes\.concerts\.bases: missing/],
    ['[purposes.Concerts]', 'kind = "promotional"', /purposes\.Concerts: unknown name/],
    ['[purposes."a b"]', 'kind = "promotional"', /purposes\."a b": unknown name/],
    ['[extra]', 'a = 1', /:8: extra: unknown key; organisation, sender/],
  ])('is refused: %s %s', (table, line, message) => {
    expect(said(plus(table, line))).toMatch(message);
  });

  it.each([
    ['name = "Les Amis du Parc"', 'name = "  "', /organisation\.name: found " {2}"/],
    ['name = "Les Amis du Parc"', 'locale = "de"', /organisation\.name: missing/],
    ['name = "Les Amis du Parc"', 'name = "a"\nlocale = "de"', /found "de"; allowed: "fr", "en"/],
    ['name = "Les Amis du Parc"', 'name = "a"\nprivacy_url = "javascript:1"', /privacy_url: found/],
    ['id = "AMISDUPARC"', 'id = "AMIS-PARC"', /"-" can not stand in a sender's name/],
    ['id = "AMISDUPARC"', 'id = "INFO"', /French operators block "INFO"/],
    ['id = "AMISDUPARC"', 'id = ""', /sender\.id: found ""; allowed: a sender in quotes/],
    ['use = "simulator"', 'use = "console"', /provider\.use: found "console"; allowed: "simulator", "vonage"/],
    ['use = "simulator"', 'rate = 1', /:6: provider\.use: missing/],
    ['use = "simulator"', 'use = "simulator"\ncurrency = "euro"', /found "euro"; allowed: a currency/],
    ['use = "simulator"', 'use = "simulator"\nrate = 0', /found 0; allowed: a number from 0.01 to 1,000,000/],
    ['use = "simulator"', 'use = "simulator"\nprice = { default = "1.2345678" }', /at most 6 decimals/],
    ['use = "simulator"', 'use = "simulator"\nprice = { default = "0,065" }', /with a decimal point/],
    ['use = "simulator"', 'use = "simulator"\nprice = { uk = "1" }', /provider\.price\.uk: unknown name/],
  ])('is refused: %s becomes %s', (line, replacement, message) => {
    expect(said(minimal.replace(line, replacement))).toMatch(message);
  });

  it('may be sent by Vonage, whose two addresses have defaults', () => {
    const { provider, vonage } = parse(minimal.replace('use = "simulator"', 'use = "vonage"'));
    expect(provider.use).toBe('vonage');
    expect(vonage).toEqual({
      ...{ api: 'messages', applicationId: null, timeoutMs: 10_000 },
      ...{ baseUrl: 'https://api.nexmo.com', restUrl: 'https://rest.nexmo.com' },
    });
  });

  it.each([
    ['http://127.0.0.1:9', 'http://127.0.0.1:9'],
    ['https://api-eu.nexmo.com', 'https://rest.nexmo.com'],
  ])('of which one on this machine stands for both: %s', (base, rest) => {
    expect(parse(plus('[providers.vonage]', `base_url = "${base}"`)).vonage.restUrl).toBe(rest);
  });

  it('may be http to this machine', () => {
    for (const host of ['localhost:8080', '127.0.0.1:9', '[::1]:9']) {
      const { vonage } = parse(plus('[providers.vonage]', `base_url = "http://${host}"`));
      expect([vonage.baseUrl, vonage.restUrl]).toEqual([`http://${host}`, `http://${host}`]);
    }
  });

  it('may be a value where a table belongs', () => {
    expect(said('limits = 1')).toContain('smsctl.toml:1: limits: found 1; allowed: a table');
  });

  it('is told without a line where the whole table is missing', () => {
    expect(said('')).toContain('\n  smsctl.toml: sender.id: missing; allowed: a sender in quotes');
  });
});

describe('secrets and numbers', () => {
  it.each([
    ['[providers.vonage]', 'api_key = "s3cr3t"', 'SMSCTL_VONAGE_API_KEY'],
    ['[providers.vonage]', 'apiSecret = "s3cr3t"', 'SMSCTL_VONAGE_API_SECRET'],
    ['[providers.vonage]', 'private-key = """\n-----BEGIN s3cr3t"""', 'SMSCTL_VONAGE_PRIVATE_KEY_FILE'],
    ['[extra]', 'x = "s3cr3t"', 'unknown key'],
    ['[limits]', 'token = "s3cr3t"', 'environment'],
    ['[footer]', 'password = "s3cr3t"', 'environment'],
    ['[providers.vonage]', 'base_url = "https://me:s3cr3t@api.nexmo.com"', 'without user name and password'],
    ['[providers.vonage]', 'base_url = "https://gate.example/sms?key=s3cr3t"', 'an address without ? and #'],
    ['[providers.vonage]', 'rest_url = "https://gate.example/#s3cr3t"', 'an address without ? and #'],
    ['[providers.vonage]', 'timeout_ms = "-----BEGIN PRIVATE KEY----- s3cr3t"', 'not repeated here'],
  ])('are refused and not repeated: %s %s', (table, line, hint) => {
    const message = said(plus(table, line));
    expect(message).toContain(hint);
    expect(message).not.toContain('s3cr3t');
    expect(JSON.stringify(refusal(plus(table, line)).problem)).not.toContain('s3cr3t');
  });

  it('shows only the ends of a phone number', () => {
    expect(said(minimal.replace('"AMISDUPARC"', '33639981234'))).toContain('found 33•••••••34');
    expect(said(minimal.replace('AMISDUPARC', '06 39 98 12 34'))).toContain('found "•• •• •• •• 34"; ');
    expect(said(minimal.replace('AMISDUPARC', '12'))).toMatch(/found "12"; .*a short code has 3 to 8 digits/);
    expect(said(minimal.replace('AMISDUPARC', '+33639981234'))).not.toContain('639981234');
  });
});

describe('what is not TOML', () => {
  it.each([
    ['name = Les Amis', 'smsctl.toml:1: this is not TOML (character 8: invalid value)'],
    ['[organisation]\nname = "a', 'smsctl.toml:2: this is not TOML (character 8: unfinished string)'],
    ['a = { b = 1, b = 2 }', 'smsctl.toml:1: this key or table is already defined above; keep one of the two'],
  ])('is told with its line: %s', (text, message) => {
    expect(refusal(text).kind).toBe('config');
    expect(said(text)).toBe(message);
  });

  it('may be what is defined twice, and hides nothing else then: each is told with its line', () => {
    const twice = (line: number): string =>
      `smsctl.toml:${line}: this key or table is already defined above; keep one of the two`;
    const end = minimal.split('\n').length;
    const pair = `${minimal}[limits]\nmax_segments = 2\nmax_segments = 3\n`;
    expect(said(pair)).toBe(twice(end + 2));
    expect(said(`${minimal}[limits]\r\nmax_segments = 2\r\n[limits]\r\nmax_segments = 3\r\n`)).toBe(twice(end + 2));
    const more = `${pair}max_segment = 4\n[limits]\nx = 1\n[providers.simulator]\nseed = 12345678901234567890\n`;
    const [title, first, second, third, fourth, ...others] = said(more).replaceAll('\n  ', '\n').split('\n');
    expect(title).toBe('4 problems in smsctl.toml');
    expect(first).toBe(twice(end + 2));
    expect(second).toMatch(new RegExp(`^smsctl\\.toml:${end + 3}: limits\\.max_segment: `));
    expect(third).toBe(twice(end + 4));
    expect(fourth).toMatch(new RegExp(`^smsctl\\.toml:${end + 7}: providers\\.simulator\\.seed: found 12•+90; `));
    expect(others).toEqual([]);
  });

  it.each([
    ['over lines', 'countries = [\n"FR", # one\n]', 3],
    ['over lines, in CRLF', 'countries = [\r\n"FR",\r\n]\r', 3],
    ['in one line', 'countries = ["FR"] # one = { two = 3 }', 1],
    ['as a table', 'countries = { FR = "x" }', 1],
    ['as a long text', "countries = '''\nFR\n'''", 3],
  ])('goes with its lines where it is written %s, and hides nothing', (_, second, length) => {
    const [end, lines] = [minimal.split('\n').length, `[limits]\ncountries = ["FR"]\n${second}\nmax_segments = 0\n`];
    const [title, first, other, ...more] = said(minimal + lines)
      .replaceAll('\n  ', '\n')
      .split('\n');
    expect([title, more]).toEqual(['2 problems in smsctl.toml', []]);
    expect(first).toMatch(new RegExp(`^smsctl\\.toml:${end + 2}: this key or table is already defined above;`));
    expect(other).toMatch(new RegExp(`^smsctl\\.toml:${end + 2 + length}: limits\\.max_segments: `));
  });

  it.each([
    ['within a table in one line', 'frequency_cap = { messages = 4, messages = 5 }', 1],
    ['without an end', 'countries = ["FR"]\ncountries = ["FR"', 2],
    ['beside another', 'x = { a = 1,\na = 2, b = 3 }', 2],
  ])('hides the rest where it stands %s', (_, written, line) => {
    const end = minimal.split('\n').length;
    expect(said(`${minimal}[limits]\n${written}\nmax_segments = 0\n`)).toMatch(
      new RegExp(`^smsctl\\.toml:${end + line}: this key or table is already defined above;[^\n]*$`),
    );
  });

  it('is told in French', () => {
    expect(said('name = Les Amis', 'fr')).toBe(
      'smsctl.toml:1\u00A0: ce n’est pas du TOML (caractère 8\u00A0: valeur illisible, ou texte sans guillemets droits)',
    );
  });

  it.each([
    ['name = "C:\\Users"', 'barre oblique inversée inconnue'],
    ['rate = 030', 'nombre qui commence par un zéro'],
    ['rate = 1.', 'nombre inachevé'],
    ['rate = 1__0', 'tiret bas mal placé'],
    ['day = 2026-13-01', 'date qui n’existe pas'],
    ['= 3', 'clé vide'],
    ['[[a]', 'il manque un crochet fermant'],
  ])('is told in French whatever it is: %s', (text, words) => {
    expect(said(text, 'fr')).toContain(words);
  });

  it('may be the alphabet: a file that an editor saved as Windows-1252 would put another name into every proof', () => {
    const saved = minimal.replace('Les Amis du Parc', 'Les Amis de la Forêt');
    const read = Buffer.from(saved, 'latin1').toString('utf8');
    expect(refusal(read).kind).toBe('config');
    expect(said(read)).toMatch(/^smsctl\.toml:2: a character that is not UTF-8; save the file as UTF-8/);
    expect(said(Buffer.from(saved, 'utf16le').toString('utf8'))).toMatch(
      /^smsctl\.toml:\d+: a character that is not UTF-8/,
    );
  });

  it('may nest as deep as it likes without harm', () => {
    expect(refusal(`a = ${'['.repeat(100_000)}`).kind).toBe('config');
  });
});
