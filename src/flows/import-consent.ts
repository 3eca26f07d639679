import { basename } from 'node:path';
import type { DateTime } from 'luxon';
import type { RecipientFacts } from '../core/audience/eligibility.js';
import type { ConsentEvent, ConsentGiven } from '../core/consent/consent-event.js';
import {
  consentFields,
  readStatement,
  type ConsentCells,
  type ConsentField,
  type ConsentReading,
  type ConsentRefusal,
  type ConsentRules,
} from '../core/consent/consent-row.js';
import { consentAge, lastHeardOf, type RecordedConsent } from '../core/consent/consent-state.js';
import { consentVerdict } from '../core/consent/import-verdict.js';
import { holdsMembership } from '../core/consent/member-sync.js';
import type { Purpose } from '../core/consent/purpose.js';
import { readWithdrawal } from '../core/consent/withdrawal-row.js';
import type { E164 } from '../core/contact/phone-number.js';
import { invariant } from '../errors.js';
import type { RawRow } from '../files/table.js';
import type { ConsentRecord, RecordVerdict } from '../store/store.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { openImportFile, type ImportFile, type ImportFileRequest } from './import-file.js';
import { ImportTally, type ImportCounts } from './import-tally.js';
import { OneBehind } from './one-behind.js';
import { RecordedTally, type AcceptedRow, type RecordedConsents } from './recorded-consents.js';
import { RowsBefore, type Age } from './rows-before.js';

export interface ConsentImport {
  readonly file: ImportFile<ConsentField>;
  /** What flags say for every row. */
  readonly stated: ConsentCells;
  readonly rules: ConsentRules;
  /** Judges and counts, records nothing. */
  readonly dryRun: boolean;
  readonly onProgress: (rows: number) => void;
  /**
   * The purpose for which the file is the list of those who are members now: whose membership was ended before is a
   * member again. Absent: the file says nothing of that kind.
   */
  readonly membersOf?: string;
  /** What has to happen before the import counts as ended, once every row was read. */
  readonly onRead?: (importId: number, sha256: string) => Promise<void>;
}

export interface ConsentImportResult {
  readonly counts: ImportCounts<ConsentRefusal>;
  readonly rejectsFile: string | null;
  readonly recorded: RecordedConsents;
  /** Whether nothing that could be read was a consent: of withdrawals and ends of memberships no flag speaks. */
  readonly isWithoutConsents: boolean;
}

export function openConsentFile(request: ImportFileRequest): Promise<ImportFile<ConsentField>> {
  return openImportFile(request, consentFields);
}

/**
 * Brings a file of consents into the ledger, a chunk of rows a transaction. What is already there is left as it is, so
 * that the same file can be imported again after an interruption; what can not be recorded is told, row by row.
 */
export async function importConsents(
  request: ConsentImport,
  deps: LedgerDeps,
  signal: AbortSignal,
): Promise<ConsentImportResult> {
  const { file, dryRun } = request;
  const { ledger } = deps;
  const importId = dryRun ? 0 : await ledger.beginImport('consent', basename(file.table.name), stampOf(deps));
  const tally = new ImportTally<ConsentRefusal>();
  const recorded = new RecordedTally(request.rules.now);
  let consents = 0;
  const told = dryRun ? new RowsBefore(request.rules, 'everyone') : null;

  const take = (accepted: readonly AcceptedRow[], verdicts: readonly RecordVerdict[]): void => {
    verdicts.forEach((verdict, index) => {
      tally.count(verdict);
      const row = accepted[index];
      if (verdict === 'recorded' && row !== undefined) recorded.add(row);
    });
  };
  // While one batch is recorded the next is judged, and no further.
  const recording = new OneBehind();
  /** Whom the latest batch that was passed on concerns, and how many rows of it nobody has counted yet. */
  let latest: ReadonlySet<E164> = new Set();
  let uncounted = 0;
  /** Nobody is judged on what the ledger knew before the last batch about them. */
  const awaitAll = async (people: ReadonlySet<E164>): Promise<void> => {
    for (const one of people) if (latest.has(one)) return await recording.settled();
  };
  const recordBatch = async (rows: readonly RawRow[]): Promise<void> => {
    const judged = await judgeBatch(rows, importId, request, deps, tally, told, awaitAll);
    const { accepted, people } = judged;
    consents += judged.consents;
    if (dryRun) {
      take(
        accepted,
        accepted.map(() => 'recorded'),
      );
      return;
    }
    await recording.begin(async () => {
      [latest, uncounted] = [people, accepted.length];
      take(accepted, await ledger.recordConsents(accepted, stampOf(deps)));
      uncounted = 0;
    });
  };
  const onJudged = (): void => {
    const rows = tally.rows + uncounted;
    void recording.settled().then(
      () => request.onProgress(rows),
      () => undefined,
    );
  };
  const rejectsFile = await file
    .run(tally, recordBatch, onJudged, signal, () => recording.settled())
    .catch(async (error: unknown) => {
      throw await recording.failedWith(error);
    });
  await request.onRead?.(importId, file.table.sha256());
  if (!dryRun) await ledger.endImport(importId, file.table.sha256(), stampOf(deps));
  return { counts: tally, rejectsFile, recorded, isWithoutConsents: consents === 0 };
}

/**
 * @property people Whom the rows of a batch concern, recorded or not.
 * @property consents How many of them tell of a consent, recorded or not.
 */
interface Judged {
  readonly accepted: readonly AcceptedRow[];
  readonly consents: number;
  readonly people: ReadonlySet<E164>;
}

