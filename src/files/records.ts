import { finished } from 'node:stream/promises';
import { CsvError, Parser } from 'csv-parse';
import { OperatorError, invariant } from '../errors.js';
import { type Phrase, phrase } from '../words/phrase.js';
import type { Delimiter } from './delimiter.js';
import { countLineBreaks } from './line-breaks.js';
import { LiteralQuotes, withLiteralQuotes } from './literal-quotes.js';

/** One record as it stands in the file: nothing trimmed within quotes, blank ones included. */
export interface CsvRecord {
  /** Physical line where the record starts, from 1; quoted line breaks count. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Of JSON: what stands there is nobody's row, neither an object nor a number; its text is the only cell. */
  readonly isNoObject?: true;
}

/** The longest record; a name, an address and a text stay far below. */
const MAX_RECORD_BYTES = 1024 * 1024;

interface RecordOptions {
  readonly file: string;
  readonly delimiter: Delimiter;
  /** The line at which `texts` starts. */
  readonly firstLine: number;
}

/**
 * Takes CSV text apart, one array of records for each piece of text.
 *
 * csv-parse counts a quoted CRLF as two lines and does not know where an open quote began. So lines are counted here,
 * from the cells, and `raw` keeps the text of the record at hand for the place of an error. The records are taken in
 * `on_record`, which runs within `write`: whatever stood before an error has then been counted, and no queue of
 * parsed rows builds up.
 *
 * @throws OperatorError badInput: an open quote, text behind a closing one, a record above {@link MAX_RECORD_BYTES}.
 */
export async function* readRecords(
  texts: AsyncIterable<string>,
  { file, delimiter, firstLine }: RecordOptions,
): AsyncGenerator<readonly CsvRecord[]> {
  let line = firstLine;
  let records: CsvRecord[] = [];
  const parser = new Parser({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // White space between a quote and the delimiter is forgiven, as spreadsheets forgive it.
    trim: true,
    max_record_size: MAX_RECORD_BYTES,
    raw: true,
    on_record: (wrapped: unknown) => {
      // With `raw` the record comes wrapped, which the types of csv-parse do not say.
      const { record } = wrapped as { readonly record: readonly string[] };
      const cells = record.map(withLiteralQuotes);
      records.push({ line, cells });
      line += 1 + cells.reduce((breaks, cell) => breaks + countLineBreaks(cell), 0);
      return null;
    },
  });
  const end = finished(parser.resume());
  end.catch(() => {}); // awaited below; an error must not count as unhandled before that
  const quotes = new LiteralQuotes(delimiter);
  try {
    for await (const text of texts) {
      await write(parser, quotes.mark(text));
      if (records.length > 0) yield records;
      records = [];
    }
    parser.end(quotes.rest());
    await end;
    if (records.length > 0) yield records;
  } catch (error) {
    throw error instanceof CsvError ? misread(file, line, error) : error;
  } finally {
    parser.destroy();
  }
}

async function write(parser: Parser, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    parser.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Tells a parser's error in the operator's terms. Its own message quotes the cell, which may be a number or a name. */
function misread(file: string, recordLine: number, error: CsvError): OperatorError {
  const raw = typeof error['raw'] === 'string' ? error['raw'] : '';
  const quote = lastQuotedCell(raw);
  const openedOn = recordLine + countLineBreaks(raw.slice(0, quote.openedAt));
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return misreadAt(openedOn, phrase('files.quoteNotClosed', { file, line: openedOn }), phrase('files.quoteHint'));
  }
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE' || error.code === 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE') {
    const line = recordLine + countLineBreaks(raw);
    return misreadAt(line, phrase('files.textAfterQuote', { file, line, openedOn }), phrase('files.quoteHint'));
  }
  invariant(error.code === 'CSV_MAX_RECORD_SIZE', `csv-parse refused its options or input: ${error.code}`);
  return quote.isOpen
    ? misreadAt(openedOn, phrase('files.quotedTooLong', { file, line: openedOn }), phrase('files.quoteHint'))
    : misreadAt(recordLine, phrase('files.tooLong', { file, line: recordLine }), phrase('files.tooLongHint'));
}

function misreadAt(line: number, problem: Phrase, hint: Phrase): OperatorError {
  return new OperatorError('badInput', problem, hint, { details: { line } });
}

/** Where the last quoted cell of a record begins, and whether its closing quote is still to come. */
function lastQuotedCell(raw: string): { readonly openedAt: number; readonly isOpen: boolean } {
  let openedAt = 0;
  let isOpen = false;
  for (let at = raw.indexOf('"'); at !== -1; at = raw.indexOf('"', at + 1)) {
    if (!isOpen) {
      openedAt = at;
      isOpen = true;
    } else if (raw[at + 1] === '"') {
      at++; // a doubled quote is a quote in the cell
    } else {
      isOpen = false;
    }
  }
  return { openedAt, isOpen };
}
