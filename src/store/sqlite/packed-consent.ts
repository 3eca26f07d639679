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

/** What was withdrawn or ended, its instant as text. */
type PackedOther = (Omit<ConsentWithdrawn, 'effectiveAt'> | Omit<ConsentEnded, 'effectiveAt'>) & {
  readonly effectiveAt: string;
};

/** {@link ConsentRecord} as it travels between threads: names once instead of with every event, instants as text. */
export type PackedConsent = readonly [
  number: E164,
  event: PackedGiven | PackedOther,
  importId: number | null,
  line: number | null,
  holdsNow: boolean,
];

export function packConsent({ number, event, source, holdsNow = false }: ConsentRecord): PackedConsent {
  const said = event.kind === 'given' ? packGiven(event) : { ...event, effectiveAt: isoInstant(event.effectiveAt) };
  return [number, said, source?.importId ?? null, source?.line ?? null, holdsNow];
}

export function unpackConsent([number, said, importId, line, holdsNow]: PackedConsent): ConsentRecord {
  const source = importId === null ? null : { importId, line };
  const event = isGiven(said) ? unpackGiven(said) : { ...said, effectiveAt: instantOf(said.effectiveAt) };
  return { number, event, source, holdsNow };
}

function isGiven(said: PackedGiven | PackedOther): said is PackedGiven {
  return Array.isArray(said);
}

function packGiven(event: ConsentGiven): PackedGiven {
  const { effectiveAt, validUntil, lastContactAt } = event;
  return [
    ...([event.purpose, event.basis, event.givenAt, isoInstant(effectiveAt)] as const),
    ...([validUntil === null ? null : isoInstant(validUntil), event.method, event.wording, event.source] as const),
    ...([event.evidence, event.ip, event.collectedBy, event.campaign, event.proof, event.isPending] as const),
    ...([event.confirmedAt, lastContactAt === null ? null : isoInstant(lastContactAt)] as const),
  ];
}

function unpackGiven(packed: PackedGiven): ConsentGiven {
  const [purpose, basis, givenAt, effectiveAt, validUntil, method, wording, source, ...rest] = packed;
  const [evidence, ip, collectedBy, campaign, proof, isPending, confirmedAt, lastContactAt] = rest;
  return {
    kind: 'given',
    ...{ purpose, basis, givenAt, effectiveAt: instantOf(effectiveAt) },
    validUntil: validUntil === null ? null : instantOf(validUntil),
    ...{ method, wording, source, evidence, ip, collectedBy, campaign, proof, isPending, confirmedAt },
    lastContactAt: lastContactAt === null ? null : instantOf(lastContactAt),
  };
}