/** A row that says something of somebody. */
interface Candidate {
  readonly row: RawRow;
  readonly event: ConsentEvent;
  /** Why it is refused, unless it was recorded before. */
  readonly objection: Extract<ConsentReading, { readonly kind: 'refused' }> | null;
  readonly record: ConsentRecord & { readonly holdsNow: boolean };
}

/**
 * Reads and judges rows on facts looked up together, and on what the rows before them made of the same people; counts all
 * but those that may be recorded.
 *
 * @param told What all rows before made of everyone, where the ledger learns of none of them; null: it does.
 * @param awaitAll Resolves once everything that earlier batches say of these people is recorded.
 */
async function judgeBatch(
  rows: readonly RawRow[],
  importId: number,
  request: ConsentImport,
  { ledger, clock }: LedgerDeps,
  tally: ImportTally<ConsentRefusal>,
  told: RowsBefore | null,
  awaitAll: (people: ReadonlySet<E164>) => Promise<void>,
): Promise<Judged> {
  const { rules, membersOf } = request;
  const candidates = readRows(rows, importId, request, tally);
  const records = candidates.map((one) => one.record);
  // Whoever had one of the numbers is concerned too, whenever that was.
  const said = records.map(({ number }) => ({ number, event: null }));
  const concerned = (await ledger.holdersOf(said)).flat();
  const people = new Set(concerned);
  await awaitAll(people);
  const isRecorded = await ledger.areRecorded(records);
  const wasRecorded =
    membersOf === undefined
      ? isRecorded
      : await ledger.areRecorded(records.map((record) => ({ ...record, holdsNow: false })));
  const holders = await ledger.holdersOf(records);
  const judgedAs = records.map(({ number }, index) => holders[index]?.[0] ?? number);
  const before = told ?? new RowsBefore(rules, people.size === concerned.length ? NOBODY : repeatedIn(judgedAs));
  // What is recorded already needs no facts, unless a row of the file may have ended it.
  const needsFacts = (number: E164, index: number): boolean =>
    isRecorded[index] !== true || (records[index]?.holdsNow === true && before.follows(number));
  const facts = await ledger.factsFor(judgedAs.filter(needsFacts), clock.now());

  const judge = ({ row, event, objection, record }: Candidate, index: number): readonly AcceptedRow[] => {
    const person = judgedAs[index] ?? record.number;
    const one = { person, event, holdsNow: record.holdsNow };
    const ofLedger = { isRecorded: isRecorded[index] === true, wasRecorded: wasRecorded[index] === true };
    const standing = before.standingOf(one, ofLedger);
    const known = facts.get(person);
    if (standing.isRecorded || (event.kind !== 'given' && known !== undefined && isErased(known))) {
      tally.count('unchanged');
      return [];
    }
    if (objection !== null) {
      tally.refuseAs(row, objection);
      return [];
    }
    invariant(known !== undefined, 'the facts of a read row are known');
    const history = before.historyOf(person, known.consents);
    if (event.kind !== 'given') {
      before.note(one, history);
      return [{ ...record, isResumed: false, age: 'fresh' }];
    }
    const purpose = rules.purposes.get(event.purpose);
    invariant(purpose !== undefined, 'the purpose of a read row is known');
    const verdict = consentVerdict(
      event,
      'import',
      false,
      { suppressions: known.suppressions, consents: history },
      purpose,
    );
    if (verdict !== 'record') {
      if (verdict === 'unchanged') tally.count(verdict);
      else tally.refuse(row, verdict, '');
      return [];
    }
    const age = before.ageOf(person, purpose, ageOf(event, known.consents, purpose, rules.now));
    before.note(one, history);
    return [{ ...record, isResumed: standing.wasRecorded, age }];
  };
  const consents = candidates.filter(({ event }) => event.kind === 'given').length;
  return { accepted: candidates.flatMap(judge), consents, people };
}

/** Takes the rows apart; counts those that say nothing that could be recorded. */
function readRows(
  rows: readonly RawRow[],
  importId: number,
  { file, stated, rules, membersOf }: ConsentImport,
  tally: ImportTally<ConsentRefusal>,
): readonly Candidate[] {
  return rows.flatMap((row) => {
    const cells = file.cellsOf(row);
    const reading =
      readWithdrawal(file.phoneOf(row), cells, rules) ?? readStatement(file.phoneOf(row), cells, stated, rules);
    if (reading.kind === 'refused') {
      tally.refuseAs(row, reading);
      return [];
    }
    const { number, event } = reading;
    const holdsNow = membersOf !== undefined && event.kind === 'given' && holdsMembership(event, membersOf, rules.now);
    const objection = reading.kind === 'consent' ? reading.objection : null;
    return [{ row, event, objection, record: { number, event, source: { importId, line: row.line }, holdsNow } }];
  });
}

const NOBODY: ReadonlySet<E164> = new Set();

/** Who comes more than once. */
function repeatedIn(people: readonly E164[]): ReadonlySet<E164> {
  const once = new Set<E164>();
  return new Set(people.filter((person) => once.size === once.add(person).size));
}

/** Of whoever was erased the ledger knows that alone, and records nothing more. */
function isErased({ subjectId, suppressions }: RecipientFacts): boolean {
  return subjectId === null && suppressions.some(({ reason }) => reason === 'erasure');
}

function ageOf(event: ConsentGiven, history: readonly RecordedConsent[], purpose: Purpose, now: DateTime): Age {
  const { effectiveAt, lastContactAt } = event;
  const heardOf = lastContactAt !== null && lastContactAt > effectiveAt ? lastContactAt : effectiveAt;
  return consentAge(lastHeardOf({ effectiveAt: heardOf }, history, now), purpose, now);
}
