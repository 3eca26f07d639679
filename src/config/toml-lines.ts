import { parse } from 'smol-toml';

/** The line, counted from 1, on which each key of a TOML document first appears, by {@link pathKey}. */
export type KeyLines = ReadonlyMap<string, number>;

/**
 * Notes where each key of a document stands, since the parser's result has no positions: tables, arrays of tables,
 * dotted and quoted keys, inline tables and array elements.
 *
 * @param toml A document that has been parsed without error: the reading here is lenient where the grammar is strict.
 */
export function locateKeys(toml: string): KeyLines {
  return new KeyScanner(toml).scan();
}

/**
 * The line of `path`, or of the nearest part of it that the document writes; null when it writes none.
 *
 * @param path The keys from the root; an element of an array is its index, `['limits', 'countries', '0']`.
 */
export function lineOf(lines: KeyLines, path: readonly string[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(pathKey(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return null;
}

/** A path as one text that no other path has. */
export function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** Where the pair ends with which a text begins: so many characters on, on that line of it, counted from 1. */
export function endOfPair(toml: string): { readonly at: number; readonly line: number } {
  return new KeyScanner(toml).firstPair();
}

class KeyScanner {
  private readonly lines = new Map<string, number>();
  /** How many tables each array of tables has so far. */
  private readonly tableCounts = new Map<string, number>();
  private at = 0;
  private line = 1;

  constructor(private readonly toml: string) {}

  scan(): KeyLines {
    let table: readonly string[] = [];
    for (this.skipBlank(); !this.isAtEnd(); this.skipBlank()) {
      if (this.peek() === '[') table = this.header();
      else this.pair(table);
    }
    return this.lines;
  }

  firstPair(): { readonly at: number; readonly line: number } {
    this.pair([]);
    return { at: this.at, line: this.line };
  }

  /** `[a.b]`, or `[[a.b]]`, which adds a table to an array. */
  private header(): readonly string[] {
    const isArray = this.toml.startsWith('[[', this.at);
    this.skip(isArray ? 2 : 1);
    const line = this.line;
    const keys = this.dottedKey(']');
    this.skip(isArray ? 2 : 1);
    return this.record([], keys, line, isArray);
  }

  private pair(table: readonly string[]): void {
    const line = this.line;
    const path = this.record(table, this.dottedKey('='), line, false);
    this.skip(1);
    this.skipBlank();
    this.value(path);
  }

  /** Notes every part of `keys` under `table`; the name of an array of tables stands for its latest table. */
  private record(table: readonly string[], keys: readonly string[], line: number, isArray: boolean): readonly string[] {
    let path = table;
    keys.forEach((key, index) => {
      path = [...path, key];
      this.note(path, line);
      const name = pathKey(path);
      const count = this.tableCounts.get(name) ?? 0;
      const addsTable = isArray && index === keys.length - 1;
      if (addsTable) this.tableCounts.set(name, count + 1);
      if (addsTable || count > 0) path = [...path, String(addsTable ? count : count - 1)];
      this.note(path, line);
    });
    return path;
  }

  private value(path: readonly string[]): void {
    const opening = this.peek();
    if (opening === '{') this.inlineTable(path);
    else if (opening === '[') this.array(path);
    else if (opening === '"' || opening === "'") this.string(opening);
    else this.skipUntil((character) => ',]}#\n'.includes(character));
  }

  private inlineTable(path: readonly string[]): void {
    this.skip(1);
    for (this.skipBlank(); this.peek() !== '}' && !this.isAtEnd(); this.skipSeparator()) this.pair(path);
    this.skip(1);
  }

  private array(path: readonly string[]): void {
    this.skip(1);
    let index = 0;
    for (this.skipBlank(); this.peek() !== ']' && !this.isAtEnd(); this.skipSeparator()) {
      const element = [...path, String(index)];
      this.note(element, this.line);
      this.value(element);
      index += 1;
    }
    this.skip(1);
  }

  private dottedKey(end: string): readonly string[] {
    const keys: string[] = [];
    while (this.peek() !== end && !this.isAtEnd()) {
      const character = this.peek();
      if (character === '"' || character === "'") keys.push(decoded(this.string(character)));
      else if (character === '.' || character === ' ' || character === '\t') this.skip(1);
      else keys.push(this.skipUntil((next) => next === end || '. \t'.includes(next)));
    }
    return keys;
  }

  /** Skips a string of any of the four kinds and returns it as written. */
  private string(quote: string): string {
    const start = this.at;
    const isLong = this.toml.startsWith(quote.repeat(3), this.at);
    const closing = isLong ? quote.repeat(3) : quote;
    this.skip(closing.length);
    while (!this.toml.startsWith(closing, this.at) && !this.isAtEnd()) {
      this.skip(quote === '"' && this.peek() === '\\' ? 2 : 1);
    }
    this.skip(closing.length);
    // A long string may end in up to two quotes of its own before the three that close it.
    while (isLong && this.peek() === quote) this.skip(1);
    return this.toml.slice(start, this.at);
  }

  private skipSeparator(): void {
    this.skipBlank();
    if (this.peek() === ',') this.skip(1);
    this.skipBlank();
  }

  /** Spaces, line breaks, comments and a byte order mark. */
  private skipBlank(): void {
    for (;;) {
      const character = this.peek();
      if (character === '#') this.skipUntil((next) => next === '\n');
      else if (character !== '' && ' \t\r\n\uFEFF'.includes(character)) this.skip(1);
      else return;
    }
  }

  private skipUntil(isEnd: (character: string) => boolean): string {
    const start = this.at;
    while (!this.isAtEnd() && !isEnd(this.peek())) this.skip(1);
    return this.toml.slice(start, this.at);
  }

  private skip(count: number): void {
    for (let skipped = 0; skipped < count; skipped += 1) {
      if (this.peek() === '\n') this.line += 1;
      this.at += 1;
    }
  }

  private peek(): string {
    return this.toml[this.at] ?? '';
  }

  private isAtEnd(): boolean {
    return this.at >= this.toml.length;
  }

  private note(path: readonly string[], line: number): void {
    const key = pathKey(path);
    if (!this.lines.has(key)) this.lines.set(key, line);
  }
}

/** A quoted key as the parser reads it, escapes included. */
function decoded(quoted: string): string {
  return quoted.includes('\\') ? (parse(`key = ${quoted}`) as { key: string }).key : quoted.slice(1, -1);
}
