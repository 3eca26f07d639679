import { damagedText, noise } from './damage.ts';
import { law, literal, simplerTexts, type Family } from './family.ts';
import type { Random } from './random.ts';
import { compileWhere, refusalKey } from './subject.ts';

interface WhereInput {
  readonly source: string;
  readonly cells: Readonly<Record<string, string>>;
}

const headers = [
  'téléphone',
  'Ville',
  'Âge',
  'Code postal',
  'né le',
  'Prénom',
  'Prénom (2)',
  '',
  '__proto__',
  'toString',
];
const columns = [
  'ville',
  'Ville',
  'age',
  '[Code postal]',
  'code_postal',
  'ne_le',
  '`né le`',
  'prenom',
  'inconnu',
  'toString',
];
const values = [
  ...[
    '18',
    '-2.5',
    '0',
    '0012',
    '99999999999999999999999999',
    '"Lyon"',
    "'a''b'",
    '“x”',
    '« été »',
    '""',
    '"2026-03-31"',
  ],
  ...['"31/03/2026"', '"2026-02-30"', '"18"', '0.1000', '1'.repeat(400)],
];
const cells = [
  '',
  'Lyon',
  ' lyon ',
  '18',
  '18,0',
  '-0',
  '2026-03-31',
  '31/03/2026',
  'été',
  'e\u0301te\u0301',
  '1e5',
  'x',
];
const alphabet = [
  ...[
    '(',
    ')',
    '(('.repeat(60),
    ',',
    '=',
    '!',
    '<',
    '>',
    '"',
    "'",
    '[',
    ']',
    '`',
    '«',
    '»',
    '“',
    '-',
    '.',
    '\\',
    '\n',
    '\0',
  ],
  ...[
    'and',
    'or',
    'not ',
    'not '.repeat(120),
    'in',
    'contains',
    'et',
    'ou',
    'non',
    '\ud83d',
    '😀',
    'É',
    '\u0301',
    '１',
    '٣',
  ],
];

export const where: Family<WhereInput> = {
  name: 'where',
  what: '--where expressions',
  make(random) {
    const whole = random.chance(5) ? noise(random, 40) : condition(random, 0);
    const source = random.chance(50) ? damagedText(random, whole, alphabet) : whole;
    return { source, cells: Object.fromEntries(headers.map((header) => [header, random.pick(cells)])) };
  },
  check({ source, cells }) {
    const cell = (header: string): string => cells[header] ?? '';
    let compiled;
    try {
      compiled = compileWhere(source, headers);
    } catch (error) {
      return refusalKey(error, ['usage', 'badInput']);
    }
    const verdict = compiled.test(cell);
    law(typeof verdict === 'boolean', 'a condition holds or not');
    law(
      compiled.columns.every((column) => headers.includes(column)),
      'a condition looks at columns of the file',
    );
    compiled.test(() => '');
    for (const [form, expected] of [
      [` ${source}\n`, verdict],
      [`(${source})`, verdict],
      [`not (${source})`, !verdict],
      [`(${source}) and not (${source})`, false],
      [`(${source}) or not (${source})`, true],
    ] as const) {
      checkForm(form, expected, cell);
    }
    return verdict ? 'holds' : 'does not hold';
  },
  *simpler(input) {
    for (const source of simplerTexts(input.source)) yield { ...input, source };
  },
  show: ({ source, cells }) => `${literal(source)} on ${literal(JSON.stringify(cells))}`,
};

/** A form that is one level too deep, or too long, may be refused for that. */
function checkForm(form: string, expected: boolean, cell: (header: string) => string): void {
  let verdict;
  try {
    verdict = compileWhere(form, headers).test(cell);
  } catch (error) {
    const key = refusalKey(error, ['usage']);
    law(/tooDeep|tooLong/.test(key), 'what is a condition is one in brackets too', () => `${key}: ${literal(form)}`);
    return;
  }
  law(verdict === expected, 'logic holds', () => literal(form));
}

function condition(random: Random, depth: number): string {
  if (depth > 4) return `ville = "Lyon"`;
  const inside = (): string => condition(random, depth + 1);
  switch (random.below(8)) {
    case 0:
      return `(${inside()})`;
    case 1:
      return `${inside()} ${random.pick(['and', 'et', 'AND'])} ${inside()}`;
    case 2:
      return `${inside()} ${random.pick(['or', 'ou', 'Or'])} ${inside()}`;
    case 3:
      return `${random.pick(['not', 'non'])} ${inside()}`;
    case 4: {
      const list = random.list(random.between(1, 4), () => random.pick(values)).join(', ');
      return `${random.pick(columns)} ${random.pick(['', 'not '])}in (${list})`;
    }
    case 5:
      return `${random.pick(columns)} contains ${random.pick(values)}`;
    default:
      return `${random.pick(columns)} ${random.pick(['=', '==', '!=', '<>', '<', '<=', '>', '>='])} ${random.pick(values)}`;
  }
}
