import { dialsFrench } from './french-countries.js';
import {
  callingCodeOf,
  frenchCallingCode,
  hasCallingCode,
  hasTrunkZero,
  planInternational,
  planNational,
} from './number-plan.js';
import type { PlannedNumber } from './number-plan.js';
import type { LineType, NumberRejectReason, NumberWarning } from './number-vocabulary.js';

/** One way to read digits, with what had to be mended for it; `planned` is undefined when no plan fits at all. */
interface Candidate {
  readonly planned: PlannedNumber | undefined;
  readonly warnings: readonly NumberWarning[];
}

/** The reading that was chosen, and why it can not be texted; null when it can. */
interface DigitsReading extends Candidate {
  /** They begin with a calling code: no country's national form was tried. */
  readonly international: boolean;
  readonly refusal: NumberRejectReason | null;
}

/** Emergency numbers and codes of services: two to six digits that no plan has as a subscriber. */
const SHORT_CODE = /^[1-9]\d{1,5}$/;

/**
 * Chooses how to read digits: as a mobile of the default country, else as one of the calling code that they start
 * with, else as whatever the default country says, to be refused by name.
 *
 * @param written Digits, and whether a plus stood before them or a trunk zero was written as optional.
 * @param country ISO code in capitals, for national forms.
 */
export function readDigits(
  written: { readonly digits: string; readonly plus: boolean; readonly optionalZero: boolean },
  country: string,
): DigitsReading {
  const { digits, international, warnings } = removeInternationalPrefix(written.digits, written.plus, country);
  const chosen = international ? readInternational(digits) : readNational(digits, country, written.optionalZero);
  const refusal = isKnown(chosen.planned)
    ? refusalOfKnown(chosen.planned)
    : refusalOfUnknown(chosen.planned, digits, international, country);
  return { planned: chosen.planned, warnings: [...warnings, ...chosen.warnings], international, refusal };
}

/** A number that some plan has, be it for a person, a service or a film. */
export type KnownNumber = PlannedNumber & { readonly type: LineType };

export function isKnown(planned: PlannedNumber | undefined): planned is KnownNumber {
  return planned !== undefined && planned.type !== null;
}

/** Whether ten or nine digits would be a mobile number inside France. */
export function isFrenchMobile(digits: string): boolean {
  return /^0?[67]\d{8}$/.test(digits) && isReachable(planFrench(digits.slice(-9)));
}

/**
 * Takes off the prefix that dials abroad: 00 (recommended by ITU-T E.164, used in most of the world) or 011 in North
 * America. No calling code starts with 0, so `+06 12 …` can only be a national form with a stray plus.
 */
function removeInternationalPrefix(
  digits: string,
  plus: boolean,
  country: string,
): { readonly digits: string; readonly international: boolean; readonly warnings: readonly NumberWarning[] } {
  if (plus && digits.startsWith('0')) return { digits, international: false, warnings: ['prefix-repaired'] };
  if (plus) return { digits, international: true, warnings: [] };
  if (digits.startsWith('00')) return { digits: digits.slice(2), international: true, warnings: [] };
  if (callingCodeOf(country) === '1' && digits.startsWith('011')) {
    return { digits: digits.slice(3), international: true, warnings: [] };
  }
  return { digits, international: false, warnings: [] };
}

/**
 * Reads digits that start with a calling code. A trunk zero that was kept is dropped, also in plans that have none
 * (`+39 (0)347 …`), but only when the number is none with it: Italian landlines keep theirs.
 */
function readInternational(digits: string): Candidate {
  const asWritten = planAsWritten(digits);
  if (asWritten === undefined) return { planned: undefined, warnings: [] };
  const zeroless =
    !isKnown(asWritten) && asWritten.national.startsWith('0')
      ? planAsWritten(asWritten.callingCode + asWritten.national.replace(/^0+/, ''))
      : undefined;
  const planned = isKnown(zeroless) ? zeroless : asWritten;
  const warnings: readonly NumberWarning[] = planned.e164 === `+${digits}` ? [] : ['trunk-zero-removed'];
  if (planned.callingCode !== '33' || planned.national.length !== 9) return { planned, warnings };
  if (frenchCallingCode(planned.national) === '33') return { planned, warnings };
  const own = planFrench(planned.national);
  return own?.callingCode === '33'
    ? { planned, warnings }
    : { planned: own, warnings: [...warnings, 'overseas-rewrite'] };
}

