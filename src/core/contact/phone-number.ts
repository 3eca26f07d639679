import { dialsFrench } from './french-countries.js';
import { writeInternational } from './number-plan.js';
import type { PlannedNumber } from './number-plan.js';
import { isFrenchMobile, isKnown, readDigits } from './number-reading.js';
import type { KnownNumber } from './number-reading.js';
import { countryInRemark, speaksAgainst } from './number-remark.js';
import { readNumberText } from './number-text.js';
import type { LineType, NumberRejectReason, NumberWarning, UnsendableLine } from './number-vocabulary.js';

export type { LineType, NumberRejectReason } from './number-vocabulary.js';

/** A number in its one written form: plus, calling code, national digits (ITU-T E.164). */
export type E164 = string & { readonly e164: unique symbol };

/** What a text says, read as the number of a person who can be texted. */
export type NumberReading =
  | {
      readonly outcome: 'accept';
      readonly e164: E164;
      readonly country: string;
      readonly type: LineType;
      readonly fictional: boolean;
      readonly warnings: readonly NumberWarning[];
    }
  | {
      readonly outcome: 'reject';
      readonly reason: NumberRejectReason;
      /** The number that was understood although it can not be texted; null when there is none. */
      readonly e164: E164 | null;
      readonly country: string | null;
      readonly type: LineType | null;
      /** ISO code of the country in whose national form the text would be a mobile number. */
      readonly hint: string | null;
      /** ISO code of the country in whose national form it was read; null where it has a calling code, or no digits. */
      readonly readIn: string | null;
      readonly warnings: readonly NumberWarning[];
    };

/**
 * Reads a number as people and spreadsheets write it. Total: every text has a reading, and an accepted number reads
 * as itself.
 *
 * @param text Any text.
 * @param defaultCountry ISO code for national forms.
 * @param options `allowFictional` accepts ranges kept for films: rehearsals only, never a real provider.
 * @see ITU-T E.164; Arcep decision 2018-0881; libphonenumber metadata (max)
 */
export function parsePhoneNumber(
  text: string,
  defaultCountry: string,
  options: { readonly allowFictional: boolean },
): NumberReading {
  const written = readNumberText(text);
  if (written.kind === 'refused')
    return rejected(written.reason, undefined, written.warnings, { hint: null, readIn: null });
  const { remark } = written;
  const named = remark === null || written.plus ? null : countryInRemark(remark);
  const own = named === null ? null : readIn(named, written, options);
  return own === null || own.e164 === null ? readIn(defaultCountry.toUpperCase(), written, options) : own;
}

type WrittenDigits = Extract<ReturnType<typeof readNumberText>, { readonly kind: 'digits' }>;

/** @param country ISO code in capitals, for national forms. */
function readIn(country: string, written: WrittenDigits, options: { readonly allowFictional: boolean }): NumberReading {
  const { planned, refusal, international, warnings: mended } = readDigits(written, country);
  const warnings = [...written.warnings, ...mended];
  const tolerated = refusal === null || (refusal === 'reserved-fictional' && options.allowFictional);
  const isAgainst = written.remark !== null && speaksAgainst(written.remark);
  if (tolerated && isSubscriber(planned) && !isAgainst) return accepted(planned, warnings);
  const foreign = !written.plus && !dialsFrench(country) && isFrenchMobile(written.digits);
  const places = { hint: foreign ? 'FR' : null, readIn: international ? null : country };
  const fault = tolerated && isAgainst ? 'remark-against' : (refusal ?? 'invalid');
  return rejected(fault, planned, warnings, places);
}

/** Maps a reject reason to the plan's stable exclusion reason. */
export function numberExclusion(reason: NumberRejectReason): 'invalid_number' | 'not_mobile' | 'fictional_number' {
  if (reason === 'reserved-fictional') return 'fictional_number';
  return isUnsendableLine(reason) ? 'not_mobile' : 'invalid_number';
}

