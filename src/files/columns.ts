import { type ColumnRole, columnNames } from './column-names.js';
import { plainName, wordsOf } from './header-words.js';
import { qualifiedName } from './header-qualifier.js';
import { phoneRank } from './phone-column.js';

export type { ColumnRole } from './column-names.js';

const plainNames: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(columnNames).map(([role, names]) => [role, new Set(names.map(plainName))]),
);

/** Without the columns of answers: above a table « Consentement » may as well be its title. */
const namesOfHeaders: ReadonlySet<string> = new Set(
  [...plainNames].flatMap(([role, names]) => (role === 'opt_in' || role === 'opt_out' ? [] : [...names])),
);

/**
 * Finds the column of a role by its usual names in English, French, German, Italian and Dutch; accents, case, spaces and
 * punctuation do not matter.
 *
 * Of several candidates the most specific name wins (a mobile before a telephone), then the one further left. Where none
 * has such a name, the only one that has it with a remark in parentheses is taken: « Code postal (domicile) ».
 *
 * @param inContext Names that mean the role in this kind of file alone; they too come before any that has a remark.
 * @returns The index of the header, null if none fits.
 */
export function findColumn(
  headers: readonly string[],
  role: ColumnRole,
  inContext: readonly string[] = [],
): number | null {
  if (role === 'phone') return phoneCandidates(headers)[0] ?? null;
  const present = headers.map((header) => (qualifiedName(header)?.isForeign === true ? '' : nameFor(role, header)));
  for (const name of [...(plainNames.get(role) ?? []), ...inContext.map(plainName)]) {
    const index = present.indexOf(name);
    if (index !== -1) return index;
  }
  return findQualified(headers, role);
}

/**
 * The plain name of a column. The day of a consent to texts, or of their end, is that of what is asked for anyway:
 * `SMS-Einwilligung am`, « Data consenso SMS ».
 */
function nameFor(role: ColumnRole, header: string): string {
  const name = wordsOf(header)
    .filter((word) => word !== 'sms')
    .join('');
  const isDay = (role === 'given_at' || role === 'at') && !BARE_DAYS.has(name) && qualifiedName(header) === null;
  return isDay && plainNames.get(role)?.has(name) === true ? name : plainName(header);
}

/** A day of which its own remark alone says what it is of: « Date (adhésion) ». */
const BARE_DAYS: ReadonlySet<string> = new Set(['date', 'datum', 'data', 'at']);

/** Between « (domicile) » and « (vacances) » nobody chooses: what is guessed wrongly becomes part of a proof. */
function findQualified(headers: readonly string[], role: ColumnRole): number | null {
  const [only, ...others] = qualifiedColumns(headers, role).filter(({ isStill }) => isStill);
  return only === undefined || others.length > 0 ? null : only.index;
}

/**
 * Columns that are named like a role and are not taken for it, because of the remarks in their names.
 *
 * @param inContext As for findColumn.
 */
export function columnsSetAside(
  headers: readonly string[],
  role: ColumnRole,
  inContext: readonly string[] = [],
): readonly string[] {
  if (findColumn(headers, role, inContext) !== null) return [];
  return qualifiedColumns(headers, role).map(({ index }) => headers[index] ?? '');
}

function qualifiedColumns(
  headers: readonly string[],
  role: ColumnRole,
): readonly { readonly index: number; readonly isStill: boolean }[] {
  return headers.flatMap((header, index) => {
    const qualified = qualifiedName(header);
    const name = plainName(qualified?.name ?? '');
    const isNamed = plainNames.get(role)?.has(name) === true && !BARE_DAYS.has(name);
    return qualified === null || !isNamed ? [] : [{ index, isStill: qualified.isStill(role) }];
  });
}

const DAY_WORD =
  /^(?:dates?|data|giorno|jour|day|heure|hour|time|ora|uhrzeit|zeit|zeitpunkt|horodat\w*|timestamp|datetime|\w*(?:datum|zeitstempel)|fecha|hora|tijdstip|tijdstempel)$/;
const BEHIND_DAY = /^(?:le|am|vom|seit|il|op|el|on|at)$/;
const OF_BIRTH = /^(?:naissance|birth|birthda\w*|geburt\w*|nascita|geboorte\w*|nacimiento|nascimento)$/;

/** Whether a name speaks of a day or a time of something other than a birth: « Sorti le », `Sperr-Zeitstempel`. */
export function looksLikeDay(header: string): boolean {
  const words = wordsOf(header);
  const isOfDay =
    words.some((word) => DAY_WORD.test(word)) || (words.length > 1 && BEHIND_DAY.test(words.at(-1) ?? ''));
  return isOfDay && !words.some((word) => OF_BIRTH.test(word));
}

/** The columns that fit the role `phone` equally well, from the left: more than one is worth a question. */
export function phoneCandidates(headers: readonly string[]): readonly number[] {
  const ranks = headers.map(phoneRank);
  for (const best of [0, 1, 2]) {
    const candidates = ranks.flatMap((rank, index) => (rank === best ? [index] : []));
    if (candidates.length > 0) return candidates;
  }
  return [];
}

/** Finds the column that a flag names: exactly so, else by its plain-ASCII form without regard to case. */
export function findColumnNamed(headers: readonly string[], name: string): number | null {
  const exact = headers.indexOf(name.trim());
  if (exact !== -1) return exact;
  const plain = plainName(name);
  const index = plain === '' ? -1 : headers.findIndex((header) => plainName(header) === plain);
  return index === -1 ? null : index;
}

/** Whether a cell names a column of any role. */
export function isKnownHeader(cell: string): boolean {
  const name = plainName(cell);
  return name !== '' && (namesOfHeaders.has(name) || phoneRank(cell) !== null);
}
