// The program in a process that is started already, as `hosted-program.ts` keeps it: one command line for every message, each with its
// own surroundings. What only a process of its own can show (signals, its streams, what Node itself reads) is not to be had here.
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { Readable } from 'node:stream';
import './remembered-keys.ts';
import type * as CommandLine from '../../src/command-line.js';
import type * as Worlds from '../../src/world.js';
import type { HostedAnswer, HostedCommand } from './hosted-program.js';

const compiled = async (file: string): Promise<unknown> => await import(`../../dist/${file}`);
const { runCommandLine } = (await compiled('command-line.js')) as typeof CommandLine;
const { systemClock, systemTimer } = (await compiled('world.js')) as typeof Worlds;

process.on('message', (command: HostedCommand) => {
  void run(command).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());

async function run({ args, cwd, env }: HostedCommand): Promise<HostedAnswer> {
  process.chdir(cwd);
  const said = { stdout: '', stderr: '' };
  let exitCode = 0;
  const stream = (name: keyof typeof said): Worlds.World['stdout'] => ({
    isTerminal: false,
    isRead: true,
    write: (text) => (said[name] += text),
  });
  const world: Worlds.World = {
    clock: systemClock(systemTimer),
    timer: systemTimer,
    env,
    cwd,
    stdin: Object.assign(Readable.from([]), { isTTY: false }) as unknown as NodeJS.ReadStream,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    randomBytes: (length) => randomBytes(length),
    loginName: () => userInfo().username,
    timeZone: 'UTC',
  };
  await runCommandLine(args, world, {
    interrupted: new AbortController().signal,
    interruptedCode: () => -1,
    setExitCode: (code) => (exitCode = code),
    whenOutputFails: () => undefined,
    beginWork: () => undefined,
  });
  return { exitCode, ...said };
}
