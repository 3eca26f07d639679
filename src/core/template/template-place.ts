/** A spot in a template, as its author counts: from 1, columns in characters. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Finds line and column of the code unit at `index` of `source`. */
export function placeAt(file: string, source: string, index: number): Place {
  const before = source.slice(0, index);
  const lineBegin = before.lastIndexOf('\n') + 1;
  return { file, line: before.split('\n').length, column: Array.from(before.slice(lineBegin)).length + 1 };
}

/** A piece of a template short enough for an error message: one line, at most 40 characters. */
export function excerpt(piece: string): string {
  const oneLine = Array.from(piece.replace(/\s+/g, ' ').trim());
  return oneLine.length > 40 ? `${oneLine.slice(0, 39).join('')}…` : oneLine.join('');
}
