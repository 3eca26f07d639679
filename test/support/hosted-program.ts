import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A command line with what it finds around it. */
export interface HostedCommand {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How it ended. */
export interface HostedAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const host = fileURLToPath(new URL('program-host.ts', import.meta.url));

/**
 * Keeps the real program in processes that stay, for most of a command's time is the start of a process for it. Each runs one
 * command at a time: two that run beside each other are two processes here too.
 *
 * @param socket Where commands come in, one for each connection.
 * @returns Ends it, whatever still runs.
 */
export function serveProgram(socket: string): () => void {
  const all = new Set<ChildProcess>();
  const idle: ChildProcess[] = [];
  const start = (): ChildProcess => {
    // What differs between machines stays outside; what a command is told of its own comes with it.
    const child = fork(host, { execArgv: [], env: { PATH: process.env['PATH'], TZ: 'UTC', LANG: 'C' } });
    all.add(child);
    child.once('exit', () => all.delete(child));
    return child;
  };
  const answer = async (connection: Socket): Promise<void> => {
    const command = (await json(connection)) as HostedCommand;
    const child = idle.pop() ?? start();
    child.send(command);
    const ran = await answerOf(child);
    if (ran !== null) idle.push(child);
    connection.end(JSON.stringify(ran));
  };
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    // Whoever asked may have been killed meanwhile: nobody waits for the answer then.
    connection.on('error', () => undefined);
    answer(connection).catch(() => connection.destroy());
  });
  server.listen(socket);
  return () => {
    server.close();
    for (const child of all) child.kill('SIGKILL');
  };
}

/** What it says next; null if it dies instead. */
async function answerOf(child: ChildProcess): Promise<HostedAnswer | null> {
  const over = new AbortController();
  const { signal } = over;
  const end = once(child, 'exit', { signal }).then(
    () => null,
    () => null,
  );
  const answer = await Promise.race([once(child, 'message', { signal }), end]);
  over.abort();
  return answer === null ? null : (answer[0] as HostedAnswer);
}

/** Runs a command in a process that is served at `socket`. */
export async function runHosted(socket: string, command: HostedCommand): Promise<HostedAnswer> {
  const connection = connect(socket);
  connection.end(JSON.stringify(command));
  const answer = (await json(connection)) as HostedAnswer | null;
  if (answer === null) throw new Error(`the process that ran ${command.args.join(' ')} died`);
  return answer;
}
