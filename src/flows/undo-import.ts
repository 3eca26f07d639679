import { instantOf } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import type { ImportedEntries, ImportRow } from '../store/never-list-store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';

interface UndoneImport {
  readonly file: ImportRow;
  /** As it stood before. */
  readonly entries: ImportedEntries;
  /** Taken back now; in a dry run none. */
  readonly undone: number;
}

/** How many imports a mistaken number is answered with. */
const TOLD = 5;

/**
 * Takes back what a mistaken import put on the never-list by hand. A STOP, a complaint or an objection that the same file
 * told of stays: what people said is no mistake of the file's.
 *
 * @throws OperatorError badInput (65) when no never-list was imported under this number, naming the latest.
 */
export async function undoImport(
  id: number,
  { dryRun, zone }: { readonly dryRun: boolean; readonly zone: string },
  deps: LedgerDeps,
): Promise<UndoneImport> {
  const { ledger } = deps;
  const [file] = await ledger.suppressionImports({ id });
  if (file === undefined) {
    const latest = await ledger.suppressionImports({ limit: TOLD });
    const imports = latest.map(({ id: one, fileName, startedAt }) => ({ id: one, fileName, at: instantOf(startedAt) }));
    throw new OperatorError('badInput', phrase('undo.unknown', { id }), phrase('undo.latest', { imports, zone }));
  }
  const entries = await ledger.entriesOfImport(id);
  return { file, entries, undone: dryRun ? 0 : await ledger.undoImport(id, stampOf(deps)) };
}
