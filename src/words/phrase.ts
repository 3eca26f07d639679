import type { catalogueEn } from './catalogue.js';
import type { Formats } from './formats.js';

/** One entry of the catalogue: fixed words, or words around values. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each entry names its own parameters
export type Entry = string | ((values: any, formats: Formats) => string);

/**
 * The same keys with the same values, in another language: a missing or extra key fails the build. Another language may
 * need the formats where the first one does not.
 */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends (values: infer V, ...rest: never[]) => string
    ? (values: V, formats: Formats) => string
    : string;
};

export type PhraseKey = keyof typeof catalogueEn;

type ValuesOf<K extends PhraseKey> = (typeof catalogueEn)[K] extends (values: infer V, ...rest: never[]) => string
  ? V
  : undefined;

/** Words that a person will see, not yet in any language. */
export interface Phrase {
  readonly key: PhraseKey;
  readonly values: unknown;
}

type Arguments<K extends PhraseKey> = ValuesOf<K> extends undefined ? [] : [values: ValuesOf<K>];

/** Names words of the catalogue together with the values that go into them. */
export function phrase<K extends PhraseKey>(key: K, ...values: Arguments<K>): Phrase {
  return { key, values: values[0] };
}
