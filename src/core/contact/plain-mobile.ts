import metadata from 'libphonenumber-js/max/metadata';

/** A mobile number that one country's plan has, written as that plan keeps it: nothing to strip, nothing to mend. */
interface PlainMobile {
  readonly country: string;
  readonly callingCode: string;
  readonly national: string;
}

/** How numbers that begin in one way are written. */
interface Spacing {
  readonly number: RegExp;
  /** Null: however they begin. */
  readonly beginning: RegExp | null;
  /** Groups of `number`, as `$1 $2 $3`. */
  readonly written: string;
}

interface MobilePlan {
  readonly country: string;
  readonly lengths: readonly number[];
  /** The plan has such numbers, for mobiles and for nothing that is asked about before them. */
  readonly mobile: RegExp;
  readonly fixedLine: RegExp | null;
  /** What the plan takes off the front of a number; null where it takes off nothing. */
  readonly prefix: RegExp | null;
  readonly spacings: readonly Spacing[];
}

/** Places in the library's own table of a country. */
const GENERAL = 2;
const LENGTHS = 3;
const FORMATS = 4;
const PREFIX = 5;
const PREFIX_FOR_PARSING = 7;
const TYPES = 11;
const FIXED_LINE = 0;
const MOBILE = 1;

const LONGEST_CALLING_CODE = 3;

const planOf = new Map<string, MobilePlan | null>();

/**
 * Reads the plainest numbers, which most lists consist of, by the library's own patterns and a tenth of its work. What
 * this answers is what the library answers; of all that could be read in two ways it says nothing, and the library is
 * asked.
 *
 * @param digits International digits without plus.
 * @see libphonenumber metadata (max): of the kinds of lines, fixed lines are tried before mobiles, the others after
 */
export function plainMobile(digits: string): PlainMobile | null {
  return findPlain(digits)?.number ?? null;
}

/** The spaced international form of such a number, as its country writes it; null for any other. */
export function writePlainMobile(digits: string): string | null {
  const found = findPlain(digits);
  if (found === null) return null;
  const { callingCode, national } = found.number;
  const spacing = found.plan.spacings.find(
    ({ number, beginning }) => number.test(national) && beginning?.test(national) !== false,
  );
  if (spacing === undefined) return null;
  return `+${callingCode} ${national.replace(spacing.number, spacing.written).replace(/\D+/g, ' ').trim()}`;
}

function findPlain(digits: string): { readonly number: PlainMobile; readonly plan: MobilePlan } | null {
  for (let length = 1; length <= LONGEST_CALLING_CODE; length += 1) {
    const callingCode = digits.slice(0, length);
    const plan = mobilePlan(callingCode);
    // No calling code is the beginning of another one.
    if (plan === undefined) continue;
    const national = digits.slice(length);
    if (plan === null || !hasMobile(plan, national)) return null;
    return { number: { country: plan.country, callingCode, national }, plan };
  }
  return null;
}

function hasMobile({ lengths, mobile, fixedLine, prefix }: MobilePlan, national: string): boolean {
  return (
    lengths.includes(national.length) &&
    mobile.test(national) &&
    fixedLine?.test(national) !== true &&
    prefix?.test(national) !== true
  );
}

/** Undefined for what is no calling code; null for one that several countries share. */
function mobilePlan(callingCode: string): MobilePlan | null | undefined {
  if (!planOf.has(callingCode)) {
    const [country, ...others] = (metadata.country_calling_codes as Record<string, string[]>)[callingCode] ?? [];
    if (country === undefined) return undefined;
    planOf.set(callingCode, others.length > 0 ? null : readPlan(country));
  }
  return planOf.get(callingCode);
}

function readPlan(country: string): MobilePlan | null {
  const table = (metadata.countries as Record<string, unknown>)[country] as readonly unknown[];
  const types = table[TYPES] as readonly (readonly [string, (readonly number[])?] | 0)[] | 0 | undefined;
  const [mobile, fixedLine] = types ? [types[MOBILE], types[FIXED_LINE]] : [];
  // An empty pattern: mobiles look like fixed lines there.
  if (!mobile || mobile[0] === '') return null;
  const lengths = table[LENGTHS] as readonly number[];
  const prefix = (table[PREFIX_FOR_PARSING] || table[PREFIX]) as string | 0 | undefined;
  return {
    country,
    lengths: mobile[1] === undefined ? lengths : mobile[1].filter((length) => lengths.includes(length)),
    mobile: new RegExp(`^(?=(?:${String(table[GENERAL])})$)(?:${mobile[0]})$`),
    fixedLine: fixedLine ? new RegExp(`^(?:${fixedLine[0]})$`) : null,
    prefix: prefix ? new RegExp(`^(?:${prefix})`) : null,
    spacings: ((table[FORMATS] || []) as readonly WrittenSpacing[]).map(readSpacing),
  };
}

/** Number, its groups, its beginnings from the shortest to the one that decides, and, in place 5, its groups abroad. */
type WrittenSpacing = readonly [string, string, (readonly string[])?, unknown?, unknown?, string?];

function readSpacing([number, groups, beginnings, , , abroad]: WrittenSpacing): Spacing {
  const beginning = beginnings?.at(-1);
  return {
    number: new RegExp(`^(?:${number})$`),
    beginning: beginning === undefined ? null : new RegExp(`^(?:${beginning})`),
    written: abroad ?? groups,
  };
}
