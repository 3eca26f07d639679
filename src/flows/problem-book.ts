import { compareProblems, type ListProblem } from '../core/contact/list-problem.js';
import { maskText } from '../core/contact/mask-text.js';
import { shownNumber, type E164, type Revealing } from '../core/contact/phone-number.js';

/** Lines that are kept of each problem: enough to begin with, however long the file is. */
const LINES_KEPT = 20;

/** One kind of problem, as often as it was found. */
export interface FoundProblem {
  readonly problem: ListProblem;
  /** Rows; of sensitive columns, columns. */
  readonly count: number;
  /** The first ones, in the order of the file. */
  readonly lines: readonly number[];
  /** Where each of the doubles stood first, one for each of `lines`; else empty. */
  readonly firstLines: readonly number[];
  readonly example: Example | null;
}

/** What a row looked like, its digits masked unless whole numbers are asked for. */
interface Example {
  readonly line: number;
  readonly value: string;
  /** What the value was understood as; null: as no number. */
  readonly number: string | null;
}

/** Counts the problems of a file; the lines and examples that it keeps do not grow with the file. */
export class ProblemBook {
  private readonly found = new Map<ListProblem, { count: number; lines: number[]; firstLines: number[] }>();
  private readonly examples = new Map<ListProblem, Example>();

  constructor(private readonly revealing: Revealing) {}

  /**
   * @param line Null for what is wrong with no row in particular.
   * @param firstLine Where a double stood first.
   */
  note(problem: ListProblem, line: number | null, firstLine: number | null = null): void {
    const entry = this.found.get(problem) ?? { count: 0, lines: [], firstLines: [] };
    this.found.set(problem, entry);
    entry.count += 1;
    if (line === null || entry.lines.length >= LINES_KEPT) return;
    entry.lines.push(line);
    if (firstLine !== null) entry.firstLines.push(firstLine);
  }

  /** Keeps the first row of a problem as its example, unless nothing is written there. */
  illustrate(problem: ListProblem, line: number, value: string, number: E164 | null): void {
    if (value === '' || this.examples.has(problem)) return;
    const shown = number === null ? null : shownNumber(number, this.revealing);
    this.examples.set(problem, { line, value: this.revealing.reveal ? value : maskText(value), number: shown });
  }

  countOf(problem: ListProblem): number {
    return this.found.get(problem)?.count ?? 0;
  }

  /** The gravest first. */
  problems(): readonly FoundProblem[] {
    return [...this.found]
      .map(([problem, entry]) => ({ problem, ...entry, example: this.examples.get(problem) ?? null }))
      .sort(compareProblems);
  }
}
