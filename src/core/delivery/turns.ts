/** The period over which a provider counts, milliseconds. */
const SECOND_MS = 1000;
/**
 * Two requests do not travel equally long: so much longer than the period, milliseconds, lie between a submission and the
 * one that takes its place, that the provider too never counts more than the rate. It costs 1.5 in 100 of the rate.
 */
const JITTER_MS = 15;

/** What a rate lets through. */
interface Turns {
  /** So many submissions within the window. */
  readonly ceiling: number;
  readonly windowMs: number;
  /** From one submission to the next. */
  readonly spacingMs: number;
}

/**
 * Tells how submissions follow each other at a rate. A run goes by this, and so does the forecast of its end: what is
 * promised is what the pace can keep.
 *
 * @param rate Submissions a second, above 0; below 1 it is one submission in more than a second.
 */
export function turnsAt(rate: number): Turns {
  const ceiling = Math.max(1, Math.floor(rate));
  const windowMs = (rate < 1 ? SECOND_MS / rate : SECOND_MS) + JITTER_MS;
  return { ceiling, windowMs, spacingMs: windowMs / ceiling };
}
