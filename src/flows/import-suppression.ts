import { basename } from 'node:path';
import { countRow, type RowCount } from '../core/row-count.js';
import { sha256 } from '../core/sha256.js';
import { isOnList, type SuppressionEntry } from '../core/suppression/suppression.js';
import {
  readSuppression,
  suppressionFields,
  type SuppressionCells,
  type SuppressionField,
  type SuppressionRefusal,
  type SuppressionRepair,
  type SuppressionRules,
} from '../core/suppression/suppression-row.js';
import type { RawRow } from '../files/table.js';
import type { RecordVerdict, SuppressionRecord } from '../store/store.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { importing, openImportFile, type ImportFile, type ImportFileRequest } from './import-file.js';
import { DigestTimes, ImportTally, type ImportCounts } from './import-tally.js';
import { UndatedTally } from './undated-tally.js';

interface SuppressionImport {
  readonly file: ImportFile<SuppressionField>;
  /** What flags say for every row. */
  readonly stated: SuppressionCells;
  readonly rules: SuppressionRules;
  /** Judges and counts, records nothing. */
  readonly dryRun: boolean;
  readonly onProgress: (rows: number) => void;
}

export interface SuppressionImportResult {
  readonly counts: ImportCounts<SuppressionRefusal>;
  readonly rejectsFile: string | null;
  /** How often something had to be taken wider than it was written. */
  readonly repairs: ReadonlyMap<SuppressionRepair, RowCount>;
  /** Rows without a date that count for somebody else too, who had the number before. */
  readonly ofFormerHolders: UndatedTally;
  /** By which entries by hand can be taken back; null in a dry run. */
  readonly importId: number | null;
  /** How many of the entries recorded can be taken back by it: those by hand. */
  readonly undoable: number;
}

export function openSuppressionFile(request: ImportFileRequest): Promise<ImportFile<SuppressionField>> {
  return openImportFile(request, suppressionFields, { ...importing, mayBeJson: true });
}

/**
 * Brings a never-list into the ledger, a chunk of rows a transaction. Every number that can be read is put on the
 * list; entries that are there already are left as they are, and none is ever lifted. An entry by hand that another
 * file brought is entered again, for that other import may be undone; so is a STOP of a later date.
 */
export async function importSuppressions(
  request: SuppressionImport,
  deps: LedgerDeps,
  signal: AbortSignal,
): Promise<SuppressionImportResult> {
  const { file, dryRun } = request;
  const { ledger } = deps;
  const sha256 = await file.table.sha256Ahead();
  const importId = dryRun
    ? 0
    : await ledger.beginImport('suppression', basename(file.table.name), stampOf(deps), sha256);
  const tally = new ImportTally<SuppressionRefusal>();
  const repairs = new Map<SuppressionRepair, RowCount>();
  const ofFormerHolders = new UndatedTally();
  let undoable = 0;
  const wouldRecord = rehearsedRecorder(sha256, deps);

  const recordBatch = async (rows: readonly RawRow[]): Promise<void> => {
    const records = readBatch(rows, importId, request, tally, repairs);
    const verdicts = dryRun ? await wouldRecord(records) : await ledger.recordSuppressions(records, stampOf(deps));
    await ofFormerHolders.add(
      records.filter(isOfPerson).map((record) => ({ ...record, line: record.source?.line ?? null })),
      ledger,
    );
    for (const [place, verdict] of verdicts.entries()) {
      tally.count(verdict);
      if (verdict === 'recorded' && records[place]?.reason === 'manual') undoable += 1;
    }
  };
  const rejectsFile = await file.run(tally, recordBatch, request.onProgress, signal);
  if (!dryRun) await ledger.endImport(importId, file.table.sha256(), stampOf(deps));
  return { counts: tally, rejectsFile, repairs, ofFormerHolders, importId: dryRun ? null : importId, undoable };
}

/** That a number can not be reached is said of the number, whoever has it. */
function isOfPerson({ reason }: SuppressionRecord): boolean {
  return reason !== 'unreachable';
}

function readBatch(
  rows: readonly RawRow[],
  importId: number,
  { file, stated, rules }: SuppressionImport,
  tally: ImportTally<SuppressionRefusal>,
  repairs: Map<SuppressionRepair, RowCount>,
): readonly SuppressionRecord[] {
  return rows.flatMap((row) => {
    const reading = readSuppression(file.phoneOf(row), file.cellsOf(row), stated, rules);
    if (reading.kind === 'refused') {
      tally.refuseAs(row, reading);
      return [];
    }
    for (const repair of reading.repairs) countRow(repairs, repair, row.line);
    return [{ number: reading.number, ...reading.entry, source: { importId, line: row.line } }];
  });
}

/** Tells what recording would answer: an entry is the same when number, reason and reach are, and it is no younger. */
function rehearsedRecorder(
  fileSha256: string | null,
  { ledger }: LedgerDeps,
): (records: readonly SuppressionRecord[]) => Promise<readonly RecordVerdict[]> {
  const youngest = new DigestTimes();
  return async (records) => {
    const areThere = await ledger.areOnList(records, fileSha256);
    return records.map((record, place) => {
      const { number, reason, scope, at } = record;
      const name = sha256(`${number} ${nameOf(record)}`);
      const before = youngest.get(name);
      const ofFile = before === null ? [] : [{ reason, scope, at: before, isOfSameFile: true }];
      // What is there already enters nothing: of an entry that was lifted a younger row of the file makes a new one.
      if (areThere[place] === true || isOnList(record, ofFile)) return 'unchanged';
      youngest.set(name, at);
      return 'recorded';
    });
  };
}

function nameOf({ reason, scope }: SuppressionEntry): string {
  return JSON.stringify([reason, scope.kind, scope.kind === 'purpose' ? scope.purpose : null]);
}
