import { invariant } from '../../errors.js';
import type { IntentDraft, TerritoryDraft } from '../store.js';

/** {@link IntentDraft} in the order of its members, the territory by its place. */
type PackedDraft = readonly [
  number: IntentDraft['number'],
  line: number,
  row: number,
  text: string,
  encoding: IntentDraft['encoding'],
  segments: number,
  costMicros: number,
  consentSeq: number,
  territory: number,
];

/**
 * A chunk of a plan as it travels between threads: names once instead of with every message, and once each territory that
 * several messages share.
 */
export interface PackedDrafts {
  readonly territories: readonly TerritoryDraft[];
  readonly drafts: readonly PackedDraft[];
}

export function packDrafts(intents: readonly IntentDraft[]): PackedDrafts {
  const places = new Map<TerritoryDraft, number>();
  const territories: TerritoryDraft[] = [];
  const placeOf = (territory: TerritoryDraft): number => {
    const known = places.get(territory);
    if (known !== undefined) return known;
    places.set(territory, territories.length);
    return territories.push(territory) - 1;
  };
  const drafts = intents.map((one): PackedDraft => [
    one.number,
    one.line,
    one.row,
    one.text,
    one.encoding,
    one.segments,
    one.costMicros,
    one.consentSeq,
    placeOf(one.territory),
  ]);
  return { territories, drafts };
}

export function unpackDrafts({ territories, drafts }: PackedDrafts): readonly IntentDraft[] {
  return drafts.map(([number, line, row, text, encoding, segments, costMicros, consentSeq, place]): IntentDraft => {
    const territory = territories[place];
    invariant(territory !== undefined, 'a draft travels with its territory');
    return { number, line, row, text, encoding, segments, costMicros, consentSeq, territory };
  });
}
