/** What kind of line a numbering plan says a number is. Numbers are portable between operators, not between kinds. */
export type LineType =
  | 'mobile'
  | 'fixed-line-or-mobile'
  | 'fixed-line'
  | 'toll-free'
  | 'premium'
  | 'shared-cost'
  | 'voip'
  | 'pager'
  | 'personal-number'
  | 'uan'
  | 'voicemail';

/** Something that was mended or is worth a second look; the number is used all the same. */
export type NumberWarning =
  | 'wrapped-value'
  | 'float-suffix'
  | 'scientific-notation'
  | 'extra-text'
  | 'prefix-repaired'
  | 'missing-plus'
  | 'missing-trunk-zero'
  | 'trunk-zero-removed'
  | 'overseas-rewrite'
  | 'line-type-unknown'
  | 'suspicious-repetition';

/** Line types that no text reaches, or that belong to a service rather than to a person. */
export type UnsendableLine = Exclude<LineType, 'mobile' | 'fixed-line-or-mobile'>;

/** Why a text is not the number of a person who can be texted. */
export type NumberRejectReason =
  | 'empty'
  | 'not-a-number'
  | 'letters-in-number'
  | 'several-numbers'
  | 'extension'
  | 'scientific-notation'
  | 'short-code'
  | 'invalid-length'
  | 'unassigned'
  | 'invalid'
  | 'reserved-fictional'
  /** Words beside it tell not to text it. */
  | 'remark-against'
  | UnsendableLine;
