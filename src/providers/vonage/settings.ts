/** How this account is reached. */
export interface VonageSettings {
  readonly api: 'messages' | 'sms';
  /** Null: requests are signed with the API key and its secret. */
  readonly applicationId: string | null;
  /** Where the Messages and the Reports API are. */
  readonly baseUrl: string;
  /** Where the SMS and the Account API are. */
  readonly restUrl: string;
  readonly timeoutMs: number;
}

/** A path below an address, which may have a path of its own. */
export function addressOf(base: string, path: string): URL {
  return new URL(path, base.endsWith('/') ? base : `${base}/`);
}