/**
 * Writes a number so that its owner can recognise it and no one else can use it: calling code, first digit and last
 * two stay, `+33 6 •• •• •• 78`; of a short number less, so that three digits are always hidden (`+683 •••0`).
 */
export function maskPhoneNumber(e164: E164): string {
  const written = writeInternational(e164);
  const prefixLength = written.indexOf(' ') + 1;
  const digits = digitPlaces(written, prefixLength);
  const { atStart, atEnd } = shownDigits(digits.length);
  const from = digits[atStart] ?? written.length;
  const to = digits[digits.length - atEnd] ?? written.length;
  return written.slice(0, from) + written.slice(from, to).replace(/\d/g, '•') + written.slice(to);
}

/** How many of so many national digits are shown before and behind those that are hidden. */
export function shownDigits(count: number): { readonly atStart: number; readonly atEnd: number } {
  return { atStart: count > 5 ? 1 : 0, atEnd: Math.min(2, count - 3) };
}

/** Whether whole numbers are asked for on a screen. */
export interface Revealing {
  readonly reveal: boolean;
}

/** A number as a screen has it: whole where that is asked for, else so that only its owner knows it again. */
export function shownNumber(e164: E164, { reveal }: Revealing): string {
  return reveal ? writeInternational(e164) : maskPhoneNumber(e164);
}

function digitPlaces(text: string, from: number): readonly number[] {
  const places: number[] = [];
  for (let place = from; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code >= ZERO && code <= NINE) places.push(place);
  }
  return places;
}

const ZERO = 0x30;
const NINE = 0x39;

/** Writes a number in the spaced international form of its country: `+33 6 39 98 12 34`. */
export function formatPhoneNumber(e164: E164): string {
  return writeInternational(e164);
}

/** The digits behind the calling code, which every way of writing a number has in common. */
export function nationalDigits(e164: E164): string {
  return e164.slice(writeInternational(e164).indexOf(' '));
}

const UNSENDABLE_LINES: Readonly<Record<UnsendableLine, true>> = {
  'fixed-line': true,
  'toll-free': true,
  premium: true,
  'shared-cost': true,
  voip: true,
  pager: true,
  'personal-number': true,
  uan: true,
  voicemail: true,
};

function isUnsendableLine(reason: NumberRejectReason): reason is UnsendableLine {
  return Object.hasOwn(UNSENDABLE_LINES, reason);
}

type Subscriber = KnownNumber & { readonly country: string };

function isSubscriber(planned: PlannedNumber | undefined): planned is Subscriber {
  return isKnown(planned) && planned.country !== null;
}

/** Placeholders: one digit six times over, or one pair four times at the end. Valid by form, rarely a person. */
function isRepetitive(national: string): boolean {
  return /(\d)\1{5}/.test(national) || /(\d\d)\1{3}$/.test(national);
}

function accepted(planned: Subscriber, warnings: readonly NumberWarning[]): NumberReading {
  const doubts: NumberWarning[] = [];
  // Where the plan does not part mobiles from landlines (+1), a text may still reach no one.
  if (planned.type === 'fixed-line-or-mobile') doubts.push('line-type-unknown');
  if (isRepetitive(planned.national)) doubts.push('suspicious-repetition');
  return {
    outcome: 'accept',
    e164: planned.e164 as E164,
    country: planned.country,
    type: planned.type,
    fictional: planned.fictional,
    warnings: [...warnings, ...doubts],
  };
}

function rejected(
  reason: NumberRejectReason,
  planned: PlannedNumber | undefined,
  warnings: readonly NumberWarning[],
  places: { readonly hint: string | null; readonly readIn: string | null },
): NumberReading {
  const known = isKnown(planned) ? planned : null;
  return {
    outcome: 'reject',
    reason,
    e164: known === null ? null : (known.e164 as E164),
    country: known?.country ?? null,
    type: known?.type ?? null,
    ...places,
    warnings,
  };
}
