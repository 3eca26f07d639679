import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DateTime } from 'luxon';
import type { CampaignTerms } from '../../src/core/campaign/campaign.js';
import type { ConsentEvent, ConsentGiven } from '../../src/core/consent/consent-event.js';
import { keyringOf, type Keyring } from '../../src/core/contact/keyring.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import type { Receipt } from '../../src/core/delivery/send-outcome.js';
import { isoInstant } from '../../src/core/schedule/instant.js';
import { suppressionScope, type SuppressionReason } from '../../src/core/suppression/suppression.js';
import { createLedger, openLedger } from '../../src/store/sqlite/ledger.js';
import type { Db } from '../../src/store/sqlite/open.js';
import type {
  ConsentRecord,
  IntentDraft,
  Ledger,
  OpenPlan,
  Stamp,
  SubmissionFacts,
  SuppressionRecord,
} from '../../src/store/store.js';

/** The one moment at which everything in these tests is recorded: a Monday at 10:00 UTC. */
export const MORNING = DateTime.fromISO('2026-01-05T10:00:00.000Z', { zone: 'utc' });
/** Of a right that is exercised: the register tells them. */
export const DAYS = { on: '2026-01-05', dueOn: '2026-02-05' } as const;
export const STAMP: Stamp = { at: MORNING, operator: 'claire', login: 'claire.d' };
export const LEDGER_ID = '0123456789abcdef0123456789abcdef';
export const KEYRING: Keyring = keyringOf(Buffer.alloc(32, 7));

/** A ledger in a folder of its own. */
export interface TempLedger {
  readonly folder: string;
  readonly file: string;
  /** Opens it; everything opened is closed by `close`. */
  open(options?: { readonly mode?: 'write' | 'read'; readonly busyTimeoutMs?: number }): Ledger;
  /** A plain connection, as another program would have. */
  raw(): Db;
  close(): void;
  /** Closes everything and takes the folder away. */
  remove(): void;
}

