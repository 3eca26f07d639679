import { damagedText, noise } from './damage.ts';
import { law, literal, simplerTexts, type Family } from './family.ts';
import type { Random } from './random.ts';
import { composeText, countSegments, fillParts, replaceTypography } from './subject.ts';

/** 3GPP TS 23.038 section 6.2.1, written down here once more: the count must not be judged by its own table. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('\f^{}\\[~]|€');

const letters = [
  ...[
    'a',
    'e',
    'Z',
    ' ',
    '0',
    '9',
    'é',
    'à',
    'ç',
    'ê',
    'Ω',
    '€',
    '[',
    '}',
    '|',
    '\n',
    '\r\n',
    '\f',
    '’',
    '«',
    '»',
    '…',
    '–',
  ],
  ...[
    '½',
    '²',
    '°',
    'œ',
    '\u00a0',
    '\u202f',
    '\u200b',
    '\u00ad',
    'e\u0301',
    '😀',
    '👨‍👩‍👧',
    '🇫🇷',
    '\ud83d',
    '\ude00',
    '\ufeff',
    '\0',
  ],
  ...[
    'https://parc.example/a',
    'www.a.fr',
    'a@b.fr',
    'n°',
    '20 °C',
    'm²',
    'STOP au 36184',
    'STOP 36111',
    'STOP',
    '36184',
    '.',
  ],
];
const rule = { text: 'STOP au {{ stop }}', stop: '36184' };
const footer = 'STOP au 36184';

export const segments: Family<string> = {
  name: 'segments',
  what: 'texts',
  make(random) {
    if (random.chance(5)) return noise(random, 300);
    const few = random.list(random.between(1, 5), () => random.pick(letters));
    const text = random.list(random.pick([3, 20, 80, 170, 400]), () => random.pick(few)).join('');
    return random.chance(30) ? damagedText(random, text, letters) : aroundLimit(random, text);
  },
  check(text) {
    const { encoding } = checkCount(text);
    checkReplacement(text);
    checkFooter(text);
    return encoding;
  },
  simpler: simplerTexts,
  show: (text) => literal(text),
};

/** Most mistakes of counting show within a few characters of a part's end. */
function aroundLimit(random: Random, text: string): string {
  return text.slice(0, random.pick([67, 70, 134, 153, 160, 306, 10_000]) + random.between(-2, 2));
}

function checkCount(text: string): ReturnType<typeof countSegments> {
  const counted = countSegments(text);
  const isGsm = [...text].every((character) => basic.has(character) || extension.has(character));
  law(counted.encoding === (isGsm ? 'GSM-7' : 'UCS-2'), 'the alphabet is the right one', () => counted.encoding);
  const costs = [...text].map((character) => (isGsm ? (extension.has(character) ? 2 : 1) : character.length));
  const expected = filled(costs, isGsm ? 160 : 70, isGsm ? 153 : 67);
  law(
    counted.perSegmentUnits.join() === expected.join(),
    'parts are filled as networks fill them',
    () => `${counted.perSegmentUnits.join()} for ${expected.join()}`,
  );
  const ends = fillParts(text, counted.encoding, counted.units).map(({ end }) => end);
  const parts = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
  law(parts.join('') === text, 'the parts joined are the text');
  law(parts.length === counted.segments, 'there are as many parts as segments');
  const isOver = parts.some((part, index) => unitsOf(part, isGsm) !== counted.perSegmentUnits[index]);
  law(!isOver, 'a part weighs what was counted');
  return counted;
}

function filled(costs: readonly number[], single: number, perPart: number): readonly number[] {
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  if (total === 0) return [];
  if (total <= single) return [total];
  const parts = [0];
  for (const cost of costs) {
    if (parts.at(-1)! + cost > perPart) parts.push(0);
    parts.push(parts.pop()! + cost);
  }
  return parts;
}

function unitsOf(part: string, isGsm: boolean): number {
  return isGsm ? [...part].reduce((sum, character) => sum + (extension.has(character) ? 2 : 1), 0) : part.length;
}

/** Replacing is all or nothing, done at once, and loses nothing that GSM-7 can write. */
function checkReplacement(text: string): void {
  const replaced = replaceTypography(text);
  if (replaced === text) return;
  law(countSegments(text).encoding === 'UCS-2', 'a GSM-7 text is left alone');
  law(countSegments(replaced).encoding === 'GSM-7', 'replacing is all or nothing');
  law(replaceTypography(replaced) === replaced, 'replacing is done at once');
  const kept = [...text.normalize('NFC')].filter((character) => basic.has(character) && !/\s/.test(character));
  let found = 0;
  for (const character of replaced) if (character === kept[found]) found++;
  law(found === kept.length, 'what GSM-7 can write stays', () => literal(replaced));
}

/** The way out ends the text, or stood in it already; a foreign code is never sent along. */
function checkFooter(body: string): void {
  const outcome = composeText(body, { footer: rule, gsm7: false });
  if (outcome.kind === 'other_stop_code') {
    law(outcome.found !== rule.stop && body.includes(outcome.found), 'the code that is told stands in the text');
    return;
  }
  const isAdded = outcome.text.endsWith(`\n${footer}`) && outcome.text.startsWith(body);
  law(isAdded || (outcome.text === body && /stop.*36184/is.test(body)), 'the way out is in the text');
  const again = composeText(outcome.text, { footer: rule, gsm7: false });
  law(again.kind === 'text' && again.text === outcome.text, 'the way out is not added twice');
}
