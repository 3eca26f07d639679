import { describe, expect, it } from 'vitest';
import { ReaderGone } from '../../src/errors.js';
import { exportRows, type RowShape } from '../../src/flows/export-rows.js';

const shape: RowShape<number> = { headers: ['n'], cells: (n) => [String(n)], record: (n) => ({ n }) };

describe('a listing whose reader goes away', () => {
  it.each(['csv', 'jsonl'] as const)('ends after the piece that was lost, as %s', async (format) => {
    const told = { pieces: 0, rows: 0 };
    function* endless(): Iterable<number> {
      for (;;) yield (told.rows += 1);
    }
    const stream = { isRead: () => told.pieces < 3, write: () => void (told.pieces += 1) };
    const target = { out: null, format, locale: 'en', stream } as const;
    const listed = exportRows(() => Promise.resolve(endless()), shape, target, new AbortController().signal);
    await expect(listed).rejects.toThrow(ReaderGone);
    expect(told.pieces).toBe(3);
  });
});