/** Makes a ledger. `folder` names one that exists, for instance on another disk; else one is made and removed again. */
export function tempLedger(folder = mkdtempSync(join(tmpdir(), 'smsctl-store-'))): TempLedger {
  const file = join(folder, 'ledger.db');
  createLedger(file, KEYRING, LEDGER_ID, STAMP);
  const opened: { close(): void }[] = [];
  const kept = <T extends { close(): void }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const close = (): void => {
    for (const one of opened.splice(0)) one.close();
  };
  return {
    folder,
    file,
    open: (options) => kept(openLedger(file, KEYRING, { mode: 'write', appliedAt: isoInstant(MORNING), ...options })),
    raw: () => kept(new Database(file, { timeout: 1000 })),
    close,
    remove() {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The `index`-th number of the ranges kept for fiction: 10,000 French ones, then American ones. */
export function fictionNumber(index: number): E164 {
  if (index < 10_000) return `+3363998${String(index).padStart(4, '0')}` as E164;
  const rest = index - 10_000;
  return `+1${200 + Math.floor(rest / 100)}55501${String(rest % 100).padStart(2, '0')}` as E164;
}

export function fictionNumbers(count: number, from = 0): readonly E164[] {
  return Array.from({ length: count }, (_, index) => fictionNumber(from + index));
}

/** An opt-in of 2025 for the association's news. */
export function consentGiven(differing: Partial<ConsentGiven> = {}): ConsentGiven {
  return {
    kind: 'given',
    purpose: 'association',
    basis: 'opt_in',
    givenAt: '2025-03-01',
    effectiveAt: DateTime.fromISO('2025-02-28T23:00:00.000Z', { zone: 'utc' }),
    validUntil: null,
    method: 'web_form',
    wording: 'Oui, je veux recevoir les nouvelles par SMS',
    source: 'https://amisduparc.example/adhesion',
    evidence: null,
    ip: null,
    collectedBy: null,
    campaign: null,
    proof: 'individual',
    isPending: false,
    confirmedAt: null,
    lastContactAt: null,
    ...differing,
  };
}

export function withdrawal(purpose: string | null = null): ConsentEvent {
  return { kind: 'withdrawn', purpose, effectiveAt: MORNING };
}

/** An event of one person, told to a person rather than read from a file. */
export function consentOf(number: E164, event: ConsentEvent = consentGiven()): ConsentRecord {
  return { number, event, source: null };
}

export function suppressionOf(
  number: E164,
  reason: SuppressionReason = 'stop',
  purpose: string | null = null,
): SuppressionRecord {
  return { number, reason, scope: suppressionScope(reason, purpose), at: MORNING, source: null };
}

export function termsOf(name: string, differing: Partial<CampaignTerms> = {}): CampaignTerms {
  return {
    name,
    purpose: 'association',
    promotional: true,
    sender: 'AMISDUPARC',
    template: 'Bonjour',
    provider: 'simulator',
    currency: 'EUR',
    urgent: false,
    again: false,
    gsm7: false,
    ...differing,
  };
}

/** The message planned for one person; they need a consent in the ledger. */
export function intentDraft(number: E164, differing: Partial<IntentDraft> = {}): IntentDraft {
  const text = differing.text ?? 'Bonjour\nSTOP au 36184';
  return {
    number,
    line: 2,
    row: 1,
    text,
    encoding: 'GSM-7',
    segments: 1,
    costMicros: 65_000,
    consentSeq: 1,
    territory: { code: 'FR', country: 'FR', zones: ['Europe/Paris'], calendars: ['FR'], profile: 'FR/strict' },
    ...differing,
  };
}

export const NO_TIMES = { startsAt: null, notAfter: null } as const;
export const PLANNED_FILE = { sha256: 'a'.repeat(64), rows: 3 } as const;

/** Records a consent for each number, plans one message each, freezes and confirms the plan. */
export async function confirmedCampaign(
  ledger: Ledger,
  name: string,
  numbers: readonly E164[],
  differing: (index: number) => Partial<IntentDraft> = () => ({}),
): Promise<OpenPlan> {
  await ledger.recordConsents(
    numbers.map((number) => consentOf(number)),
    STAMP,
  );
  const plan = await ledger.openPlan(termsOf(name), { name: 'membres.csv' }, NO_TIMES, STAMP);
  const drafts = numbers.map((number, index) =>
    intentDraft(number, { line: index + 2, row: index + 1, ...differing(index) }),
  );
  await ledger.keepPlanned(plan, drafts, []);
  await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
  await ledger.confirmPlans(plan.campaignId, null, STAMP);
  return plan;
}

/** The intents of a campaign in the order of its file. */
export async function intentIds(ledger: Ledger, campaignId: number): Promise<readonly number[]> {
  const rows = await ledger.intents(campaignId, { limit: -1 });
  return rows.map(({ id }) => id);
}

/** What a submission is to be judged on now. */
export async function factsVersionOf(ledger: Pick<Ledger, 'nextPlanned'>): Promise<string> {
  const { factsVersion } = await ledger.nextPlanned(0, [], new Set(), 0, MORNING);
  return factsVersion;
}

/** Files receipts alone. Returns how many told anything new. */
export async function fileReceipts(ledger: Ledger, receipts: readonly Receipt[], stamp: Stamp): Promise<number> {
  const batch = { collectionId: null, replies: [], receipts, unreachableAfter: 0 };
  const filed = await ledger.recordInbox(batch, stamp);
  return filed.receipts.filter((verdict) => verdict === 'recorded').length;
}

export const SUBMISSION: SubmissionFacts = {
  provider: 'simulator',
  profile: 'FR/strict',
  territory: 'FR',
  consentSeq: 1,
};

/** Every row of every table, to tell whether anything changed. */
export function dumpTables(file: string): Readonly<Record<string, readonly unknown[]>> {
  const db = new Database(file, { readonly: false, fileMustExist: true });
  try {
    db.pragma('query_only = ON');
    const tables = db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all();
    return Object.fromEntries(tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]));
  } finally {
    db.close();
  }
}

/** Rows of the log of one kind, oldest first. */
export function auditOf(ledger: Ledger, kind: string): readonly Readonly<Record<string, unknown>>[] {
  return [...ledger.auditRows({})]
    .filter((row) => row.kind === kind)
    .map((row) => JSON.parse(row.data) as Record<string, unknown>);
}
