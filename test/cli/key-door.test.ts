import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keyDoor, type KeyDoor } from '../../src/cli/key-door.js';
import type { Prompts } from '../../src/cli/prompts.js';
import { OperatorError } from '../../src/errors.js';
import { sealKeys } from '../../src/files/key-file.js';
import { workspaceFiles, type WorkspaceFiles } from '../../src/files/workspace.js';
import { phrase } from '../../src/words/phrase.js';
import { temporaryFolders } from './in-process.js';

const newFolder = temporaryFolders();
const PASSPHRASE = 'cinq mots tirés au hasard';
/** Terms that cost nothing: how long a passphrase takes is not what is tested here. */
const QUICK = { n: 16, r: 1, p: 1, salt: Buffer.alloc(16, 1) };
const KEYS = { key: Buffer.alloc(32, 1), fileKey: Buffer.alloc(32, 2) };

function sealedWorkspace(): WorkspaceFiles {
  const files = workspaceFiles(newFolder());
  writeFileSync(files.key, sealKeys(KEYS, { kind: 'passphrase', passphrase: PASSPHRASE }, QUICK), { mode: 0o600 });
  return files;
}

/** A door with somebody, or nobody, at the terminal who gives these answers. */
function doorWith(answers: readonly string[] | null): {
  readonly door: KeyDoor;
  readonly asked: string[];
  readonly notes: string[];
} {
  const asked: string[] = [];
  const notes: string[] = [];
  const never = (): Promise<never> => Promise.reject(new Error('not asked'));
  const prompts: Prompts = {
    canAsk: answers !== null,
    confirm: never,
    text: never,
    select: never,
    password: (question) => {
      asked.push(question);
      return Promise.resolve(answers?.[asked.length - 1] ?? '');
    },
  };
  const notAsked = (): never => {
    throw new Error('not asked');
  };
  const door = keyDoor({
    world: { env: {}, cwd: '/' },
    prompts,
    keychain: { read: notAsked, keep: notAsked, erase: notAsked },
    say: ({ key }) => key,
    note: (text) => void notes.push(text),
  });
  return { door, asked, notes };
}

const kindOf = (error: unknown): string => (error instanceof OperatorError ? error.kind : String(error));

describe('the passphrase of a sealed workspace', () => {
  it('is asked for once, and again when it was mistyped', async () => {
    const files = sealedWorkspace();
    const { door, asked, notes } = doorWith(['cinq mots', PASSPHRASE]);
    await door.unlock(files);
    expect(door.keys(files)).toEqual(KEYS);
    expect(door.lockOf(files)).toEqual({ kind: 'passphrase', passphrase: PASSPHRASE });
    expect(asked).toHaveLength(2);
    expect(notes).toEqual(['vault.wrongPassphrase']);
  });

  it('is one, however its accents were typed', async () => {
    const files = sealedWorkspace();
    const { door } = doorWith([PASSPHRASE.normalize('NFD')]);
    await door.unlock(files);
    expect(door.keys(files)).toEqual(KEYS);
  });

  it('is refused after three wrong ones, and where nobody can be asked', async () => {
    const files = sealedWorkspace();
    await expect(doorWith(['a', 'b', 'c', PASSPHRASE]).door.unlock(files).catch(kindOf)).resolves.toBe('notPermitted');
    const { door, asked } = doorWith(null);
    await door.unlock(files);
    expect(() => door.keys(files)).toThrow(OperatorError);
    expect(asked).toEqual([]);
  });
});

describe('a new passphrase', () => {
  it('is asked for twice until both are the same, and is not empty; a short one is warned about', async () => {
    const { door, notes } = doorWith(['', '', 'one', 'other', 'court', 'court']);
    await expect(door.newPassphrase(phrase('vault.askNew'))).resolves.toBe('court');
    expect(notes).toEqual(['vault.emptyPassphrase', 'vault.notTheSame', 'vault.short']);
  });
});
