import type { ConfigProblem } from '../../src/config/config-problem.js';
import { damagedText, noise } from './damage.ts';
import { law, literal, simplerTexts, type Family } from './family.ts';
import type { Random } from './random.ts';
import { parseConfig, problemsOf, refusalKey } from './subject.ts';

const profileIds = ['FR/strict', 'CH/strict', 'BE/strict'];

/** Lines of a sound file: it stays one when some of them are left out. */
const sound = `[organisation]
name = "Les Amis du Parc"
privacy_url = "https://amisduparc.example/rgpd"
contact = "rgpd@amisduparc.example"
locale = "fr"
[sender]
id = "AMISDUPARC"
country = "FR"
[footer.FR]
text = "STOP au {{ stop }}"
stop = "36184"
[hours]
FR = "FR/strict"
[limits]
max_segments = 3
frequency_cap = { messages = 4, days = 30 }
countries = ["FR", "CH",
  "BE", # remark
]
max_cost = "50.00"
stops_within_hours = 24
[provider]
use = "simulator"
rate = 30
price = { FR = "0.065", default = "0.09" }
currency = "EUR"
[providers.simulator]
seed = 1
throttled = 0.5
[purposes.fete]
kind = "promotional"
bases = ["opt_in", 'member']
[purposes."autre-but"]
kind = """functional"""
bases = ['contract']`.split('\n');

const keys = [
  'name',
  'rate',
  'a.b',
  '"a b"',
  "'x'",
  'footer.FR.stop',
  'limits',
  'providers.vonage.api_key',
  '"\\u0041"',
  '1',
  '-',
];
const values = [
  ...[
    '1',
    '-1',
    '1.5',
    'nan',
    '-inf',
    '0x1F',
    '1_000',
    'true',
    '"x"',
    "'x'",
    '""',
    '"""a\nb"""',
    "'''\n'''''",
    '[]',
    '[1, "a"]',
  ],
  ...[
    '{}',
    '{ a = 1 }',
    '{ a.b = { c = [] } }',
    '2026-03-10',
    '07:32:00',
    '1979-05-27T07:32:00Z',
    '9223372036854775808',
  ],
  ...[
    '[[[[]]]]',
    '"\\ud800"',
    '"\\x"',
    '"\u007f"',
    '{ messages = "4" }',
    `"${'x'.repeat(300)}"`,
    '"\\""',
    '"#"',
    "'\"'",
  ],
];
const alphabet = [
  ...[
    '[',
    ']',
    '[[',
    ']]',
    '{',
    '}',
    '=',
    '.',
    ',',
    '"',
    "'",
    '"""',
    "'''",
    '#',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\\',
    '\\u00',
    '\0',
  ],
  ...[
    '\ufeff',
    '\u0085',
    'é',
    '😀',
    '\ud800',
    '__proto__',
    'constructor',
    '[footer',
    '[[purposes.x]]',
    '= '.repeat(3),
    '[a.b]\n',
  ],
  ...['['.repeat(30), '{a='.repeat(30)],
];

export const config: Family<string> = {
  name: 'config',
  what: 'configurations',
  make(random) {
    if (random.chance(3)) return noise(random, 80);
    const kept = sound.filter(() => !random.chance(3));
    const added = random.list(random.pick([0, 0, 1, 2]), () => addedLine(random));
    for (const line of added) kept.splice(random.below(kept.length + 1), 0, line);
    const text = kept.join(random.pick(['\n', '\r\n']));
    return random.chance(60) ? damagedText(random, text, alphabet) : text;
  },
  check(text) {
    try {
      const read = parseConfig(text, 'smsctl.toml', { profileIds });
      law(Object.isFrozen(read), 'a configuration is frozen');
      return 'read';
    } catch (error) {
      const key = refusalKey(error, ['config']);
      checkPlaces(text, problemsOf(error));
      return key;
    }
  },
  simpler: simplerTexts,
  show: (text) => literal(text),
};

function addedLine(random: Random): string {
  const table = random.pick([
    'organisation',
    'limits',
    'footer.CH',
    'footer.default',
    'x',
    'providers.vonage',
    'purposes.p',
  ]);
  return random.chance(30)
    ? random.pick([`[${table}]`, `[[${table}]]`])
    : `${random.pick(keys)} = ${random.pick(values)}`;
}

/** A problem has a line of the file, and its key stands on it or above. */
function checkPlaces(text: string, problems: readonly Pick<ConfigProblem, 'line' | 'key'>[]): void {
  const lines = text.split('\n').length;
  law(problems.length > 0, 'a refused configuration has a problem');
  for (const { line, key } of problems) {
    law(line === null || (line >= 1 && line <= lines), 'a problem has a line of the file', () => `${key} on ${line}`);
  }
}
