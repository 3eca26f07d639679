import type { Formats } from './formats.js';
import { french as fr } from './french.js';

/** What messages cost, as far as their prices are known. */
export interface Cost {
  readonly amount: string;
  readonly currency: string;
  /** Countries to which messages go that have no price. */
  readonly unpriced: readonly string[];
}

export const isNothing = (amount: string): boolean => /^[0.]+$/.test(amount);

/** A bare zero would say that nothing is paid, where nobody knows what is. */
function costWith(
  { amount, currency, unpriced }: Cost,
  f: Formats,
  words: { readonly and: string; readonly unknown: string },
): string {
  const known = f.money(amount, currency);
  if (unpriced.length === 0) return known;
  return isNothing(amount) ? words.unknown : `${known} ${words.and} ${words.unknown}`;
}

export const costEn = (v: Cost, f: Formats): string =>
  costWith(v, f, { and: 'plus', unknown: `an amount not known (no price for ${f.list(v.unpriced)})` });

export const costFr = (v: Cost, f: Formats): string =>
  costWith(v, f, { and: 'plus', unknown: fr`un montant inconnu (pas de prix pour ${f.list(v.unpriced)})` });
