import type { Clock } from '../../world.js';

/** What a token is made from: an application of the account, and the private key that belongs to it. */
export interface ApplicationKey {
  readonly applicationId: string;
  /** PEM. */
  readonly privateKey: string;
}

/** How long the official package lets a token live, and how long before that end a new one is made. */
const LIFE = { minutes: 15 };
const RENEWED_BEFORE = { minutes: 2 };

/**
 * Signs a token and hands it out until it is near its end: a signature of RS256 for each message would cost thirty times
 * as much as the message itself.
 *
 * By the time of day rather than by a timer: a machine that slept wakes up with an old token. A clock that was set back
 * ends it too.
 */
export function tokenSource(
  { applicationId, privateKey }: ApplicationKey,
  clock: Pick<Clock, 'now'>,
): () => Promise<string> {
  const key = sealed(privateKey);
  let current: { readonly token: string; readonly from: number; readonly until: number } | null = null;
  const good = (): string | null => {
    const nowMs = clock.now().toMillis();
    return current !== null && nowMs >= current.from && nowMs < current.until ? current.token : null;
  };
  return async () => {
    const known = good();
    if (known !== null) return known;
    const { tokenGenerate } = await import('@vonage/jwt');
    // Whoever waited beside has made one by now.
    const made = good();
    if (made !== null) return made;
    const now = clock.now();
    const until = now.plus(LIFE).minus(RENEWED_BEFORE).toMillis();
    current = { token: tokenGenerate(applicationId, key), from: now.toMillis(), until };
    return current.token;
  };
}

/**
 * The official package writes the key into its debugging output (DEBUG=vonage:*), as it writes any value. These are the
 * bytes of the key with other words for that occasion.
 */
function sealed(privateKey: string): Buffer {
  return Object.assign(Buffer.from(privateKey), { [Symbol.toPrimitive]: () => '[private key]' });
}
