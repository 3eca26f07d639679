import { readdirSync, symlinkSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { isLinux, isWindows } from '../../src/files/host.js';
import { cliWorkspace, plainEnvironment, smsctl, tempFolder } from '../support/cli.js';

// Windows deletes no folder that a program stands in, and has other words for a link that leads to itself.
describe.skipIf(isWindows)('what the system refuses is no defect', () => {
  it('is told with its call, its file and its code, without a stack', async () => {
    const space = await cliWorkspace();
    const file = space.at('ledger.key.next');
    symlinkSync(file, file);
    const ran = await space.run(['status']);
    const told = `smsctl: error: the system refused stat of ${file} (ELOOP)\n`;
    expect([ran.exitCode, ran.stderr]).toEqual([74, expect.stringMatching(/^smsctl: error: .*\nsmsctl: hint: .*\n$/)]);
    expect(ran.stderr).toContain(told);
    const french = await space.run(['status', '--locale', 'fr', '--json']);
    expect(french.error()).toMatchObject({ exit: 74, message: `le système a refusé stat sur ${file} (ELOOP)` });
  });

  it('a current folder that is gone is named, and help is still given', async () => {
    const inGoneFolder = (...line: string[]) => {
      const folder = tempFolder();
      return execa('sh', ['-c', 'rmdir "$PWD"; exec "$@"', 'sh', process.execPath, smsctl, ...line], {
        cwd: folder,
        env: { ...plainEnvironment(folder), LANG: 'C.UTF-8' },
        extendEnv: false,
        reject: false,
      });
    };
    const refused = await inGoneFolder('status');
    expect([refused.exitCode, refused.stderr]).toEqual([
      66,
      'smsctl: error: the current folder is no longer there\n' +
        'smsctl: hint: change to another folder, then run the same command again',
    ]);
    expect((await inGoneFolder('--help')).exitCode).toBe(0);
  });

  // Bytes that are no UTF-8 get through a shell alone; macOS has no such names.
  it.runIf(isLinux)('a folder whose name is not UTF-8 is refused, and no other is made in its place', async () => {
    const folder = tempFolder();
    const inLatin1 = (script: string) =>
      execa('sh', ['-c', `name=$(printf 'd\\351pot'); ${script}`, 'sh', process.execPath, smsctl], {
        cwd: folder,
        env: { ...plainEnvironment(folder), LANG: 'C.UTF-8' },
        extendEnv: false,
        reject: false,
      });
    const made = '--organisation Amis --sender AMIS';
    // The nearest one upward is not that of the folder.
    expect((await inLatin1(`"$@" init ${made}`)).exitCode).toBe(0);
    const before = readdirSync(folder);
    const named = await inLatin1(`"$@" init "$name" ${made}`);
    expect([named.exitCode, named.stderr]).toEqual([64, expect.stringContaining('bytes that are not UTF-8')]);
    expect(readdirSync(folder)).toEqual(before);
    const restored = await inLatin1(`"$@" restore any --workspace "$name"`);
    expect([restored.exitCode, restored.stderr]).toEqual([64, expect.stringContaining('bytes that are not UTF-8')]);
    for (const command of [`init ${made}`, 'status', 'doctor --locale fr']) {
      const { exitCode, stderr } = await inLatin1(`mkdir -p "$name"; cd "$name"; "$@" ${command}`);
      expect([exitCode, stderr]).toEqual([66, expect.stringMatching(/not UTF-8|ne sont pas de l’UTF-8/)]);
      expect(readdirSync(folder)).toHaveLength(before.length + 1);
    }
    // A name that does hold the character is a name like any other.
    expect((await inLatin1(`mkdir d\uFFFDpot; cd d\uFFFDpot; "$@" init ${made}`)).exitCode).toBe(0);
    expect((await inLatin1(`"$@" init d\uFFFDpot/new ${made}`)).exitCode).toBe(0);
  });
});
