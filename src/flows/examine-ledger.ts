import { DateTime } from 'luxon';
import { formatHead, verifyChain, type AuditRow } from '../core/audit/chain.js';
import type { Campaign, Ledger, LedgerChecks } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { examineIncidents } from './examine-oversight.js';
import { standingFault } from './ledger-standing.js';
import { EARLIEST_TIME } from './machine-clock.js';
import { openRequests } from './register-request.js';
import { advised, doubtful, examine, failed, good, type Examination } from './examination.js';

/** What looking into a ledger needs beside it. */
interface LedgerExamDeps {
  /** By the machine's own clock, never a rehearsal's. */
  readonly now: DateTime;
  /** Where the organisation counts its days, IANA name. */
  readonly zone: string;
  /** Nothing leaves this machine: a copy does no harm. */
  readonly isRehearsing: boolean;
  /** Whether a sending run is under way. */
  isRunHeld(ledger: Ledger): Promise<boolean>;
}

/**
 * How far behind the newest row of the log the clock may be: time servers step it back a little. Our own margin; no
 * source asks for one.
 */
const CLOCK_TOLERANCE = { minutes: 2 };

/** Looks into an open ledger. */
export async function examineLedger(
  ledger: Ledger,
  checks: LedgerChecks,
  deps: LedgerExamDeps,
): Promise<readonly Examination[]> {
  const newest = { at: null as string | null };
  // Before the checks are asked for, which may be under way in another thread.
  const chain = await examine('audit_chain', () => examineChain(ledger, newest));
  return [
    good('ledger', phrase('doctor.ledgerOpens')),
    good('ledger_key', phrase('doctor.keyBelongs')),
    await examine('home', () => examineHome(ledger, deps)),
    ...(deps.isRehearsing ? [] : [await examine('run_memory', () => examineMemory(ledger))]),
    await examine('backup', () => examineBackup(ledger, deps)),
    await examine('integrity', () => examineIntegrity(ledger, checks)),
    await examine('tampering', () => examineTampering(ledger, checks)),
    chain,
    examineClock(deps.now, newest.at, deps.zone),
    await examine('campaigns', () => examineRuns(ledger, deps)),
    await examine('unknown_outcomes', () => examineOutcomes(ledger)),
    await examine('incidents', () => examineIncidents(ledger, deps)),
    await examine('requests', () => examineRequests(ledger, deps)),
  ];
}

/**
 * Compares the machine's clock with what is known of the time.
 *
 * @param newestAt Instant of the newest audit row, ISO-8601; null where none could be read.
 * @param zone In which it is told.
 */
export function examineClock(now: DateTime, newestAt: string | null, zone: string): Examination {
  const latest = now.plus(CLOCK_TOLERANCE);
  if (latest < EARLIEST_TIME) {
    const message = phrase('doctor.clockBehind', { now, earliest: EARLIEST_TIME, zone });
    return failed('clock', 'notNow', message, phrase('doctor.clockBehindHint'));
  }
  const written = newestAt === null ? EARLIEST_TIME : DateTime.fromISO(newestAt);
  if (latest < written) {
    const message = phrase('doctor.clockBehindLog', { now, written, zone });
    return failed('clock', 'notNow', message, phrase('doctor.clockBehindLogHint'));
  }
  return good('clock', phrase('doctor.clockPlausible', { now, zone }));
}

/** Two copies of one ledger know nothing of each other's messages. */
async function examineHome(ledger: Ledger, { isRehearsing }: LedgerExamDeps): Promise<Examination> {
  const fault = standingFault(await ledger.standing(), ledger.file);
  if (fault === null) return good('home', phrase('delivery.ownLedger'));
  const { problem, hint } = fault;
  return isRehearsing ? doubtful('home', problem, hint) : failed('home', 'notPermitted', problem, hint);
}

/** Where nothing can be kept outside the workspace, a copy that is put back whole may be taken for the ledger that sends. */
function examineMemory(ledger: Ledger): Examination {
  const { file, isKept } = ledger.memoryOnComputer();
  if (isKept && file !== null) return good('run_memory', phrase('delivery.remembered', { file }));
  return doubtful('run_memory', phrase('delivery.notRemembered', { file }), phrase('delivery.notRememberedHint'));
}

/** How old a backup may be: our own measure, for an association that sends twice a month. */
const BACKUP_AGE = { days: 31 };

