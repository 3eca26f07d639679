import type { WordingId } from '../core/consent/wording.js';
import type { Stamp } from './store.js';

/** One version of the words of a form or a notice. */
export interface WordingVersion extends WordingId {
  /** SHA-256 of the text, hexadecimal: what consents refer to. */
  readonly hash: string;
  readonly text: string;
  readonly purpose: string;
  readonly language: string;
  /** The model that it was made from; null: words of one's own. */
  readonly model: string | null;
  readonly recordedAt: string;
  readonly operator: string;
}

type NewWording = Pick<WordingVersion, 'name' | 'text' | 'purpose' | 'language' | 'model'>;

export interface WordingStore {
  /** Keeps words as the next version of their name, with an audit row; where they are the latest version, that stands. */
  recordWording(
    wording: NewWording,
    stamp: Stamp,
  ): Promise<{ readonly verdict: 'recorded' | 'unchanged'; readonly version: WordingVersion }>;
  /** Every version, by name, the oldest first. */
  wordings(): Promise<readonly WordingVersion[]>;
}
