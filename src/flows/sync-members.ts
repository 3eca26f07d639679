import { readConsent, type ConsentCells, type ConsentField, type ConsentRules } from '../core/consent/consent-row.js';
import { holdsMembership, isMember, isSuspiciouslySmall, type SyncCounts } from '../core/consent/member-sync.js';
import { purposeMeant } from '../core/consent/value-meaning.js';
import { NumberSet } from '../core/contact/number-set.js';
import type { E164 } from '../core/contact/phone-number.js';
import { readRowNumber } from '../core/contact/row-number.js';
import { OperatorError } from '../errors.js';
import type { Ledger, SaidOfNumber } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';
import type { ImportFile } from './import-file.js';
import { ImportTally } from './import-tally.js';

export interface MemberSync {
  readonly purpose: string;
  /** Only memberships that were recorded from this source; null: all. */
  readonly source: string | null;
  /** How many the operator expects to end; null: not told. */
  readonly expected: number | null;
}

/** Who leaves, and what the list was that said so. */
export interface SyncPlan extends SyncCounts {
  /** Rows whose number can not be read: whoever they name looks as if they had left. */
  readonly unreadable: number;
  readonly numbers: readonly E164[];
  readonly sha256: string;
}

/** Memberships are ended this many at a time, each time in one transaction. */
const CHUNK = 1000;

/**
 * Reads a list of members to its end and finds those of the ledger who are not in it; changes nothing.
 *
 * Whoever's number stands in the file is in it, also where their row can not be recorded: a missing date ends nobody's
 * membership. A row that says no, or that somebody left, does, and so does one of a term that is over. Rows whose number
 * can not be read are counted. A list may go on naming somebody by the number that they had: it is they who are in it, not
 * whoever has that number now.
 */
export async function planSync(
  { purpose, source }: MemberSync,
  file: ImportFile<ConsentField>,
  stated: ConsentCells,
  rules: ConsentRules,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<SyncPlan> {
  const present = new NumberSet();
  const tally = new ImportTally<'malformed_row'>();
  let unreadable = 0;
  await file.run(
    tally,
    async (rows) => {
      const said = rows.flatMap((row) => memberIn(file.phoneOf(row), file.cellsOf(row), stated, purpose, rules) ?? []);
      unreadable += said.filter(({ isUnreadable }) => isUnreadable).length;
      const members = said.flatMap(({ member }) => member ?? []);
      for (const holders of await ledger.holdersOf(members)) holders.forEach(present.seenBefore);
    },
    () => undefined,
    signal,
  );
  const ofSource = source === null ? null : membershipsFrom(source, purpose, ledger);
  const numbers: E164[] = [];
  let members = 0;
  for (const [number, { consents }] of ledger.everyonesFacts()) {
    if (!isMember(consents, purpose, ofSource, rules.now)) continue;
    members += 1;
    if (!present.has(number)) numbers.push(number);
  }
  unreadable += tally.rejected.malformed_row ?? 0;
  return { members, leaving: numbers.length, unreadable, numbers, sha256: file.table.sha256() };
}

/**
 * Why a list may end nobody's membership: usage (64) for another number than expected; badInput (65) for a list that looks
 * like a part, or that has rows of whom nobody can tell while somebody is missing: a slip in a number is no goodbye. Null
 * where nothing speaks against it.
 */
export function implausibilityOf(
  { members, leaving, unreadable }: SyncPlan,
  { expected }: MemberSync,
): OperatorError | null {
  if (expected !== null) {
    if (expected === leaving) return null;
    const problem = phrase('sync.confirmDiffers', { expected, leaving });
    return new OperatorError('usage', problem, phrase('sync.confirmDiffersHint'));
  }
  if (unreadable > 0 && leaving > 0) {
    return new OperatorError(
      'badInput',
      phrase('sync.unreadable', { rows: unreadable, leaving }),
      phrase('sync.unreadableHint', { leaving }),
      { details: { members, leaving, unreadable } },
    );
  }
  if (!isSuspiciouslySmall({ members, leaving })) return null;
  return new OperatorError(
    'badInput',
    phrase('sync.suspicious', { members, leaving }),
    phrase('sync.suspiciousHint', { leaving }),
    { details: { members, leaving } },
  );
}

/** Ends the memberships of a plan; returns how many. */
export async function endMemberships(
  { numbers }: SyncPlan,
  purpose: string,
  importId: number,
  deps: LedgerDeps,
): Promise<number> {
  const effectiveAt = deps.clock.now();
  const event = { kind: 'ended', purpose, basis: 'member', effectiveAt } as const;
  let ended = 0;
  for (let from = 0; from < numbers.length; from += CHUNK) {
    const records = numbers
      .slice(from, from + CHUNK)
      .map((number) => ({ number, event, source: { importId, line: null }, holdsNow: true }));
    const verdicts = await deps.ledger.recordConsents(records, stampOf(deps));
    ended += verdicts.filter((verdict) => verdict === 'recorded').length;
  }
  return ended;
}

/** Of whom a row says that they are a member. */
interface NamedMember {
  /** Since when, as far as it tells; null where the number can not be read. */
  readonly member: SaidOfNumber | null;
  /** Nobody knows for sure whose number it is: of an unknown country another may be meant than the one that was read. */
  readonly isUnreadable: boolean;
}

/** Of whom a row says that they are a member of this purpose; null for any other row. */
function memberIn(
  phone: string,
  cells: ConsentCells,
  stated: ConsentCells,
  purpose: string,
  rules: ConsentRules,
): NamedMember | null {
  const reading = readConsent(phone, cells, stated, rules);
  if (reading.kind === 'consent') {
    return holdsMembership(reading.event, purpose, rules.now) ? { member: reading, isUnreadable: false } : null;
  }
  const hasLeft = reading.reason === 'declined' || reading.reason === 'not_a_consent';
  const named = cells.purpose?.trim() ?? '';
  const isOfAnother = named !== '' && purposeMeant(named, rules.purposes)?.name !== purpose;
  if (hasLeft || isOfAnother) return null;
  const { reading: read, effect } = readRowNumber(phone, cells.country, rules);
  // A member without a telephone is nobody of ours.
  if (read.e164 === null) return phone.trim() === '' ? null : { member: null, isUnreadable: true };
  return { member: { number: read.e164, event: null }, isUnreadable: effect === 'unread' };
}

function membershipsFrom(source: string, purpose: string, ledger: Ledger): ReadonlySet<number> {
  const seqs = new Set<number>();
  for (const proof of ledger.consentProofs(null)) {
    if (proof.basis === 'member' && proof.purpose === purpose && proof.source === source) seqs.add(proof.seq);
  }
  return seqs;
}
