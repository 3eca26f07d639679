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
  const decoded = decodedWhole(bytes, encoding);
  if (decoded === null || decoded.includes('\0')) return { kind: 'undecodable' };
  const separator = /^"?sep=[;,\t|]"?[;,\t|]*(?:\r\n|\n|\r|$)/i.exec(decoded)?.[0] ?? '';
  return splitRecords(decoded.slice(separator.length), delimiter, separator === '' ? 1 : 2);
}

function decodedWhole(bytes: Buffer, encoding: string): string | null {
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

/** RFC 4180, with white space forgiven beside quotes. What stands beside a quote otherwise makes the file unreadable. */
function splitRecords(text: string, delimiter: string, firstLine: number): ReferenceReading {
  const records: ReferenceRecord[] = [];
  const scanner = new Scanner(text, delimiter, firstLine);
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
    this.#passBlanks();
    const cell = this.#next() === '"' ? this.#quoted() : this.#plain();
    return cell !== null && this.#isAtCellEnd() ? cell : null;
  }

  #plain(): string {
    const begin = this.#at;
    while (!this.#isAtCellEnd() && this.#next() !== '"') this.#at++;
    return this.#text.slice(begin, this.#at);
  }

  /** Behind an empty pair of quotes another one may follow, if nothing is in it that would be lost. */
  #quoted(): string | null {
    const first = this.#pair();
    while (first === '' && this.#next() === '"') if (this.#pair()?.trim() !== '') return null;
    return first;
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
        this.#passBlanks();
        return text;
      } else {
        text += this.#next();
        this.#at++;
      }
    }
    return null;
  }

  #passBlanks(): void {
    while (/[^\S\r\n]/.test(this.#next()) && this.#next() !== this.#delimiter) this.#at++;
  }

  #isAtCellEnd(): boolean {
    return this.isAtEnd() || [this.#delimiter, '\n', '\r'].includes(this.#next());
  }

  #next(): string {
    return this.#text.charAt(this.#at);
  }
}
