import { isDeepStrictEqual } from 'node:util';
import type { NumberReading } from '../../src/core/contact/phone-number.js';
import { damagedText, noise } from './damage.ts';
import { law, literal, simplerTexts, type Family } from './family.ts';
import type { Random } from './random.ts';
import { formatPhoneNumber, maskPhoneNumber, numberExclusion, parsePhoneNumber } from './subject.ts';

interface NumberInput {
  readonly text: string;
  readonly country: string;
  /** Where in the text a digit is changed, and by how much. */
  readonly change: readonly [at: number, by: number];
}

/** A calling code, the trunk prefix inside the country, and how numbers begin; what follows is made of digits. */
type Plan = readonly [country: string, code: string, trunk: string, starts: string, length: number];

const plans: readonly Plan[] = [
  ['FR', '33', '0', '6 7 63998 700 1 4 80 89 9 3', 9],
  ['RE', '262', '0', '692 693 262 63998', 9],
  ['GP', '590', '0', '690 691 590', 9],
  ['YT', '262', '0', '639 269', 9],
  ['PM', '508', '0', '55 41 708', 6],
  ['MC', '377', '', '6 4 3', 8],
  ['CH', '41', '0', '76 77 78 79 44 800 90 860', 9],
  ['BE', '32', '0', '47 48 49 46 2 800 90', 9],
  ['LU', '352', '', '621 661 691 27 800', 9],
  ['DE', '49', '0', '151 160 170 1522 30 800 700', 11],
  ['AT', '43', '0', '664 676 1 800', 10],
  ['IT', '39', '', '34 32 33 06 02 800', 10],
  ['ES', '34', '', '6 7 9 8 51', 9],
  ['PT', '351', '', '91 93 96 21', 9],
  ['GB', '44', '0', '74 77 7700900 20 800 70 76 56', 10],
  ['US', '1', '1', '202 21255501 415 800 900 500', 10],
  ['CA', '1', '1', '416 514 604', 10],
  ['MA', '212', '0', '6 7 5', 9],
  ['BR', '55', '0', '119 219 112', 11],
  ['AR', '54', '0', '911 11 221', 10],
  ['MX', '52', '', '55 33 1', 10],
  ['AG', '1', '1', '268464 268', 10],
  ['DK', '45', '', '20 40 61', 8],
  ['SN', '221', '', '77 70 33', 9],
];

const wrappers: readonly ((number: string) => string)[] = [
  (number) => number,
  (number) => number,
  (number) => number,
  (number) => `'${number}`,
  (number) => `="${number}"`,
  (number) => `"${number}"`,
  (number) => `«\u202f${number}\u202f»`,
  (number) => `Tél. : ${number}`,
  (number) => `${number} (portable)`,
  (number) => `tel:${number}`,
  (number) => `tel:${number.replace(/^\+\d\d/, '')};phone-context=+33`,
  (number) => `${number}.0`,
  (number) => `${number},00`,
  (number) => scientific(number),
  (number) => `${number} poste 12`,
  (number) => `${number} / 06 39 98 00 01`,
  (number) => `  ${number}\t`,
  (number) => number.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit))),
  (number) => number.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  (number) => `(${number})`,
  (number) => `\u202a${number}\u202c`,
];

const spacings = ['', '', ' ', '.', '-', '\u00a0', '\u202f', '/', ' - ', '\u2011', '  ', "'", ','];

/** What people, spreadsheets and keyboards leave in numbers. */
const artefacts = [
  ...'0123456789+(). -/_,;:#*\'"=xXoOlIeE\t\n\r@?|&~',
  ...['00', '(0)', '++', '+33', '+1', '\u00a0', '\u202f', '\ufeff', '\u200b', '\u2212', '\u0661', '\uff11', '\u00b2'],
  ...['E+10', '.0', 'ext', 'ou', 'poste', 'tel:', ';ext=1', '…', '••', '\ud835\udfce', '\ud800', '\u0301', '=', 'é'],
];

