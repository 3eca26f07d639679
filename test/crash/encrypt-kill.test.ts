import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { verifyChain } from '../../src/core/audit/chain.js';
import { readKeyFile, unsealKeys } from '../../src/files/key-file.js';
import { createLedger, openLedger } from '../../src/store/sqlite/ledger.js';
import { isInClear } from '../../src/store/sqlite/open.js';
import { openRehearsal } from '../../src/store/sqlite/rehearsal.js';
import { systemTimer } from '../../src/world.js';
import { consentOf, fictionNumbers, KEYRING, LEDGER_ID, STAMP } from '../support/temp-ledger.js';

const PROGRAM = fileURLToPath(new URL('../../bin/smsctl.js', import.meta.url));
const PASSPHRASE = 'cinq mots tirés au hasard';
const PEOPLE = fictionNumbers(4000);

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-encrypt-'));
  const config =
    '[organisation]\nname = "Les Amis"\n[sender]\nid = "AMIS"\ncountry = "FR"\n[provider]\nuse = "simulator"\n';
  writeFileSync(at('smsctl.toml'), config);
  writeFileSync(at('ledger.key'), Buffer.alloc(32, 7), { mode: 0o600 });
  writeFileSync(at('passphrase'), PASSPHRASE, { mode: 0o600 });
  createLedger(at('ledger.db'), KEYRING, LEDGER_ID, STAMP);
  const ledger = openLedger(at('ledger.db'), KEYRING, { mode: 'write', appliedAt: '2026-01-05T10:00:00.000Z' });
  await ledger.recordConsents(
    PEOPLE.map((number) => consentOf(number)),
    STAMP,
  );
  ledger.close();
  mkdirSync(at('rehearsals'), { mode: 0o700 });
  openRehearsal({ ledger: at('ledger.db'), rehearsal: at('rehearsals/fete.db') }, 'fete', KEYRING, STAMP).close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  kill(): void;
  /** The exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
}

function start(...command: readonly string[]): Started {
  const child = spawn(process.execPath, [PROGRAM, ...command, '--json'], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, SMSCTL_PASSPHRASE_FILE: at('passphrase') },
  });
  return { kill: () => void child.kill('SIGKILL'), ended: once(child, 'exit').then(([code]) => code as number | null) };
}

/** Opens everything as the program would, and looks whether anything is missing. */
async function checkWhole(): Promise<void> {
  const keyFile = readKeyFile({ key: at('ledger.key') });
  const keys =
    keyFile.kind === 'bare' ? keyFile.keys : unsealKeys(keyFile.sealed, { kind: 'passphrase', passphrase: PASSPHRASE });
  expect(keys).not.toBeNull();
  const keyring = keyringOf(keys!.key, keys!.fileKey);
  for (const file of [at('ledger.db'), at('rehearsals/fete.db')]) {
    const ledger = openLedger(file, keyring, { mode: 'read', appliedAt: '2026-01-05T10:00:00.000Z' });
    try {
      expect(ledger.checkIntegrity()).toEqual([]);
      expect(verifyChain(LEDGER_ID, ledger.auditRows({}), null).ok).toBe(true);
      expect([...ledger.consentProofs(null)]).toHaveLength(PEOPLE.length);
      if (ledger.rehearsalOf === null) expect(await ledger.standing()).toBe('own');
    } finally {
      ledger.close();
    }
  }
}

describe('kill -9 of ledger encrypt and decrypt', () => {
  it('leaves one whole ledger at any moment, and the same command finishes', async () => {
    const KILLS = 8;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const verb = kill % 4 < 2 ? 'encrypt' : 'decrypt';
      const draft = verb === 'encrypt' || kill % 2 === 0 ? at('ledger.db.recoded') : at('rehearsals/fete.db.recoded');
      const { kill: end, ended } = start('ledger', verb);
      // From the moment when something is being written on; how far on differs from time to time.
      const isOver = { yes: false };
      void ended.then(() => (isOver.yes = true));
      while (!isOver.yes && !existsSync(draft)) await systemTimer.sleep(2);
      await systemTimer.sleep(kill * 12);
      end();
      await ended;
      await checkWhole();
      if (kill % 4 === 1 || kill % 4 === 3) {
        expect(await start('ledger', verb).ended).toBe(0);
        expect(isInClear(at('ledger.db'))).toBe(verb === 'decrypt');
        expect(isInClear(at('rehearsals/fete.db'))).toBe(verb === 'decrypt');
        expect(readKeyFile({ key: at('ledger.key') }).kind).toBe(verb === 'decrypt' ? 'bare' : 'sealed');
        await checkWhole();
      }
    }
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /recoded|part$/.test(name),
    );
    expect(left).toEqual([]);
  });
});

describe('kill -9 of key rotate', () => {
  it('leaves a ledger that opens, with the old key or with the new one, and recognises everyone', async () => {
    rmSync(at('rehearsals'), { recursive: true });
    const check = ['suppress', 'check', '+33639989999'] as const;
    await start('suppress', 'add', '+33639989999', '--reason', 'stop').ended;
    let rotations = 0;
    for (let kill = 0; kill < 6; kill += 1) {
      const { kill: end, ended } = start('key', 'rotate', '--yes');
      const isOver = { yes: false };
      void ended.then(() => (isOver.yes = true));
      while (!isOver.yes && !existsSync(at('ledger.db.recoded'))) await systemTimer.sleep(2);
      await systemTimer.sleep(kill * 60);
      end();
      await ended;
      // Any command settles which key it is.
      expect(await start(...check).ended).toBe(0);
      const { keys } = readKeyFile({ key: at('ledger.key') }) as { keys: { key: Buffer } };
      const ledger = openLedger(at('ledger.db'), keyringOf(keys.key), {
        mode: 'read',
        appliedAt: '2026-01-05T10:00:00.000Z',
      });
      try {
        expect(ledger.checkIntegrity()).toEqual([]);
        expect(ledger.checkTampering()).toEqual([]);
        expect(verifyChain(LEDGER_ID, ledger.auditRows({}), null).ok).toBe(true);
        expect([...ledger.consentProofs(null)]).toHaveLength(PEOPLE.length);
        expect(await ledger.suppressionsOf('+33639989999' as (typeof PEOPLE)[number])).toHaveLength(1);
        rotations = [...ledger.auditRows({})].filter(({ kind }) => kind === 'key_rotated').length;
      } finally {
        ledger.close();
      }
    }
    expect(await start('key', 'rotate', '--yes').ended).toBe(0);
    expect(rotations).toBeLessThanOrEqual(6);
    expect(existsSync(at('ledger.key.next'))).toBe(false);
  });
});