/** The library completes local forms of some plans, which is a guess: +672 and five digits get a 3 (Norfolk Island). */
function planAsWritten(digits: string): PlannedNumber | undefined {
  const planned = planInternational(digits);
  return planned !== undefined && planned.e164.length > digits.length + 1 ? undefined : planned;
}

function readNational(digits: string, country: string, optionalZero: boolean): Candidate {
  const dialledInFrance = dialsFrench(country) && /^0?[1-9]\d{8}$/.test(digits);
  const inside = dialledInFrance ? readFrench(digits, country) : readInside(digits, country);
  if (isReachable(inside.planned)) return inside;
  const abroad = /^[1-9]/.test(digits) ? readInternational(digits) : undefined;
  if (abroad !== undefined && isReachable(abroad.planned)) {
    return { planned: abroad.planned, warnings: ['missing-plus', ...abroad.warnings] };
  }
  const zeroless =
    optionalZero && !isKnown(inside.planned) ? planNational(digits.replace(/^0+/, ''), country) : undefined;
  return isReachable(zeroless) ? { planned: zeroless, warnings: ['trunk-zero-removed'] } : inside;
}

/** French dialling reaches the overseas territories too; their subscribers have their own calling codes. */
function readFrench(digits: string, country: string): Candidate {
  const planned = planFrench(digits.slice(-9));
  const warnings: NumberWarning[] = digits.length === 9 ? ['missing-trunk-zero'] : [];
  if (planned?.callingCode !== callingCodeOf(country)) warnings.push('overseas-rewrite');
  return { planned, warnings };
}

/**
 * The number of nine French national digits under the calling code of its territory. Subscribers overseas who were
 * stored under +33 are moved; a prefix that overseas has not opened stays where the plan has it.
 */
function planFrench(national: string): PlannedNumber | undefined {
  const own = planInternational(frenchCallingCode(national) + national);
  if (isKnown(own)) return own;
  const metropolitan = planInternational(`33${national}`);
  return isKnown(metropolitan) ? metropolitan : own;
}

/** The library takes off a calling code without plus by itself; the warning says that it did. */
function readInside(digits: string, country: string): Candidate {
  const planned = planNational(digits, country);
  if (planned === undefined) return { planned, warnings: [] };
  if (digits === planned.national) return { planned, warnings: hasTrunkZero(planned) ? ['missing-trunk-zero'] : [] };
  if (digits === planned.callingCode + planned.national) return { planned, warnings: ['missing-plus'] };
  const zeroKept = digits.startsWith(`${planned.callingCode}0`) && digits.endsWith(planned.national);
  return { planned, warnings: zeroKept ? ['missing-plus', 'trunk-zero-removed'] : [] };
}

/** A person may have it. Films' numbers count here: they are understood as what they are, and refused by name later. */
function isReachable(planned: PlannedNumber | undefined): planned is KnownNumber {
  return isKnown(planned) && (planned.fictional || refusalOfKnown(planned) === null);
}

function refusalOfKnown(planned: KnownNumber): NumberRejectReason | null {
  if (planned.fictional) return 'reserved-fictional';
  if (planned.type !== 'mobile' && planned.type !== 'fixed-line-or-mobile') return planned.type;
  // Satellite and global networks answer as mobile; no territory, no price and no hours are known for them.
  return planned.country === null ? 'invalid' : null;
}

function refusalOfUnknown(
  planned: PlannedNumber | undefined,
  digits: string,
  international: boolean,
  country: string,
): NumberRejectReason {
  if (!international && SHORT_CODE.test(digits)) return 'short-code';
  if (planned?.nonGeographic === true) return 'invalid';
  if (planned !== undefined) return planned.possible ? 'unassigned' : 'invalid-length';
  const hasPlan = international ? hasCallingCode(digits) : callingCodeOf(country) !== undefined;
  return hasPlan ? 'invalid-length' : 'invalid';
}
