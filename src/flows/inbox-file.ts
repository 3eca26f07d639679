import type { InboxCells } from '../core/delivery/inbox-message.js';
import { OperatorError } from '../errors.js';
import { HEAD_BYTES, openByteSource, type ByteSource } from '../files/byte-source.js';
import { findColumnNamed } from '../files/columns.js';
import { cellsOfColumns, cellsOfObject, inboxColumns, type InboxColumns } from '../files/inbox-columns.js';
import { beginsAsJson, openJsonRows } from '../files/json-lines.js';
import { openTableFrom, type RowProblem } from '../files/table.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { ownCellsOf, ownColumns } from './import-columns.js';
import type { ImportFileRequest } from './import-file.js';
import { decisionOf, shownHeaders } from './phone-column.js';
import { openRejects, refuseOddRejects, type RejectsFile } from './rejects-file.js';

/** One message of a file, not yet read; null: its line is no message at all. */
export interface InboxRow {
  readonly line: number;
  readonly cells: InboxCells | null;
  /** As it stood, for the file of rejects. */
  readonly raw: readonly string[];
}

/** A file of replies and receipts, be it a table or JSON. */
export interface InboxFile {
  readonly name: string;
  /** How it was understood, in words. */
  readonly decision: Phrase;
  /** Whether it has a place for replies, however many there are. */
  readonly mayHoldReplies: boolean;
  /** What a line that is no message is called. */
  readonly brokenAs: 'malformed_row' | 'malformed_json';
  batches(size: number): AsyncIterable<readonly InboxRow[]>;
  /** Complete only after the last batch. */
  sha256(): string;
  /** Opens the file of rejects that was asked for; null where none was. */
  openRejects(): Promise<RejectsFile | null>;
  close(): Promise<void>;
}

/**
 * Opens a file of replies and receipts. What it is, is seen by how it begins.
 *
 * @throws OperatorError noInput (66) or badInput (65) for the file; usage (64) for an option that says nothing of it.
 */
export async function openInboxFile(request: ImportFileRequest): Promise<InboxFile> {
  const { file } = request;
  refuseOddRejects(request);
  const source = await openByteSource(file, request.stdin);
  if (isBlank(source)) {
    await source.close();
    throw new OperatorError('badInput', phrase('files.empty', { file }), phrase('inbox.emptyFileHint'));
  }
  return beginsAsJson(source.head) ? jsonFile(source, request) : tableFile(source, request);
}

/** A source that broke off says nothing, least of all that nobody wrote. */
function isBlank({ head }: ByteSource): boolean {
  return head.length < HEAD_BYTES && head.toString('utf8').trim() === '';
}

async function jsonFile(source: ByteSource, request: ImportFileRequest): Promise<InboxFile> {
  const idle = (['phoneColumn', 'encoding', 'delimiter', 'sheet'] as const).find((option) => request[option] !== null);
  if (idle !== undefined) {
    await source.close();
    const option = idle === 'phoneColumn' ? '--phone-column' : `--${idle}`;
    throw new OperatorError(
      'usage',
      phrase('inbox.jsonOption', { file: source.file, option }),
      phrase('inbox.jsonOptionHint'),
    );
  }
  const rows = openJsonRows(source);
  return {
    name: source.file,
    decision: phrase('inbox.jsonDecision', { file: source.file, isLines: rows.isLines }),
    mayHoldReplies: true,
    brokenAs: 'malformed_json',
    async *batches(size) {
      for await (const batch of rows.batches(size)) {
        yield batch.map(({ line, value, text }) => ({ line, cells: cellsOfObject(value), raw: [text] }));
      }
    },
    sha256: () => rows.sha256(),
    openRejects: () => openRejects(request, ['json'], (cells) => cells, { replace: true }),
    close: () => source.close(),
  };
}

async function tableFile(source: ByteSource, request: ImportFileRequest): Promise<InboxFile> {
  const { encoding, delimiter, sheet, phoneColumn } = request;
  const problems: RowProblem[] = [];
  const table = await openTableFrom(source, {
    mayBeEmpty: true,
    onRowProblem: (problem) => problems.push(problem),
    ...{ encoding, delimiter, sheet },
  });
  try {
    const own = ownColumns(table.headers);
    const columns = requireColumns(own.headers, phoneColumn, source.file);
    const ownCells = (cells: readonly string[]): readonly string[] => ownCellsOf(own, cells);
    const header = own.headers[columns.get('from') ?? columns.get('ref') ?? 0] ?? '';
    const takeProblems = (): readonly InboxRow[] =>
      problems.splice(0).map(({ line, cells }) => ({ line, cells: null, raw: cells }));
    return {
      name: table.name,
      decision: decisionOf(table, header),
      mayHoldReplies: columns.has('from') && columns.has('text'),
      brokenAs: 'malformed_row',
      async *batches(size) {
        for await (const batch of table.batches(size)) {
          const rows = batch.map(({ line, cells }) => ({
            line,
            cells: cellsOfColumns(columns, ownCells(cells)),
            raw: cells,
          }));
          yield [...takeProblems(), ...rows];
        }
        const rest = takeProblems();
        if (rest.length > 0) yield rest;
      },
      sha256: () => table.sha256(),
      openRejects: () => openRejects(request, own.headers, ownCells, { replace: true }),
      close: () => table.close(),
    };
  } catch (error) {
    await table.close();
    throw error;
  }
}

/** A file tells replies by a number and a text, or receipts by a reference and a status. */
function requireColumns(headers: readonly string[], phoneColumn: string | null, file: string): InboxColumns {
  const columns = new Map(inboxColumns(headers));
  const shown = shownHeaders(headers);
  if (phoneColumn !== null) {
    const named = findColumnNamed(headers, phoneColumn);
    if (named === null) {
      const hint = phrase('flows.columnsHint', { columns: shown });
      throw new OperatorError('badInput', phrase('flows.noSuchColumn', { file, column: phoneColumn }), hint);
    }
    columns.set('from', named);
  }
  const hasBoth = (...pair: readonly ['from' | 'ref', 'text' | 'status']): boolean =>
    pair.every((one) => columns.has(one));
  if (hasBoth('from', 'text') || hasBoth('ref', 'status')) return columns;
  throw new OperatorError(
    'badInput',
    phrase('inbox.noColumns', { file }),
    phrase('inbox.noColumnsHint', { columns: shown }),
  );
}
