import { damagedText, noise } from './damage.ts';
import { law, literal, simplerTexts, type Family } from './family.ts';
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
    const [day, month] = [random.below(33), random.below(14)].map((part) => String(part).padStart(2, '0'));
    const year = random.pick([random.between(1900, 2100), random.between(0, 9999)]);
    const date = random.chance(50)
      ? `${String(year).padStart(4, '0')}-${month}-${day}`
      : [day, month, year].join(random.pick(['/', '.', '-']));
    const time = `${random.below(26)}:${random.digits(2)}`.padStart(5, '0') + random.pick(['', `:${random.digits(2)}`]);
    const zone = random.pick(['', 'Z', '+02:00', '-1130', '+99:99', '.123Z', ',5']);
    const whole = random.chance(50) ? date : date + random.pick(['T', ' ', '  ']) + time + zone;
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
    const digits = day.text.slice(0, 4);
    law(!day.isDateOnly || text.includes(digits), 'a year stands in the text', () => day.text);
    return day.isDateOnly ? 'date' : 'instant';
  },
  *simpler(input) {
    for (const text of simplerTexts(input.text)) yield { ...input, text };
  },
  show: ({ text, zone, country }) => `${literal(text)} in ${zone}, ${country}`,
};
