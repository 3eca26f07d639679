import type { Delimiter } from './delimiter.js';

/** A noncharacter, which no text holds (Unicode 16, section 23.7), in the place of a quotation mark that quotes nothing. */
const LITERAL = '\ufdd0';

/**
 * Tells the quotation marks that quote a cell from those that stand in it: `5" x`, `Jean "Jojo" Dupont`, `="0639980001"`.
 *
 * Programs that never quote write these, and spreadsheets read them as they stand, for a cell is quoted only from its
 * first character on. csv-parse can be told to forgive them, but then forgives text behind a closing mark too, which is
 * how an open mark that swallowed the rows below is found out.
 *
 * A byte order mark within, left where files were joined, is dropped: it hides the opening mark behind it.
 */
export class LiteralQuotes {
  readonly #blank: RegExp;
  #isQuoted = false;
  /** Whether the cell at hand holds nothing but white space so far. */
  #isAtStart = true;
  #carried = '';

  constructor(delimiter: Delimiter) {
    // What csv-parse trims; a delimiter or a line break before it begins a cell.
    this.#blank = new RegExp(
      `(^|[${delimiter === '\t' ? '\\t' : delimiter}\\r\\n])[${delimiter === '\t' ? '' : '\\t'} \\f]*$`,
    );
  }

  /** Marks what stands in cells of the next piece; its very last quotation mark may be kept for the piece after. */
  mark(next: string): string {
    const piece = (this.#carried + next).replaceAll('\ufeff', '');
    this.#carried = '';
    let marked = '';
    let done = 0;
    for (let at = piece.indexOf('"'); at !== -1; at = piece.indexOf('"', at + 1)) {
      if (this.#isQuoted) {
        if (at === piece.length - 1) {
          this.#carried = '"'; // half of a doubled mark, or the closing one
          return marked + piece.slice(done, at);
        }
        if (piece[at + 1] === '"') at++;
        else this.#isQuoted = this.#isAtStart = false;
      } else if (this.#beginsCell(piece, at)) {
        this.#isQuoted = true;
      } else {
        marked += piece.slice(done, at) + LITERAL;
        done = at + 1;
      }
    }
    if (!this.#isQuoted) this.#isAtStart = this.#beginsCell(piece, piece.length);
    return marked + piece.slice(done);
  }

  /** What is left at the end of the text. */
  rest(): string {
    return this.#carried;
  }

  /** White space before a mark is short; a hundred characters of it are no longer looked through. */
  #beginsCell(piece: string, end: number): boolean {
    const before = piece.slice(Math.max(0, end - 100), end);
    const [found, begin] = this.#blank.exec(before) ?? [];
    if (found === undefined) return false;
    return begin !== '' || (end <= 100 && this.#isAtStart);
  }
}

/** Puts the quotation marks back into a cell. */
export function withLiteralQuotes(cell: string): string {
  return cell.includes(LITERAL) ? cell.replaceAll(LITERAL, '"') : cell;
}
