import { parseWordingId, type WordingId } from './wording.js';

/** A kept text as far as rows refer to it. */
interface KeptWording extends WordingId {
  readonly text: string;
}

export type WordingReference =
  /** `text`: the words themselves. */
  | { readonly kind: 'text'; readonly text: string }
  /** It looks like an id, and no such text is kept. */
  | { readonly kind: 'unknown' };

/**
 * Finds the words that a row or a flag refers to. An id names one version; a bare name does where there is one version
 * alone, for nobody can tell later which of several a person saw. Anything else is the words themselves.
 */
export function wordingBook(kept: readonly KeptWording[]): (said: string) => WordingReference {
  const byId = new Map(kept.map(({ name, version, text }) => [`${name}/${version}`, text]));
  const versions = new Map<string, readonly string[]>();
  for (const { name, text } of kept) versions.set(name, [...(versions.get(name) ?? []), text]);
  return (said) => {
    const word = said.trim();
    const [only, ...others] = versions.get(word) ?? [];
    if (only !== undefined) return others.length === 0 ? { kind: 'text', text: only } : { kind: 'unknown' };
    if (parseWordingId(word) === null) return { kind: 'text', text: said };
    const text = byId.get(word);
    return text === undefined ? { kind: 'unknown' } : { kind: 'text', text };
  };
}
