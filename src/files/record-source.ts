import type { Delimiter } from './delimiter.js';
import type { CsvRecord } from './records.js';

/** How the bytes of a table were understood. */
export type TableLayout =
  | { readonly kind: 'text'; readonly encoding: string; readonly delimiter: Delimiter }
  | { readonly kind: 'json' }
  | {
      readonly kind: 'workbook';
      readonly sheet: string;
      /** The other visible sheets, in the order of the tabs. */
      readonly others: readonly string[];
      /** Rows that a filter, or a person, has hidden from view; they are read all the same. */
      readonly hiddenRows: number;
    };

/** The records of a table, before anything is known of its header. */
export interface RecordSource {
  readonly layout: TableLayout;
  readonly records: AsyncGenerator<readonly CsvRecord[]>;
  /** Of the bytes of the file, in hex; known once `records` has ended. */
  sha256(): string;
}
