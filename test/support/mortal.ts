import type { Provider } from '../../src/providers/provider.js';
import type { Ledger } from '../../src/store/store.js';

/** The end of a process, as far as the code in it can tell. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** At which call of a verb the process dies: before it does anything, or when it is done and before anyone knows. */
export interface Fate {
  /** From 1; Infinity: never. */
  readonly atCall: number;
  readonly when: 'before' | 'after';
}

interface Mortal {
  readonly ledger: Ledger;
  readonly provider: Provider;
  /** Verbs called so far, of both. */
  readonly calls: number;
  readonly isDead: boolean;
}

/**
 * Wraps a ledger and a provider into a process that dies at one call. The ledger's handle is closed in that moment, so
 * that commits that were gathered but not made are lost, as they would be; whatever the dead run calls afterwards has
 * no effect. What has left for the network is on its way all the same.
 */
export function mortal(ledger: Ledger, provider: Provider, { atCall, when }: Fate): Mortal {
  let calls = 0;
  let isDead = false;
  const mourn = (): void => {
    if (isDead) throw new Crash();
  };
  const die = (): never => {
    isDead = true;
    ledger.close();
    throw new Crash();
  };
  const wrapped = <A extends readonly unknown[], T>(verb: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      mourn();
      calls += 1;
      const isLast = calls === atCall;
      if (isLast && when === 'before') die();
      const result = await verb(...args);
      mourn();
      if (isLast) die();
      return result;
    };
  };
  const verbs = new Proxy(ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function'
        ? wrapped(member as (...args: readonly unknown[]) => Promise<unknown>)
        : member;
    },
  });
  return {
    ledger: verbs,
    provider: { ...provider, send: wrapped(provider.send), collect: wrapped(provider.collect) },
    get calls() {
      return calls;
    },
    get isDead() {
      return isDead;
    },
  };
}
