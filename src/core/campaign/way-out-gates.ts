import type { DateTime } from 'luxon';
import { sha256 } from '../sha256.js';
import type { FooterRule } from '../template/footer.js';

/** What is known of the way out of a promotional run by a real provider. */
interface WayOutFacts {
  /** Countries that the run still reaches and for which no footer is configured. */
  readonly uncovered: readonly string[];
  /** Somebody's STOP has arrived by these ways out, or a person has attested that it does. */
  readonly isProven: boolean;
  /** When STOPs were last collected; null: never. */
  readonly stopsCollectedAt: DateTime | null;
  /** `limits.stops_within_hours`; 0: that they were collected is not asked for. */
  readonly stopsWithinHours: number;
}

/** Why a promotional run may not begin. */
export type GateFailure =
  | { readonly kind: 'no_footer'; readonly countries: readonly string[] }
  /** Texts that were planned under another footer than the one configured now, which is the one that was proven. */
  | { readonly kind: 'other_footer'; readonly messages: number }
  | { readonly kind: 'exit_unproven' }
  | { readonly kind: 'stops_not_collected'; readonly at: DateTime | null; readonly withinHours: number };

/**
 * Which gates a promotional run fails, all of them at once. Everyone can leave (GDPR art. 7(3) and 21(3), UWG art. 3 al. 1
 * let. o): so there is a way out for everybody, somebody has walked it, and who has walked it since is known.
 */
export function failingGates(
  { uncovered, isProven, stopsCollectedAt: at, stopsWithinHours: withinHours }: WayOutFacts,
  now: DateTime,
): readonly GateFailure[] {
  const isStale = withinHours > 0 && (at === null || at < now.minus({ hours: withinHours }));
  return [
    ...(uncovered.length > 0 ? [{ kind: 'no_footer', countries: uncovered } as const] : []),
    ...(isProven ? [] : [{ kind: 'exit_unproven' } as const]),
    ...(isStale ? [{ kind: 'stops_not_collected', at, withinHours } as const] : []),
  ];
}

/** Letters in a sender's name: nobody can answer to it, so it is no part of the way out. */
const NAME = /\p{L}/u;

/**
 * What a proof of the way out holds for: the provider, the sender where people can answer to it, and where each footer
 * leads. Other words around the same code, or the same code in a further country, need no new proof.
 */
export function wayOutKey(provider: string, sender: string, footers: ReadonlyMap<string, FooterRule>): Buffer {
  const exits = [...footers.values()].map(({ text, stop, stopUrl, byProvider }) =>
    byProvider === true ? ['by_provider', text] : ['own', stop ?? '', stopUrl ?? ''],
  );
  const distinct = [...new Set(exits.map((exit) => JSON.stringify(exit)))].sort();
  const told = JSON.stringify(['way-out-1', provider, NAME.test(sender) ? null : sender, distinct]);
  return sha256(told);
}
