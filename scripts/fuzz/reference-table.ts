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
  let line = firstLine;
  let at = 0;
  const isBlank = (character: string | undefined): boolean =>
    character !== undefined && /[^\S\r\n]/.test(character) && character !== delimiter;
  const isBreak = (character: string | undefined): boolean => character === '\n' || character === '\r';
  const passBreak = (): void => {
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
  };

  while (at < text.length) {
    const record = { line, cells: [] as string[] };
    for (;;) {
      let cell = '';
      while (isBlank(text[at])) at++;
      if (text[at] === '"') {
        const openedOn = line;
        // An empty pair of quotes may be followed by another pair: nothing is lost.
        while (text[at] === '"' && cell === '') {
          at++;
          for (; at < text.length && !(text[at] === '"' && text[at + 1] !== '"');) {
            if (isBreak(text[at])) {
              const begin = at;
              passBreak();
              cell += text.slice(begin, at);
            } else {
              if (text[at] === '"') at++;
              cell += text[at] ?? '';
              at++;
            }
          }
          if (at >= text.length) return { kind: 'badQuote', line: openedOn };
          at++;
          while (isBlank(text[at])) at++;
        }
        if (at < text.length && text[at] !== delimiter && !isBreak(text[at])) return { kind: 'badQuote', line };
      } else {
        for (; at < text.length && text[at] !== delimiter && !isBreak(text[at]); at++) {
          if (text[at] === '"') return { kind: 'badQuote', line };
          cell += text[at] ?? '';
        }
      }
      record.cells.push(cell.trim());
      if (text[at] !== delimiter) break;
      at++;
    }
    records.push(record);
    if (at < text.length) passBreak();
  }
  return { kind: 'records', records };
}
