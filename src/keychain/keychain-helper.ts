// A program of its own, which asks the session's keychain one thing and ends: one line of JSON in, one line out.
import { readFileSync, writeSync } from 'node:fs';

export type HelperRequest =
  | { readonly verb: 'read' | 'erase'; readonly account: string }
  | { readonly verb: 'keep'; readonly account: string; readonly secret: string };

export type HelperAnswer =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'no_library' }
  /** In the words of the system. */
  | { readonly kind: 'failed'; readonly why: string };

const SERVICE = 'smsctl';

/** Without a session's keychain the library would take the kernel's, which forgets when the machine stops. */
const STORE = { linux: { store: 'secret-service' } } as const;

async function answerTo(request: HelperRequest): Promise<HelperAnswer> {
  const library = await import('@napi-rs/keyring').catch(() => null);
  if (library === null) return { kind: 'no_library' };
  try {
    const entry = new library.Entry(SERVICE, request.account, STORE);
    if (request.verb === 'erase') {
      entry.deletePassword();
      return { kind: 'none' };
    }
    if (request.verb === 'keep') entry.setPassword(request.secret);
    const secret = entry.getPassword();
    return secret === null ? { kind: 'none' } : { kind: 'secret', secret };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

const answer = await answerTo(JSON.parse(readFileSync(0, 'utf8')) as HelperRequest);
writeSync(1, JSON.stringify(answer));
