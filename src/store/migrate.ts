import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { invariant } from '../errors.js';

/** One numbered step of the schema, as it stands in `migrations/`. */
export interface Migration {
  readonly number: number;
  /** File name, for instance `0001_initial.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file's text, hexadecimal. */
  readonly sha256: string;
}

/** Reads the migrations of one kind of database, in order. They are numbered from 1 without a gap. */
export function loadMigrations(folder: URL): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map((name, index) => {
      invariant(Number(name.slice(0, 4)) === index + 1, 'migrations are numbered without a gap');
      // Line ends are made equal first, so that a checkout on another system is not taken for a changed file.
      const sql = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');
      return { number: Number(name.slice(0, 4)), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}
