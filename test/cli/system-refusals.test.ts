import { symlinkSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { isWindows } from '../../src/files/host.js';
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
});
