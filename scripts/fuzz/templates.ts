import { isDeepStrictEqual } from 'node:util';
import { damagedText, noise } from './damage.ts';
import { law, literal, simplerTexts, workMs, type Family } from './family.ts';
import type { Random } from './random.ts';
import { compileTemplate, refusalKey } from './subject.ts';

interface TemplateInput {
  readonly source: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** No text may grow beyond what the engine lets one rendering allocate. */
const LONGEST_TEXT = 2_000_000;
/** A rendering is bounded by steps and memory; what works this long has found a way around both. */
const SLOW_MS = 3000;

const names = [
  'prenom',
  'nom',
  'ville',
  'age',
  'Prénom',
  'code postal',
  'constructor',
  '__proto__',
  'toString',
  'size',
];
const cells = [
  ...[
    'Zoé',
    '',
    ' ',
    '12',
    '-3.5',
    '0',
    '1e400',
    'n.c.',
    '2026-03-10',
    'now',
    '{{ nom }}',
    '{% raw %}',
    '}}',
    '\u00a0',
  ],
  ...['a,b,c', '999999999999999999999', 'true', 'nil', '🙂', '\ud800', 'x'.repeat(5000), 'a,'.repeat(3000), '<b>&'],
];
const filters =
  `append prepend capitalize downcase upcase strip lstrip rstrip squish strip_newlines normalize_whitespace remove remove_first
   remove_last replace replace_first replace_last truncate truncatewords url_encode slice split size join first last reverse
   compact concat uniq sort sort_natural abs at_least at_most ceil floor round plus minus times divided_by modulo raw date
   default where map sum push pop escape json url_decode group_by find sample inspect`.split(/\s+/);
const values = [
  ...[
    'prenom',
    'age',
    'nom',
    'x',
    'y',
    '1',
    '0',
    '-1',
    '2.5',
    '1000000',
    '99999999999999999999',
    '"a"',
    "'b,c'",
    '","',
    '""',
  ],
  ...['nil', 'blank', 'empty', 'true', '(1..3)', '(1..1000000)', '(1..age)', 'prenom.size', 'x[0]', 'x.first', '[nom]'],
  ...[
    'forloop.index',
    'forloop.parentloop.last',
    '"%d/%m/%Y"',
    '"%999d"',
    '"now"',
    '"é"',
    '"\\n"',
    'prenom[prenom[nom]]',
  ],
];
const operators = ['==', '!=', '<', '>', '<=', '>=', 'contains', 'and', 'or'];

/** Templates that grow, by doubling, by loops within loops, by long filters; and what liquidjs reads in its own way. */
const bombs = [
  '{% assign x = "ab" %}{% for i in (1..40) %}{% assign x = x | append: x %}{% endfor %}{{ x }}',
  '{% assign x = "aa" %}{% for i in (1..40) %}{% assign x = x | replace: "a", x %}{% endfor %}{{ x }}',
  '{% for a in (1..1000) %}{% for b in (1..1000) %}{% for c in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}',
  '{% for a in (1..999999) %}{% endfor %}',
  '{% assign x = "a,b" | split: "," %}{% for i in (1..40) %}{% assign x = x | concat: x %}{% endfor %}{{ x | join }}',
  '{% capture x %}{{ x }}{{ x }}aa{% endcapture %}',
  '{{ "a" | truncate: 99999999999, "b" }}{{ prenom | slice: -99999999, 999999999 }}',
  '{{ age | round: 400 }}{{ age | times: 1e308 | times: 1e308 }}{{ age | divided_by: 0 }}{{ age | modulo: 0 }}',
  '{{ prenom | split: "" | sort | uniq | reverse | join: prenom }}',
  '{{ "x" | url_encode | url_encode | url_encode | url_encode }}',
  '{% for i in (1..10) reversed limit:3 offset:continue %}{{ i }}{% break %}{% endfor %}',
  '{%- liquid\nassign x = 1\necho x -%}',
  '{{ ((((((((((1)))))))))) }}{{ x[x[x[x[x[1]]]]] }}',
  '{% case age %}{% when 1, 2 or 3 %}a{% else %}b{% endcase %}',
  '{% for i in prenom %}{{ forloop.index0 }}{{ i }}{% else %}-{% endfor %}',
];
const alphabet = [
  ...[
    '{{',
    '}}',
    '{%',
    '%}',
    '{{-',
    '-%}',
    '|',
    ':',
    ',',
    '"',
    "'",
    '(',
    ')',
    '[',
    ']',
    '..',
    '.',
    '=',
    '#',
    '\n',
    '\\',
  ],
  ...[
    'endif',
    'endfor',
    'else if',
    'elsif',
    'raw',
    'comment',
    'endraw',
    '«',
    '’',
    '\ud800',
    '\0',
    '\u2028',
    '😀',
    '1',
    '-',
  ],
];

export const templates: Family<TemplateInput> = {
  name: 'templates',
  what: 'templates',
  make(random) {
    const whole = random.chance(5) ? noise(random, 60) : random.chance(15) ? random.pick(bombs) : pieces(random, 0);
    const source = random.chance(40) ? damagedText(random, whole, alphabet) : whole;
    return { source, fields: Object.fromEntries(names.map((name) => [name, random.pick(cells)])) };
  },
  check({ source, fields }) {
    const began = workMs();
    let template;
    try {
      template = compileTemplate(source, 'modele.txt');
    } catch (error) {
      return refusalKey(error, ['badInput']);
    } finally {
      checkTime(began, 'compiling');
    }
    for (const row of [fields, {}]) {
      const cellsOfRow = new Map(Object.entries(row));
      const renderBegan = workMs();
      const rendered = template.render(cellsOfRow);
      checkTime(renderBegan, 'rendering');
      if (rendered.kind === 'text') {
        law(rendered.text.length <= LONGEST_TEXT, 'a text is bounded', () => String(rendered.text.length));
      } else {
        law(rendered.field !== '', 'who is left out is told the field');
      }
      law(isDeepStrictEqual(template.render(cellsOfRow), rendered), 'the same row gives the same text');
    }
    return 'rendered';
  },
  *simpler(input) {
    for (const source of simplerTexts(input.source)) yield { ...input, source };
    for (const name of Object.keys(input.fields)) {
      if (input.fields[name] !== '') yield { ...input, fields: { ...input.fields, [name]: '' } };
    }
  },
  show: ({ source, fields }) =>
    `${literal(source)} with ${literal(JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, cell]) => cell !== ''))))}`,
};

function checkTime(began: number, work: string): void {
  const ms = workMs() - began;
  law(ms < SLOW_MS, `${work} is bounded`, () => `${Math.round(ms)} ms`);
}

function pieces(random: Random, depth: number): string {
  return random.list(random.between(1, 4), () => piece(random, depth)).join('');
}

function piece(random: Random, depth: number): string {
  if (depth > 4) return 'x';
  const dash = (): string => (random.chance(15) ? '-' : '');
  const tag = (text: string): string => `{%${dash()} ${text} ${dash()}%}`;
  const inside = (): string => pieces(random, depth + 1);
  switch (random.below(10)) {
    case 0:
    case 1:
      return random.pick(['Bonjour ', 'à bientôt', '\n', ' ', '{', '%', '😀', "l'été"]);
    case 2:
    case 3:
    case 4:
      return `{{${dash()} ${filtered(random)} ${dash()}}}`;
    case 5:
      return `${tag(`${random.pick(['if', 'unless'])} ${condition(random)}`)}${inside()}${
        random.chance(30) ? tag(random.pick(['else', `elsif ${condition(random)}`])) + inside() : ''
      }${tag(random.chance(90) ? 'endif' : 'endunless')}`;
    case 6: {
      const options = random.pick(['', '', ' limit: 2', ' offset: 1', ' reversed', ' limit: age offset: continue']);
      return `${tag(`for x in ${random.pick(values)}${options}`)}${inside()}${tag('endfor')}`;
    }
    case 7:
      return tag(`assign ${random.pick(['x', 'y', 'prenom'])} = ${filtered(random)}`);
    case 8:
      return `${tag(`capture ${random.pick(['x', 'y'])}`)}${inside()}${tag('endcapture')}`;
    default:
      return `${tag(`case ${random.pick(values)}`)}${tag(`when ${random.pick(values)}`)}${inside()}${tag('endcase')}`;
  }
}

function filtered(random: Random): string {
  const chain = random.list(random.pick([0, 1, 1, 2, 4]), () => {
    const options = random.list(random.below(3), () => random.pick(values)).join(', ');
    return ` | ${random.pick(filters)}${options === '' ? '' : `: ${options}`}`;
  });
  return random.pick(values) + chain.join('');
}

function condition(random: Random): string {
  const parts = random.list(random.between(1, 3), () => random.pick(values));
  return (random.chance(10) ? 'not ' : '') + parts.join(` ${random.pick(operators)} `);
}
