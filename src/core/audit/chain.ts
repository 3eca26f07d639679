import { hash } from 'node:crypto';

/** What happened; what is absent, there is nothing to tell of. Holds no personal data in clear: numbers are fingerprints. */
export interface AuditEvent {
  readonly kind: AuditKind;
  readonly campaign?: string | null;
  /** Fingerprint of the number concerned, if one is; in hexadecimal, lower case, where it is text. */
  readonly subject?: Buffer | string | null;
  readonly data?: AuditData;
}

/** The same with who did it and when, without its place in the chain. */
export interface AuditEntry extends Required<AuditEvent> {
  readonly at: string;
  readonly operator: string;
  /** The name under which the operator is logged in to the system. */
  readonly login: string;
}

export type AuditKind =
  | 'ledger_created'
  | 'ledger_adopted'
  | 'ledger_encrypted'
  | 'ledger_decrypted'
  | 'passphrase_changed'
  | 'backup_made'
  | 'key_rotated'
  | 'plan_approved'
  | 'incident_noted'
  | 'incident_updated'
  | 'incident_closed'
  | 'rehearsal_opened'
  | 'consent_given'
  | 'consent_pending'
  | 'consent_withdrawn'
  | 'consent_ended'
  | 'import_ended'
  | 'suppressed'
  | 'suppression_lifted'
  | 'wording_recorded'
  | 'plan_frozen'
  | 'plan_confirmed'
  | 'campaign_paused'
  | 'campaign_cancelled'
  | 'campaign_extended'
  | 'run_begun'
  | 'run_stopped'
  | 'submission'
  | 'skip'
  | 'receipt'
  | 'settlement'
  | 'test_submission'
  | 'revealed'
  | 'erased'
  | 'text_erased'
  | 'rectified'
  | 'restricted'
  | 'restriction_lifted'
  | 'request_received'
  | 'request_identified'
  | 'request_extended'
  | 'request_answered'
  | 'retention_applied'
  | 'reply_received'
  | 'reply_decided'
  | 'reply_done'
  | 'stops_collected'
  | 'exit_test_begun'
  | 'exit_proven';

export type AuditData = Readonly<Record<string, string | number | boolean | null>>;

/**
 * One row of the log. Its fingerprint and its hashes are in hexadecimal, lower case, as they are hashed and told: a buffer
 * each would take as long as everything else about a row.
 */
export interface AuditRow extends Omit<AuditEntry, 'data' | 'kind' | 'subject'> {
  readonly seq: number;
  readonly kind: string;
  readonly subject: string | null;
  /** {@link AuditData} as canonical JSON: exactly the bytes that were hashed. */
  readonly data: string;
  readonly prev: string;
  readonly hash: string;
}

/** The end of a chain: how many rows, and the hash of the last one, in hexadecimal. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** The format's name is hashed first, so that another format can never be mistaken for this one. */
const FORMAT = 'smsctl-audit-1';

/** Writes `data` with its keys in code-point order, so that equal data give equal bytes. */
export function canonicalJson(data: AuditData): string {
  // Most are written in that order; to look is quicker than to sort.
  const keys = Object.keys(data);
  if (keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)) return JSON.stringify(data);
  return JSON.stringify(Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))));
}

/** The head before the first row; bound to the ledger, so that rows of another ledger never fit. */
export function emptyChain(ledgerId: string): AuditHead {
  return { seq: 0, hash: hash('sha256', JSON.stringify([FORMAT, ledgerId])) };
}

/**
 * The hash of one row: SHA-256 over the JSON array of the format's name and every column, the previous row's hash last.
 */
export function hashAuditRow(row: Omit<AuditRow, 'hash'>): string {
  const canonical = JSON.stringify([
    FORMAT,
    row.seq,
    row.at,
    row.kind,
    row.operator,
    row.login,
    row.campaign,
    row.subject,
    row.data,
    row.prev,
  ]);
  return hash('sha256', canonical);
}

/** Puts an entry at the end of a chain. */
export function chainEntry(head: AuditHead, entry: AuditEntry): AuditRow {
  const { at, kind, campaign, subject } = entry;
  const row = {
    seq: head.seq + 1,
    at,
    kind,
    // Half a surrogate pair has no UTF-8 form: a database gives it back as another character, and the hash would differ.
    operator: entry.operator.toWellFormed(),
    login: entry.login.toWellFormed(),
    campaign,
    subject: subject === null || typeof subject === 'string' ? subject : subject.toString('hex'),
    data: canonicalJson(entry.data),
    prev: head.hash,
  };
  return { ...row, hash: hashAuditRow(row) };
}

export type ChainFault = 'missing' | 'reordered' | 'altered' | 'truncated' | 'head_differs';

export interface ChainVerdict {
  readonly ok: boolean;
  readonly rows: number;
  readonly head: AuditHead;
  readonly firstBad: { readonly seq: number; readonly why: ChainFault } | null;
}

/**
 * Walks the log in the order of `seq` and finds the first row that does not follow from the one before.
 *
 * Whoever holds the ledger and its key can rebuild a whole chain; only a head that was kept elsewhere proves that none
 * was rebuilt and that no tail was cut off.
 *
 * @param rows The log from its first row, in order of `seq`.
 * @param expected A head noted earlier.
 */
export function verifyChain(ledgerId: string, rows: Iterable<AuditRow>, expected: AuditHead | null): ChainVerdict {
  const walk = new ChainWalk(ledgerId, expected);
  for (const row of rows) walk.add(row);
  return walk.verdict();
}

/** {@link verifyChain} for whoever walks the log for another reason as well. */
export class ChainWalk {
  private head: AuditHead;
  private firstBad: ChainVerdict['firstBad'];
  private rows = 0;

  constructor(
    ledgerId: string,
    private readonly expected: AuditHead | null,
  ) {
    this.head = emptyChain(ledgerId);
    const differs = expected?.seq === 0 && expected.hash !== this.head.hash;
    this.firstBad = differs ? { seq: 0, why: 'head_differs' } : null;
  }

  /** Takes the next row of the log, in order of `seq`. */
  add(row: AuditRow): void {
    this.rows += 1;
    this.firstBad ??= faultOf(row, this.head, this.expected);
    this.head = { seq: row.seq, hash: row.hash };
  }

  /** What was found once every row was taken. */
  verdict(): ChainVerdict {
    const { rows, head, expected } = this;
    const isCut = expected !== null && expected.seq > head.seq;
    const cut = isCut ? ({ seq: head.seq + 1, why: 'truncated' } as const) : null;
    // A ledger is made together with its first row.
    const none = rows === 0 ? ({ seq: 1, why: 'missing' } as const) : null;
    const firstBad = this.firstBad ?? cut ?? none;
    return { ok: firstBad === null, rows, head, firstBad };
  }
}

function faultOf(row: AuditRow, head: AuditHead, expected: AuditHead | null): ChainVerdict['firstBad'] {
  if (row.seq !== head.seq + 1) return { seq: head.seq + 1, why: 'missing' };
  if (row.hash !== hashAuditRow(row)) return { seq: row.seq, why: 'altered' };
  if (row.prev !== head.hash) return { seq: row.seq, why: 'reordered' };
  if (expected?.seq === row.seq && expected.hash !== row.hash) return { seq: row.seq, why: 'head_differs' };
  return null;
}

/** Writes a head as people copy it: `N:HASH`. */
export function formatHead(head: AuditHead): string {
  return `${head.seq}:${head.hash}`;
}

/** Reads `N:HASH`; null if it is not one. */
export function parseHead(text: string): AuditHead | null {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim());
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { seq: Number(match[1]), hash: match[2].toLowerCase() };
}
