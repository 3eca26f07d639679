import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from './figure.ts';
import { sideBySide, told, yardstick, type Taken } from './measure.ts';
import {
  benchWorkspace,
  emptyWorkspace,
  numberOf,
  TERMS,
  writePeople,
  writeRows,
  type BenchWorkspace,
} from './workspace.ts';

const MILLION = 1_000_000;
/** Short questions are asked so often, and the quickest answer counts. */
const TIMES = 5;

function figure(name: string, ours: Taken, theirs: Taken, words: string, atMost: number | null): Figure {
  return {
    name,
    figure: told(ours),
    yardstick: `${told(theirs)}: ${words}`,
    ratio: ours.seconds / theirs.seconds,
    target: atMost === null ? null : { kind: 'at_most', value: atMost },
  };
}

/** What the durable rows alone take, in the one thread that can write: nothing is read, asked or judged. */
function limitOf(name: string, kept: 'messages' | 'consents', rows: number, theirs: Taken, words: string): Figure {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-least-'));
  try {
    const least = yardstick('least-rows', kept, join(folder, 'least.db'), String(rows));
    const limit = figure(name, least, theirs, words, null);
    return { ...limit, figure: `${limit.figure}: nothing but the rows` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Consents of `rows` people, a tenth as many on the never-list, and their contacts. */
function fullWorkspace(rows: number): BenchWorkspace {
  const space = benchWorkspace(rows);
  writeRows(join(space.folder, 'stops.csv'), 'phone', Math.ceil(rows / 10), (index) => numberOf(index * 10));
  space.run('suppress', 'import', 'stops.csv');
  return space;
}

/** Judges a file of contacts against a ledger of as many consents. */
export const plan: Bench = {
  name: 'plan',
  rows: MILLION,
  run(rows) {
    const space = fullWorkspace(rows);
    try {
      const { ours, theirs } = sideBySide(
        1,
        () => space.take('plan', 'members.csv', '--campaign', 'fete', ...TERMS),
        () => yardstick('parse-numbers', join(space.folder, 'members.csv')),
      );
      const words = 'csv-parse and libphonenumber-js, nothing else';
      return Promise.resolve([
        figure('plan', ours, theirs, words, 1.2),
        limitOf('plan-limit', 'messages', rows, theirs, words),
      ]);
    } finally {
      space.remove();
    }
  },
};

/** Reads opt-ins into the ledger, then the same file once more. */
export const consents: Bench = {
  name: 'import',
  rows: MILLION,
  run(rows) {
    const space = emptyWorkspace();
    try {
      writePeople(space, rows);
      const optins = join(space.folder, 'optins.csv');
      const first = space.take('consent', 'import', 'optins.csv');
      const plain = yardstick('plain-insert', optins, join(space.folder, 'plain.db'));
      const again = space.take('consent', 'import', 'optins.csv');
      const words = 'csv-parse, libphonenumber-js, one INSERT a row';
      return Promise.resolve([
        figure('import', first, plain, words, 1.5),
        limitOf('import-limit', 'consents', rows, plain, words),
        figure('re-import', again, first, 'the first import', 0.6),
      ]);
    } finally {
      space.remove();
    }
  },
};

/** Verifies the log and writes it out. */
export const audit: Bench = {
  name: 'audit',
  rows: MILLION,
  run(rows) {
    const space = benchWorkspace(rows);
    const out = join(space.folder, 'audit.csv');
    try {
      const verified = sideBySide(
        1,
        () => space.take('audit', 'verify'),
        () => yardstick('hash-rows', space.ledger),
      );
      const exported = sideBySide(
        1,
        () => {
          rmSync(out, { force: true });
          return space.take('audit', 'export', '--format', 'csv', '--out', out);
        },
        () => yardstick('select-to-file', space.ledger, join(space.folder, 'plain.csv')),
      );
      return Promise.resolve([
        figure('audit-verify', verified.ours, verified.theirs, 'one SHA-256 a row over the same SELECT', 1.5),
        figure('audit-export', exported.ours, exported.theirs, 'the same rows streamed into a file', 2),
      ]);
    } finally {
      space.remove();
    }
  },
};

/** Short questions to a large ledger. */
export const questions: Bench = {
  name: 'questions',
  rows: MILLION,
  run(rows) {
    const space = fullWorkspace(rows);
    try {
      space.run('plan', 'members.csv', '--campaign', 'fete', ...TERMS);
      const asked: readonly (readonly [string, readonly string[]])[] = [
        ['status', ['status', 'fete']],
        ['why', ['why', numberOf(1), '--purpose', 'information']],
        ['suppress-check', ['suppress', 'check', numberOf(0)]],
      ];
      return Promise.resolve(
        asked.map(([name, command]) => {
          const { ours, theirs } = sideBySide(
            TIMES,
            () => space.take(...command),
            () => yardstick('open-ledger', space.ledger),
          );
          return figure(name, ours, theirs, 'node, the ledger opened, libphonenumber-js', 2);
        }),
      );
    } finally {
      space.remove();
    }
  },
};