/** A ledger that nobody backed up is one disk away from a never-list that is lost. */
async function examineBackup(ledger: Ledger, { now, zone }: LedgerExamDeps): Promise<Examination> {
  const last = await ledger.newestAuditAt('backup_made');
  if (last === null) return advised('backup', phrase('backup.never'), phrase('backup.neverHint'));
  const at = DateTime.fromISO(last, { zone: 'utc' });
  const message = phrase('backup.last', { at, zone });
  return at.plus(BACKUP_AGE) < now ? doubtful('backup', message, phrase('backup.oldHint')) : good('backup', message);
}

async function examineIntegrity(ledger: Ledger, checks: LedgerChecks): Promise<Examination> {
  const faults = await checks.integrity();
  if (faults.length === 0) return good('integrity', phrase('doctor.intact'));
  return failed(
    'integrity',
    'storeFailure',
    phrase('doctor.damaged', { file: ledger.file, faults }),
    phrase('store.corruptHint'),
  );
}

async function examineTampering(ledger: Ledger, checks: LedgerChecks): Promise<Examination> {
  const faults = await checks.tampering();
  if (faults.length === 0) return good('tampering', phrase('doctor.untampered'));
  return failed(
    'tampering',
    'badInput',
    phrase('doctor.tampered', { file: ledger.file, faults }),
    phrase('doctor.tamperedHint'),
  );
}

function examineChain(ledger: Ledger, newest: { at: string | null }): Examination {
  const { ok, rows, head, firstBad } = verifyChain(ledger.ledgerId, noting(ledger.chainRows(), newest), null);
  if (ok || firstBad === null) {
    return good('audit_chain', phrase('doctor.chainHolds', { rows, head: formatHead(head) }));
  }
  return failed('audit_chain', 'badInput', phrase('doctor.chainBroken', firstBad), phrase('doctor.tamperedHint'));
}

/** Notes the latest instant on the way: instants of equal form sort as text. */
function* noting(rows: Iterable<AuditRow>, newest: { at: string | null }): Generator<AuditRow> {
  for (const row of rows) {
    if (newest.at === null || row.at > newest.at) newest.at = row.at;
    yield row;
  }
}

/** A campaign left `running` while nobody sends was cut off by a crash or a kill. */
async function examineRuns(ledger: Ledger, deps: LedgerExamDeps): Promise<Examination> {
  const campaigns = await ledger.listCampaigns();
  const names = campaigns.filter(({ state }) => state === 'running').map(({ name }) => name);
  if (names.length === 0) return good('campaigns', phrase('doctor.noRunLeft', { campaigns: campaigns.length }));
  if (await deps.isRunHeld(ledger)) return good('campaigns', phrase('doctor.runUnderWay', { names }));
  return doubtful('campaigns', phrase('doctor.runsLeft', { names }), phrase('doctor.runsLeftHint'));
}

async function examineOutcomes(ledger: Ledger): Promise<Examination> {
  const counts: { name: string; unknown: number }[] = [];
  for (const { id, name } of await ledger.listCampaigns()) counts.push({ name, unknown: await unknownOf(ledger, id) });
  const doubted = counts.filter(({ unknown }) => unknown > 0);
  if (doubted.length === 0) return good('unknown_outcomes', phrase('doctor.allKnown'));
  const total = doubted.reduce((sum, { unknown }) => sum + unknown, 0);
  const names = doubted.map(({ name }) => name);
  return doubtful('unknown_outcomes', phrase('doctor.unknown', { total, names }), phrase('doctor.unknownHint'));
}

async function unknownOf(ledger: Ledger, id: Campaign['id']): Promise<number> {
  return (await ledger.campaignCounts(id)).unknown;
}

/** A right that is answered late is a breach of its own (GDPR article 12(3)). */
async function examineRequests(ledger: Ledger, { now, zone }: LedgerExamDeps): Promise<Examination> {
  const { overdue, waiting } = openRequests(await ledger.requests({ openOnly: true }), now.setZone(zone));
  const [late] = overdue;
  const [next] = waiting;
  if (late !== undefined) {
    const told = { count: overdue.length, first: late.dueOn };
    return doubtful('requests', phrase('requests.overdue', told), phrase('requests.overdueHint'));
  }
  return next === undefined
    ? good('requests', phrase('requests.noneOpen'))
    : good('requests', phrase('requests.waiting', { count: waiting.length, first: next.dueOn }));
}
