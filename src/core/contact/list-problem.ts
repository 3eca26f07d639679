import type { PlaceField } from '../schedule/unreadable-hints.js';
import type { NumberRejectReason, NumberWarning } from './number-vocabulary.js';

/** Whether smsctl mends it when it reads the file, a person can, or nobody: the digits are gone. */
export type Recoverable = 'yes' | 'person' | 'no';

/** What becomes of the rows: left out, dropped because an earlier row says the same, or used all the same. */
type RowsAre = 'refused' | 'dropped' | 'used';

/** Why a row is left out. `malformed_row` has cells right of the last column. */
export type RowRefusal = NumberRejectReason | 'malformed_row';

/**
 * Something in a file of contacts that is not as it should be. `notation-undone` is the warning `scientific-notation`: as
 * a refusal the same word means that digits are lost.
 */
export type ListProblem =
  | RowRefusal
  | Exclude<NumberWarning, 'scientific-notation'>
  | 'notation-undone'
  | 'duplicate'
  | 'blank-row'
  | 'sensitive-column'
  | UnreadablePlace;

type UnreadablePlace = 'unreadable-country' | 'unreadable-postal-code' | 'unreadable-time-zone';

interface Traits {
  readonly recoverable: Recoverable;
  readonly rowsAre: RowsAre;
}

const lost: Traits = { recoverable: 'no', rowsAre: 'refused' };
const refused: Traits = { recoverable: 'person', rowsAre: 'refused' };
const doubtful: Traits = { recoverable: 'person', rowsAre: 'used' };
const superfluous: Traits = { recoverable: 'yes', rowsAre: 'dropped' };
const mended: Traits = { recoverable: 'yes', rowsAre: 'used' };

const traits: Readonly<Record<ListProblem, Traits>> = {
  'scientific-notation': lost,
  empty: refused,
  'not-a-number': refused,
  'letters-in-number': refused,
  'several-numbers': refused,
  extension: refused,
  'short-code': refused,
  'invalid-length': refused,
  unassigned: refused,
  invalid: refused,
  'reserved-fictional': refused,
  'remark-against': refused,
  'fixed-line': refused,
  'toll-free': refused,
  premium: refused,
  'shared-cost': refused,
  voip: refused,
  pager: refused,
  'personal-number': refused,
  uan: refused,
  voicemail: refused,
  malformed_row: refused,
  'sensitive-column': doubtful,
  'suspicious-repetition': doubtful,
  'line-type-unknown': doubtful,
  'unreadable-country': doubtful,
  'unreadable-postal-code': doubtful,
  'unreadable-time-zone': doubtful,
  duplicate: superfluous,
  'blank-row': superfluous,
  'wrapped-value': mended,
  'float-suffix': mended,
  'notation-undone': mended,
  'extra-text': mended,
  'prefix-repaired': mended,
  'missing-plus': mended,
  'missing-trunk-zero': mended,
  'trunk-zero-removed': mended,
  'overseas-rewrite': mended,
};

export function traitsOf(problem: ListProblem): Traits {
  return traits[problem];
}

/** The name that a reader of JSON knows from the judge of single numbers. */
export function vocabularyName(problem: ListProblem): string {
  return problem === 'notation-undone' ? 'scientific-notation' : problem;
}

export function problemOfWarning(warning: NumberWarning): ListProblem {
  return warning === 'scientific-notation' ? 'notation-undone' : warning;
}

export const problemOfField: Readonly<Record<PlaceField, UnreadablePlace>> = {
  country: 'unreadable-country',
  postalCode: 'unreadable-postal-code',
  timeZone: 'unreadable-time-zone',
};

const gravity: readonly Traits[] = [lost, refused, doubtful, superfluous, mended];

/** Orders problems: the gravest kind first, and within a kind the one with the most rows. */
export function compareProblems(
  a: { readonly problem: ListProblem; readonly count: number },
  b: { readonly problem: ListProblem; readonly count: number },
): number {
  return gravity.indexOf(traits[a.problem]) - gravity.indexOf(traits[b.problem]) || b.count - a.count;
}
