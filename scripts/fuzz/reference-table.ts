import iconv from 'iconv-lite';

/** One record, its cells as the file has them. */
export interface ReferenceRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export type ReferenceReading =
  | { readonly kind: 'records'; readonly records: readonly ReferenceRecord[] }
  | { readonly kind: 'badQuote'; readonly line: number }
  | { readonly kind: 'undecodable' };

/**
 * Takes a table apart one character after the other, all of it in memory: slow, plain, and written apart from the
 * reader that it judges. Encoding and delimiter are those that the reader says it took.
 */
export function readReference(bytes: Buffer, encoding: string, delimiter: string): ReferenceReading {
  const text = referenceText(bytes, encoding);
  if (text === null) return { kind: 'undecodable' };
  const separator = /^"?sep=[;,\t|]"?[;,\t|]*(?:\r\n|\n|\r|$)/i.exec(text)?.[0] ?? '';
  return splitRecords(text.slice(separator.length), delimiter, separator === '' ? 1 : 2);
}

/** The whole text without its mark; null where a byte stands that the encoding has not. */
export function referenceText(bytes: Buffer, encoding: string): string | null {
  const text = decoded(bytes, encoding);
  return text === null || text.includes('\0') ? null : text;
}

function decoded(bytes: Buffer, encoding: string): string | null {
  if (encoding === 'utf-8' || encoding.startsWith('utf-16')) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }
  const text = iconv.decode(bytes, encoding, { stripBOM: true });
  return text.includes('\ufffd') ? null : text;
}

/**
 * RFC 4180 and what spreadsheets forgive: white space beside quotes, quotes within a cell that does not start with one.
 * Text behind a closing quote makes the file unreadable.
 */
export function splitRecords(text: string, delimiter: string, firstLine: number): ReferenceReading {
  const records: ReferenceRecord[] = [];
  const scanner = new Scanner(text.replaceAll('\ufeff', ''), delimiter, firstLine);
  while (!scanner.isAtEnd()) {
    const { line } = scanner;
    const cells: string[] = [];
    do {
      const cell = scanner.cell();
      if (cell === null) return { kind: 'badQuote', line: scanner.line };
      cells.push(cell.trim());
    } while (scanner.passed(delimiter));
    records.push({ line, cells });
    scanner.passBreak();
  }
  return { kind: 'records', records };
}

class Scanner {
  #at = 0;
  readonly #text: string;
  readonly #delimiter: string;
  line: number;

  constructor(text: string, delimiter: string, line: number) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.line = line;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  passed(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at++;
    return true;
  }

  /** LF, CR or both. @returns What was passed; nothing where there is no line break. */
  passBreak(): string {
    const [found = ''] = /^(?:\r\n|\n|\r)/.exec(this.#text.slice(this.#at, this.#at + 2)) ?? [];
    this.#at += found.length;
    if (found !== '') this.line++;
    return found;
  }

  /** The text up to the next delimiter, line break or end; null where quotes are wrong. */
  cell(): string | null {
    this.#pass(/[ \t\f]/);
    if (this.#next() !== '"') return this.#plain();
    const cell = this.#pair();
    // A no-break space behind a quote counts as text, unless the quotes are empty.
    this.#pass(cell === '' ? /[^\S\r\n]/ : /[ \t\f\v]/);
    return this.#isAtCellEnd() ? cell : null;
  }

  #plain(): string {
    const begin = this.#at;
    while (!this.#isAtCellEnd()) this.#at++;
    return this.#text.slice(begin, this.#at);
  }

  #pair(): string | null {
    let text = '';
    for (this.#at++; !this.isAtEnd();) {
      const lineBreak = this.passBreak();
      if (lineBreak !== '') text += lineBreak;
      else if (this.#text.startsWith('""', this.#at)) {
        text += '"';
        this.#at += 2;
      } else if (this.passed('"')) {
        return text;
      } else {
        text += this.#next();
        this.#at++;
      }
    }
    return null;
  }

  #pass(blank: RegExp): void {
    while (blank.test(this.#next()) && this.#next() !== this.#delimiter) this.#at++;
  }

  #isAtCellEnd(): boolean {
    return this.isAtEnd() || [this.#delimiter, '\n', '\r'].includes(this.#next());
  }

  #next(): string {
    return this.#text.charAt(this.#at);
  }
}
