import type { FooterRule } from './footer.js';
import data from './stop-codes.data.json' with { type: 'json' };

/** One short code to which a STOP may go, with whose it is as far as anyone has published it. */
interface KnownCode {
  /** As `provider.use` names it; absent: seen with several platforms, the owner is not established. */
  readonly provider?: string;
  /** As the provider writes itself. */
  readonly name?: string;
  readonly country: string;
  readonly code: string;
  /** Another code for the overseas territories of the country. */
  readonly overseas?: { readonly code: string; readonly territories: readonly string[] };
  /** The footer that this provider appends by itself. */
  readonly appends?: string;
  readonly source: string;
  readonly confidence: string;
}

/** Where a fact comes from, and how well it was checked. */
interface Sourced {
  readonly source: string;
  /** `verified-in-source` or `third-party-code`. */
  readonly confidence: string;
}

export type StopCodeVerdict =
  | { readonly kind: 'right' }
  /** The facts name another code for this provider there. */
  | ({ readonly kind: 'other'; readonly expected: string; readonly name: string } & Sourced)
  /** The facts know the code; `names` is empty where its owner is not established. */
  | ({ readonly kind: 'known'; readonly names: readonly string[] } & Sourced)
  | { readonly kind: 'unknown' };

const sources: Readonly<Record<string, string>> = data.sources;
const knownCodes: readonly KnownCode[] = data.codes.map((one) => ({
  ...one,
  source: sources[one.source] ?? one.source,
}));

/** The providers whose STOP codes the facts know, as `provider.use` would name them. */
export const providersWithCodes: readonly string[] = [
  ...new Set(knownCodes.flatMap(({ provider }) => provider ?? [])),
].sort();

/**
 * Judges the short code of a footer. A code belongs to its provider: another one's is no way out, and some providers
 * refuse the message.
 *
 * @param country Of the recipient, ISO 3166-1 alpha-2.
 * @param provider Who sends, or stands behind a rehearsal; null: not known.
 */
export function judgeStopCode(code: string, country: string, provider: string | null): StopCodeVerdict {
  const own = provider === null ? undefined : knownCodes.find((one) => one.provider === provider);
  const expected = own === undefined ? null : codeThere(own, country);
  if (own !== undefined && expected !== null) {
    const { name = own.code, source, confidence } = own;
    return code === expected ? { kind: 'right' } : { kind: 'other', expected, name, source, confidence };
  }
  const owners = knownCodes.filter((one) => one.code === code || one.overseas?.code === code);
  const [first] = owners;
  if (first === undefined) return { kind: 'unknown' };
  const { source, confidence } = first;
  return { kind: 'known', names: owners.flatMap(({ name }) => name ?? []), source, confidence };
}

/** The code of a provider in one country; null where the facts name none. */
function codeThere({ country, code, overseas }: KnownCode, there: string): string | null {
  if (there === country) return code;
  return overseas?.territories.includes(there) === true ? overseas.code : null;
}

/**
 * The footers as they will really end the messages. A provider that is known to append the mention by itself does so in
 * its own words: that footer is counted, not sent, and is a way out also where the configuration names none. A footer
 * that says `by_provider` either way, or that has a link alone, is left as it is.
 *
 * @param footers As configured, by country or `default`.
 */
export function footersOfProvider<Rule extends FooterRule>(
  footers: ReadonlyMap<string, Rule>,
  provider: string | null,
): ReadonlyMap<string, Rule | FooterRule> {
  const all = new Map<string, Rule | FooterRule>(footers);
  for (const { provider: name, country, code, appends } of knownCodes) {
    if (appends === undefined || name !== provider) continue;
    const configured = footers.get(country);
    const isSettled = configured?.byProvider !== undefined || (configured?.stopUrl ?? null) !== null;
    if (!isSettled) all.set(country, { text: appends, stop: configured?.stop ?? code, byProvider: true });
  }
  return all;
}

/** Whether a provider is known to append the way out by itself for a country. */
export function isKnownToAppend(provider: string | null, country: string): boolean {
  return knownCodes.some((one) => one.provider === provider && one.country === country && one.appends !== undefined);
}
