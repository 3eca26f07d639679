import type { ConsentEnded, ConsentGiven, ConsentWithdrawn } from '../../core/consent/consent-event.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import type { ConsentRecord } from '../store.js';

type Given<K extends keyof ConsentGiven> = ConsentGiven[K];

/** {@link ConsentGiven} in this order, its instants as text. */
type PackedGiven = readonly [
  purpose: Given<'purpose'>,
  basis: Given<'basis'>,
  givenAt: Given<'givenAt'>,
  effectiveAt: string,
  validUntil: string | null,
  method: Given<'method'>,
  wording: Given<'wording'>,
  source: Given<'source'>,
  evidence: Given<'evidence'>,
  ip: Given<'ip'>,
  collectedBy: Given<'collectedBy'>,
  campaign: Given<'campaign'>,
  proof: Given<'proof'>,
  isPending: boolean,
  confirmedAt: Given<'confirmedAt'>,
  lastContactAt: string | null,
];

/** What was withdrawn or ended, its instants as text. */
type PackedOther =
  | (Omit<ConsentEnded, 'effectiveAt'> & { readonly effectiveAt: string })
  | (Omit<ConsentWithdrawn, 'effectiveAt' | 'day'> & {
      readonly effectiveAt: string;
      readonly day?: { readonly text: string; readonly startsAt: string };
    });

/** {@link ConsentRecord} as it travels between threads: names once instead of with every event, instants as text. */
export type PackedConsent = readonly [
  number: E164,
  event: PackedGiven | PackedOther,
  importId: number | null,
  line: number | null,
  holdsNow: boolean,
];

export function packConsent({ number, event, source, holdsNow = false }: ConsentRecord): PackedConsent {
  const said = event.kind === 'given' ? packGiven(event) : packOther(event);
  return [number, said, source?.importId ?? null, source?.line ?? null, holdsNow];
}

export function unpackConsent([number, said, importId, line, holdsNow]: PackedConsent): ConsentRecord {
  const source = importId === null ? null : { importId, line };
  const event = isGiven(said) ? unpackGiven(said) : unpackOther(said);
  return { number, event, source, holdsNow };
}

function isGiven(said: PackedGiven | PackedOther): said is PackedGiven {
  return Array.isArray(said);
}

function packOther(event: ConsentWithdrawn | ConsentEnded): PackedOther {
  const effectiveAt = isoInstant(event.effectiveAt);
  if (event.kind === 'ended') return { ...event, effectiveAt };
  const { day, ...said } = event;
  return {
    ...said,
    effectiveAt,
    ...(day === undefined ? {} : { day: { ...day, startsAt: isoInstant(day.startsAt) } }),
  };
}

function unpackOther(said: PackedOther): ConsentWithdrawn | ConsentEnded {
  const effectiveAt = instantOf(said.effectiveAt);
  if (said.kind === 'ended') return { ...said, effectiveAt };
  const { day, ...rest } = said;
  return { ...rest, effectiveAt, ...(day === undefined ? {} : { day: { ...day, startsAt: instantOf(day.startsAt) } }) };
}

function packGiven(event: ConsentGiven): PackedGiven {
  const { validUntil, lastContactAt } = event;
  return [
    event.purpose,
    event.basis,
    event.givenAt,
    isoInstant(event.effectiveAt),
    validUntil === null ? null : isoInstant(validUntil),
    event.method,
    event.wording,
    event.source,
    event.evidence,
    event.ip,
    event.collectedBy,
    event.campaign,
    event.proof,
    event.isPending,
    event.confirmedAt,
    lastContactAt === null ? null : isoInstant(lastContactAt),
  ];
}

function unpackGiven(packed: PackedGiven): ConsentGiven {
  const [effectiveAt, validUntil, lastContactAt] = [packed[3], packed[4], packed[15]];
  return {
    kind: 'given',
    purpose: packed[0],
    basis: packed[1],
    givenAt: packed[2],
    effectiveAt: instantOf(effectiveAt),
    validUntil: validUntil === null ? null : instantOf(validUntil),
    method: packed[5],
    wording: packed[6],
    source: packed[7],
    evidence: packed[8],
    ip: packed[9],
    collectedBy: packed[10],
    campaign: packed[11],
    proof: packed[12],
    isPending: packed[13],
    confirmedAt: packed[14],
    lastContactAt: lastContactAt === null ? null : instantOf(lastContactAt),
  };
}
