import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/errors.js';
import type { ScryptTerms } from '../../src/files/passphrase.js';
import {
  contentOf,
  readBackup,
  writeBackup,
  type BackupContent,
  type BackupManifest,
} from '../../src/files/backup-file.js';
import { withoutRoot } from '../support/unprivileged.js';

const FRAME = 65_536;
const folder = mkdtempSync(join(tmpdir(), 'smsctl-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Terms that cost nothing: how long a passphrase takes is not what is tested here. */
const QUICK: ScryptTerms = { n: 16, r: 1, p: 1, salt: Buffer.alloc(16, 1) };
const ABOUT = { madeAt: '2026-01-05T10:00:00.000Z', ledgerId: 'test', head: '1:00' };

/** A file's bytes, in pieces of any size. */
function content(name: string, bytes: Buffer, piece: number): BackupContent {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += piece) yield await Promise.resolve(bytes.subarray(at, at + piece));
  }
  return { name, size: bytes.length, bytes: pieces() };
}

async function sealed(contents: readonly BackupContent[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  const put = (part: string | Buffer): Promise<void> => {
    parts.push(Buffer.from(part as string));
    return Promise.resolve();
  };
  await writeBackup({ put }, 'passphrase', ABOUT, contents, QUICK);
  return Buffer.concat(parts);
}

async function opened(bytes: Buffer): Promise<{ manifest: BackupManifest; files: Record<string, Buffer> }> {
  const path = join(folder, 'one.backup');
  writeFileSync(path, bytes);
  const files: Record<string, Buffer> = {};
  const manifest = await readBackup(path, 'passphrase', {
    begin: ({ entries }) => entries.forEach(({ name }) => (files[name] = Buffer.alloc(0))),
    write: ({ name }, piece) => {
      files[name] = Buffer.concat([files[name] ?? Buffer.alloc(0), piece]);
      return Promise.resolve();
    },
  });
  return { manifest, files };
}

const bytesOf = (size: number): Buffer => Buffer.alloc(size, 'abcdefg');

describe('a backup file', () => {
  it('is not made of what can not be read: that is told when its turn comes, and ends nothing before', async () => {
    const at = (name: string): string => join(folder, name);
    mkdirSync(at('folder'));
    writeFileSync(at('open'), bytesOf(3 * FRAME));
    writeFileSync(at('closed'), 'as one run with sudo leaves it', { mode: 0 });
    chmodSync(folder, 0o755);
    const unreadable = { problem: { key: 'backup.unreadable' } };
    for (const name of ['closed', 'folder']) {
      await withoutRoot(async () => {
        const contents = ['open', name].flatMap((one) => contentOf(one, at(one)) ?? []);
        await expect(sealed(contents)).rejects.toMatchObject(unreadable);
      });
    }
  });

  it('gives back what was put into it, whatever the sizes and pieces', async () => {
    const edge = fc.constantFrom(0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME);
    const size = fc.oneof(edge, fc.nat({ max: 3 * FRAME }));
    const file = fc.tuple(size, fc.integer({ min: 1, max: 2 * FRAME }));
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 0, maxLength: 4 }), async (sizes) => {
        const contents = sizes.map(([length, piece], index) =>
          content(`file${index}`, bytesOf(length), Math.max(piece, 512)),
        );
        const { manifest, files } = await opened(await sealed(contents));
        expect(manifest).toEqual({
          ...ABOUT,
          entries: contents.map(({ name, size: length }) => ({ name, size: length })),
        });
        sizes.forEach(([length], index) => expect(files[`file${index}`]?.equals(bytesOf(length))).toBe(true));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when one bit of it was changed, or when it ends anywhere else', async () => {
    const whole = await sealed([content('ledger', bytesOf(2 * FRAME), FRAME)]);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= 1 << bit;
        await expect(opened(changed)).rejects.toThrow(OperatorError);
        await expect(opened(whole.subarray(0, at))).rejects.toThrow(OperatorError);
      }),
      { numRuns: 60 },
    );
    await expect(opened(Buffer.concat([whole, Buffer.from('x')]))).rejects.toThrow(OperatorError);
  });

  it('is refused when a source was cut or grew while it was copied', async () => {
    for (const size of [10, 12]) {
      const lying = { ...content('ledger', bytesOf(11), 11), size };
      await expect(sealed([lying])).rejects.toThrow(OperatorError);
    }
  });

  it('shows nothing of what is in it', async () => {
    const bytes = await sealed([content('ledger', Buffer.from('+33639981234'.repeat(100)), 100)]);
    expect(bytes.includes('+33639981234')).toBe(false);
    expect(bytes.subarray(0, bytes.indexOf('\n')).toString()).toMatch(
      /^\{"format":"smsctl-backup-1","kdf":\{"name":"scrypt"/,
    );
  });
});
