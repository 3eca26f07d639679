/** How many line breaks (LF, CRLF or CR) `text` holds. */
export function countLineBreaks(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0;
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** Knows at which line, counted from 1, a text stands that arrives in pieces. */
export class LinePosition {
  #breaks = 0;
  #endsWithReturn = false;

  /** The line of `piece[index]`, where `piece` comes next and is not yet passed. */
  lineAt(piece: string, index: number): number {
    return 1 + this.#breaks + this.#breaksIn(piece.slice(0, index));
  }

  /** Moves behind `piece`. */
  pass(piece: string): void {
    if (piece === '') return;
    this.#breaks += this.#breaksIn(piece);
    this.#endsWithReturn = piece.endsWith('\r');
  }

  /** A CRLF that two pieces share was counted with its CR. */
  #breaksIn(piece: string): number {
    return countLineBreaks(piece) - (this.#endsWithReturn && piece.startsWith('\n') ? 1 : 0);
  }
}
