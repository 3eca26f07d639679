import { closeSync, openSync, readSync } from 'node:fs';
import { realPathOf } from './real-path.js';

/** Larger ones make the platform collect garbage at every start. */
const PIECE_BYTES = 1 << 16;

/**
 * Reads what SQLite keeps beside a ledger (`-wal`) once before SQLite does. The driver does not hear of a read that fails:
 * where a log is taken up again after a power cut it would end there, all that was committed behind would be lost, and
 * whoever was texted by it would be texted again. Here the failure is heard; and what could be read stands in the memory
 * of the system, from which SQLite has it. No lock is ever on that file, so that to close it ends none.
 *
 * @throws what the system answers; nothing where there is no such file.
 */
export function readLogThrough(file: string): void {
  const handle = openIfThere(`${realPathOf(file)}-wal`);
  if (handle === null) return;
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    while (readSync(handle, piece) > 0) continue;
  } finally {
    closeSync(handle);
  }
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
