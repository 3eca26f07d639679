import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What every program of these tests begins with: our own build, a key, a moment. */
const PRELUDE = `
  import { DateTime } from 'luxon';
  import { keyringOf } from './dist/core/contact/keyring.js';
  const [file, ...rest] = process.argv.slice(1);
  const keyring = keyringOf(Buffer.alloc(32, 7));
  const stamp = { at: DateTime.fromISO('2026-01-05T10:00:00.000Z', { zone: 'utc' }), operator: 'child', login: 'child' };
  const appliedAt = '2026-01-05T10:00:00.000Z';
`;

interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program in another process: real locks and real deaths need one. It sees `file`, `rest`, `keyring` and `stamp`. */
export class Program {
  private stdout = '';
  private stderr = '';
  readonly child: ChildProcess;
  readonly ended: Promise<ProgramEnd>;

  constructor(source: string, args: readonly string[], options: SpawnOptions = {}) {
    const argv = ['--input-type=module', '-e', PRELUDE + source, ...args];
    this.child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'], ...options });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = once(this.child, 'close').then((args: unknown[]) => {
      const [code, signal] = args as [number | null, NodeJS.Signals | null];
      return { code, signal, stdout: this.stdout, stderr: this.stderr };
    });
  }

  /** Waits until the program has written `text`; fails when it ends before. */
  async says(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      const end = await Promise.race([this.ended, once(this.child.stdout!, 'data').then(() => null)]);
      if (end !== null && !this.stdout.includes(text)) throw new Error(`ended without "${text}": ${end.stderr}`);
    }
  }

  /** Ends it the hard way, and waits until the system has taken everything back. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
