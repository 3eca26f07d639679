import type { Db } from './open.js';

/**
 * Pages that may wait in the write-ahead log before they are written into the ledger itself, and kibibytes of pages kept
 * in memory. Fingerprints are random, so a chunk of a file changes pages all over their index: most of them again and again.
 */
const BULK = { checkpoint: 32_768, cacheKib: 20_480 };
/** A plan writes its messages one after the other, and their references in their order: it needs few pages at a time. */
const PLAN = { checkpoint: BULK.checkpoint, cacheKib: 8192 };
const USUAL = { checkpoint: 1000, cacheKib: 2048 };
/** A run reads and writes in the order of its messages: few pages at a time, over two connections. */
const RUN = { checkpoint: 1000, cacheKib: 4096 };

/** While a whole file is written: every commit is as durable as ever, and the same pages are written less often. */
export function beginBulk(db: Db): void {
  set(db, BULK);
}

/** While a long plan is drafted over a connection of its own. */
export function setForPlan(db: Db): void {
  set(db, PLAN);
}

export function endBulk(db: Db): void {
  set(db, USUAL);
}

/** For as long as the connection is open: it belongs to a run. */
export function setForRun(db: Db): void {
  set(db, RUN);
}

function set(db: Db, { checkpoint, cacheKib }: typeof BULK): void {
  db.pragma(`wal_autocheckpoint = ${checkpoint}`);
  db.pragma(`cache_size = -${cacheKib}`);
}