export const numbers: Family<NumberInput> = {
  name: 'numbers',
  what: 'numbers',
  make(random) {
    const country = random.chance(2) ? random.pick(['nowhere', '', 'fr', '001', 'ZZ']) : random.pick(plans)[0];
    const text = random.chance(15)
      ? noise(random, 24)
      : random.chance(12)
        ? random.list(random.below(20), () => random.pick(artefacts)).join('')
        : likelyText(random, country);
    return { text, country, change: [random.below(1000), random.between(1, 9)] };
  },
  check(input) {
    const { text, country } = input;
    const reading = read(text, country);
    checkForm(reading);
    if (reading.e164 !== null) checkItself(reading, reading.e164);
    checkFiction(reading, text, country);
    for (const space of [' ', '\t', '\n', '\u00a0', ' \r\n ']) {
      const padded = read(space + text + space, country);
      law(isDeepStrictEqual(padded, reading), 'outer white space changes nothing', () => literal(space));
    }
    const rehearsed = rehearse(text, country);
    if (rehearsed.outcome === 'accept') {
      checkChange(rehearsed.e164, checkDigits(rehearsed.e164, text), input);
    }
    return reading.outcome === 'accept' ? 'accepted' : `refused ${reading.reason}`;
  },
  *simpler(input) {
    for (const text of simplerTexts(input.text)) yield { ...input, text };
    if (input.change[0] > 0) {
      yield { ...input, change: [0, input.change[1]] };
      yield { ...input, change: [input.change[0] - 1, input.change[1]] };
    }
  },
  show: ({ text, country, change: [at, by] }) =>
    `${literal(text)} read in ${literal(country)} (digit ${at} changed by ${by})`,
};

function likelyText(random: Random, home: string): string {
  const [, code, trunk, starts, length] = random.chance(60)
    ? (plans.find(([country]) => country === home) ?? random.pick(plans))
    : random.pick(plans);
  const start = random.pick(starts.split(' '));
  const lengthMeant = random.chance(10) ? length + random.between(-2, 2) : length;
  const national = start + random.digits(Math.max(0, lengthMeant - start.length));
  const prefix = random.pick([
    trunk,
    trunk,
    `+${code}`,
    `+${code}`,
    `00${code}`,
    code,
    '',
    `+${code} (0)`,
    `+${code}0`,
  ]);
  const spacing = random.pick(spacings);
  const group = random.between(2, 4);
  const spaced = national.replace(new RegExp(`\\d{${group}}(?=\\d)`, 'g'), (digits) => digits + spacing);
  const written = random.pick(wrappers)(prefix + (random.chance(50) ? '' : spacing) + spaced);
  return random.chance(40) ? damagedText(random, written, artefacts) : written;
}

/** `639981234` as `6.39981234E+08`. */
function scientific(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits === ''
    ? 'E+08'
    : `${digits.charAt(0)},${digits.slice(1)}E+${String(digits.length - 1).padStart(2, '0')}`;
}

function read(text: string, country: string): NumberReading {
  return parsePhoneNumber(text, country, { allowFictional: false });
}

function rehearse(text: string, country: string): NumberReading {
  return parsePhoneNumber(text, country, { allowFictional: true });
}

function checkForm(reading: NumberReading): void {
  const { e164 } = reading;
  law(e164 === null || /^\+[1-9]\d{4,16}$/.test(e164), 'a number has its one written form', () => String(e164));
  if (reading.outcome === 'reject') {
    law(/^[a-z-]+$/.test(reading.reason), 'a refused number has a reason', () => reading.reason);
    law(/_/.test(numberExclusion(reading.reason)), 'every reason leads to an exclusion', () => reading.reason);
    return;
  }
  law(/^[A-Z]{2}$/.test(reading.country), 'an accepted number has a country', () => reading.country);
  law(/mobile$/.test(reading.type), 'an accepted number is a mobile', () => reading.type);
  law(!reading.fictional, 'no number of a film is accepted outside a rehearsal', () => reading.e164);
}

const elsewhere = ['FR', 'US', 'IT', 'GB', 'AR', 'nowhere'];

/** An understood number, of a person or not, is read as itself wherever it is read, plain or spaced. */
function checkItself(reading: NumberReading, e164: Parameters<typeof formatPhoneNumber>[0]): void {
  const written = formatPhoneNumber(e164);
  for (const form of [e164, written]) {
    for (const country of elsewhere) {
      const again = read(form, country);
      law(
        again.outcome === reading.outcome && again.e164 === e164 && again.type === reading.type,
        'a number is read as itself',
        () => `${form} in ${country} is ${JSON.stringify(again)}, was ${JSON.stringify(reading)}`,
      );
    }
  }
  const shown = /^\+\d+ (.*)$/.exec(maskPhoneNumber(e164))?.[1] ?? '';
  const isMasked = shown.replace(/\D/g, '').length <= 3 && shown.replace(/[^•]/g, '').length >= 3;
  law(isMasked, 'a mask shows three digits at most and hides three', () => maskPhoneNumber(e164));
}

