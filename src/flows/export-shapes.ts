import { maskOwnNumber } from '../core/contact/mask-own-number.js';
import { maskPhoneNumber, type E164, type Revealing } from '../core/contact/phone-number.js';
import { untilText } from '../core/schedule/last-moment.js';
import type { AuditListing, ConsentProof, SuppressionRow } from '../store/store.js';
import type { RowShape } from './export-rows.js';

export type { Revealing };

export function writtenNumber<N extends E164 | null>(number: N, { reveal }: Revealing): string | (N & null) {
  return number === null ? number : reveal ? number : maskPhoneNumber(number);
}

/** A message's text: the recipient's own number stands in it as it stands beside it. */
export function writtenText(text: string, number: E164 | null, { reveal }: Revealing): string {
  return number === null || reveal ? text : maskOwnNumber(text, number);
}

/** What proves a consent may be an address or a connection of the person: it is handed out with the number or not at all. */
export function writtenProof<P extends Pick<ConsentProof, 'evidence' | 'ip'>>(proof: P, { reveal }: Revealing): P {
  const written = (value: string | null): string | null => (value === null || reveal ? value : '•••');
  return { ...proof, evidence: written(proof.evidence), ip: written(proof.ip) };
}

/**
 * Consents as `consent import` reads them, and what the ledger knows besides.
 *
 * @param zone Where a day is a day.
 */
export function consentShape(revealing: Revealing, zone: string): RowShape<ConsentProof> {
  return {
    headers: [
      ...['seq', 'phone', 'kind', 'purpose', 'basis', 'given_at', 'valid_until', 'method', 'wording', 'source'],
      ...['evidence', 'ip', 'collected_by', 'campaign', 'proof', 'file_name', 'file_sha256', 'file_line'],
      ...['recorded_at', 'operator', 'wording_sha256', 'erased_at', 'confirmed_at', 'last_contact', 'wording_id'],
      'used_up_at',
    ],
    cells: (whole) => {
      const row = writtenProof(whole, revealing);
      return [
        ...[row.seq, writtenNumber(row.number, revealing), row.kind, row.purpose, row.basis, { day: row.givenAt }],
        row.validUntil === null ? null : { day: untilText(row.validUntil, zone) },
        ...[row.method, row.wording, row.source, row.evidence, row.ip, row.collectedBy, row.campaign, row.proof],
        ...[row.fileName, row.fileSha256, row.line, row.recordedAt, row.operator],
        ...[row.wordingHash, row.erasedAt],
        row.confirmedAt === null ? null : { day: row.confirmedAt },
        ...[row.lastContactAt, row.wordingId, row.usedUpAt],
      ];
    },
    record: (row) => ({
      type: 'consent_event',
      ...writtenProof(row, revealing),
      number: writtenNumber(row.number, revealing),
    }),
  };
}

/** Entries as `suppress import` reads them, and what the ledger knows besides. */
export function suppressionShape(revealing: Revealing): RowShape<SuppressionRow> {
  return {
    headers: [
      'seq',
      'phone',
      'reason',
      'scope',
      'purpose',
      'at',
      'recorded_at',
      'operator',
      'subject',
      'import',
      'lifted',
    ],
    cells: (row) => [
      ...[row.seq, writtenNumber(row.number, revealing), row.reason, row.scope, row.purpose, row.at, row.recordedAt],
      ...[row.operator, row.fingerprint.toString('hex'), row.importId, liftsText(row)],
    ],
    record: (row) => ({ type: 'suppression', ...suppressionRecord(row, revealing) }),
  };
}

/** What took an entry back, in one cell: `consent:marketing:2026-11-26T10:00:00.000Z`, `undo:*:…`. */
function liftsText({ lifts }: SuppressionRow): string {
  return lifts.map(({ why, purpose, recordedAt }) => `${why}:${purpose ?? '*'}:${recordedAt}`).join(' ');
}

/** An entry of the never-list in JSON; `subject` stands for the number where nothing else is left of it. */
export function suppressionRecord(row: SuppressionRow, revealing: Revealing): Readonly<Record<string, unknown>> {
  const { fingerprint, number, ...facts } = row;
  return { ...facts, number: writtenNumber(number, revealing), subject: fingerprint.toString('hex') };
}

/** Rows of the log; `data` stands in a table exactly as it was hashed. */
export function auditShape(revealing: Revealing): RowShape<AuditListing> {
  return {
    headers: [
      'seq',
      'at',
      'kind',
      'operator',
      'login',
      'campaign',
      'number',
      'subject',
      'data',
      'prev',
      'hash',
      'statement',
    ],
    cells: (row) => [
      row.seq,
      row.at,
      row.kind,
      row.operator,
      row.login,
      row.campaign,
      writtenNumber(row.number, revealing),
      row.subject === null ? null : { hash: row.subject },
      row.data,
      { hash: row.prev },
      { hash: row.hash },
      row.statement,
    ],
    record: ({ seq, at, kind, operator, login, campaign, number, subject, data, prev, hash, statement }) => ({
      type: 'audit',
      ...{ seq, at, kind, operator, login, campaign },
      number: writtenNumber(number, revealing),
      subject,
      data: JSON.parse(data) as unknown,
      ...{ prev, hash },
      ...(statement === null ? {} : { statement }),
    }),
  };
}
