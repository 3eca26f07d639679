import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMac, isWindows } from '../../src/files/host.js';
import { stateFolder } from '../../src/files/state-folder.js';

const ROOT = isWindows ? 'C:\\' : '/';
const at = (...names: readonly string[]): string => join(ROOT, ...names);

/** Where each system has it without any wish of the user's own. */
const usual = isMac
  ? at('home', 'claire', 'Library', 'Application Support', 'smsctl')
  : isWindows
    ? at('local', 'smsctl')
    : at('home', 'claire', '.local', 'state', 'smsctl');
const machine = { HOME: at('home', 'claire'), LOCALAPPDATA: at('local') };

describe('the folder of what this computer remembers', () => {
  it.each([
    ['the usual one', machine, usual],
    ['the one that was chosen', { ...machine, XDG_STATE_HOME: at('kept') }, at('kept', 'smsctl')],
    ['the usual one, where the chosen one depends on where one stands', { ...machine, XDG_STATE_HOME: 'kept' }, usual],
    ['the usual one, where nothing was chosen', { ...machine, XDG_STATE_HOME: '' }, usual],
    ['none, where the environment names no home', {}, null],
    ['none, where home is no place', { HOME: '', LOCALAPPDATA: '' }, null],
  ])('is %s', (_, env, expected) => {
    expect(stateFolder(env)).toBe(expected);
  });
});
