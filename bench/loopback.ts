import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A network on the loopback, in a process of its own. */
interface Loopback {
  readonly url: string;
  /** When each message came in since the last call, milliseconds. */
  arrivals(): Promise<readonly number[]>;
  close(): void;
}

export async function loopback(latencyMs = 0): Promise<Loopback> {
  const script = fileURLToPath(new URL('network.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(latencyMs)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  return {
    url,
    async arrivals() {
      const { arrivals } = (await (await fetch(url)).json()) as { readonly arrivals: readonly number[] };
      return arrivals;
    },
    close: () => void child.kill(),
  };
}

/** Messages a second between the first and the last. */
export function perSecond(arrivals: readonly number[]): number {
  const [first = 0] = arrivals;
  const last = arrivals.at(-1) ?? 0;
  return ((arrivals.length - 1) / (last - first)) * 1000;
}