/** `allowFictional` takes numbers of films and changes nothing else. */
function checkFiction(reading: NumberReading, text: string, country: string): void {
  const rehearsed = rehearse(text, country);
  if (isDeepStrictEqual(rehearsed, reading)) return;
  law(
    rehearsed.outcome === 'accept' &&
      rehearsed.fictional &&
      reading.outcome === 'reject' &&
      reading.reason === 'reserved-fictional' &&
      reading.e164 === rehearsed.e164,
    'a rehearsal only accepts numbers of films besides',
    () => `${JSON.stringify(reading)} / ${JSON.stringify(rehearsed)}`,
  );
}

/**
 * Letters are never guessed and digits never made up: what stands behind the calling code stands in the text, digit
 * by digit without a gap. Nor is a digit dropped: behind it stand at most the zeros of a decimal or an exponent. Two
 * plans complete a number by themselves: Argentina's, where 15 stands for the 9 of a mobile, and those of islands under
 * +1, where seven digits are dialled and the country says the three before them.
 *
 * @returns Where the national digits stand in the text.
 */
function checkDigits(e164: string, text: string): readonly number[] {
  const seen = visible(text);
  const plain = seen.map(({ character }) => character).join('');
  // The digits of a context stand behind the number and go before it.
  if (/phone-context/i.test(plain)) return [];
  const part = withoutParameters(plain);
  const places = Array.from(part.matchAll(/[0-9]/g), ({ index }) => index);
  const written = part.replace(/[^0-9]/g, '');
  const national = nationalOf(e164);
  const begin = written.lastIndexOf(national);
  const isArgentine = e164.startsWith('+549') && isSubsequence(national.slice(1), written);
  const isIsland =
    e164.startsWith('+1') && national.endsWith(written.slice(0, 7)) && /^0*\d{0,2}$/.test(written.slice(7));
  const isWritten = begin !== -1 || isArgentine || isIsland;
  law(isWritten, 'every national digit stands in the text', () => `${e164} from ${literal(text)}`);
  if (begin === -1) return [];
  const behind = written.slice(begin + national.length);
  const isDecimal = /^0*$/.test(behind) && /[.,]\s*0+\D*$/.test(part);
  const isExponent = /^0*\d{1,3}$/.test(behind) && /\d\s*e/i.test(part);
  const isAccounted = behind === '' || isDecimal || isExponent;
  law(isAccounted, 'no digit is dropped', () => `${e164} from ${literal(text)}`);
  return places.slice(begin, begin + national.length).map((place) => seen[place]!.at);
}

/** The characters that show, those outside the basic plane as one unit, and digits of every script as 0 to 9. */
function visible(text: string): readonly { readonly at: number; readonly character: string }[] {
  return Array.from(text.matchAll(/[^\p{M}\p{C}]/gu), ({ 0: character, index }) => ({
    at: index,
    character: valueOf.get(character) ?? (character.length === 1 ? character : '?'),
  }));
}

/** Another digit in a number is another number or none. */
function checkChange(e164: string, places: readonly number[], { text, country, change: [at, by] }: NumberInput): void {
  const place = places[at % places.length];
  if (place === undefined || !/[0-9]/.test(text.charAt(place))) return;
  const digit = String((Number(text.charAt(place)) + by) % 10);
  const changed = text.slice(0, place) + digit + text.slice(place + 1);
  const reading = rehearse(changed, country);
  law(
    reading.outcome === 'reject' || reading.e164 !== e164,
    'a changed digit never gives the same number',
    () => `${literal(changed)} is ${e164} too`,
  );
}

/** Without the parameters of an address (RFC 3966), such as a message's body, which are none of the number. */
function withoutParameters(text: string): string {
  return /^[^+\d]*(?:tel|sms|smsto|callto|whatsapp):/i.test(text)
    ? text.replace(/[;?][a-z][a-z0-9-]*(?:=[^;?]*)?/gi, (parameter) => ' '.repeat(parameter.length))
    : text;
}

/** Calling codes of one digit, then those of two that are complete (ITU-T E.164 list of assigned codes); else three. */
const TWO_DIGITS = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

function nationalOf(e164: string): string {
  const digits = e164.slice(1);
  return digits.slice(/^[17]/.test(digits) ? 1 : TWO_DIGITS.test(digits) ? 2 : 3);
}

/** Digits of the scripts that this platform can write, by what it writes for 0 to 9. */
const valueOf = new Map<string, string>(
  Intl.supportedValuesOf('numberingSystem').flatMap((system) => {
    const digits = [...new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false }).format(9876543210)].reverse();
    return digits.length === 10 ? digits.map((digit, value) => [digit, String(value)] as const) : [];
  }),
);

function isSubsequence(digits: string, text: string): boolean {
  let found = 0;
  for (const digit of text) if (digit === digits[found]) found++;
  return found === digits.length;
}
