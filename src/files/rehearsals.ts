import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { entriesOf, rehearsalFiles, setAside, type WorkspaceFiles } from './workspace.js';

/** One rehearsal of which any file is left. */
export interface RehearsalTrace {
  /** The campaign's; `rehearsals.before-DATE/CAMPAIGN` where a restoration set it aside. */
  readonly name: string;
  readonly ledger: string;
  readonly outbox: string;
  /** What a restoration added to the names of what it set aside with it, `.before-DATE`; empty for the workspace's own. */
  readonly suffix: string;
}

/** Every rehearsal, also where its ledger was deleted by hand or never got its name, and where a restoration set it aside. */
export function rehearsalTraces(files: WorkspaceFiles): readonly RehearsalTrace[] {
  return [files.rehearsals, ...setAsideRehearsals(files)].flatMap((folder) => {
    const suffix = folder.slice(files.rehearsals.length);
    const names = entriesOf(folder).flatMap(
      (name) => /^(.+?)\.(?:db(?:\.new)?(?:-(?:wal|shm|journal))?|outbox\.jsonl)$/.exec(name)?.[1] ?? [],
    );
    return [...new Set(names)].sort().map((campaign) => ({
      ...rehearsalFiles({ ...files, rehearsals: folder }, campaign),
      name: suffix === '' ? campaign : `${basename(folder)}/${campaign}`,
      suffix,
    }));
  });
}

/** Those of which no file was written since an instant, milliseconds of the epoch. */
export function rehearsalsOlderThan(files: WorkspaceFiles, boundMs: number): readonly RehearsalTrace[] {
  return rehearsalTraces(files).filter(({ ledger, outbox }) => {
    const written = [ledger, `${ledger}-wal`, `${ledger}.new`, outbox].map(
      (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    );
    return Math.max(...written) < boundMs;
  });
}

/** Folders of rehearsals that restorations set aside, oldest first. */
export function setAsideRehearsals({ folder, rehearsals }: WorkspaceFiles): readonly string[] {
  return setAside(folder, rehearsals);
}

/** Takes away the folder of a rehearsal that was set aside once nothing but locks is in it: no command looks there. */
export function removeEmptied({ ledger, suffix }: RehearsalTrace): void {
  const folder = dirname(ledger);
  const isLock = (name: string): boolean => name.endsWith('-lock');
  if (suffix !== '' && existsSync(folder) && entriesOf(folder).every(isLock)) rmSync(folder, { recursive: true });
}
