import { damagedText, noise } from './damage.ts';
import { law, literal, simplerTexts, type Family } from './family.ts';
import type { Random } from './random.ts';
import { parseDay } from './subject.ts';

interface DateInput {
  readonly text: string;
  readonly zone: string;
  readonly country: string;
}

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Pacific/Apia',
  'America/Havana',
  'Asia/Kolkata',
  'America/Sao_Paulo',
];
const countries = ['FR', 'CH', 'US', 'CA', 'GB', 'PH'];
const alphabet = [
  ...'0123456789/-.:TZ +,W',
  '24:00',
  '\u2212',
  '\u0661',
  '\u00a0',
  '31',
  '02',
  '29',
  '9999',
  '0000',
  'é',
];

/** A person who signed up was born after this and signed before that: only here must a date read as itself. */
const plausible = /^(?:19|20)\d\d-/;

export const dates: Family<DateInput> = {
  name: 'dates',
  what: 'dates',
  make(random) {
    const whole = random.chance(5)
      ? String(random.between(36_000, 52_000)) + random.pick(['', ',5', '.604166666666667'])
      : written(random);
    const text = random.chance(5)
      ? noise(random, 20)
      : random.chance(40)
        ? damagedText(random, whole, alphabet)
        : whole;
    return { text, zone: random.pick(zones), country: random.pick(countries) };
  },
  check({ text, ...place }) {
    const day = parseDay(text, place);
    const padded = parseDay(` ${text}\t`, place);
    law(padded?.text === day?.text, 'outer white space changes nothing');
    if (day === null) return 'no date';
    law(day.at.isValid && day.end.isValid, 'a date is valid');
    law(day.isDateOnly ? day.at < day.end : day.at.equals(day.end), 'a day has a length, an instant none');
    if (!plausible.test(day.text)) return 'a date of another age';
    const again = parseDay(day.text, place);
    const isSame = again !== null && again.at.toMillis() === day.at.toMillis() && again.text === day.text;
    law(isSame, 'a date reads as itself', () => `${day.text} -> ${String(again?.text)}`);
    const isSerial = /^\s*\d{5}\b/.test(text);
    const [century, year] = [day.text.slice(0, 4), day.text.slice(2, 4)];
    const isWritten = isSerial || text.includes(century) || new RegExp(`(?<!\\d)${year}(?!\\d)`).test(text);
    law(!day.isDateOnly || isWritten, 'a year stands in the text', () => day.text);
    return day.isDateOnly ? 'date' : 'instant';
  },
  *simpler(input) {
    for (const text of simplerTexts(input.text)) yield { ...input, text };
  },
  show: ({ text, zone, country }) => `${literal(text)} in ${zone}, ${country}`,
};

const months = ['mars', 'Mrz', 'août', 'décembre', 'March', 'Dez.', 'gennaio', 'févr.', 'juin'];

function written(random: Random): string {
  const [day, month] = [random.below(33), random.below(14)].map((part) => String(part).padStart(2, '0'));
  const year = String(random.pick([random.between(1900, 2100), random.between(0, 9999), random.below(100)]));
  const date = random.pick([
    `${year.padStart(4, '0')}-${month}-${day}`,
    [day, month, year.padStart(2, '0')].join(random.pick(['/', '.', '-'])),
    `${day}${random.pick(['', '.', 'er', 'th'])} ${random.pick(months)} ${year}`,
    `${random.pick(months)} ${day}, ${year}`,
  ]);
  if (random.chance(50)) return date;
  const separator = random.pick(['T', ' ', '  ', ' à ', ', um ']);
  const time = `${String(random.below(26)).padStart(2, '0')}${random.pick([':', 'h', ' h '])}${random.digits(2)}`;
  const zone = random.pick(['', '', 'Z', '+02:00', '-1130', '+99:99', '.123Z', ' PM', 'am', ' Uhr']);
  return date + separator + time + random.pick(['', `:${random.digits(2)}`]) + zone;
}
