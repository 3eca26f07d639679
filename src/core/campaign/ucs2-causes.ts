import type { Contact } from '../audience/audience-judge.js';
import { septetsOf } from '../segment/gsm7-alphabet.js';
import type { MessageTemplate } from '../template/message-template.js';
import { ownWords } from '../template/own-words.js';

/** Where a character outside GSM-7 comes from: what the operator would have to change. */
type CauseOrigin = 'template' | 'footer' | 'contacts';

/** A field of a contact that brought a character. */
export interface CauseExample {
  /** The plain name that the template uses. */
  readonly field: string;
  /** The cell, or the part of it around the character. */
  readonly value: string;
  /** Physical line where the row starts. */
  readonly line: number;
}

/** A character outside GSM-7, in how many texts it stands, and who brings it. */
export interface Ucs2CauseCount {
  readonly char: string;
  readonly from: CauseOrigin;
  readonly texts: number;
  /** The first few contacts that bring it, each with another value; empty where contacts do not. */
  readonly examples: readonly CauseExample[];
}

/** Distinct characters that are told apart: a file in another script must not fill the memory. */
const MAX_CAUSES = 100;
const MAX_EXAMPLES = 3;
/** Characters of a cell that are kept as an example. */
const MAX_VALUE_LENGTH = 40;

interface Counted {
  readonly char: string;
  readonly from: CauseOrigin;
  texts: number;
  readonly examples: CauseExample[];
}

/** One text in UCS-2 with what it was made of. */
interface Ucs2Text {
  readonly contact: Pick<Contact, 'fields' | 'line'>;
  /** Each character once. */
  readonly chars: readonly string[];
  /** The footer at its end. */
  readonly ending: string;
}

/**
 * Counts which characters turn texts into UCS-2 and where they come from. What stands in the template's own words or in
 * the footer is in every text, so it goes before what a contact brings; what stands only within the template's tags, such
 * as a default, goes after.
 */
export class Ucs2Causes {
  private readonly causes = new Map<string, Counted>();
  private readonly written: ReadonlySet<string>;
  private readonly fields: readonly string[];
  private hasMore = false;

  constructor({ source, variables }: Pick<MessageTemplate, 'source' | 'variables'>) {
    this.written = new Set([...ownWords(source)].filter(isOutside));
    this.fields = variables;
  }

  add({ contact, chars, ending }: Ucs2Text): void {
    for (const char of chars) {
      if (this.written.has(char)) this.count(char, 'template', null);
      else if (holds(ending, char)) this.count(char, 'footer', null);
      else {
        const example = this.exampleOf(char, contact);
        this.count(char, example === null ? 'template' : 'contacts', example);
      }
    }
  }

  /** The most frequent first; `hasMore` when there were characters beyond those that are told apart. */
  totals(): { readonly causes: readonly Ucs2CauseCount[]; readonly hasMore: boolean } {
    const causes = [...this.causes.values()].map(({ examples, ...cause }) => ({ ...cause, examples: [...examples] }));
    return { causes: causes.sort((a, b) => b.texts - a.texts), hasMore: this.hasMore };
  }

  private count(char: string, from: CauseOrigin, example: CauseExample | null): void {
    const key = `${from} ${char}`;
    const known = this.causes.get(key);
    if (known === undefined && this.causes.size >= MAX_CAUSES) {
      this.hasMore = true;
      return;
    }
    const cause = known ?? { char, from, texts: 0, examples: [] };
    if (known === undefined) this.causes.set(key, cause);
    cause.texts += 1;
    if (example === null || cause.examples.length >= MAX_EXAMPLES) return;
    if (!cause.examples.some(({ value }) => value === example.value)) cause.examples.push(example);
  }

  /** The first field of the text that holds the character, as it stands or in the other case, as a filter may write it. */
  private exampleOf(char: string, { fields, line }: Ucs2Text['contact']): CauseExample | null {
    for (const field of this.fields) {
      const value = (fields.get(field) ?? '').trim();
      const isBringer = [value, value.toUpperCase(), value.toLowerCase()].some((written) => holds(written, char));
      if (isBringer) return { field, value: shortened(value, char), line };
    }
    return null;
  }
}

function isOutside(char: string): boolean {
  return septetsOf(char.charCodeAt(0)) === 0;
}

/** By code point: half a surrogate pair is not in a text that has the pair. */
function holds(text: string, char: string): boolean {
  if (!text.includes(char)) return false;
  return char.length > 1 || char.isWellFormed() || [...text].includes(char);
}

/** The cell, or as much of it as shows the character. Digits of what may be a number are hidden. */
function shortened(value: string, char: string): string {
  const chars = [...value];
  const at = Math.max(0, chars.indexOf(char));
  const start = chars.length <= MAX_VALUE_LENGTH ? 0 : Math.max(0, at - MAX_VALUE_LENGTH / 2);
  const part = chars.slice(start, start + MAX_VALUE_LENGTH).join('');
  const shown = `${start > 0 ? '…' : ''}${part}${start + MAX_VALUE_LENGTH < chars.length ? '…' : ''}`;
  return (value.match(/\d/g) ?? []).length < 8 ? shown : shown.replace(/\d/g, '•');
}
