import { OperatorError } from '../../errors.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { positionOf, tokenise, type Token } from './where-tokens.js';

export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

/** A value as written: `18` asks for a numeric test, `"18"` for a textual one. */
export type Literal = { readonly kind: 'text' | 'number'; readonly text: string };

/** A column as named in the expression, at a position counted in characters from 1. */
export interface ColumnName {
  readonly name: string;
  readonly position: number;
}

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly column: ColumnName;
      readonly comparison: Comparison;
      readonly value: Literal;
      /** Where the value stands, in characters from 1. */
      readonly valuePosition: number;
    }
  | { readonly kind: 'contains'; readonly column: ColumnName; readonly value: Literal }
  | { readonly kind: 'in'; readonly column: ColumnName; readonly values: readonly Literal[] };

/** What could have stood where something else was found. */
type Expected = 'column' | 'operator' | 'value' | 'opening' | 'closing' | 'separator' | 'end';

const MAX_WHERE_LENGTH = 4096;
const MAX_WHERE_DEPTH = 100;

const keywords = {
  and: new Set(['and', 'et']),
  or: new Set(['or', 'ou']),
  not: new Set(['not', 'non']),
  in: new Set(['in']),
  contains: new Set(['contains']),
} as const;
const reserved = new Set(Object.values(keywords).flatMap((words) => [...words]));

/**
 * Parses a `--where` expression; `not` binds tighter than `and`, `and` tighter than `or`.
 *
 * @throws OperatorError `usage` that names the position and what was expected there.
 */
export function parseWhere(source: string): Condition {
  if (source.length > MAX_WHERE_LENGTH) {
    const values = { length: source.length, limit: MAX_WHERE_LENGTH };
    throw new OperatorError('usage', phrase('audience.tooLong', values), phrase('audience.grammarHint'));
  }
  if (source.trim() === '') throw new OperatorError('usage', phrase('audience.empty'), phrase('audience.grammarHint'));
  return new WhereParser(source).parse();
}

/** Recursive descent, one method for each rule of the grammar; every token is read once. */
class WhereParser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(private readonly source: string) {
    this.tokens = tokenise(source);
  }

  parse(): Condition {
    const condition = this.any();
    if (this.peek().kind !== 'end') throw this.unexpected('end');
    return condition;
  }

  private any(): Condition {
    return this.chain('any', keywords.or, () => this.all());
  }

  private all(): Condition {
    return this.chain('all', keywords.and, () => this.negation());
  }

  private chain(kind: 'all' | 'any', joins: ReadonlySet<string>, part: () => Condition): Condition {
    const first = part();
    if (!this.isKeyword(joins)) return first;
    const parts = [first];
    while (this.isKeyword(joins)) {
      this.take();
      parts.push(part());
    }
    return { kind, parts };
  }

  private negation(): Condition {
    if (this.isKeyword(keywords.not)) {
      this.take();
      return this.deeper(() => ({ kind: 'not', part: this.negation() }));
    }
    if (!this.isSymbol('(')) return this.test();
    this.take();
    return this.deeper(() => {
      const inner = this.any();
      this.takeSymbol(')', 'closing');
      return inner;
    });
  }

  private test(): Condition {
    const column = this.column();
    if (this.isKeyword(keywords.not)) {
      this.take();
      if (!this.isKeyword(keywords.in)) throw this.unexpected('operator');
      this.take();
      return { kind: 'not', part: { kind: 'in', column, values: this.list() } };
    }
    if (this.isKeyword(keywords.in)) {
      this.take();
      return { kind: 'in', column, values: this.list() };
    }
    if (this.isKeyword(keywords.contains)) {
      this.take();
      return { kind: 'contains', column, value: this.literal() };
    }
    const comparison = this.comparison();
    const valuePosition = positionOf(this.source, this.peek().at);
    return { kind: 'compare', column, comparison, value: this.compared(), valuePosition };
  }

  private column(): ColumnName {
    const token = this.peek();
    const isName = token.kind === 'bracketed' || (token.kind === 'word' && !reserved.has(token.text.toLowerCase()));
    if (!isName) throw this.unexpected('column');
    this.take();
    return { name: token.text.trim(), position: positionOf(this.source, token.at) };
  }

  private comparison(): Comparison {
    const { kind, text } = this.peek();
    const spelled = text === '==' ? '=' : text === '<>' ? '!=' : text;
    const comparison = comparisons.find((known) => known === spelled);
    if (kind !== 'symbol' || comparison === undefined) throw this.unexpected('operator');
    this.take();
    return comparison;
  }

  private list(): readonly Literal[] {
    this.takeSymbol('(', 'opening');
    const values = [this.literal()];
    while (this.isSymbol(',')) {
      this.take();
      values.push(this.literal());
    }
    this.takeSymbol(')', 'separator');
    return values;
  }

  /** The one value of a comparison, where a number may have a decimal comma: 12,50. In a list commas part the values. */
  private compared(): Literal {
    const [whole, comma, decimals] = [this.peek(), this.tokens[this.next + 1], this.tokens[this.next + 2]];
    const literal = this.literal();
    const isDecimal =
      /^-?\d+$/.test(whole.text) &&
      comma?.text === ',' &&
      comma.at === whole.at + whole.text.length &&
      decimals?.kind === 'number' &&
      decimals.at === comma.at + 1 &&
      /^\d+$/.test(decimals.text);
    if (whole.kind !== 'number' || !isDecimal) return literal;
    this.take();
    this.take();
    return { kind: 'number', text: `${whole.text},${decimals.text}` };
  }

  private literal(): Literal {
    const { kind, text } = this.peek();
    if (kind !== 'text' && kind !== 'number') throw this.unexpected('value');
    this.take();
    return { kind, text };
  }

  private deeper(rule: () => Condition): Condition {
    this.depth += 1;
    if (this.depth > MAX_WHERE_DEPTH) {
      const values = { position: positionOf(this.source, this.peek().at), limit: MAX_WHERE_DEPTH };
      throw new OperatorError('usage', phrase('audience.tooDeep', values), phrase('audience.grammarHint'));
    }
    const condition = rule();
    this.depth -= 1;
    return condition;
  }

  private isKeyword(words: ReadonlySet<string>): boolean {
    const { kind, text } = this.peek();
    return kind === 'word' && words.has(text.toLowerCase());
  }

  private isSymbol(symbol: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'symbol' && text === symbol;
  }

  private takeSymbol(symbol: string, expected: Expected): void {
    if (!this.isSymbol(symbol)) throw this.unexpected(expected);
    this.take();
  }

  private peek(): Token {
    // `end` is the last token and never taken.
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: this.source.length };
  }

  private take(): void {
    this.next += 1;
  }

  private unexpected(expected: Expected): OperatorError {
    const token = this.peek();
    const position = positionOf(this.source, token.at);
    return new OperatorError(
      'usage',
      phrase('audience.unexpected', { position, found: withoutValue(token), expected }),
      hintFor(token, expected),
    );
  }
}

/** Values are named by their kind only: a phone number must not end up in an error message. */
function withoutValue({ kind, text }: Token): { readonly kind: Token['kind']; readonly text: string | null } {
  return { kind, text: kind === 'text' || kind === 'number' ? null : text };
}

function hintFor(found: Token, expected: Expected): Phrase {
  if (expected === 'column' && found.kind !== 'end') return phrase('audience.columnHint');
  if (expected === 'value' && found.kind === 'word') return phrase('audience.valueHint');
  return phrase('audience.grammarHint');
}
